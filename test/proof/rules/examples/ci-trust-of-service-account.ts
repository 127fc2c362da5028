import { condition, irsa, terraform } from '../example';
import type { RuleExample } from '../example';

const GITHUB = 'token.actions.githubusercontent.com';

function github(subject: string): unknown {
  return irsa({
    provider: { url: `https://${GITHUB}` },
    conditions: [
      condition('StringEquals', `${GITHUB}:aud`, 'sts.amazonaws.com'),
      condition('StringEquals', `${GITHUB}:sub`, subject),
    ],
  });
}

export const example: RuleExample = {
  bad: [terraform(github('system:serviceaccount:todo:backend'))],
  good: [terraform(github('repo:contoso/todo:ref:refs/heads/main'))],
};
