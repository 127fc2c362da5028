import { condition, irsa, terraform } from '../example';
import type { RuleExample } from '../example';

const GITHUB = 'token.actions.githubusercontent.com';

function github(conditions: unknown[]): unknown {
  return irsa({
    provider: { url: `https://${GITHUB}` },
    conditions: [condition('StringEquals', `${GITHUB}:aud`, 'sts.amazonaws.com'), ...conditions],
  });
}

export const example: RuleExample = {
  bad: [terraform(github([]))],
  good: [terraform(github([condition('StringEquals', `${GITHUB}:sub`, 'repo:contoso/todo:ref:refs/heads/main')]))],
};
