import type { RuleExample } from '../example';
import { imagePull } from '../identity-binding-example';

export const example: RuleExample = {
  bad: imagePull(),
  good: imagePull({ enabled: true }),
};
