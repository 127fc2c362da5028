import { parsePolicy } from '../../../../lib/proof/iam';
import type { PodIdentitySession } from '../../../../lib/proof/iam';
import { askPodIdentity } from '../../../../lib/proof/mechanisms/pod-identity/ask-pod-identity';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`;
const place = { file: 'main.tf', pointer: '' };
const role = {
  id: 'aws_iam_role.app',
  cloud: 'aws',
  kind: 'iam-role',
  name: 'app',
  claimName: 'app',
  trustAt: place,
  at: place,
} as const;
const REFUSED = 'EKS answers AccessDeniedException to AssumeRoleForPodIdentity, and the pod gets no credentials';

/** How the session of shop/app fares with a trust that has these conditions. */
function asked(conditions: Record<string, string>, session: Partial<PodIdentitySession> = {}): Outcome {
  const policy = parsePolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringLike: conditions },
    },
  });
  return askPodIdentity(role, policy, ACCOUNT, {
    clusterArn: ARN,
    account: ACCOUNT,
    namespace: 'shop',
    serviceAccount: 'app',
    ...session,
  });
}
const NAMESPACE = 'aws:RequestTag/kubernetes-namespace';
const NAME = 'aws:RequestTag/kubernetes-service-account';

test('a session gets in that the trust takes', () => {
  expect(asked({ [NAMESPACE]: 'shop', [NAME]: 'app' }).admitted).toBe(true);
});

describe('a session that does not get in is told the one fact that differs', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['namespace', 'todo', 'shop', { [NAMESPACE]: 'todo', [NAME]: 'app' }],
    ['service account', 'web', 'app', { [NAMESPACE]: 'shop', [NAME]: 'web' }],
    ['service account', 'web-*', 'app', { [NAMESPACE]: 's*', [NAME]: 'web-*' }],
    ['cluster', ARN.replace('main', 'other'), ARN, { 'aws:SourceArn': ARN.replace('main', 'other') }],
  ])('%s: %s and not %s', (fact, taken, own, conditions) => {
    const { admitted, because } = asked(conditions);
    expect(admitted).toBe(false);
    expect(because.slice(0, 3)).toEqual([
      `only the ${fact} differs: aws_iam_role.app accepts "${taken}", and the session is of "${own}"`,
      `write "${own}" in the trust of aws_iam_role.app, or let the pod run with ${fact} ${taken}`,
      REFUSED,
    ]);
    expect(because.length).toBeGreaterThan(3);
  });

  test('and that is the account, of which an association takes roles only', () => {
    const { admitted, because } = asked({ [NAMESPACE]: 'shop' }, { account: '999988887777' });
    expect(admitted).toBe(false);
    expect(because[0]).toBe(
      'only the account differs: aws_iam_role.app accepts "111122223333", and the session is of "999988887777"',
    );
    expect(because.join()).toContain('an association takes a role of its own account only');
  });

  test('and that is not one which may turn out not to differ', () => {
    const both = { [NAMESPACE]: symbolOf('var.x'), [NAME]: 'web' };
    expect(asked(both).because[0]).toMatch(/^only the service account differs: /);
  });

  test('and that it differs in case only', () => {
    expect(asked({ [NAMESPACE]: 'shop', [NAME]: 'app' }, { serviceAccount: 'APP' }).because[0]).toMatch(
      / of "APP" \(they differ in case only\)$/,
    );
  });

  test('and none where several differ', () => {
    expect(asked({ [NAMESPACE]: 'todo', [NAME]: 'web' }).because[0]).toBe(REFUSED);
  });

  test('and nothing of the answer where it is not decided', () => {
    const { admitted, because } = asked({ [NAMESPACE]: symbolOf('var.x'), [NAME]: 'app' });
    expect(admitted).toBeUndefined();
    expect(because).not.toContain(REFUSED);
  });
});

test('a trust that IAM refuses is told by what IAM refuses alone', () => {
  const policy = parsePolicy({ Version: '2012-10-17', Statement: { Effect: 'Perhaps' } });
  const { admitted, because } = askPodIdentity(role, policy, ACCOUNT, {
    clusterArn: ARN,
    account: ACCOUNT,
    namespace: 'shop',
    serviceAccount: 'app',
  });
  expect(admitted).toBe(false);
  expect(because).not.toContain(REFUSED);
});
