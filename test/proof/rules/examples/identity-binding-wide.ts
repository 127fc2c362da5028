import type { RuleExample } from '../example';
import { identityBinding } from '../identity-binding-example';

export const example: RuleExample = {
  bad: identityBinding({ binding: { subjects: [{ kind: 'Group', name: 'system:serviceaccounts:todo' }] } }),
  good: identityBinding(),
};
