import { EKS_KEYS } from '../../../core/kubernetes/annotations';
import { isRoleArn } from '../../../core/aws/role-arn';
import { identityNamed } from '../../model/kubernetes/service-account';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const roleArnMalformed: Rule = {
  slug: 'role-arn-malformed',
  cloud: 'aws',
  level: 'error',
  effect: 'The webhook only logs it and injects it all the same; STS answers ValidationError, or AccessDenied.',
  fix: 'Write the whole ARN: arn:aws:iam::<account>:role/<path and name>.',
  sources: ['https://github.com/aws/amazon-eks-pod-identity-webhook (README)'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const account of model.serviceAccounts) {
      const { namespace, name, at } = account;
      const arn = identityNamed(account, EKS_KEYS.roleArn);
      if (arn === undefined || hasSymbol(arn) || isRoleArn(arn)) continue;
      const id = `ServiceAccount/${namespace}/${name}`;
      findings.push(
        findingOf(roleArnMalformed, {
          message: `${withPlace(id, at)} has the annotation ${EKS_KEYS.roleArn}: ${JSON.stringify(arn)}.`,
          subject: id,
          at,
          cause: EKS_KEYS.roleArn,
        }),
      );
    }
    return { findings };
  },
};
