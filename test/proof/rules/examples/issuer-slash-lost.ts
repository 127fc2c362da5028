import { AKS_ISSUER, entra, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(entra({ credential: { issuer: AKS_ISSUER.replace(/\/$/, '') } }))],
  good: [terraform(entra({ credential: { issuer: AKS_ISSUER } }))],
};
