import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

function allowed(...actions: string[]): unknown {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:iam::111122223333:role/audit' }],
  });
  return irsa({ more: { aws_iam_role_policy: { backend: { role: '${aws_iam_role.backend.name}', policy } } } });
}

export const example: RuleExample = {
  bad: [terraform(allowed('iam:UpdateAssumeRolePolicy')), manifests(irsaAccount(), deployment())],
  good: [terraform(allowed('iam:GetRole')), manifests(irsaAccount(), deployment())],
};
