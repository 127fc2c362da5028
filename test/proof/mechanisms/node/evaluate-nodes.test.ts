import type { AadPodIdentityEvaluation } from '../../../../lib/proof/mechanisms/aad-pod-identity/aad-pod-identity';
import { evaluateNodes } from '../../../../lib/proof/mechanisms/node/nodes';
import type { NodeEvaluation, NodeReach } from '../../../../lib/proof/mechanisms/node/nodes';
import type { FargateProfile } from '../../../../lib/proof/model/cluster/cluster-runtime';
import type { AksNodes, Ec2Nodes, MetadataOptions, Nodes } from '../../../../lib/proof/model/cluster/nodes';
import type { Workload } from '../../../../lib/proof/model/kubernetes/workload';
import { modelOf } from '../../model/model';
import { workload } from '../../model/workload';

const at = { file: 'main.tf', pointer: '' };

function ec2(metadata: MetadataOptions, parts: Partial<Ec2Nodes> = {}): Ec2Nodes {
  return {
    cloud: 'aws',
    id: 'group',
    clusters: ['main'],
    identities: ['role.nodes'],
    metadata,
    metadataOf: { id: 'group', at },
    at,
    ...parts,
  };
}

function aks(parts: Partial<AksNodes> = {}): AksNodes {
  return {
    cloud: 'azure',
    id: 'aks',
    clusters: ['main'],
    identities: ['kubelet'],
    possibleIdentities: [],
    restricted: false,
    at,
    ...parts,
  };
}

const OPEN: MetadataOptions = { httpTokens: 'optional' };
const CLOSED: MetadataOptions = { httpTokens: 'required', hopLimit: 1 };

interface Given {
  readonly workloads?: readonly Workload[];
  readonly fargateProfiles?: readonly FargateProfile[];
  /** Clusters with NMI, and whether some exception of theirs is not known. */
  readonly nmi?: Readonly<Record<string, boolean>>;
  /** What an exception takes past NMI, by cluster. */
  readonly excepted?: readonly (readonly [cluster: string, workload: Workload])[];
  /** What NMI's controller puts on the nodes, by cluster. */
  readonly onNodes?: Readonly<Record<string, readonly string[]>>;
}

function evaluated(nodes: readonly Nodes[], given: Given = {}): NodeEvaluation {
  const { workloads = [], fargateProfiles = [], nmi = {}, excepted = [], onNodes = {} } = given;
  const clusters = Object.entries(nmi).map(([cluster, hasUnknownException]) => [
    cluster,
    { hasUnknownException, firstAt: at },
  ]);
  const { runtime } = modelOf();
  return evaluateNodes(modelOf({ workloads, runtime: { ...runtime, nodes, fargateProfiles } }), {
    clusters: new Map(clusters as [string, unknown][]),
    excepted: excepted.map(([cluster, one]) => ({ cluster, workload: one })),
    onNodes: new Map(Object.entries(onNodes)),
  } as unknown as AadPodIdentityEvaluation);
}

const reachOf = (nodes: Nodes, given?: Given): Pick<NodeReach, 'pods' | 'because'> => {
  const { pods, because } = evaluated([nodes], given).reaches[0]!;
  return { pods, because };
};

/** Whom each admission lets in, with its source and its workloads. */
function admitted({ admissions, workloadsOf }: NodeEvaluation): string[] {
  return admissions.map((one) => {
    const { namespace, serviceAccount, hostNetwork, except, source } = one;
    const how = `${hostNetwork ? ' with hostNetwork' : ''}${except.map((left) => ` except ${left}`).join('')}`;
    const ids = workloadsOf.get(one)!.map(({ id }) => id);
    return `${namespace}/${serviceAccount}${how} by ${source}: ${ids.join()}`;
  });
}

describe('which pods reach the metadata service of EC2, and why', () => {
  test.each<[string, MetadataOptions, NodeReach['pods'], string]>([
    ['off', { httpEndpoint: 'disabled', ...OPEN }, 'nobody', 'is off'],
    ['without sessions', OPEN, 'every', 'takes requests without a session, which no hop limit keeps out'],
    ['with two hops', { hopLimit: 2 }, 'every', 'has a hop limit of 2, and a pod is one hop off the node'],
    ['with sessions and one hop', CLOSED, 'host-network', ''],
    [
      'with sessions alone',
      { httpTokens: 'required' },
      'unknown',
      'the hop limit (http_put_response_hop_limit): not set, so the image or the account decides',
    ],
    [
      'with one hop alone',
      { hopLimit: 1 },
      'unknown',
      'whether it asks for sessions (http_tokens): not set, so the image or the account decides',
    ],
    [
      'with nothing said',
      {},
      'unknown',
      'whether it asks for sessions (http_tokens) and the hop limit (http_put_response_hop_limit): not set, so the image or the account decides',
    ],
  ])('%s', (_, metadata, pods, because) => {
    expect(reachOf(ec2(metadata))).toEqual({ pods, because });
  });

  test.each([OPEN, { hopLimit: 2 }])('and whose default that is', (metadata) => {
    expect(reachOf(ec2(metadata, { defaultOf: 'EKS for AL2_x86_64' })).because).toMatch(
      / \(the default of EKS for AL2_x86_64\)$/,
    );
  });
});

describe('which pods reach the metadata service of AKS, and why', () => {
  test('all, or those with the node’s network where AKS restricts it', () => {
    expect(reachOf(aks())).toEqual({
      pods: 'every',
      because: 'AKS lets every pod reach it, unless IMDS restriction is on',
    });
    expect(reachOf(aks({ restricted: true }))).toEqual({
      pods: 'host-network',
      because: 'AKS keeps pods away from it (podLinkLocalAccess)',
    });
  });

  test('those with the node’s network where NMI answers, as far as its exceptions are known', () => {
    expect(reachOf(aks(), { nmi: { main: false } })).toEqual({
      pods: 'host-network',
      because: 'NMI of AAD Pod Identity answers in its place',
    });
    expect(reachOf(aks(), { nmi: { main: true } })).toEqual({
      pods: 'unknown',
      because: 'which pods an AzurePodIdentityException takes past NMI of AAD Pod Identity is not known',
    });
    expect(reachOf(aks(), { nmi: { other: false } }).pods).toBe('every');
  });

  test('NMI stands in the way of no node of EC2', () => {
    const excepted: Given['excepted'] = [['main', workload()]];
    expect(reachOf(ec2(OPEN), { nmi: { main: true } }).pods).toBe('every');
    expect(admitted(evaluated([ec2(CLOSED)], { nmi: { main: false }, excepted }))).toEqual([]);
  });
});

describe('the identity of nodes that every pod reaches', () => {
  test('lets in every account of the cluster, as far as nothing elsewhere keeps them away', () => {
    const { admissions, open, workloadsOf } = evaluated([ec2(OPEN)]);
    expect(admissions).toEqual([
      {
        identity: 'role.nodes',
        mechanism: 'node',
        cluster: 'main',
        namespace: '*',
        serviceAccount: '*',
        pattern: true,
        except: [],
        audiences: undefined,
        source: 'group',
        at,
        assumes: ['nothing-elsewhere'],
      },
    ]);
    expect([...open]).toEqual(['role.nodes']);
    expect(workloadsOf.get(admissions[0]!)).toEqual([]);
  });

  test('lets in the pods of its own cluster, whatever their network', () => {
    const workloads = [
      workload({ id: 'Pod/a' }),
      workload({ id: 'Pod/b', clusters: ['other'] }),
      workload({ id: 'Pod/c', hostNetwork: true, clusters: ['other', 'main'] }),
    ];
    expect(admitted(evaluated([ec2(OPEN)], { workloads }))).toEqual(['*/* by group: Pod/a,Pod/c']);
  });

  test('leaves out the namespaces that a Fargate profile of the cluster takes as a whole', () => {
    const profile = (selector: Partial<FargateProfile['selectors'][number]>, cluster = 'main'): FargateProfile => ({
      id: 'fargate',
      cluster,
      selectors: [{ namespace: 'shop', labels: {}, ...selector }],
      at,
    });
    const of = (fargateProfile: FargateProfile): string[] =>
      admitted(evaluated([ec2(OPEN)], { workloads: [workload({ id: 'Pod/a' })], fargateProfiles: [fargateProfile] }));
    expect(of(profile({}))).toEqual(['*/* except shop/* by group: ']);
    const all = ['*/* by group: Pod/a'];
    expect(of(profile({}, 'other'))).toEqual(all);
    expect(of(profile({ labels: { app: 'web' } }))).toEqual(all);
    expect(of(profile({ openLabels: true }))).toEqual(all);
    // One whose namespace was not read takes nobody knows what.
    expect(of(profile({ namespace: '' }))).toEqual(all);
  });
});

describe('the identity of nodes that pods with the node’s network alone reach', () => {
  test('lets in the accounts of those, each with its pods', () => {
    const workloads = [
      workload({ id: 'Pod/a', hostNetwork: true }),
      workload({ id: 'Pod/b' }),
      workload({ id: 'Pod/c', hostNetwork: true, serviceAccount: 'agent' }),
      workload({ id: 'Pod/d', hostNetwork: true }),
      workload({ id: 'Pod/e', hostNetwork: true, namespace: 'todo' }),
      workload({ id: 'Pod/f', hostNetwork: true, clusters: ['other'] }),
    ];
    const evaluation = evaluated([ec2(CLOSED)], { workloads });
    expect(admitted(evaluation)).toEqual([
      'shop/app with hostNetwork by group: Pod/a,Pod/d',
      'shop/agent with hostNetwork by group: Pod/c',
      'todo/app with hostNetwork by group: Pod/e',
    ]);
    expect(evaluation.admissions[0]).toEqual({
      identity: 'role.nodes',
      mechanism: 'node',
      cluster: 'main',
      namespace: 'shop',
      serviceAccount: 'app',
      hostNetwork: true,
      pattern: false,
      except: [],
      audiences: undefined,
      source: 'group',
      at,
    });
    expect(evaluation.open.size).toBe(0);
  });

  test('lets in what an exception of its cluster takes past NMI, whose network is its own', () => {
    const excepted: Given['excepted'] = [
      ['main', workload({ id: 'Pod/a' })],
      ['main', workload({ id: 'Pod/b', serviceAccount: 'web' })],
      ['other', workload({ id: 'Pod/c' })],
      ['main', workload({ id: 'Pod/d' })],
    ];
    expect(admitted(evaluated([aks()], { nmi: { main: false }, excepted }))).toEqual([
      'shop/app by aks: Pod/a,Pod/d',
      'shop/web by aks: Pod/b',
    ]);
  });
});

describe('an identity that AAD Pod Identity puts on the nodes', () => {
  const nmi = { main: false };
  const given: Given = {
    nmi,
    onNodes: { main: ['id-app'] },
    workloads: [
      workload({ id: 'Pod/a', hostNetwork: true }),
      workload({ id: 'Pod/b', hostNetwork: true, serviceAccount: 'agent' }),
      workload({ id: 'Pod/c' }),
      workload({ id: 'Pod/d', hostNetwork: true, clusters: ['other'] }),
    ],
    excepted: [
      ['main', workload({ id: 'Pod/e', serviceAccount: 'web' })],
      ['main', workload({ id: 'Pod/a', hostNetwork: true })],
      ['other', workload({ id: 'Pod/f' })],
    ],
  };
  const expected = [
    'shop/app with hostNetwork by main: Pod/a',
    'shop/agent with hostNetwork by main: Pod/b',
    'shop/web by main: Pod/e',
  ];

  test('is given to the pods of its cluster that do not ask NMI, one admission each', () => {
    const evaluation = evaluated([], given);
    expect(admitted(evaluation)).toEqual(expected);
    expect(evaluation.admissions[0]).toEqual({
      identity: 'id-app',
      mechanism: 'node',
      cluster: 'main',
      namespace: 'shop',
      serviceAccount: 'app',
      hostNetwork: true,
      pattern: false,
      except: [],
      audiences: undefined,
      source: 'main',
      at,
    });
    expect(evaluation.admissions[2]).toMatchObject({ identity: 'id-app', pattern: false, except: [] });
    // It is none that every pod reaches.
    expect(evaluation.open.size).toBe(0);
  });

  test('is told once where the nodes have it of themselves', () => {
    const own = aks({ identities: ['id-app'] });
    const byNodes = admitted(evaluated([own], { ...given, onNodes: {} }));
    expect(byNodes).not.toEqual([]);
    expect(admitted(evaluated([own], given))).toEqual(byNodes);
  });

  test('is told beside another that the nodes have, and beside its own in another cluster', () => {
    const byMain = (nodes: Nodes): string[] =>
      admitted(evaluated([nodes], given)).filter((one) => one.includes(' by main: '));
    expect(byMain(aks({ identities: ['kubelet'] }))).toEqual(expected);
    expect(byMain(aks({ identities: ['id-app'], clusters: ['other'] }))).toEqual(expected);
  });
});

describe('what is not known of the clusters of nodes and profiles', () => {
  test('is kept with the nodes that may be of a cluster, which let nobody in for certain', () => {
    const { reaches, admissions } = evaluated([ec2(OPEN, { clusters: [], possibleClusters: ['main', 'other'] })]);
    expect(reaches.map(({ cluster, isPossible, pods }) => [cluster, isPossible, pods])).toEqual([
      ['main', true, 'every'],
      ['other', true, 'every'],
    ]);
    expect(admissions).toEqual([]);
  });

  test('leaves open who is let in where a Fargate profile may be of the cluster', () => {
    const fargateProfiles: readonly FargateProfile[] = [
      { id: 'known', cluster: 'main', selectors: [], at },
      { id: 'fargate', possibleClusters: ['main'], selectors: [{ namespace: 'shop', labels: {} }], at },
    ];
    expect(evaluated([ec2(OPEN)], { fargateProfiles }).admissions).toMatchObject([
      {
        uncertain: 'which pods run on Fargate is not known: whether fargate is of main is not known before apply',
        isSaid: true,
        except: [],
      },
    ]);
    expect(evaluated([ec2(OPEN)]).reaches).toHaveLength(1);
  });
});

describe('an identity that several groups of nodes have', () => {
  const of = (...metadata: readonly MetadataOptions[]): string[] =>
    admitted(
      evaluated(
        metadata.map((one, index) => ec2(one, { id: `group${index}` })),
        { workloads: [workload({ id: 'Pod/a', hostNetwork: true })] },
      ),
    );

  test('is given by the first that lets the most pods in', () => {
    expect(of(CLOSED, OPEN, OPEN)).toEqual(['*/* by group1: Pod/a']);
    expect(of(OPEN, CLOSED)).toEqual(['*/* by group0: Pod/a']);
    expect(of(CLOSED, CLOSED)).toEqual(['shop/app with hostNetwork by group0: Pod/a']);
    expect(of({ httpEndpoint: 'disabled' })).toEqual([]);
  });

  test('is given in each cluster by itself', () => {
    const nodes = [ec2(OPEN), ec2(OPEN, { id: 'second', clusters: ['other'] })];
    expect(evaluated(nodes).admissions.map(({ cluster, source }) => [cluster, source])).toEqual([
      ['main', 'group'],
      ['other', 'second'],
    ]);
  });
});
