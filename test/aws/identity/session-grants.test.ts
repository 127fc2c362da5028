import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { EksCluster, type PodIdentityOptions, PodRole, podIdentity, s3Grant, sessionTag } from '../../../lib/aws';
import { awsStack, codeOf, policy, resource } from '../synthesized';

/** Whether the provider of this run has the argument: that of CDK Terrain, 6.66 and later. */
const typed = 'policy' in EksPodIdentityAssociation.prototype;
const reports = s3Grant.read('arn:aws:s3:::shop', { prefix: 'reports/' });

function make(options: Partial<PodIdentityOptions>) {
  const stack = awsStack();
  const cluster = EksCluster.fromAttributes(stack, 'cluster', {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    region: 'eu-west-1',
  });
  new PodRole(stack, 'api', {
    name: 'api',
    grants: [s3Grant.readWrite('arn:aws:s3:::shop')],
    trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' }, ...options })],
  });
  return stack;
}
const narrowed = { disableSessionTags: true, admitWholeCluster: true, sessionGrants: [reports] };

test('an association without session grants has no policy', () => {
  expect(resource(make({}), 'aws_eks_pod_identity_association', 'api')).not.toHaveProperty('policy');
});

test('session grants are refused with session tags, which EKS does not accept together', () => {
  expect(codeOf(() => make({ sessionGrants: [reports] }))).toBe('session-policy-with-tags');
});

test('session grants ask for admitWholeCluster, as all that is without session tags', () => {
  const code = codeOf(() => make({ ...narrowed, admitWholeCluster: false }));
  expect(code).toBe(typed ? 'session-tags-disabled' : 'provider-argument-unknown');
});

test('session grants are the policy of the association where the provider has it, and else refused', () => {
  if (!typed) {
    expect(codeOf(() => make(narrowed))).toBe('provider-argument-unknown');
    return;
  }
  const association = resource(make(narrowed), 'aws_eks_pod_identity_association', 'api');
  expect(association.disable_session_tags).toBe(true);
  expect(policy(association.policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::shop',
        Condition: { StringLike: { 's3:prefix': 'reports/*' } },
      },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/reports/*' },
    ],
  });
});

test('a session policy over 2,048 characters is refused', () => {
  const many = Array.from({ length: 20 }, (_, index) => s3Grant.read(`arn:aws:s3:::shop-${index}`));
  const code = codeOf(() => make({ ...narrowed, sessionGrants: many }));
  expect(code).toBe(typed ? 'session-policy-over-limit' : 'provider-argument-unknown');
});

test('a session tag in a session grant, which has no value then, is refused', () => {
  const own = s3Grant.read('arn:aws:s3:::shop', { prefix: `${sessionTag('kubernetes-namespace')}/` });
  const code = codeOf(() => make({ ...narrowed, sessionGrants: [own] }));
  expect(code).toBe(typed ? 'session-tag-unavailable' : 'provider-argument-unknown');
});
