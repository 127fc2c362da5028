import type { Chart } from 'cdk8s';
import { Testing } from 'cdk8s';
import { HostNetworkPolicy } from '../../../../lib/kubernetes/network/host-network-policy';
import type { HostNetworkPolicyProps } from '../../../../lib/kubernetes/network/host-network-policy';
import { MetadataNetworkPolicy } from '../../../../lib/kubernetes/network/metadata-network-policy';
import { ask, prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';
import { pod } from '../../aks-program';
import type { Json } from '../../todo-program';

const ROLE = 'aws_iam_role.nodes';
const NAME = 'kubernetes.io/metadata.name';

interface Program {
  readonly objects?: readonly Json[];
  readonly hops?: number;
  readonly resources?: Json;
}

/** A cluster whose nodes answer so far, an ordinary pod of todo, one on the node’s network of todo and one of monitoring. */
function files({ objects = [], hops = 1, resources = {} }: Program): { file: string; text: string }[] {
  const account = (name: string, namespace: string): Json => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  });
  const all = [
    account('app', 'todo'),
    account('agent', 'todo'),
    account('agent', 'monitoring'),
    pod('app', 'todo', {}, { spec: { serviceAccountName: 'app' } }),
    pod('agent', 'todo', {}, { spec: { serviceAccountName: 'agent', hostNetwork: true } }),
    pod('agent', 'monitoring', {}, { spec: { serviceAccountName: 'agent', hostNetwork: true } }),
    ...objects,
  ];
  const resource = {
    aws_eks_cluster: { main: { name: 'main' } },
    aws_iam_role: { nodes: { name: 'nodes', assume_role_policy: '{"Statement":[]}' } },
    aws_launch_template: {
      nodes: { name: 'nodes', metadata_options: { http_tokens: 'required', http_put_response_hop_limit: hops } },
    },
    aws_eks_node_group: {
      main: {
        cluster_name: '${aws_eks_cluster.main.name}',
        node_role_arn: `\${${ROLE}.arn}`,
        launch_template: { id: '${aws_launch_template.nodes.id}', version: '1' },
      },
    },
    kubernetes_manifest: Object.fromEntries(all.map((manifest, index) => [`object${index}`, { manifest }])),
    ...resources,
  };
  return [{ file: 'main.tf.json', text: JSON.stringify({ resource }) }];
}

const proven = (program: Program): Inventory => prove(files(program));

/** Who reaches the nodes’ role. */
const reached = ({ access }: Inventory): string[] =>
  access
    .filter(({ mechanism }) => mechanism === 'node')
    .map(({ namespace, serviceAccount, workloads }) => `${namespace}/${serviceAccount} [${workloads.join()}]`);

const MONITORING = 'monitoring/agent [Pod/monitoring/agent]';
const BOTH = [MONITORING, 'todo/agent [Pod/todo/agent]'];

/** What the chart of a construct has. */
function made(make: (chart: Chart) => unknown): Json[] {
  const chart = Testing.chart();
  make(chart);
  return Testing.synth(chart);
}

const guard = (props: HostNetworkPolicyProps): Json[] => made((chart) => new HostNetworkPolicy(chart, 'guard', props));

/** Whether todo/NAME gets the nodes’ role, and whether the answer names the policy. */
function asked(program: Program, name: string): unknown[] {
  const answer = ask(files(program), {
    identity: ROLE,
    cluster: 'aws_eks_cluster.main',
    subject: { namespace: 'todo', name },
  });
  return [answer.admitted, answer.because.some((why) => why.includes('ValidatingAdmissionPolicy/no-host-network'))];
}

describe('pods on the node’s network', () => {
  test.each<[string, HostNetworkPolicyProps, Json]>([
    ['namespaces by name', { namespaces: ['todo'] }, { namespaces: ['todo'] }],
    [
      'all namespaces but some',
      { exceptNamespaces: ['monitoring', 'kube-system'] },
      { exceptNamespaces: ['kube-system', 'monitoring'] },
    ],
  ])('are not counted where a HostNetworkPolicy of %s refuses them', (_, props, said) => {
    const inventory = proven({ objects: guard(props) });
    expect(reached(inventory)).toEqual([MONITORING]);
    expect(inventory.nodes).toEqual([
      {
        id: 'aws_eks_node_group.main',
        cluster: 'aws_eks_cluster.main',
        identities: [ROLE],
        reachedBy: 'host-network',
        hostNetworkRefused: [{ by: 'ValidatingAdmissionPolicy/no-host-network', ...said }],
        networkPolicies: [],
      },
    ]);
    expect(inventory.findings.map(({ rule, level, subject }) => [rule, level, subject])).toEqual([
      ['host-network-refused', 'error', 'Pod/todo/agent'],
    ]);
    expect(inventory.undecided).toEqual([]);
  });

  test('nor where the namespace enforces a Pod Security Standard without them', () => {
    const namespace = (level: string): Json => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'todo', labels: { 'pod-security.kubernetes.io/enforce': level } },
    });
    expect(reached(proven({ objects: [namespace('baseline')] }))).toEqual([MONITORING]);
    expect(reached(proven({ objects: [namespace('restricted')] }))).toEqual([MONITORING]);
    expect(reached(proven({ objects: [namespace('privileged')] }))).toEqual(BOTH);
    // Two texts of one namespace: which of them counts is not known.
    expect(reached(proven({ objects: [namespace('baseline'), namespace('privileged')] }))).toEqual(BOTH);
  });

  test('are kept out by an answer that names the policy', () => {
    expect(asked({}, 'app')).toEqual([false, false]);
    expect(asked({}, 'agent')).toEqual([true, false]);
    const objects = guard({ namespaces: ['todo'] });
    expect(asked({ objects }, 'app')).toEqual([false, true]);
    expect(asked({ objects }, 'agent')).toEqual([false, true]);
  });

  const base = (): { policy: Json; binding: Json } => {
    const [policy, binding] = guard({ namespaces: ['todo'] });
    return { policy, binding };
  };
  const rule = ({ policy }: { policy: Json }): Json => policy.spec.matchConstraints.resourceRules[0];

  test.each<[string, (parts: { policy: Json; binding: Json }) => void]>([
    ['nothing binds', ({ binding }) => (binding.spec.policyName = 'another')],
    ['a binding only warns of', ({ binding }) => (binding.spec.validationActions = ['Warn', 'Audit'])],
    ['is bound with a parameter', ({ binding }) => (binding.spec.paramRef = { name: 'a' })],
    ['takes a parameter', ({ policy }) => (policy.spec.paramKind = { apiVersion: 'v1', kind: 'ConfigMap' })],
    ['has a condition', ({ policy }) => (policy.spec.matchConditions = [{ name: 'a', expression: 'true' }])],
    ['is for updates', (parts) => (rule(parts).operations = ['UPDATE'])],
    ['is for Deployments', (parts) => (rule(parts).resources = ['deployments'])],
    ['is for subresources', (parts) => (rule(parts).resources = ['pods/*'])],
    ['is for another group', (parts) => (rule(parts).apiGroups = ['apps'])],
    ['is for names', (parts) => (rule(parts).resourceNames = ['a'])],
    ['is for what has no namespace', (parts) => (rule(parts).scope = 'Cluster')],
    [
      'leaves pods out',
      ({ policy }) => (policy.spec.matchConstraints.excludeResourceRules = [{ resources: ['pods'] }]),
    ],
    ['selects pods', ({ policy }) => (policy.spec.matchConstraints.objectSelector = { matchLabels: { a: 'b' } })],
    [
      'is bound for some pods',
      ({ binding }) => (binding.spec.matchResources.objectSelector = { matchLabels: { a: 'b' } }),
    ],
    [
      'is bound for updates',
      ({ binding }) => (binding.spec.matchResources.resourceRules = [{ operations: ['UPDATE'] }]),
    ],
    [
      'chooses namespaces by a label of their own',
      ({ binding }) => (binding.spec.matchResources.namespaceSelector = { matchLabels: { team: 'todo' } }),
    ],
    [
      'is for another namespace',
      ({ binding }) => (binding.spec.matchResources.namespaceSelector = { matchLabels: { [NAME]: 'shop' } }),
    ],
    [
      'and its binding are for different namespaces',
      ({ policy }) => (policy.spec.matchConstraints.namespaceSelector = { matchLabels: { [NAME]: 'shop' } }),
    ],
    [
      'leaves out a namespace that is not known',
      ({ binding }) =>
        (binding.spec.matchResources.namespaceSelector = {
          matchExpressions: [{ key: NAME, operator: 'NotIn', values: ['${aws_eks_cluster.main.arn}'] }],
        }),
    ],
    [
      'refuses only some of them',
      ({ policy }) => (policy.spec.validations[0].expression = '!object.spec.hostNetwork || object.spec.hostPID'),
    ],
    [
      'has an expression that is not known',
      ({ policy }) => (policy.spec.validations[0].expression = '${aws_eks_cluster.main.arn}'),
    ],
    ['is laid over another object', ({ policy }) => (policy.$patch = 'delete')],
    ['is of another API', ({ policy }) => (policy.apiVersion = 'example.com/v1')],
  ])('are counted where the policy %s', (_, change) => {
    const parts = base();
    change(parts);
    expect(reached(proven({ objects: [parts.policy, parts.binding] }))).toEqual(BOTH);
  });

  test('are counted where another text of the policy refuses nothing', () => {
    const { policy, binding } = base();
    const other = { ...policy, spec: { ...policy.spec, validations: [{ expression: 'true' }] } };
    expect(reached(proven({ objects: [policy, other, binding] }))).toEqual(BOTH);
  });

  test('are counted where the policy need not be made', () => {
    const { policy, binding } = base();
    const kubernetes_manifest = {
      policy: { count: '${var.guard}', manifest: policy },
      binding: { manifest: binding },
      one: { manifest: pod('agent', 'todo', {}, { spec: { serviceAccountName: 'agent', hostNetwork: true } }) },
    };
    expect(reached(proven({ resources: { kubernetes_manifest } }))).toEqual(['todo/agent [Pod/todo/agent]']);
  });

  test('are counted on every cluster that the policy may be of, where that is not known', () => {
    const resources = { aws_eks_cluster: { main: { name: 'main' }, other: { name: 'other' } } };
    expect(reached(proven({ objects: guard({ namespaces: ['todo'] }), resources }))).toEqual(BOTH);
  });
});

describe('a network policy', () => {
  const policies = ({ nodes }: Inventory): readonly string[] =>
    nodes!.flatMap(({ networkPolicies }) => networkPolicies);
  const denying = made((chart) => new MetadataNetworkPolicy(chart, 'deny', { namespace: 'todo' }));
  const egress = (name: string, ...rules: Json[]): Json => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'todo', name },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: rules },
  });
  const block = (cidr: string, ...except: string[]): Json => ({ to: [{ ipBlock: { cidr, except } }] });

  const typed = (egress: unknown, type = 'kubernetes_network_policy_v1'): Json => ({
    [type]: {
      deny: {
        metadata: { name: 'typed', namespace: 'todo' },
        spec: { pod_selector: {}, policy_types: ['Egress'], ...(egress === undefined ? {} : { egress }) },
      },
    },
  });
  const to = (cidr: string, ...except: string[]): Json => ({ to: { ip_block: { cidr, except } } });

  test.each([
    ['lets nobody out', typed(undefined)],
    ['lets nobody out, by the older resource', typed(undefined, 'kubernetes_network_policy')],
    ['lets out to all but the address', typed(to('0.0.0.0/0', '169.254.169.254/32'))],
    ['lets out to pods', typed([{ to: { pod_selector: { match_labels: { app: 'dns' } } } }])],
  ])('by a typed resource that %s is mentioned too', (_, resources) => {
    expect(policies(proven({ resources }))).toEqual(['NetworkPolicy/todo/typed']);
  });

  test.each([
    ['to anybody', typed({ ports: { port: 443 } })],
    ['to the address', typed([to('10.0.0.0/8'), to('169.254.0.0/16')])],
    ['to what is not known', typed(to('${var.range}'))],
    ['by rules that are not known', typed('${var.rules}')],
  ])('by a typed resource that lets out %s is not, nor are others of its namespace', (_, resources) => {
    expect(policies(proven({ objects: denying, resources }))).toEqual([]);
  });

  test('is mentioned, and takes nobody’s access away', () => {
    const inventory = proven({ objects: denying, hops: 2 });
    expect(reached(inventory)).toEqual(['*/* [Pod/monitoring/agent,Pod/todo/agent,Pod/todo/app]']);
    expect(policies(inventory)).toEqual(['NetworkPolicy/todo/no-instance-metadata']);
    expect(inventory.nodes!.map(({ reachedBy }) => reachedBy)).toEqual(['every']);
    expect(inventory.findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'node-identity-reachable',
        expect.stringMatching(
          /NetworkPolicy\/todo\/no-instance-metadata would keep pods from it, if the network plugin enforces network policies: that is not known\.$/,
        ),
      ],
    ]);
  });

  test.each<[string, Json]>([
    ['all addresses', block('0.0.0.0/0')],
    ['the address', block('169.254.169.254/32')],
    ['link-local addresses but the agent’s', block('169.254.0.0/16', '169.254.170.23/32')],
    ['all addresses of IPv6', block('::/0')],
    ['a range that is not known', block('${aws_eks_cluster.main.arn}')],
    ['anywhere', { ports: [{ port: 443 }] }],
    ['no list of peers', { to: [] }],
  ])('is not, where it or another one of the namespace lets pods out to %s', (_, rule) => {
    expect(policies(proven({ objects: [egress('open', rule)] }))).toEqual([]);
    expect(policies(proven({ objects: [...denying, egress('open', rule)] }))).toEqual([]);
  });

  test('is, where it lets pods out to others', () => {
    const rules = [block('10.0.0.0/8'), { to: [{ namespaceSelector: {} }] }, block('0.0.0.0/0', '169.254.0.0/16')];
    expect(policies(proven({ objects: [egress('closed', ...rules)] }))).toEqual(['NetworkPolicy/todo/closed']);
  });

  test('is not, where it is for ingress alone', () => {
    const ingress = egress('in');
    ingress.spec = { podSelector: {}, policyTypes: ['Ingress'] };
    expect(policies(proven({ objects: [ingress] }))).toEqual([]);
  });
});
