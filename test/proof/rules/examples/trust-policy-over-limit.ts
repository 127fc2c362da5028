import { condition, EKS_ISSUER, irsa, IRSA_CONDITIONS, terraform } from '../example';
import type { RuleExample } from '../example';

const SUBJECTS = Array.from({ length: 20 }, (_, index) => `system:serviceaccount:todo:worker-${index}`);

function statement(subject: string | string[]): unknown {
  return {
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: [{ type: 'Federated', identifiers: ['${aws_iam_openid_connect_provider.main.arn}'] }],
    condition: [condition('StringEquals', `${EKS_ISSUER}:sub`, ...[subject].flat()), IRSA_CONDITIONS[1]],
  };
}

function withTrust(statements: unknown[]): unknown {
  return { ...irsa(), data: { aws_iam_policy_document: { trust: { statement: statements } } } };
}

export const example: RuleExample = {
  // Each subject in a statement of its own, where one list would do.
  bad: [terraform(withTrust(SUBJECTS.map((subject) => statement(subject))))],
  good: [terraform(withTrust([statement(SUBJECTS)]))],
};
