import { condition, EKS_ISSUER, irsa, IRSA_CONDITIONS, terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const role = (pattern: string): ExampleFile =>
  terraform(irsa({ conditions: [condition('StringLike', `${EKS_ISSUER}:sub`, pattern), IRSA_CONDITIONS[1]] }));

const settings: ExampleFile = {
  name: 'podtrust.yaml',
  text: `accepted:
  - rule: subject-wildcard
    subject: aws_iam_role.backend
    admits: ['batch/job-*']
    reason: The job controller makes one service account for each job.
`,
};

export const example: RuleExample = {
  bad: [role('system:serviceaccount:*:job-*'), settings],
  good: [role('system:serviceaccount:batch:job-*'), settings],
};
