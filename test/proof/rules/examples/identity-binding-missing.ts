import type { RuleExample } from '../example';
import { identityBinding } from '../identity-binding-example';

export const example: RuleExample = {
  bad: identityBinding({ isBound: false }),
  good: identityBinding(),
};
