import { entra, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(entra({ credential: { subject: 'system:serviceaccounts:todo:backend' } }))],
  good: [terraform(entra())],
};
