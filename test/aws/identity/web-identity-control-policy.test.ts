import { WebIdentityControlPolicy, type WebIdentityControlPolicyProps } from '../../../lib/aws';
import { ClusterSet } from '../../../lib/core';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

const GITHUB = 'https://token.actions.githubusercontent.com';

function made(props: Partial<WebIdentityControlPolicyProps> = {}, stack = awsStack()) {
  const clusters =
    props.clusters ?? new ClusterSet({ main: { name: 'main', issuer: { url: 'https://id.example/a' } } });
  return { stack, guard: new WebIdentityControlPolicy(stack, 'guard', { targetIds: ['r-ab12'], ...props, clusters }) };
}

describe('a policy of own issuers', () => {
  test('denies every token that has the subject of none of them', () => {
    const { stack } = made({ issuers: [{ url: 'https://id.example/b' }] });

    const [written] = resources(stack, 'aws_organizations_policy');
    expect(written).toMatchObject({ type: 'RESOURCE_CONTROL_POLICY', name: 'web-identity-of-own-issuers' });
    expect(policy(written.content).Statement).toEqual([
      {
        Sid: 'OwnIssuers',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Resource: '*',
        Condition: { Null: { 'id.example/a:sub': 'true', 'id.example/b:sub': 'true' } },
      },
    ]);
    expect(resources(stack, 'aws_organizations_policy_attachment').map(({ target_id: id }) => id)).toEqual(['r-ab12']);
  });

  test('lets in one’s own subjects of an issuer that others have accounts at', () => {
    const { stack } = made({ sharedIssuers: [{ url: GITHUB, subjects: ['repo:acme/*'] }] });

    const key = 'token.actions.githubusercontent.com:sub';
    const [{ content }] = resources(stack, 'aws_organizations_policy');
    expect(policy(content).Statement[0].Condition.Null).toHaveProperty([key], 'true');
    expect(policy(content).Statement[1].Condition).toEqual({
      Null: { [key]: 'false' },
      StringNotLike: { [key]: ['repo:acme/*'] },
    });
  });

  test('has the clusters of a set, those that are retiring too, and counts their issuers at their longest', () => {
    const stack = awsStack();
    const clusters = new ClusterSet(
      { blue: cluster(stack, {}, 'blue'), green: cluster(stack, { name: 'g' }, 'green') },
      {
        retiring: ['blue'],
      },
    );
    const { guard } = made({ clusters }, stack);

    const { content } = resource(stack, 'aws_organizations_policy', 'guard');
    expect(Object.keys(policy(content).Statement[0].Condition.Null)).toHaveLength(2);
    expect(guard.size.byCluster.map((one) => one.cluster)).toEqual(['blue', 'green']);
    expect([guard.size.exact, guard.size.limit, guard.size.used < 600]).toEqual([false, 5120, true]);
  });

  const many = (count: number) =>
    new ClusterSet(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `c${index}`,
          {
            name: `c${index}`,
            issuer: { url: `https://oidc.eks.eu-west-1.amazonaws.com/id/${String(index).padStart(32, '0')}` },
          },
        ]),
      ),
    );

  test.each<[string, Partial<WebIdentityControlPolicyProps>, string]>([
    ['more issuers than fit', { clusters: many(80) }, 'resource-control-policy-over-limit'],
    ['no target', { targetIds: [] }, 'resource-control-target-invalid'],
    ['the name of a unit', { targetIds: ['workloads'] }, 'resource-control-target-invalid'],
    ['a cluster without an issuer', { clusters: new ClusterSet({ a: { name: 'a' } }) }, 'issuer-missing'],
    ['an issuer that is no URL', { issuers: [{ url: 'id.example' }] }, 'issuer-not-https'],
    ['all subjects of GitHub', { sharedIssuers: [{ url: GITHUB, subjects: ['*'] }] }, 'subject-invalid'],
    ['no subject of GitHub', { sharedIssuers: [{ url: GITHUB, subjects: [] }] }, 'subject-invalid'],
    ['a name that is too long', { name: 'a'.repeat(129) }, 'name-invalid'],
  ])('with %s is refused', (_, props, code) => {
    expect(codeOf(() => made(props))).toBe(code);
  });

  test('fits 45 clusters', () => {
    expect(made({ clusters: many(45) }).guard.size.room).toBeGreaterThanOrEqual(0);
  });
});
