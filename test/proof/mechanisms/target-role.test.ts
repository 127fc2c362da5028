import { ask, prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import type { Json } from '../todo-program';

const BASE = '${aws_iam_role.base.arn}';
const TARGET = '${aws_iam_role.target.arn}';
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];

/** What of a sound chain is replaced; anything left out stays as it is. */
interface Change {
  /** Of the statement in the target's trust. */
  readonly statement?: Json;
  /** More statements of it. */
  readonly statements?: readonly Json[];
  /** The statement of the first role's policy; null for none. */
  readonly permission?: Json | null;
  readonly association?: Json;
  readonly base?: Json;
  readonly target?: Json;
  /** More of the program, by type. */
  readonly more?: Json;
  readonly program?: Json;
}

function policy(...statements: readonly Json[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A pod of todo/app, whose association leads by the role `base` to the role `target`. */
function chain(change: Change = {}): { file: string; text: string }[] {
  const allowed = { Effect: 'Allow', Action: BOTH, Resource: TARGET, ...change.permission };
  const program = {
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_eks_addon: { agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' } },
      aws_iam_role: {
        base: {
          name: 'base',
          assume_role_policy: policy({
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: BOTH,
            Condition: { ArnEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' } },
          }),
          ...change.base,
        },
        target: {
          name: 'target',
          assume_role_policy: policy(
            { Effect: 'Allow', Principal: { AWS: BASE }, Action: BOTH, ...change.statement },
            ...(change.statements ?? []),
          ),
          ...change.target,
        },
        other: { name: 'other', assume_role_policy: policy({ Effect: 'Deny', Principal: '*', Action: '*' }) },
      },
      ...(change.permission === null
        ? {}
        : { aws_iam_role_policy: { base: { role: '${aws_iam_role.base.name}', policy: policy(allowed) } } }),
      aws_eks_pod_identity_association: {
        app: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'todo',
          service_account: 'app',
          role_arn: BASE,
          target_role_arn: TARGET,
          ...change.association,
        },
      },
      ...change.more,
    },
    ...change.program,
  };
  return [{ file: 'main.tf.json', text: JSON.stringify(program) }];
}

/** The roles that todo/app gets. */
function roles({ access }: Inventory): readonly string[] {
  return access
    .filter(({ mechanism, serviceAccount }) => mechanism === 'eks-pod-identity' && serviceAccount === 'app')
    .map(({ identity }) => identity.replace('aws_iam_role.', ''));
}

function rules({ findings }: Inventory): readonly string[] {
  return findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);
}

function because({ undecided }: Inventory): string {
  return undecided
    .filter(({ about }) => about === 'aws_eks_pod_identity_association.app')
    .map((one) => one.because)
    .join();
}

/** `yes`, `no` or `perhaps`: whether the pod gets to its target role, as all parts of the inventory have it. */
function verdict(change: Change): 'yes' | 'no' | 'perhaps' {
  const inventory = prove(chain(change));
  const refused = rules(inventory).includes('target-role-not-admitted');
  const open = because(inventory) !== '';
  const admitted = roles(inventory).includes('target');
  expect({ refused, open, admitted }).toEqual({ refused: !admitted, open: admitted && open, admitted });
  const query = { identity: 'aws_iam_role.target', subject: { namespace: 'todo', name: 'app' } };
  // AND a question gives the same answer
  expect(ask(chain(change), query).admitted).toBe(refused ? false : open ? null : true);
  return refused ? 'no' : open ? 'perhaps' : 'yes';
}

const without = (...names: string[]): Json => ({
  statement: Object.fromEntries(names.map((name) => [name, undefined])),
});

describe('the target role of an association', () => {
  test('is the pod’s, and so are its permissions; the first role is on the way', () => {
    const inventory = prove(
      chain({
        more: {
          aws_iam_role_policy: {
            base: {
              role: '${aws_iam_role.base.name}',
              policy: policy({ Effect: 'Allow', Action: BOTH, Resource: TARGET }),
            },
            target: {
              role: '${aws_iam_role.target.name}',
              policy: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
            },
          },
        },
      }),
    );
    expect(roles(inventory)).toEqual(['base', 'target']);
    expect(inventory.access.every(({ claimed }) => claimed)).toBe(true);
    expect(inventory.permissions).toContainEqual(
      expect.objectContaining({ identity: 'aws_iam_role.target', actions: ['s3:GetObject'] }),
    );
    // AND that the one role may assume the other needs no note: the other is shown
    expect(inventory.findings).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('that was not read leaves it undecided what the pod may do', () => {
    const inventory = prove(chain({ association: { target_role_arn: 'arn:aws:iam::444455556666:role/audit' } }));
    expect(roles(inventory)).toEqual(['base']);
    expect(because(inventory)).toContain('arn:aws:iam::444455556666:role/audit is not in the input');
  });

  test('that is only looked up is undecided as well: its trust is not known', () => {
    const inventory = prove(
      chain({
        association: { target_role_arn: '${data.aws_iam_role.audit.arn}' },
        program: { data: { aws_iam_role: { audit: { name: 'audit' } } } },
      }),
    );
    expect(because(inventory)).toContain('trust policy of its target role data.aws_iam_role.audit is not known');
  });

  test('is nobody’s where the first role does not take the association', () => {
    const inventory = prove(
      chain({ base: { assume_role_policy: policy({ Effect: 'Deny', Principal: '*', Action: '*' }) } }),
    );
    expect(roles(inventory)).toEqual([]);
    expect(rules(inventory)).toEqual(['association-not-admitted']);
  });
});

describe('the trust of the target role', () => {
  test.each<[string, Change, ReturnType<typeof verdict>]>([
    ['names the first role', {}, 'yes'],
    ['names another role', { statement: { Principal: { AWS: '${aws_iam_role.other.arn}' } } }, 'no'],
    [
      'names a role of another name by its ARN',
      { statement: { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } } },
      'no',
    ],
    [
      'names the first role by its ARN',
      { statement: { Principal: { AWS: 'arn:aws:iam::111122223333:role/base' } } },
      'yes',
    ],
    [
      'names one session of the first role, whose name EKS chooses',
      { statement: { Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/base/eks-main-app' } } },
      'perhaps',
    ],
    ['names EKS alone', { statement: { Principal: { Service: 'pods.eks.amazonaws.com' } } }, 'no'],
    ['does not take the tags', { statement: { Action: 'sts:AssumeRole' } }, 'no'],
    [
      'does not take the tags, of which there are none',
      { statement: { Action: 'sts:AssumeRole' }, association: { disable_session_tags: true } },
      'yes',
    ],
    [
      'takes the tags by a statement of its own',
      {
        statement: { Action: 'sts:AssumeRole' },
        statements: [{ Effect: 'Allow', Principal: { AWS: BASE }, Action: 'sts:TagSession' }],
      },
      'yes',
    ],
    ['denies it', { statements: [{ Effect: 'Deny', Principal: { AWS: BASE }, Action: 'sts:*' }] }, 'no'],
    [
      'names the account',
      {
        statement: { Principal: { AWS: 'arn:aws:iam::${data.aws_caller_identity.current.account_id}:root' } },
        program: { data: { aws_caller_identity: { current: {} } } },
      },
      'yes',
    ],
    [
      'names the account of which nobody knows whether it is theirs',
      { statement: { Principal: { AWS: '444455556666' } } },
      'perhaps',
    ],
    [
      'names another account',
      {
        statement: { Principal: { AWS: '444455556666' } },
        program: { provider: { aws: [{ allowed_account_ids: ['111122223333'] }] } },
      },
      'no',
    ],
    [
      'asks for the pod’s namespace',
      { statement: { Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'todo' } } } },
      'yes',
    ],
    [
      'asks for another namespace',
      { statement: { Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } } } },
      'no',
    ],
    [
      'asks for a tag that is disabled',
      {
        statement: { Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'todo' } } },
        association: { disable_session_tags: true },
      },
      'no',
    ],
    [
      'asks for the cluster',
      { statement: { Condition: { ArnEquals: { 'aws:RequestTag/eks-cluster-arn': '${aws_eks_cluster.main.arn}' } } } },
      'yes',
    ],
    [
      'asks for the first role beside the account',
      { statement: { Principal: { AWS: '*' }, Condition: { ArnEquals: { 'aws:PrincipalArn': BASE } } } },
      'yes',
    ],
    [
      'asks for another role beside the account',
      {
        statement: {
          Principal: { AWS: '*' },
          Condition: { ArnEquals: { 'aws:PrincipalArn': '${aws_iam_role.other.arn}' } },
        },
      },
      'no',
    ],
    [
      'asks for the external id of another pod',
      { statement: { Condition: { StringEquals: { 'sts:ExternalId': 'eu-west-1/111122223333/main/todo/web' } } } },
      'no',
    ],
    [
      'asks for an external id that may be the pod’s',
      { statement: { Condition: { StringEquals: { 'sts:ExternalId': 'eu-west-1/111122223333/main/todo/app' } } } },
      'perhaps',
    ],
    [
      'asks for the organisation',
      { statement: { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } } },
      'perhaps',
    ],
    ['is refused by IAM', without('Action'), 'no'],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});

test('an ARN written out that fits the first role is assumed to be it, and a note says so', () => {
  const { findings } = prove(chain({ statement: { Principal: { AWS: 'arn:aws:iam::111122223333:role/base' } } }));
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'target-role-not-admitted',
      level: 'note',
      message: expect.stringContaining('assumed to be aws_iam_role.base'),
    }),
  ]);
});

describe('the external id', () => {
  const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/main';
  const asking = (id: string): Change => ({
    statement: { Condition: { StringEquals: { 'sts:ExternalId': id } } },
    more: { aws_eks_cluster: { main: { name: 'main', arn: ARN } } },
  });

  test('is region, account, cluster, namespace and service account', () => {
    expect(verdict(asking('eu-west-1/111122223333/main/todo/app'))).toBe('yes');
    expect(verdict(asking('eu-west-1/444455556666/main/todo/app'))).toBe('no');
  });

  test('may be referenced by a trust, of this association or of another', () => {
    const other = (name: string): Json => ({
      cluster_name: '${aws_eks_cluster.main.name}',
      namespace: 'todo',
      service_account: name,
      role_arn: BASE,
      target_role_arn: 'arn:aws:iam::444455556666:role/target',
    });
    const more = { aws_eks_pod_identity_association: { app: other('app'), web: other('web') } };
    const admitted = (name: string): readonly string[] => {
      const condition = {
        StringEquals: { 'sts:ExternalId': `\${aws_eks_pod_identity_association.${name}.external_id}` },
      };
      more.aws_eks_pod_identity_association.app.target_role_arn = TARGET;
      return roles(prove(chain({ statement: { Condition: condition }, more })));
    };
    expect(admitted('app')).toContain('target');
    expect(admitted('web')).not.toContain('target');
  });
});

describe('the first role’s own permission', () => {
  const byAccount = { statement: { Principal: { AWS: '*' } } };
  const root = {
    statement: { Principal: { AWS: 'arn:aws:iam::${data.aws_caller_identity.current.account_id}:root' } },
    program: { data: { aws_caller_identity: { current: {} } } },
  };
  const twoAccounts = {
    target: { provider: 'aws.data' },
    program: {
      provider: {
        aws: [{ allowed_account_ids: ['111122223333'] }, { alias: 'data', allowed_account_ids: ['444455556666'] }],
      },
    },
  };

  test.each<[string, Change, ReturnType<typeof verdict>]>([
    ['is not needed where the trust names it in one account', { permission: null }, 'yes'],
    ['is not needed where the trust names everybody in one account', { ...byAccount, permission: null }, 'yes'],
    ['is needed where the trust leaves it to the account', { ...root, permission: null }, 'no'],
    ['is needed for the tags as well', { ...root, permission: { Action: 'sts:AssumeRole' } }, 'no'],
    ['is needed across accounts', { ...twoAccounts, permission: null }, 'no'],
    ['across accounts', twoAccounts, 'yes'],
    ['is needed if the accounts differ', { target: { provider: 'aws.data' }, permission: null }, 'perhaps'],
    ['by a wildcard', { ...root, permission: { Resource: '*' } }, 'yes'],
    ['by a pattern of names', { ...root, permission: { Resource: 'arn:aws:iam::*:role/tar*' } }, 'yes'],
    ['by a pattern of other names', { ...root, permission: { Resource: 'arn:aws:iam::*:role/x*' } }, 'no'],
    [
      'by a pattern in an account that may be another',
      { ...root, permission: { Resource: 'arn:aws:iam::444455556666:role/t*' } },
      'perhaps',
    ],
    ['for another role', { ...root, permission: { Resource: '${aws_iam_role.other.arn}' } }, 'no'],
    ['on a condition', { ...root, permission: { Condition: { Bool: { 'aws:SecureTransport': 'true' } } } }, 'perhaps'],
    ['is taken away', { ...root, permission: { Effect: 'Deny' } }, 'no'],
    [
      'in a policy that was not read',
      {
        ...root,
        permission: null,
        more: {
          aws_iam_role_policy_attachment: {
            base: { role: '${aws_iam_role.base.name}', policy_arn: 'arn:aws:iam::111122223333:policy/x' },
          },
        },
      },
      'perhaps',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});

describe('the first role’s permissions boundary', () => {
  const arn = 'arn:aws:iam::111122223333:policy/limit';
  /** Only the base role gets the boundary, whose policy is in the program. */
  const limitedTo = (action: string, more: Change = {}): Change => ({
    permission: null,
    base: { permissions_boundary: '${aws_iam_policy.limit.arn}' },
    more: {
      aws_iam_policy: { limit: { name: 'limit', policy: policy({ Effect: 'Allow', Action: action, Resource: '*' }) } },
    },
    ...more,
  });
  const bySession = { statement: { Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/base/eks' } } };

  test.each<[string, Change, ReturnType<typeof verdict>]>([
    ['limits what a trust gives to its ARN in one account', limitedTo('s3:*'), 'no'],
    ['and limits it no further where it allows the way', limitedTo('sts:*'), 'yes'],
    ['limits it for the tags as well', limitedTo('sts:AssumeRole'), 'no'],
    ['may limit it where it was not read', { permission: null, base: { permissions_boundary: arn } }, 'perhaps'],
    [
      'does not limit what a trust gives to one session, which is perhaps this one',
      limitedTo('s3:*', bySession),
      'perhaps',
    ],
    ['limits what its own policies give', limitedTo('s3:*', { permission: {} }), 'no'],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  const conditional = { Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  test.each<[string, readonly Json[], string]>([
    [
      'its conditions decide what it allows',
      [{ Effect: 'Allow', Action: 'sts:*', ...conditional }],
      'its permissions boundary may not allow it',
    ],
    [
      'it may deny what it allows',
      [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'sts:*', ...conditional },
      ],
      'one of its policies may deny it',
    ],
  ])('is named as what may stand in the way where %s', (_, statements, why) => {
    const limit = { name: 'limit', policy: policy(...statements) };
    expect(because(prove(chain(limitedTo('', { more: { aws_iam_policy: { limit } } }))))).toBe(
      `whether aws_iam_role.base is allowed sts:AssumeRole on aws_iam_role.target is not known: ${why}`,
    );
  });

  test('is named as what stands in the way', () => {
    const { findings } = prove(chain(limitedTo('s3:*')));
    expect(findings.find(({ rule }) => rule === 'target-role-not-admitted')?.message).toContain(
      'its permissions boundary does not allow it',
    );
  });
});

describe('the session policy of the association', () => {
  const narrowed = (action: string, resource: string): Change => ({
    association: {
      disable_session_tags: true,
      policy: policy({ Effect: 'Allow', Action: action, Resource: resource }),
    },
  });
  /** Beside another association of the first role, which leads nowhere else. */
  const besideAnother = (change: Change, statement: Json): Change => {
    const base = { cluster_name: '${aws_eks_cluster.main.name}', namespace: 'todo', role_arn: BASE };
    const app = { ...base, service_account: 'app', target_role_arn: TARGET, ...change.association };
    const web = { ...base, service_account: 'web', disable_session_tags: true, policy: policy(statement) };
    return { more: { aws_eks_pod_identity_association: { app, web } } };
  };

  test.each<[string, Change, ReturnType<typeof verdict>]>([
    ['may keep the first session from the target', narrowed('s3:GetObject', '*'), 'perhaps'],
    [
      'may keep it from the target, where it lets it on to another',
      narrowed('sts:AssumeRole', '${aws_iam_role.other.arn}'),
      'perhaps',
    ],
    ['may, where it is not known', { association: { disable_session_tags: true, policy: '${var.policy}' } }, 'perhaps'],
    ['lets it on', narrowed('sts:AssumeRole', TARGET), 'yes'],
    ['lets it on by a pattern', narrowed('sts:*', '*'), 'yes'],
    [
      'lets it on, whatever that of another association denies',
      besideAnother(narrowed('sts:AssumeRole', TARGET), { Effect: 'Deny', Action: 'sts:*', Resource: '*' }),
      'yes',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});

describe('a question about the first role', () => {
  test('says whose credentials the pod really gets', () => {
    const query = { identity: 'aws_iam_role.base', subject: { namespace: 'todo', name: 'app' } };
    const { admitted, because } = ask(chain(), query);
    expect(admitted).toBe(true);
    expect(because.join('\n')).toContain('credentials of aws_iam_role.target');
  });
});
