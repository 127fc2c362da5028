import { condition, EKS_ISSUER, entra, irsa, IRSA_CONDITIONS, terraform } from '../example';
import type { RuleExample } from '../example';

const PATTERN = 'system:serviceaccount:*:backend';

function both(role: unknown[], subject: string): unknown {
  const aws = irsa({ conditions: role });
  return { ...aws, resource: { ...aws.resource, ...entra({ credential: { subject } }).resource } };
}

export const example: RuleExample = {
  bad: [terraform(both([condition('StringLike', `${EKS_ISSUER}:sub`, PATTERN), IRSA_CONDITIONS[1]], PATTERN))],
  good: [terraform(both(IRSA_CONDITIONS, 'system:serviceaccount:todo:backend'))],
};
