import fc from 'fast-check';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import {
  aksPlatform,
  azureIdentity,
  azureIdentityBinding,
  azurePodIdentityException,
  clientId,
  identityId,
  pod,
  podIdentityAddon,
} from '../aks-program';
import type { Json } from '../todo-program';

const ROLE = 'aws_iam_role.nodes';
const ONE_HOP = { http_tokens: 'required', http_put_response_hop_limit: 1 };

/** An EKS cluster, the role of its nodes, and two pods: an ordinary one and one with the node’s network. */
function eks(resources: Json, objects: readonly Json[] = PODS): Inventory {
  const resource = {
    aws_eks_cluster: { main: { name: 'main' } },
    aws_iam_role: { nodes: { name: 'nodes', assume_role_policy: '{"Statement":[]}' } },
    kubernetes_manifest: Object.fromEntries(objects.map((manifest, index) => [`object${index}`, { manifest }])),
    ...resources,
  };
  return prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }]);
}

const account = (name: string, namespace: string): Json => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});
const PODS = [
  account('app', 'todo'),
  account('agent', 'monitoring'),
  pod('app', 'todo', {}, { spec: { serviceAccountName: 'app' } }),
  pod('agent', 'monitoring', {}, { spec: { serviceAccountName: 'agent', hostNetwork: true } }),
];
const EVERY = `*/* [Pod/monitoring/agent,Pod/todo/app] ${ROLE}`;
const AGENT = `monitoring/agent with hostNetwork [Pod/monitoring/agent] ${ROLE}`;

/** Who reaches which identity of nodes. */
function reached({ access }: Inventory): string[] {
  return access
    .filter(({ mechanism }) => mechanism === 'node')
    .map(
      ({ namespace, serviceAccount, hostNetwork, except, workloads, identity }) =>
        `${namespace}/${serviceAccount}${hostNetwork ? ' with hostNetwork' : ''}${except.map((one) => ` except ${one}`).join('')} [${workloads.join()}] ${identity}`,
    );
}

const doubts = ({ undecided }: Inventory): string[] => undecided.map(({ because }) => because);

/** A managed node group with a launch template of these metadata options; without one where there are none. */
function group(metadata: Json | undefined, more: Json = {}): Json {
  return {
    ...(metadata ? { aws_launch_template: { nodes: { name: 'nodes', metadata_options: metadata } } } : {}),
    aws_eks_node_group: {
      main: {
        cluster_name: '${aws_eks_cluster.main.name}',
        node_role_arn: `\${${ROLE}.arn}`,
        ...(metadata ? { launch_template: { id: '${aws_launch_template.nodes.id}', version: '1' } } : {}),
        ...more,
      },
    },
  };
}

describe('the role of EKS nodes is reached', () => {
  test('by pods with the node’s network alone, where the launch template keeps sessions on the node', () => {
    const inventory = eks(group(ONE_HOP));
    expect(reached(inventory)).toEqual([AGENT]);
    expect([inventory.findings, inventory.undecided]).toEqual([[], []]);
  });

  test.each<[string, Json]>([
    ['two hops', { ...ONE_HOP, http_put_response_hop_limit: 2 }],
    ['requests without a session', { ...ONE_HOP, http_tokens: 'optional' }],
    ['two hops, whoever decides on sessions', { http_put_response_hop_limit: 2 }],
  ])('by every pod, where it allows %s', (_, metadata) => {
    const inventory = eks(group(metadata));
    expect(reached(inventory)).toEqual([EVERY]);
    expect(inventory.access.map(({ mechanism, pattern, claimed }) => [mechanism, pattern, claimed])).toEqual([
      ['node', true, false],
    ]);
    // One rule speaks of it, and not the one of admissions that nobody claims.
    expect(inventory.findings.map(({ rule, level }) => [rule, level])).toEqual([
      ['node-identity-reachable', 'warning'],
    ]);
  });

  test('by nobody, where the service is off', () => {
    expect(reached(eks(group({ http_endpoint: 'disabled', http_tokens: 'optional' })))).toEqual([]);
  });

  test.each<[string, Json]>([
    ['the hop limit', { http_tokens: 'required' }],
    ['sessions', { http_put_response_hop_limit: 1 }],
    ['anything', {}],
    ['what is known before apply', { ...ONE_HOP, http_tokens: '${aws_eks_cluster.main.arn}' }],
  ])('by whom is undecided, where it does not say %s', (_, metadata) => {
    const inventory = eks(group(metadata));
    expect(reached(inventory)).toEqual([AGENT]);
    expect(doubts(inventory)).toEqual([expect.stringContaining('which of its pods reach the role of the node')]);
    expect(inventory.findings).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ['Amazon Linux 2023', { ami_type: 'AL2023_ARM_64_STANDARD' }, AGENT],
    ['the image that EKS chooses today', {}, AGENT],
    ['the image that EKS chose before 1.30', { version: '1.29' }, EVERY],
    ['Amazon Linux 2', { ami_type: 'AL2_x86_64' }, EVERY],
    ['Bottlerocket', { ami_type: 'BOTTLEROCKET_x86_64' }, EVERY],
  ])('as EKS has it for %s, without a launch template', (_, more, line) => {
    const inventory = eks(group(undefined, more));
    expect(reached(inventory)).toEqual([line]);
    expect(inventory.findings.map(({ level }) => level)).toEqual(line === EVERY ? ['note'] : []);
    expect(doubts(inventory)).toEqual([]);
  });

  test('and by whom is undecided for an image of which nothing is said', () => {
    expect(doubts(eks(group(undefined, { ami_type: 'WINDOWS_CORE_2022_x86_64' })))).toHaveLength(1);
  });

  test('by an ARN that no resource has, which becomes an identity', () => {
    const arn = 'arn:aws:iam::111122223333:role/eks/nodes-elsewhere';
    const inventory = eks(group({ http_tokens: 'optional' }, { node_role_arn: arn }));
    expect(reached(inventory)).toEqual([`*/* [Pod/monitoring/agent,Pod/todo/app] ${arn}`]);
    expect(inventory.identities).toContainEqual(
      expect.objectContaining({ id: arn, cloud: 'aws', kind: 'iam-role', name: 'nodes-elsewhere' }),
    );
  });

  test('and which role it is is undecided, where that was not read', () => {
    const inventory = eks(group({ http_tokens: 'optional' }, { node_role_arn: '${module.iam.node_role_arn}' }));
    expect(reached(inventory)).toEqual([]);
    expect(doubts(inventory)).toContainEqual(expect.stringContaining('the role of its nodes'));
  });

  test('once, by the group that lets the most pods in', () => {
    const both = group(ONE_HOP);
    both.aws_eks_node_group.open = {
      ...both.aws_eks_node_group.main,
      launch_template: undefined,
      ami_type: 'AL2_x86_64',
    };
    expect(reached(eks(both))).toEqual([EVERY]);
  });

  test('by no pod on Fargate', () => {
    const profile = (selector: Json): Json => ({
      ...group({ http_tokens: 'optional' }),
      aws_eks_fargate_profile: { main: { cluster_name: '${aws_eks_cluster.main.name}', selector } },
    });
    expect(reached(eks(profile({ namespace: 'todo' })))).toEqual([`*/* except todo/* [Pod/monitoring/agent] ${ROLE}`]);
    // With labels it takes some pods of the namespace.
    expect(reached(eks(profile({ namespace: 'todo', labels: { app: 'no' } })))).toEqual([EVERY]);
  });

  test('on Auto Mode by pods with the node’s network alone', () => {
    const compute_config = { enabled: true, node_pools: ['general-purpose'], node_role_arn: `\${${ROLE}.arn}` };
    expect(reached(eks({ aws_eks_cluster: { main: { name: 'main', compute_config } } }))).toEqual([AGENT]);
    for (const node_role_arn of [null, '']) {
      const withoutPools = {
        aws_eks_cluster: { main: { name: 'main', compute_config: { enabled: true, node_role_arn } } },
      };
      expect(reached(eks(withoutPools))).toEqual([]);
    }
    const nodeClass = {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'NodeClass',
      metadata: { name: 'default' },
      spec: { role: 'nodes' },
    };
    expect(reached(eks({}, [...PODS, nodeClass]))).toEqual([AGENT]);
  });
});

describe('the role of self-managed EKS nodes is reached', () => {
  const PROFILE = { nodes: { name: 'nodes-profile', role: '${aws_iam_role.nodes.name}' } };
  const template = (more: Json = {}): Json => ({
    nodes: {
      name: 'nodes',
      metadata_options: { http_tokens: 'optional' },
      iam_instance_profile: { name: '${aws_iam_instance_profile.nodes.name}' },
      ...more,
    },
  });
  const reference = { id: '${aws_launch_template.nodes.id}', version: '$Latest' };
  const tag = { key: 'kubernetes.io/cluster/main', value: 'owned', propagate_at_launch: true };
  const autoScaling = (asg: Json, more: Json = {}): Inventory =>
    eks({
      aws_iam_instance_profile: PROFILE,
      aws_launch_template: template(),
      aws_autoscaling_group: { main: { launch_template: reference, ...asg } },
      ...more,
    });

  test.each<[string, Json, Json]>([
    ['the tag of the cluster', { tag: [tag] }, {}],
    [
      'a mixed instances policy',
      {
        launch_template: undefined,
        mixed_instances_policy: {
          launch_template: {
            launch_template_specification: { launch_template_id: '${aws_launch_template.nodes.id}' },
          },
        },
        tag: [tag],
      },
      {},
    ],
    [
      'an access entry of the role',
      {},
      {
        aws_eks_access_entry: {
          nodes: {
            cluster_name: '${aws_eks_cluster.main.name}',
            principal_arn: `\${${ROLE}.arn}`,
            type: 'EC2_LINUX',
          },
        },
      },
    ],
    [
      'user data that names the cluster',
      {},
      {
        aws_launch_template: template({
          user_data: '${base64encode("/etc/eks/bootstrap.sh ${aws_eks_cluster.main.name}")}',
        }),
      },
    ],
    [
      'a launch configuration',
      { launch_template: undefined, launch_configuration: '${aws_launch_configuration.nodes.name}', tag: [tag] },
      {
        aws_launch_configuration: {
          nodes: {
            name: 'nodes',
            iam_instance_profile: 'nodes-profile',
            metadata_options: { http_tokens: 'optional' },
          },
        },
      },
    ],
  ])('by every pod, found by %s', (_, asg, more) => {
    expect(reached(autoScaling(asg, more))).toEqual([EVERY]);
  });

  test('by nobody, where nothing says that they are of the cluster', () => {
    const inventory = autoScaling({});
    expect(reached(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });
});

describe('the role of Karpenter’s nodes is reached', () => {
  const nodeClass = (spec: Json, version = 'v1'): Json => ({
    apiVersion: `karpenter.k8s.aws/${version}`,
    kind: 'EC2NodeClass',
    metadata: { name: 'default' },
    spec: { role: '${aws_iam_role.nodes.name}', ...spec },
  });
  const karpenter = (spec: Json, version?: string): Inventory => eks({}, [...PODS, nodeClass(spec, version)]);

  test('by pods with the node’s network alone, by default of v1', () => {
    expect(reached(karpenter({}))).toEqual([AGENT]);
    expect(reached(karpenter({ metadataOptions: { httpTokens: 'required' } }))).toEqual([AGENT]);
  });

  test('by every pod, by default of v1beta1', () => {
    const inventory = karpenter({}, 'v1beta1');
    expect(reached(inventory)).toEqual([EVERY]);
    expect(inventory.findings.map(({ subject, level }) => [subject, level])).toEqual([
      ['EC2NodeClass/default', 'note'],
    ]);
  });

  test('by every pod, where it says so', () => {
    const inventory = karpenter({ metadataOptions: { httpPutResponseHopLimit: 2 } });
    expect(reached(inventory)).toEqual([EVERY]);
    expect(inventory.findings.map(({ level }) => level)).toEqual(['warning']);
  });

  test('by its instance profile', () => {
    const instanceProfile = nodeClass({ role: undefined, instanceProfile: 'karpenter' });
    const resources = { aws_iam_instance_profile: { k: { name: 'karpenter', role: '${aws_iam_role.nodes.name}' } } };
    expect(reached(eks(resources, [...PODS, instanceProfile]))).toEqual([AGENT]);
  });
});

describe('the identities of AKS nodes are reached', () => {
  const CLUSTER = 'azurerm_kubernetes_cluster.main';
  const KUBELET = `${CLUSTER}.kubelet_identity[0]`;
  const objects = (resource: Json, ...more: readonly Json[]): void => {
    const all = [...PODS, ...more];
    resource.kubernetes_manifest = Object.fromEntries(all.map((manifest, index) => [`object${index}`, { manifest }]));
  };
  const aks = (change: (resource: Json) => void, ...more: readonly Json[]): Inventory =>
    prove([
      aksPlatform((resource) => {
        objects(resource, ...more);
        change(resource);
      }),
    ]);
  const every = (identity: string): string => `*/* [Pod/monitoring/agent,Pod/todo/app] ${identity}`;
  const agent = (identity: string): string => `monitoring/agent with hostNetwork [Pod/monitoring/agent] ${identity}`;

  test('by every pod: the kubelet’s that AKS makes, with what it may do', () => {
    const inventory = aks((resource) => {
      resource.azurerm_role_assignment = {
        pull: {
          scope: '/subscriptions/s/resourceGroups/g/providers/x/container_registry',
          role_definition_name: 'AcrPull',
          principal_id: `\${${KUBELET}.object_id}`,
        },
      };
    });
    expect(reached(inventory)).toEqual([every(KUBELET)]);
    expect(inventory.identities).toContainEqual(
      expect.objectContaining({
        id: KUBELET,
        cloud: 'azure',
        kind: 'managed-identity',
        name: 'todo-agentpool',
      }),
    );
    expect(inventory.permissions.map(({ identity, role }) => [identity, role])).toEqual([[KUBELET, 'AcrPull']]);
    expect([inventory.findings, inventory.undecided]).toEqual([[], []]);
  });

  test('by every pod: the kubelet’s that the program makes, and no longer the pods’ alone if they share it', () => {
    const inventory = aks((resource) => {
      const app = 'azurerm_user_assigned_identity.app';
      resource.azurerm_kubernetes_cluster.main.kubelet_identity = {
        client_id: `\${${app}.client_id}`,
        object_id: `\${${app}.principal_id}`,
        user_assigned_identity_id: `\${${app}.id}`,
      };
      resource.azurerm_role_assignment = {
        data: {
          scope: '/subscriptions/s/resourceGroups/g/providers/x/storage_account',
          role_definition_name: 'Storage Blob Data Reader',
          principal_id: `\${${KUBELET}.object_id}`,
        },
      };
    });
    expect(reached(inventory)).toEqual([every('azurerm_user_assigned_identity.app')]);
    expect(inventory.identities).toHaveLength(2);
    expect(inventory.findings.map(({ rule, subject }) => [rule, subject])).toEqual([
      ['node-identity-reachable', 'azurerm_user_assigned_identity.app'],
    ]);
  });

  test('by every pod: what admits itself elsewhere is found there as in any identity of pods', () => {
    const granted = (change: (resource: Json) => void = () => {}): string[] =>
      aks((resource) => {
        resource.azurerm_role_assignment = {
          wide: {
            scope: '/subscriptions/00000000-0000-0000-0000-000000000000',
            role_definition_name: 'Contributor',
            principal_id: `\${${KUBELET}.object_id}`,
          },
        };
        change(resource);
      }).findings.map(({ rule, subject }) => `${rule} ${subject}`);
    expect(granted()).toEqual([`identity-self-admission ${KUBELET}`, `node-identity-reachable ${KUBELET}`]);
    const type = 'Microsoft.ContainerService/managedClusters@2025-07-02-preview';
    const body = { properties: { networkProfile: { podLinkLocalAccess: 'None' } } };
    expect(
      granted((resource) => {
        resource.azapi_update_resource = { restricted: { type, resource_id: `\${${CLUSTER}.id}`, body } };
      }),
    ).toEqual([]);
  });

  test('by every pod: those of add-ons', () => {
    const inventory = aks((resource) => {
      resource.azurerm_kubernetes_cluster.main.key_vault_secrets_provider = { secret_rotation_enabled: true };
      resource.azurerm_kubernetes_cluster.main.oms_agent = { log_analytics_workspace_id: 'x' };
      resource.azurerm_role_assignment = {
        secrets: {
          scope: '/subscriptions/s/resourceGroups/g/providers/x/key_vault',
          role_definition_name: 'Key Vault Secrets User',
          principal_id: `\${${CLUSTER}.key_vault_secrets_provider[0].secret_identity[0].object_id}`,
        },
      };
    });
    const provider = `${CLUSTER}.key_vault_secrets_provider[0].secret_identity[0]`;
    expect(reached(inventory)).toEqual([
      every(provider),
      every(KUBELET),
      every(`${CLUSTER}.oms_agent[0].oms_agent_identity[0]`),
    ]);
    expect(inventory.findings.map(({ subject, level }) => [subject, level])).toEqual([[provider, 'warning']]);
    expect(inventory.findings[0]!.message).toContain('Key Vault Secrets User');
  });

  test('by pods with the node’s network alone, where AKS restricts it', () => {
    const properties = { networkProfile: { podLinkLocalAccess: 'None' } };
    const type = 'Microsoft.ContainerService/managedClusters@2025-07-02-preview';
    const inventory = aks((resource) => {
      resource.azapi_update_resource = {
        restricted: { type, resource_id: `\${${CLUSTER}.id}`, body: { properties } },
      };
    });
    expect(reached(inventory)).toEqual([agent(KUBELET)]);
    const whole = aks((resource) => {
      delete resource.azurerm_kubernetes_cluster;
      resource.azapi_resource = { main: { type, name: 'todo', body: { properties } } };
    });
    expect(reached(whole)).toEqual([agent('azapi_resource.main.output.properties.identityProfile.kubeletidentity')]);
  });

  test('by pods with the node’s network and by excepted ones, where NMI answers in its place', () => {
    const excepted = pod('sync', 'todo', { nmi: 'no' }, { spec: { serviceAccountName: 'sync' } });
    const inventory = aks(
      () => {},
      excepted,
      azureIdentity('app', 'todo'),
      azureIdentityBinding('app', 'todo', 'app', 'app'),
      azurePodIdentityException('sync', 'todo', { nmi: 'no' }),
    );
    expect(reached(inventory)).toEqual([agent(KUBELET), `todo/sync [Pod/todo/sync] ${KUBELET}`]);
  });

  test('and with it every identity that NMI gives pods of the same nodes, which are on them too', () => {
    const excepted = pod('sync', 'todo', { nmi: 'no' }, { spec: { serviceAccountName: 'sync' } });
    const objects = [
      azureIdentity('app', 'todo'),
      azureIdentityBinding('app', 'todo', 'app', 'app'),
      azurePodIdentityException('sync', 'todo', { nmi: 'no' }),
    ];
    const labelled = pod('labelled', 'todo', { aadpodidbinding: 'app' });
    const APP = /userAssignedIdentities\/app|azurerm_user_assigned_identity\.app/;
    const ofApp = (inventory: Inventory) =>
      reached(inventory)
        .filter((line) => APP.test(line))
        .map((line) => line.split(' [')[0]);
    const inventory = aks(() => {}, excepted, ...objects, labelled);
    expect(ofApp(inventory)).toEqual([agent('').split(' [')[0], 'todo/sync']);
    // In standard mode MIC puts it on nodes for pods alone; the add-on has all of its identities there.
    expect(ofApp(aks(() => {}, excepted, ...objects))).toEqual([]);
    const addon = podIdentityAddon({
      userAssignedIdentities: [
        { name: 'app', namespace: 'todo', identity: { resourceId: identityId('app'), clientId: clientId(1) } },
      ],
    });
    const byAddon = aks((resource) => {
      resource.azapi_update_resource = { addon };
    });
    expect(ofApp(byAddon)).toEqual([agent('').split(' [')[0]]);
  });

  test('by nobody, where the cluster has a service principal in their place', () => {
    const inventory = aks((resource) => {
      resource.azurerm_kubernetes_cluster.main.service_principal = { client_id: 'x', client_secret: 'y' };
    });
    expect(reached(inventory)).toEqual([]);
  });
});

test('a wider hop limit, or sessions that are not asked for, never lets fewer pods in', () => {
  const tokens = fc.constantFrom('required', 'optional');
  const everyPod = (http_tokens: string, hops: number): boolean =>
    reached(eks(group({ http_tokens, http_put_response_hop_limit: hops }))).join() === EVERY;
  fc.assert(
    fc.property(tokens, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 5 }), (asked, hops, more) => {
      const before = everyPod(asked, hops);
      expect(before).toBe(asked === 'optional' || hops > 1);
      if (before) expect([everyPod(asked, hops + more), everyPod('optional', hops)]).toEqual([true, true]);
    }),
    { numRuns: 40 },
  );
});
