import { identityMayText, isJoinable, keyOf, mayText, somebodyText, sourceText } from '../../../lib/proof/become/way';
import type { ClusterPower, IdentityAct, Somebody } from '../../../lib/proof/become/way';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const CLUSTER = 'aws_eks_cluster.main';

describe('what somebody may do', () => {
  type Act = Parameters<typeof mayText>[0];
  const words: readonly (readonly [words: string, act: Act])[] = [
    ['do everything in every namespace', { act: 'everything', becomes: 'pod' }],
    ['do everything in shop', { act: 'everything', becomes: 'pod', namespace: 'shop' }],
    [
      'make tokens of orders and web in shop',
      { act: 'make-tokens', becomes: 'pod', namespace: 'shop', names: ['orders', 'web'] },
    ],
    ['make tokens of service accounts in every namespace', { act: 'make-tokens', becomes: 'pod' }],
    ['make pods in shop', { act: 'make-pods', becomes: 'pod', namespace: 'shop' }],
    ['run commands in pods of shop', { act: 'run-commands', becomes: 'pod', namespace: 'shop' }],
    ['change what runs in shop', { act: 'change-workloads', becomes: 'pod', namespace: 'shop' }],
    ['call the kubelets of nodes, and so run commands in every pod', { act: 'call-kubelets', becomes: 'pod' }],
    ['register mutating webhooks, and so change every pod that is made', { act: 'change-admission', becomes: 'pod' }],
    ['impersonate orders in shop', { act: 'impersonate', becomes: 'account', namespace: 'shop', names: ['orders'] }],
    ['impersonate users', { act: 'impersonate', becomes: 'user' }],
    ['impersonate groups', { act: 'impersonate', becomes: 'group' }],
    [
      'read Secrets with tokens of service accounts in shop',
      { act: 'read-token-secrets', becomes: 'account', namespace: 'shop' },
    ],
    [
      'give itself ClusterRole/edit in shop',
      { act: 'bind-roles', becomes: 'pod', namespace: 'shop', binds: 'ClusterRole/edit' },
    ],
    ['give itself any role in every namespace', { act: 'bind-roles', becomes: 'pod' }],
    ['add rights to a role that it has in shop', { act: 'change-roles', becomes: 'pod', namespace: 'shop' }],
    ['enter the cluster in the group developers', { act: 'enter', becomes: 'group', names: ['developers'] }],
    ['enter the cluster as the user bob', { act: 'enter', becomes: 'user', names: ['bob'] }],
    ['have the cloud let it in to the cluster as its administrator', { act: 'administer', becomes: 'pod' }],
    ['have the cloud let it in to the cluster in any group', { act: 'join-groups', becomes: 'group' }],
  ];

  test.each(words)('in a cluster is to %s', (text, power) => expect(mayText(power)).toBe(text));

  const ofIdentities: readonly (readonly [words: string, act: IdentityAct])[] = [
    ['assume orders', 'assume'],
    ['change the trust of orders', 'change-trust'],
    ['have EKS give orders to a pod', 'associate'],
    ['give itself every right, and so change the trust of orders', 'give-itself-rights'],
    ['enter orders by a token of its AWS account', 'federate'],
    ['write a credential of orders', 'write-credential'],
    ['give itself any role on orders', 'assign-roles'],
    ['attach orders to a machine of its own', 'attach'],
  ];

  test.each(ofIdentities)('to an identity is to %s', (text, act) =>
    expect(identityMayText({ act, identity: 'orders' })).toBe(text),
  );

  test('is told with the binding and the role that it gives', () => {
    const power: ClusterPower = {
      ...{ cluster: CLUSTER, who: { kind: 'group', cluster: CLUSTER, name: 'team' }, act: 'make-pods', becomes: 'pod' },
      ...{ source: 'RoleBinding/shop/team', at: { file: '', pointer: '' } },
    };
    expect(sourceText(power)).toBe('RoleBinding/shop/team');
    expect(sourceText({ ...power, role: 'Role/shop/edit' })).toBe('RoleBinding/shop/team, which gives Role/shop/edit');
  });
});

describe('somebody', () => {
  test('of AWS is told by the ARN, the account or everybody, and one of Entra as a principal', () => {
    const text = (name: string): string => somebodyText({ kind: 'principal', name });
    expect(text('arn:aws:iam::111122223333:user/jane')).toBe('arn:aws:iam::111122223333:user/jane');
    expect(text('111122223333')).toBe('111122223333');
    expect(text('*')).toBe('*');
    expect(text(symbolOf('aws_iam_user.jane.arn'))).toBe('${aws_iam_user.jane.arn}');
    const others = ['11111111-2222-3333-4444-555555555555', '111122223333-4444', 'x111122223333', 'ops', '1'];
    for (const other of others) expect(text(other)).toBe(`principal ${other}`);
    expect(text('team/arn:of:robots')).toBe('principal team/arn:of:robots');
    expect(text(symbolOf('azuread_group.arnold.object_id'))).toBe('principal ${azuread_group.arnold.object_id}');
    expect(text(symbolOf('data.x.arn.y'))).toBe('principal ${data.x.arn.y}');
  });

  test('is told apart from everybody of another kind, cluster, namespace or name', () => {
    const all: readonly Somebody[] = [
      { kind: 'pod', cluster: CLUSTER, namespace: 'shop', name: 'orders' },
      { kind: 'service-account', cluster: CLUSTER, namespace: 'shop', name: 'orders' },
      { kind: 'pod', cluster: 'aws_eks_cluster.other', namespace: 'shop', name: 'orders' },
      { kind: 'pod', cluster: CLUSTER, namespace: 'ops', name: 'orders' },
      { kind: 'pod', cluster: CLUSTER, namespace: 'shop', name: 'web' },
      { kind: 'pod', cluster: CLUSTER, namespace: 'shopo', name: 'rders' },
      { kind: 'user', cluster: CLUSTER, name: 'orders' },
      { kind: 'group', cluster: CLUSTER, name: 'orders' },
      { kind: 'identity', name: 'orders' },
      { kind: 'principal', name: 'orders' },
    ];
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
  });
});

test('EKS lets nobody join the groups that begin with the names that it keeps, and lets them join all others', () => {
  const kept = ['system:masters', 'eks:admins', 'aws:admins', 'amazon:admins', 'iam:admins'];
  expect(kept.filter(isJoinable)).toEqual([]);
  const others = ['developers', 'team:system:admins', 'team-iam:x', 'systems', 'eks-admins'];
  expect(others.filter(isJoinable)).toEqual(others);
});
