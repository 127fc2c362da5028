import { EKS_ISSUER, irsa, irsaAccount, manifests, terraform } from '../example';
import type { Json, RuleExample } from '../example';

/** A resource control policy that lets in one issuer, attached to the role’s account. */
function guarded(issuer: string): Json {
  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Resource: '*',
        Condition: { Null: { [`${issuer}:sub`]: 'true' } },
      },
    ],
  });
  return irsa({
    more: {
      aws_organizations_policy: { guard: { name: 'guard', type: 'RESOURCE_CONTROL_POLICY', content } },
      aws_organizations_policy_attachment: {
        guard: { policy_id: '${aws_organizations_policy.guard.id}', target_id: '111122223333' },
      },
    },
  });
}

export const example: RuleExample = {
  bad: [
    terraform(guarded('oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF')),
    manifests(irsaAccount()),
  ],
  good: [terraform(guarded(EKS_ISSUER)), manifests(irsaAccount())],
};
