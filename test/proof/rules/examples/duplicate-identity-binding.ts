import type { RuleExample } from '../example';
import { bindingOf, identityBinding } from '../identity-binding-example';

export const example: RuleExample = {
  bad: identityBinding({ bindings: { again: bindingOf({ name: 'backend' }) } }),
  good: identityBinding(),
};
