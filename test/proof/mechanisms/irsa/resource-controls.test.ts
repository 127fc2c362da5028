import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EksCluster, PodRole, WebIdentityControlPolicy, irsa } from '../../../../lib/aws';
import { ClusterSet } from '../../../../lib/core';
import { ask, prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';
import type { Json } from '../../todo-program';

const OURS = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';
const THEIRS = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const ROLE = 'aws_iam_role.backend';
const GUARD = 'aws_organizations_policy.guard';

const denying = (condition: Json, more: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OwnIssuers',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Resource: '*',
      Condition: condition,
      ...more,
    },
  ],
});
const letsIn = (...issuers: string[]): Json =>
  denying({ Null: Object.fromEntries(issuers.map((issuer) => [`${issuer}:sub`, 'true'])) });

/** A role that trusts todo/backend of a cluster, a policy over it, and what that is attached to. */
function files(content: Json, targets: readonly string[] = ['r-ab12'], type = 'RESOURCE_CONTROL_POLICY') {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${OURS}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${OURS}:sub`]: 'system:serviceaccount:todo:backend',
            [`${OURS}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ],
  };
  const resource = {
    aws_iam_openid_connect_provider: { main: { url: `https://${OURS}`, client_id_list: ['sts.amazonaws.com'] } },
    aws_iam_role: { backend: { name: 'backend', assume_role_policy: JSON.stringify(trust) } },
    aws_organizations_policy: {
      guard: { name: 'guard', type, content: typeof content === 'string' ? content : JSON.stringify(content) },
    },
    aws_organizations_policy_attachment: Object.fromEntries(
      targets.map((target_id, index) => [`to${index}`, { policy_id: `\${${GUARD}.id}`, target_id }]),
    ),
    kubernetes_manifest: {
      account: {
        manifest: {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: {
            namespace: 'todo',
            name: 'backend',
            annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/backend' },
          },
        },
      },
    },
  };
  return [{ file: 'main.tf.json', text: JSON.stringify({ resource }) }];
}

const found = ({ findings }: Inventory): string[] => findings.map(({ rule, level }) => `${level} ${rule}`);
const certain = ({ access }: Inventory): unknown[] => access.map(({ uncertain }) => uncertain === undefined);
const TOLD = {
  identity: ROLE,
  account: '111122223333',
  token: { iss: `https://${OURS}`, aud: 'sts.amazonaws.com', sub: 'system:serviceaccount:todo:backend' },
};
const asked = (content: Json, targets?: readonly string[]) => ask(files(content, targets), TOLD);

describe('a resource control policy', () => {
  test('leaves alone whom it lets in', () => {
    const inventory = prove(files(letsIn(THEIRS, OURS)));
    expect(certain(inventory)).toEqual([true]);
    expect(found(inventory).filter((one) => one.includes('resource-control'))).toEqual([]);
    expect(inventory.undecided).toEqual([]);
    expect(asked(letsIn(THEIRS, OURS)).admitted).toBe(true);
  });

  test.each<[string, readonly string[]]>([
    ['a root', ['r-ab12']],
    ['a unit that is not known', ['${aws_organizations_organizational_unit.main.id}']],
    ['nothing that was read', []],
  ])('attached to %s makes an access uncertain that it denies, and warns of it', (_, targets) => {
    const inventory = prove(files(letsIn(THEIRS), targets));
    expect(inventory.access.map(({ uncertain }) => uncertain)).toEqual([
      expect.stringMatching(
        /^aws_organizations_policy\.guard, a resource control policy, denies it, if the account of aws_iam_role\.backend lies below /,
      ),
    ]);
    expect(found(inventory)).toContain('warning denied-by-resource-control-policy');
    const answer = asked(letsIn(THEIRS), targets);
    expect(answer.admitted).toBeNull();
    expect(answer.because.join()).toContain('statement 0 (OwnIssuers of aws_organizations_policy.guard) may deny it');
  });

  test('attached to an account that is not the role’s denies nothing', () => {
    const inventory = prove(files(letsIn(THEIRS), ['444455556666']));
    expect(certain(inventory)).toEqual([true]);
    // AND so where only the question tells the role's account, since nobody names its ARN
    const [main] = files(letsIn(THEIRS), ['444455556666']);
    const text = main!.text.replace('eks.amazonaws.com/role-arn', 'another');
    expect(ask([{ ...main!, text }], TOLD).admitted).toBe(true);
    expect(ask([main!], TOLD).admitted).toBe(true);
  });

  test('attached to the role’s own account is an error, since pods are refused unless that manages the organisation', () => {
    const inventory = prove(files(letsIn(THEIRS), ['111122223333']));
    expect(found(inventory)).toContain('error denied-by-resource-control-policy');
    expect(inventory.access.map(({ uncertain }) => uncertain)).toEqual([
      'aws_organizations_policy.guard, a resource control policy, denies it, unless 111122223333 is the organisation’s management account, which such policies do not bind',
    ]);
  });

  test('that may be about the role is not told as what keeps its pods out', () => {
    const content = denying({}, { Resource: '${aws_iam_role.unread.arn}' });
    const inventory = prove(files(content, ['111122223333']));
    expect(certain(inventory)).toEqual([false]);
    expect(found(inventory).filter((one) => one.includes('resource-control'))).toEqual([]);
  });

  test('of another type is none', () => {
    expect(certain(prove(files(letsIn(THEIRS), ['r-ab12'], 'SERVICE_CONTROL_POLICY')))).toEqual([true]);
  });

  test.each<[string, Json, boolean]>([
    ['another action', denying({}, { Action: 'sts:AssumeRole' }), true],
    ['every action', denying({}, { Action: '*' }), false],
    ['another subject', denying({ StringNotLike: { [`${OURS}:sub`]: 'system:serviceaccount:shop:*' } }), false],
    ['the same subject', denying({ StringNotLike: { [`${OURS}:sub`]: 'system:serviceaccount:todo:*' } }), true],
    ['a text that is not JSON', 'no policy', true],
    ['a text that is not known', '${aws_organizations_organization.main.id}', false],
    ['other roles', denying({}, { Action: '*', Resource: 'arn:aws:iam::*:role/other' }), true],
    ['resources of another service', denying({}, { Action: '*', Resource: 'arn:aws:s3:::*' }), true],
    ['roles of its name', denying({}, { Resource: 'arn:aws:iam::*:role/back*' }), false],
    ['all but roles of its name', denying({}, { Resource: undefined, NotResource: 'arn:aws:iam::*:role/back*' }), true],
    ['roles of an account that it may be in', denying({}, { Resource: 'arn:aws:iam::111122223333:role/*' }), false],
  ])('that is about %s is read so', (_, content, isCertain) => {
    expect(certain(prove(files(content)))).toEqual([isCertain]);
  });

  test('that is made of a ClusterSet blocks no pod of its clusters, and the inventory is certain', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'platform');
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const network = { subnetIds: ['subnet-1', 'subnet-2'] };
    const make = (name: string) =>
      new EksCluster(stack, name, { name, region: 'eu-west-1', network, networkAddons: false });
    const blue = make('blue');
    const all = new ClusterSet({ blue, green: make('green') });
    const serviceAccount = { namespace: 'todo', name: 'app' };
    new PodRole(stack, 'role', { trusts: all.trusts((cluster) => irsa({ cluster, serviceAccount })) });
    const prove1 = (clusters: ClusterSet): Inventory => {
      new WebIdentityControlPolicy(stack, 'guard', { clusters, targetIds: ['r-ab12'] });
      return prove([{ file: 'cdk.tf.json', text: Testing.synth(stack) }]);
    };

    const inventory = prove1(all);
    expect(
      inventory.access.map(({ cluster, namespace, serviceAccount: name, uncertain }) => [
        cluster.replace(/_[0-9A-F]{8}$/, ''),
        `${namespace}/${name}`,
        uncertain,
      ]),
    ).toEqual([
      ['aws_eks_cluster.blue', 'todo/app', undefined],
      ['aws_eks_cluster.green', 'todo/app', undefined],
    ]);
    expect([inventory.findings, inventory.undecided]).toEqual([[], []]);

    stack.node.tryRemoveChild('guard');
    const without = prove1(new ClusterSet({ blue }));
    expect(without.access.map(({ uncertain }) => uncertain !== undefined)).toEqual([false, true]);
  });
});
