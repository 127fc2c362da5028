import { deployment, manifests, podIdentity, policyText, serviceAccount, terraform } from '../example';
import type { ExampleFile, Json, RuleExample } from '../example';

/** An association that goes on to the role `audit`, whose trust has some actions. */
function chained(...actions: string[]): ExampleFile {
  const backend = '${aws_iam_role.backend.arn}';
  const own = policyText({
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Resource: '${aws_iam_role.audit.arn}',
  });
  const program: Json = podIdentity({ association: { target_role_arn: '${aws_iam_role.audit.arn}' } });
  program.resource.aws_iam_role.audit = {
    name: 'audit',
    assume_role_policy: policyText({ Effect: 'Allow', Principal: { AWS: backend }, Action: actions }),
  };
  program.resource.aws_iam_role_policy = { backend: { role: '${aws_iam_role.backend.name}', policy: own } };
  return terraform(program);
}

export const example: RuleExample = {
  bad: [chained('sts:AssumeRole'), manifests(serviceAccount(), deployment())],
  good: [chained('sts:AssumeRole', 'sts:TagSession'), manifests(serviceAccount(), deployment())],
};
