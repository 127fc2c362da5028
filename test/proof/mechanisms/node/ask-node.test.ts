import { askNode } from '../../../../lib/proof/mechanisms/node/ask-node';
import { HostNetworkRefusals } from '../../../../lib/proof/mechanisms/node/host-network-refusals';
import type { NodeEvaluation, NodeReach } from '../../../../lib/proof/mechanisms/node/nodes';
import { parsePolicy } from '../../../../lib/proof/iam';
import type { TrustPolicy } from '../../../../lib/proof/iam';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { TrustAdmission } from '../../../../lib/proof/mechanisms/trust';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { DeclaredElsewhere } from '../../../../lib/proof/model/declared-elsewhere';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { AksNodes, Ec2Nodes } from '../../../../lib/proof/model/cluster/nodes';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../../lib/proof/model/kubernetes/workload';
import { workload } from '../../model/workload';
import { admission } from '../admission';

const CLUSTER = 'main';
const ROLE = 'role.nodes';
const place = { file: 'main.tf', pointer: '' };
const ec2: Ec2Nodes = {
  cloud: 'aws',
  id: 'group',
  clusters: [CLUSTER],
  identities: [ROLE],
  metadata: {},
  metadataOf: { id: 'group', at: place },
  at: place,
};
const aks: AksNodes = { ...ec2, cloud: 'azure', restricted: false, identities: [], possibleIdentities: [ROLE] };
const reach = (pods: NodeReach['pods'], parts: Partial<NodeReach> = {}): NodeReach => ({
  nodes: ec2,
  cluster: CLUSTER,
  pods,
  because: 'the hop limit is not set',
  ...parts,
});
const byNode = (parts: Partial<TrustAdmission> = {}): TrustAdmission =>
  admission({ identity: ROLE, mechanism: 'node', cluster: CLUSTER, source: 'group', ...parts });

interface Asked {
  readonly reaches: readonly NodeReach[];
  readonly admissions?: readonly (readonly [TrustAdmission, readonly string[]])[];
  readonly elsewhere?: readonly DeclaredElsewhere[];
  readonly cluster?: Partial<Cluster>;
  readonly workloads?: readonly Workload[];
  readonly trust?: TrustPolicy;
  readonly kind?: Identity['kind'];
  /** What refuses pods of shop with hostNetwork. */
  readonly refusedBy?: string;
}

/** Whether shop/app gets the identity of the nodes. */
function asked({
  reaches,
  admissions = [],
  elsewhere = [],
  cluster,
  workloads = [],
  trust,
  kind = 'iam-role',
  refusedBy,
}: Asked): readonly Outcome[] {
  const nodes: NodeEvaluation = {
    reaches,
    admissions: admissions.map(([one]) => one),
    workloadsOf: new Map(admissions.map(([one, ids]) => [one, ids.map((id) => ({ id }) as Workload)])),
    open: new Set(),
    refusals: new HostNetworkRefusals(
      refusedBy === undefined ? [] : [{ cluster: CLUSTER, id: refusedBy, namespaces: { only: ['shop'] }, at: place }],
    ),
  };
  return askNode(
    { id: ROLE, cloud: 'aws', kind, name: 'nodes', claimName: 'nodes', trustAt: place, at: place },
    { id: CLUSTER, cloud: 'aws', issuer: 'https://a.example', issuerText: '', at: place, ...cluster },
    { namespace: 'shop', name: 'app' },
    { elsewhere, workloads },
    nodes,
    trust,
  );
}

describe('a pod and the identity of a node', () => {
  test('have nothing to do with each other where no node of its cluster has the identity', () => {
    expect(asked({ reaches: [] })).toEqual([]);
    expect(asked({ reaches: [reach('every', { cluster: 'other' })] })).toEqual([]);
    expect(asked({ reaches: [reach('every', { nodes: { ...ec2, identities: ['role.other'] } })] })).toEqual([]);
  });

  test('every pod gets it where every pod reaches the metadata service', () => {
    const everybody = byNode({ namespace: '*', serviceAccount: '*', pattern: true });
    expect(asked({ reaches: [reach('every')], admissions: [[everybody, []]] })).toEqual([
      {
        admitted: true,
        because: ['every pod of the cluster reaches the instance metadata service of group, which gives role.nodes'],
      },
    ]);
  });

  test('and says what that takes for granted', () => {
    const everybody = byNode({ namespace: '*', serviceAccount: '*', pattern: true, assumes: ['nothing-elsewhere'] });
    expect(asked({ reaches: [reach('every')], admissions: [[everybody, []]] })).toMatchObject([
      { admitted: true, assumes: ['nothing-elsewhere'] },
    ]);
  });

  test('it is not decided whether it gets it where it is not known as what the pods run that do', () => {
    const somebody = byNode({ serviceAccount: symbolOf('var.account') });
    const others: Asked['admissions'] = [[byNode({ serviceAccount: 'web' }), []]];
    const reaches = [reach('host-network')];
    expect(asked({ reaches, admissions: [...others, [somebody, ['Pod/a']]] })).toEqual([
      {
        admitted: undefined,
        because: ['whether the pods that reach the instance metadata service of group run as shop/app is not known'],
      },
    ]);
    expect(
      asked({
        reaches,
        admissions: [
          [somebody, ['Pod/a']],
          [byNode(), ['Pod/b']],
        ],
      })[0]?.admitted,
    ).toBe(true);
  });

  test('pods with the node’s network get it, which are named', () => {
    expect(asked({ reaches: [reach('host-network')], admissions: [[byNode(), ['Pod/a', 'Pod/b']]] })).toEqual([
      {
        admitted: true,
        because: [
          'Pod/a and Pod/b, by the node’s network, reaches the instance metadata service of group, which gives role.nodes',
        ],
      },
    ]);
  });

  test('others do not, as far as all pods with hostNetwork were read', () => {
    const others: Asked['admissions'] = [
      [byNode({ serviceAccount: 'web' }), []],
      [byNode({ cluster: 'other' }), []],
      [byNode({ identity: 'role.other' }), []],
    ];
    const because = [
      'shop/app does not reach the instance metadata service of group: only pods with hostNetwork do, and none that was read runs as it',
    ];
    const asking: Asked = { reaches: [reach('host-network')], admissions: others };
    expect(asked(asking)).toEqual([{ admitted: false, because, assumes: ['nothing-elsewhere'] }]);
    const open = [{ admitted: undefined, because }];
    expect(asked({ ...asking, cluster: { existing: true } })).toEqual(open);
    expect(asked({ ...asking, elsewhere: [{ kind: 'namespace', glob: 'shop' }] })).toEqual(open);
    expect(asked({ ...asking, elsewhere: [{ kind: 'namespace', glob: 'todo' }] })[0]?.admitted).toBe(false);
  });

  test('nobody gets it where the service is off, or on Fargate, whatever is elsewhere', () => {
    const elsewhere: Asked['elsewhere'] = [{ kind: 'namespace', glob: 'shop' }];
    expect(asked({ reaches: [reach('nobody')], elsewhere, cluster: { existing: true } })).toEqual([
      {
        admitted: false,
        because: ['shop/app does not reach the instance metadata service of group: it is switched off'],
      },
    ]);
    expect(asked({ reaches: [reach('every')], elsewhere })).toEqual([
      {
        admitted: false,
        because: [
          'shop/app does not reach the instance metadata service of group: it runs on Fargate, where there is no such service',
        ],
      },
    ]);
  });

  test('it is not decided where it is not known which pods run on Fargate', () => {
    const everybody = byNode({ namespace: '*', serviceAccount: '*', pattern: true, uncertain: 'the profile is open' });
    expect(asked({ reaches: [reach('every')], admissions: [[everybody, ['Pod/a']]] })).toEqual([
      {
        admitted: undefined,
        because: [
          'whether every pod of the cluster reaches the instance metadata service of group, which gives role.nodes: the profile is open',
        ],
      },
    ]);
  });

  const onHost = workload({ hostNetwork: true });
  const others = [
    workload({ hostNetwork: false }),
    workload({ hostNetwork: true, namespace: 'todo' }),
    workload({ hostNetwork: true, serviceAccount: 'web' }),
    workload({ hostNetwork: true, clusters: ['other'] }),
  ];

  test('it is not decided where it is not known whether the nodes are of its cluster', () => {
    const perhaps = (pods: NodeReach['pods']): NodeReach => reach(pods, { isPossible: true });
    const open = [
      { admitted: undefined, because: ['whether the nodes of group are of main is not known before apply'] },
    ];
    for (const pods of ['every', 'unknown'] as const) expect(asked({ reaches: [perhaps(pods)] })).toEqual(open);
    expect(asked({ reaches: [perhaps('nobody')] })).toEqual([]);
    expect(asked({ reaches: [perhaps('host-network')], workloads: [...others, onHost] })).toEqual(open);
    expect(asked({ reaches: [perhaps('host-network')], workloads: others })).toEqual([]);
    // What gives it for certain goes first.
    const everybody = byNode({ namespace: '*', serviceAccount: '*', pattern: true });
    expect(asked({ reaches: [perhaps('every'), reach('every')], admissions: [[everybody, []]] })).toMatchObject([
      { admitted: true },
    ]);
  });

  describe('where the role of the nodes is not known', () => {
    const unread = (pods: NodeReach['pods'], possible?: readonly string[]): NodeReach =>
      reach(pods, { nodes: { ...ec2, identities: [], unreadRole: { text: 'var.role', possible } } });
    const open = [
      { admitted: undefined, because: ['whether the nodes of group have role.nodes is not known before apply'] },
    ];

    test('it is not decided, of a role that it may be', () => {
      expect(asked({ reaches: [unread('every')] })).toEqual(open);
      expect(asked({ reaches: [unread('every', [ROLE])] })).toEqual(open);
      expect(asked({ reaches: [unread('every', ['role.other'])] })).toEqual([]);
      expect(asked({ reaches: [unread('every')], kind: 'managed-identity' })).toEqual([]);
      expect(asked({ reaches: [unread('nobody')] })).toEqual([]);
    });

    test('it is not decided of pods that reach the service', () => {
      expect(asked({ reaches: [unread('host-network')], workloads: [...others, onHost] })).toEqual(open);
      expect(asked({ reaches: [unread('host-network')], workloads: others })).toEqual([]);
      expect(asked({ reaches: [unread('unknown')], workloads: others })).toEqual(open);
    });

    test('it is not decided of a role that EC2 may assume', () => {
      const trusting = (principal: unknown, effect = 'Allow'): readonly Outcome[] => {
        const statement = { Effect: effect, Principal: principal, Action: 'sts:AssumeRole' };
        const pods = { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' };
        const trust = parsePolicy({ Version: '2012-10-17', Statement: [pods, statement] });
        return asked({ reaches: [unread('every')], trust });
      };
      for (const principal of [
        { Service: 'ec2.amazonaws.com' },
        { Service: ['eks.amazonaws.com', 'ec2.amazonaws.com.cn'] },
        { Service: symbolOf('var.service') },
        '*',
      ]) {
        expect(trusting(principal)).toEqual(open);
      }
      for (const principal of [{ Service: 'eks.amazonaws.com' }, { AWS: 'arn:aws:iam::111122223333:root' }]) {
        expect(trusting(principal)).toEqual([]);
      }
      expect(trusting({ Service: 'ec2.amazonaws.com' }, 'Deny')).toEqual([]);
    });
  });

  test('it is not decided where the settings of the service are not known', () => {
    expect(asked({ reaches: [reach('unknown')] })).toEqual([
      {
        admitted: undefined,
        because: ['whether pods reach the instance metadata service of group: the hop limit is not set'],
      },
    ]);
  });

  test('it is not decided where it is not known whether the nodes have the identity', () => {
    expect(asked({ reaches: [reach('every', { nodes: aks })] })).toEqual([
      { admitted: undefined, because: ['whether the nodes of group have role.nodes is not known before apply'] },
    ]);
    expect(asked({ reaches: [reach('nobody', { nodes: aks })] })).toEqual([]);
    expect(asked({ reaches: [reach('every', { nodes: aks, cluster: 'other' })] })).toEqual([]);
    expect(asked({ reaches: [reach('every', { nodes: { ...aks, possibleIdentities: [] } })] })).toEqual([]);
  });
});

describe('where admission refuses pods with hostNetwork', () => {
  test('nodes that may be of the cluster give their identity to none of them', () => {
    const workloads = [workload({ namespace: 'shop', serviceAccount: 'app', clusters: [CLUSTER], hostNetwork: true })];
    const reaches = [reach('host-network', { isPossible: true })];
    expect(asked({ reaches, workloads })).toMatchObject([{ admitted: undefined }]);
    expect(asked({ reaches, workloads, refusedBy: 'Namespace/shop' })).toEqual([]);
  });

  test('a pod with hostNetwork of a namespace that is not known is none of that namespace', () => {
    const elsewhere = byNode({ namespace: symbolOf('var.namespace'), serviceAccount: 'app', hostNetwork: true });
    const question = { reaches: [reach('host-network')], admissions: [[elsewhere, []]] as const };
    expect(asked(question)).toMatchObject([{ admitted: undefined }]);
    expect(asked({ ...question, refusedBy: 'Namespace/shop' })).toMatchObject([{ admitted: false }]);
  });
});
