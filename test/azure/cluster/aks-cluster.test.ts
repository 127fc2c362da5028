import { App, TerraformStack } from 'cdktf';
import { AksCluster, type AksClusterProps } from '../../../lib/azure/cluster/aks-cluster';
import { AksNetwork } from '../../../lib/azure/network/aks-network';
import { AksNodePool } from '../../../lib/azure/cluster/nodes/aks-node-pool';
import { resolvedIn } from '../../../lib/terraform';
import { type Arguments, GROUP, PLACE, TENANT, errorOf, synthesized } from '../synthesized';
import {
  API_SUBNET,
  ASSIGNMENT,
  CLUSTER,
  PERSON,
  POD_SUBNET,
  REGISTRY,
  SUBNET,
  ZONE,
  cluster,
  made,
  refused,
} from './made-cluster';

describe('a cluster with nothing but what it needs', () => {
  const aks = made().only(CLUSTER);

  test('lets pods have identities', () => {
    expect(aks).toMatchObject({ oidc_issuer_enabled: true, workload_identity_enabled: true });
  });

  test('knows no local account, and leaves permissions to Azure RBAC', () => {
    expect(aks).toMatchObject({
      local_account_disabled: true,
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: { azure_rbac_enabled: true, tenant_id: TENANT },
    });
  });

  test('has a private API server, and none of Azure’s ways around that', () => {
    expect(aks).toMatchObject({ private_cluster_enabled: true, run_command_enabled: false });
    expect(aks).not.toHaveProperty('api_server_access_profile');
  });

  test('can enforce network policies', () => {
    expect(aks.network_profile).toMatchObject({
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_data_plane: 'cilium',
      network_policy: 'cilium',
    });
  });

  test('is kept up to date, checked by policy, and rid of stale images', () => {
    expect(aks).toMatchObject({
      sku_tier: 'Standard',
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
      azure_policy_enabled: true,
      image_cleaner_enabled: true,
    });
  });

  test('keeps workloads off the system pool, in a pool of their own, encrypted and without public addresses', () => {
    const workload = made().only('azurerm_kubernetes_cluster_node_pool');
    const secure = { host_encryption_enabled: true, node_public_ip_enabled: false, auto_scaling_enabled: true };

    expect(aks.default_node_pool).toMatchObject({
      ...secure,
      name: 'system',
      only_critical_addons_enabled: true,
      zones: ['1', '2', '3'],
      temporary_name_for_rotation: 'systemtmp',
      vnet_subnet_id: SUBNET,
    });
    expect(workload).toMatchObject({ ...secure, name: 'workload', mode: 'User', vnet_subnet_id: SUBNET });
  });
});

describe('the control plane’s logs', () => {
  const SETTING = 'azurerm_monitor_diagnostic_setting';
  const WORKSPACE = 'azurerm_log_analytics_workspace';
  const MINE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/mine`;

  test('are the same five as on EKS, kept for a year in a workspace that no key opens', () => {
    const { only, byId } = made();

    const [workspace] = Object.keys(byId(WORKSPACE));
    expect(only(WORKSPACE)).toMatchObject({
      name: 'todo-aks-logs',
      retention_in_days: 365,
      local_authentication_enabled: false,
    });
    expect(only(SETTING)).toMatchObject({
      target_resource_id: expect.stringMatching(/^\$\{azurerm_kubernetes_cluster\.[\w-]+\.id\}$/),
      log_analytics_workspace_id: `\${${WORKSPACE}.${workspace}.id}`,
      enabled_log: ['kube-apiserver', 'kube-audit-admin', 'guard', 'kube-controller-manager', 'kube-scheduler'].map(
        (category) => ({ category }),
      ),
    });
  });

  test('go to a workspace that is named, and nowhere where that is said', () => {
    const named = made({ logsWorkspaceId: MINE });
    expect(named.all(WORKSPACE)).toEqual([]);
    expect(named.only(SETTING).log_analytics_workspace_id).toBe(MINE);

    const without = made({ controlPlaneLogs: false });
    expect([...without.all(WORKSPACE), ...without.all(SETTING)]).toEqual([]);
  });

  test('say where they are, to others that log', () => {
    const stack = new TerraformStack(new App(), 'stack');
    expect(cluster(stack, { logsWorkspaceId: MINE }).logsWorkspaceId).toBe(MINE);
    expect(
      cluster(new TerraformStack(new App(), 'other'), { controlPlaneLogs: false }).logsWorkspaceId,
    ).toBeUndefined();
  });

  test.each([29, 731, 90.5])('are refused for %s days', (logRetentionDays) => {
    expect(refused({ logRetentionDays })).toMatchObject({ code: 'log-retention-invalid', where: 'stack/aks' });
  });

  test('are refused in what is no workspace', () => {
    expect(refused({ logsWorkspaceId: 'mine' }).code).toBe('resource-id-malformed');
  });
});

describe('the nodes’ disks and pods', () => {
  const poolOf = (props: Partial<AksClusterProps> = {}) => made(props).only('azurerm_kubernetes_cluster_node_pool');

  test('are on the machine’s own drive for the default size, and as many as the overlay allows', () => {
    const expected = { os_disk_type: 'Ephemeral', max_pods: 250 };
    expect(poolOf()).toMatchObject(expected);
    expect(made().only(CLUSTER).default_node_pool).toMatchObject(expected);
  });

  test('are in Azure Storage for another size, which may have no such drive, unless that is said', () => {
    expect(poolOf({ workloadNodePool: { vmSize: 'Standard_D4s_v5' } }).os_disk_type).toBe('Managed');
    expect(
      poolOf({ workloadNodePool: { vmSize: 'Standard_D2ds_v5', ephemeralDisk: true, diskSizeGib: 64, maxPods: 50 } }),
    ).toMatchObject({ os_disk_type: 'Ephemeral', os_disk_size_gb: 64, max_pods: 50 });
    expect(poolOf({ workloadNodePool: { ephemeralDisk: false } }).os_disk_type).toBe('Managed');
  });

  test.each([9, 251, 10.5])('are refused with %s pods a node', (maxPods) => {
    expect(refused({ workloadNodePool: { maxPods } }).code).toBe('node-count-invalid');
  });

  test.each(['systemNodePool', 'workloadNodePool'] as const)(
    'of the %s must have room for 30 pods on its fewest nodes',
    (pool) => {
      const of = (maxPods: number, minimum: number) => ({ [pool]: { maxPods, scaling: { minimum, maximum: 5 } } });
      expect(refused(of(14, 2))).toMatchObject({ code: 'node-count-invalid' });
      expect(refused(of(29, 1)).message).toMatch(/30 pods a node, or 2 nodes/);
      for (const [maxPods, minimum] of [
        [10, 3],
        [15, 2],
        [30, 1],
      ] as const) {
        expect(() => made(of(maxPods, minimum))).not.toThrow();
      }
    },
  );
});

describe('the cluster’s own identities', () => {
  const { only, byId, all } = made({ privateDnsZone: ZONE, registries: { images: REGISTRY } });
  const identities = byId('azurerm_user_assigned_identity');
  const addressOf = (name: string) =>
    `azurerm_user_assigned_identity.${Object.entries(identities).find(([, i]) => i.name === name)![0]}`;
  const controlPlane = addressOf('todo-aks-control-plane');
  const kubelet = addressOf('todo-aks-kubelet');
  const roleOf = (a: Arguments) => [a.principal_id, a.role_definition_name, a.scope];

  test('are two, and both user-assigned', () => {
    expect(only(CLUSTER)).toMatchObject({
      identity: { type: 'UserAssigned', identity_ids: [`\${${controlPlane}.id}`] },
      kubelet_identity: {
        client_id: `\${${kubelet}.client_id}`,
        object_id: `\${${kubelet}.principal_id}`,
        user_assigned_identity_id: `\${${kubelet}.id}`,
      },
    });
  });

  test('have the roles that they need, where they need them, and no other', () => {
    expect(all(ASSIGNMENT).map(roleOf).sort()).toEqual(
      [
        [`\${${controlPlane}.principal_id}`, 'Network Contributor', SUBNET],
        [`\${${controlPlane}.principal_id}`, 'Network Contributor', SUBNET.replace('/subnets/nodes', '')],
        [`\${${controlPlane}.principal_id}`, 'Managed Identity Operator', `\${${kubelet}.id}`],
        [`\${${controlPlane}.principal_id}`, 'Private DNS Zone Contributor', ZONE],
        [`\${${kubelet}.principal_id}`, 'AcrPull', REGISTRY],
      ].sort(),
    );
  });

  test('have them before the cluster is made', () => {
    expect([...only(CLUSTER).depends_on].sort()).toEqual(
      Object.keys(byId(ASSIGNMENT))
        .map((id) => `${ASSIGNMENT}.${id}`)
        .sort(),
    );
  });

  test('may link a private zone of one’s own to a virtual network that is named', () => {
    const network = {
      subnetId: SUBNET,
      virtualNetworkId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/nodes`,
    };
    const { all: every } = made({ privateDnsZone: ZONE, network });

    expect(every(ASSIGNMENT).map(roleOf)).toContainEqual([
      expect.stringContaining('control-plane'),
      'Network Contributor',
      `${GROUP}/providers/Microsoft.Network/virtualNetworks/nodes`,
    ]);
  });
});

describe('the name of a private API server', () => {
  const zoneOf = (name: string) => ZONE.replace(/[^/]+$/, name);

  test('is in a zone that AKS keeps, where nothing or that is said', () => {
    for (const props of [{}, { privateDnsZone: 'system' as const }]) {
      expect(made(props).only(CLUSTER)).not.toHaveProperty('private_dns_zone_id');
    }
  });

  test('is in public DNS, where it is in no zone', () => {
    expect(made({ privateDnsZone: 'none' }).only(CLUSTER)).toMatchObject({
      private_dns_zone_id: 'None',
      private_cluster_public_fqdn_enabled: true,
    });
  });

  test.each(['privatelink.westeurope.azmk8s.io', 'shop.privatelink.westeurope.azmk8s.io'])(
    'is in a zone of one’s own: %s',
    (name) => {
      const privateDnsZone = zoneOf(name);
      expect(made({ privateDnsZone }).only(CLUSTER).private_dns_zone_id).toBe(privateDnsZone);
    },
  );

  test.each(['privatelink.northeurope.azmk8s.io', 'shop.example', 'westeurope.azmk8s.io'])(
    'is refused in a zone that AKS would refuse: %s',
    (name) => {
      expect(refused({ privateDnsZone: zoneOf(name) })).toMatchObject({ code: 'name-invalid', where: 'stack/aks' });
    },
  );

  test('is in no zone of a public API server', () => {
    expect(refused({ privateDnsZone: ZONE, publicAccessCidrs: ['203.0.113.7/32'] }).code).toBe(
      'cluster-choices-conflict',
    );
  });
});

describe('who reaches the API server', () => {
  test('nodes do from a subnet of its own, which goes with a private one and with addresses', () => {
    const integrated = { virtual_network_integration_enabled: true, subnet_id: API_SUBNET };
    expect(made({ apiServerSubnet: API_SUBNET }).only(CLUSTER)).toMatchObject({
      private_cluster_enabled: true,
      api_server_access_profile: integrated,
    });
    expect(
      made({ apiServerSubnet: API_SUBNET, publicAccessCidrs: ['203.0.113.7/32'] }).only(CLUSTER)
        .api_server_access_profile,
    ).toEqual({ ...integrated, authorized_ip_ranges: ['203.0.113.7/32'] });
  });

  test('addresses make it public, for them alone', () => {
    const aks = made({ publicAccessCidrs: ['203.0.113.7/32'] }).only(CLUSTER);

    expect(aks.private_cluster_enabled).toBe(false);
    expect(aks.api_server_access_profile).toEqual({ authorized_ip_ranges: ['203.0.113.7/32'] });
  });

  test('everybody reaches it only where that is said, which AKS has no range for', () => {
    const aks = made({ publicAccessCidrs: ['0.0.0.0/0'], allowPublicAccessFromAnywhere: true }).only(CLUSTER);

    expect(aks.private_cluster_enabled).toBe(false);
    expect(aks).not.toHaveProperty('api_server_access_profile');
  });

  test('an empty list of addresses leaves it private, and does not open it to all', () => {
    expect(made({ publicAccessCidrs: [] }).only(CLUSTER).private_cluster_enabled).toBe(true);
  });

  test('the deployer administers this cluster and nothing else', () => {
    const { byId, all } = made({ deployer: { principalId: PERSON, principalType: 'Group' } });
    const [id] = Object.keys(byId(CLUSTER));

    expect(all(ASSIGNMENT)).toContainEqual({
      scope: `\${${CLUSTER}.${id}.id}`,
      role_definition_name: 'Azure Kubernetes Service RBAC Cluster Admin',
      principal_id: PERSON,
      principal_type: 'Group',
    });
  });

  test('admin groups are the cluster’s', () => {
    expect(
      made({ adminGroupObjectIds: [PERSON] }).only(CLUSTER).azure_active_directory_role_based_access_control
        .admin_group_object_ids,
    ).toEqual([PERSON]);
  });
});

describe('what deploying will need', () => {
  const needs = (props: Partial<AksClusterProps>) => {
    let sentences: readonly string[] = [];
    synthesized((stack) => {
      sentences = cluster(stack, props).deploymentNeeds;
    });
    return sentences.join('\n');
  };

  test('is said where nobody may sign in and the API server is private', () => {
    expect(needs({})).toMatch(/`deployer`/);
    expect(needs({})).toMatch(/`publicAccessCidrs`/);
    expect(needs({})).toMatch(/EncryptionAtHost/);
    expect(needs({ workloadNodePool: false })).toMatch(/AksNodePool/);
  });

  test('is nothing where all of it is given', () => {
    expect(
      needs({
        deployer: { principalId: PERSON },
        publicAccessCidrs: ['203.0.113.7'],
        systemNodePool: { unencryptedHost: true },
        workloadNodePool: { unencryptedHost: true },
      }),
    ).toBe('');
  });
});

describe('what others take of a cluster', () => {
  test('the issuer is Azure’s own attribute, with nothing cut off or put on', () => {
    synthesized((stack) => {
      const aks = cluster(stack);

      expect(resolvedIn(stack, aks.issuer.url)).toMatch(/^\$\{azurerm_kubernetes_cluster\.[^.]+\.oidc_issuer_url\}$/);
    });
  });

  test('the connection has host and authority, signs in by kubelogin, and passes between stacks though the provider calls it secret', () => {
    let exec: unknown;
    const { json } = synthesized((stack) => {
      const { connection } = cluster(stack);
      exec = connection.exec;
      expect(resolvedIn(stack, [connection.host, connection.certificateAuthority])).toEqual([
        expect.stringMatching(/^\$\{local\.aks_host\w*\}$/),
        expect.stringMatching(/^\$\{local\.aks_certificate-authority\w*\}$/),
      ]);
    });

    expect(Object.values(json.locals)).toEqual([
      expect.stringMatching(
        /^\$\{nonsensitive\(azurerm_kubernetes_cluster\.[^.]+\.kube_config\[0\]\.cluster_ca_certificate\)\}$/,
      ),
      expect.stringMatching(/^\$\{nonsensitive\(azurerm_kubernetes_cluster\.[^.]+\.kube_config\[0\]\.host\)\}$/),
    ]);
    expect(exec).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'kubelogin',
      args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
    });
  });

  test('a cluster that exists is reached as one that is made here, where its endpoint is given', () => {
    const attributes = { name: 'old', issuerUrl: 'https://issuer.example/tenant/id/' };
    const stack = new TerraformStack(new App(), 'stack');
    const endpoint = { endpoint: 'https://old.hcp.example:443', certificateAuthority: 'LS0' };

    expect(AksCluster.fromAttributes(stack, 'old', { ...attributes, ...endpoint }).connection).toMatchObject({
      host: 'https://old.hcp.example:443',
      certificateAuthority: 'LS0',
      exec: { command: 'kubelogin' },
    });
    expect(errorOf(() => AksCluster.fromAttributes(stack, 'other', attributes).connection).code).toBe(
      'connection-unknown',
    );
  });

  test('a cluster that exists tells all that is known of it', () => {
    const id = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/old`;
    const attributes = {
      name: 'old',
      issuerUrl: 'https://issuer.example/tenant/id/',
      id,
      tenantId: TENANT,
      subnetId: SUBNET,
      podSubnetId: POD_SUBNET,
      authorization: 'kubernetes-rbac',
      workloadIdentityWebhook: false,
      controlPlanePrincipalId: PERSON,
      kubeletPrincipalId: PERSON,
    } as const;
    const { issuerUrl, ...told } = attributes;
    const existing = AksCluster.fromAttributes(new TerraformStack(new App(), 'stack'), 'old', attributes);
    expect(existing).toMatchObject({ ...told, issuer: { url: issuerUrl } });
  });

  test.each([
    [
      'an issuer of AKS without its slash',
      { issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/11111111/22222222' },
      'issuer-slash-lost',
    ],
    ['a tenant by its domain', { tenantId: 'contoso.example' }, 'guid-invalid'],
    ['a control plane by its name', { controlPlanePrincipalId: 'old' }, 'guid-invalid'],
    ['a kubelet by its name', { kubeletPrincipalId: 'old-agentpool' }, 'guid-invalid'],
    ['a subnet that is none', { subnetId: REGISTRY }, 'resource-id-of-other-type'],
  ])('a cluster that exists is refused with %s', (_, wrong, code) => {
    const attributes = { name: 'old', issuerUrl: 'https://issuer.example/tenant/id/', ...wrong };
    expect(errorOf((stack) => AksCluster.fromAttributes(stack, 'old', attributes))).toMatchObject({
      code,
      where: 'stack/old',
    });
  });

  test('a cluster that exists keeps the slash of its issuer', () => {
    const attributes = { name: 'old', issuerUrl: 'https://issuer.example/tenant/id/' };
    const existing = AksCluster.fromAttributes(new TerraformStack(new App(), 'stack'), 'old', attributes);

    expect(existing).toMatchObject({
      name: 'old',
      issuer: { url: 'https://issuer.example/tenant/id/' },
      workloadIdentityWebhook: true,
    });
    const wrong = { ...attributes, issuerUrl: 'issuer.example' };
    expect(errorOf((stack) => AksCluster.fromAttributes(stack, 'old', wrong))).toMatchObject({
      code: 'issuer-not-https',
      where: 'stack/old',
    });
  });
});

describe('what Azure would refuse is refused at once', () => {
  test.each<[string, Partial<AksClusterProps>, string]>([
    ['a name of 64 characters', { name: 'a'.repeat(64) }, 'name-invalid'],
    ['a name that ends in -', { name: 'todo-' }, 'name-invalid'],
    ['a DNS prefix of 55 characters', { dnsPrefix: 'a'.repeat(55) }, 'name-invalid'],
    ['a resource group of 91 characters', { resourceGroupName: 'g'.repeat(91) }, 'name-invalid'],
    ['a pool’s name of 13 characters', { systemNodePool: { name: 'a'.repeat(13) } }, 'name-invalid'],
    [
      'a pool of fewer nodes at most than at least',
      { systemNodePool: { scaling: { minimum: 3, maximum: 2 } } },
      'node-count-invalid',
    ],
    ['a disk of 29 GiB', { systemNodePool: { diskSizeGib: 29 } }, 'disk-size-invalid'],
    ['a disk of 2049 GiB', { workloadNodePool: { diskSizeGib: 2049 } }, 'disk-size-invalid'],
    [
      'a label that AKS keeps',
      { systemNodePool: { labels: { 'kubernetes.azure.com/mode': 'user' } } },
      'node-label-invalid',
    ],
    [
      'a label of Kubernetes’ own',
      { systemNodePool: { labels: { 'kubernetes.io/role': 'web' } } },
      'node-label-invalid',
    ],
    [
      'a zone by a label, which AKS sets',
      { workloadNodePool: { labels: { 'topology.kubernetes.io/zone': '1' } } },
      'node-label-invalid',
    ],
    ['no network', { network: undefined as never }, 'input-invalid'],
    ['a networking that is a word', { networking: 'overlay' as never }, 'input-invalid'],
    ['a label with a space', { workloadNodePool: { labels: { team: 'the shop' } } }, 'node-label-invalid'],
    ['a tag with a slash', { tags: { 'cost/centre': '1' } }, 'tags-invalid'],
    ['a tag in two cases', { tags: { team: 'shop', Team: 'shop' } }, 'tags-invalid'],
    ['a tag of 257 characters', { tags: { team: 'a'.repeat(257) } }, 'tags-invalid'],
    [
      '51 tags',
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`tag-${at}`, 'x'])) },
      'tags-invalid',
    ],
    ['tags of a pool that Azure refuses', { workloadNodePool: { tags: { 'a?': 'b' } } }, 'tags-invalid'],
    ['a zone by the region’s name', { systemNodePool: { zones: ['westeurope-1'] } }, 'zones-invalid'],
    ['a zone twice', { workloadNodePool: { zones: ['1', '1'] } }, 'zones-invalid'],
    [
      'two pools of one name',
      { systemNodePool: { name: 'pool' }, workloadNodePool: { name: 'pool' } },
      'cluster-choices-conflict',
    ],
    ['a system pool of the workload pool’s name', { systemNodePool: { name: 'workload' } }, 'cluster-choices-conflict'],
    ['a tenant by its domain', { tenantId: 'contoso.example' }, 'guid-invalid'],
    ['a group by its name', { adminGroupObjectIds: ['platform'] }, 'guid-invalid'],
    ['a deployer by their address', { deployer: { principalId: 'a@contoso.example' } }, 'guid-invalid'],
    ['no address at all', { publicAccessCidrs: ['office'] }, 'ip-range-invalid'],
    ['a byte of 256', { publicAccessCidrs: ['203.0.113.256'] }, 'ip-range-invalid'],
    ['a mask of 99 bits', { publicAccessCidrs: ['203.0.113.7/99'] }, 'ip-range-invalid'],
    ['an IPv6 range, which AKS has none of', { publicAccessCidrs: ['2001:db8::/32'] }, 'ip-range-invalid'],
    ['the whole Internet', { publicAccessCidrs: ['0.0.0.0/0'] }, 'endpoint-open-to-all'],
    [
      '201 ranges',
      { publicAccessCidrs: Array.from({ length: 201 }, (_, last) => `203.0.113.${last}`) },
      'ip-ranges-over-limit',
    ],
  ])('%s', (_, props, code) => {
    expect(refused(props)).toMatchObject({ code, where: expect.stringContaining('stack/aks') });
  });

  test('a name of 63 characters passes, with a DNS prefix of 54', () => {
    expect(made({ name: `${'a_'.repeat(31)}a` }).only(CLUSTER).dns_prefix).toHaveLength(53);
  });
});

describe('networks and pools', () => {
  test('a network of one’s own gives the cluster its node subnet', () => {
    const { only, byId } = synthesized((stack) => {
      cluster(stack, { network: new AksNetwork(stack, 'network', { name: 'net', ...PLACE }) });
    });
    const [subnet] = Object.keys(byId('azurerm_subnet'));

    expect(only(CLUSTER).default_node_pool.vnet_subnet_id).toBe(`\${azurerm_subnet.${subnet}.id}`);
    expect(only('azurerm_virtual_network').address_space).toEqual(['10.224.0.0/12']);
  });

  test('tags are those of the network, the cluster, its identities and its pools', () => {
    const tags = { team: 'todo' };
    const { all } = synthesized((stack) => {
      cluster(stack, { tags, network: new AksNetwork(stack, 'network', { name: 'net', ...PLACE, tags }) });
    });
    const tagged = [
      'azurerm_virtual_network',
      CLUSTER,
      'azurerm_kubernetes_cluster_node_pool',
      'azurerm_user_assigned_identity',
    ].flatMap((type) => all(type).map((one) => one.tags));

    expect(tagged).toEqual([tags, tags, tags, tags, tags]);
    expect(all(CLUSTER)[0]!.default_node_pool.tags).toEqual(tags);
  });

  test('a taint without its effect is refused', () => {
    const pool = (stack: TerraformStack) =>
      new AksNodePool(stack, 'gpu', { name: 'gpu', cluster: { id: 'id' }, taints: ['gpu=true'] });
    expect(errorOf(pool)).toMatchObject({ code: 'taint-invalid', where: 'stack/gpu' });
  });

  test.each([
    ['cluster-id-missing', undefined, 'gpu'],
    ['resource-id-malformed', 'shop', 'existing'],
    ['resource-id-of-other-type', SUBNET, 'existing'],
    ['resource-id-mismatch', `${GROUP}/providers/Microsoft.ContainerService/managedClusters/other`, 'existing'],
  ])('a pool of a cluster that exists is refused: %s', (code, id, where) => {
    const pool = (stack: TerraformStack) => {
      const existing = AksCluster.fromAttributes(stack, 'existing', {
        name: 'shop',
        issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/22222222/',
        id,
      });
      new AksNodePool(stack, 'gpu', { name: 'gpu', cluster: existing });
    };
    expect(errorOf(pool)).toMatchObject({ code, where: `stack/${where}` });
  });

  test('a pool of spare capacity has the label and the taint that AKS gives it', () => {
    const { all } = synthesized((stack) => {
      const aks = cluster(stack, { workloadNodePool: false });
      new AksNodePool(stack, 'spare', {
        name: 'spare',
        cluster: aks,
        labels: { team: 'todo' },
        spot: {},
        osSku: 'AzureLinux',
      });
    });
    expect(all('azurerm_kubernetes_cluster_node_pool')[0]).toMatchObject({
      priority: 'Spot',
      max_pods: 250,
      eviction_policy: 'Delete',
      spot_max_price: -1,
      os_sku: 'AzureLinux',
      node_labels: { team: 'todo', 'kubernetes.azure.com/scalesetpriority': 'spot' },
      node_taints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
    });
  });

  test('a pool of spare capacity has no surge, which azurerm refuses', () => {
    const { all } = synthesized((stack) => {
      const aks = cluster(stack, { workloadNodePool: false });
      new AksNodePool(stack, 'spare', { name: 'spare', cluster: aks, spot: { maxPrice: 0.1 } });
    });
    const [pool] = all('azurerm_kubernetes_cluster_node_pool');
    expect(pool).not.toHaveProperty('upgrade_settings');
    expect(pool!.spot_max_price).toBe(0.1);
  });

  test('one more pool joins a cluster, with taints', () => {
    const { all } = synthesized((stack) => {
      const aks = cluster(stack, { workloadNodePool: false });
      new AksNodePool(stack, 'gpu', { name: 'gpu', cluster: aks, taints: ['gpu=true:NoSchedule'], zones: [] });
    });
    const pools = all('azurerm_kubernetes_cluster_node_pool');

    expect(pools).toHaveLength(1);
    expect(pools[0]).toMatchObject({ name: 'gpu', node_taints: ['gpu=true:NoSchedule'], vnet_subnet_id: SUBNET });
    expect(pools[0]).not.toHaveProperty('zones');
  });
});

describe('what a cluster is given by its resource id', () => {
  test.each<[string, Partial<AksClusterProps>]>([
    ['the subnet', { network: { subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/nodes` } }],
    ['the virtual network', { network: { subnetId: SUBNET, virtualNetworkId: SUBNET } }],
    ['the private DNS zone', { privateDnsZone: SUBNET }],
    ['a registry', { registries: { own: SUBNET } }],
    ['the workspace', { logsWorkspaceId: SUBNET }],
  ])('is of its own type: %s', (_, props) => {
    expect(refused(props)).toMatchObject({
      code: 'resource-id-of-other-type',
      where: expect.stringMatching(/^stack\//),
    });
  });

  test('is no name', () => {
    expect(refused({ registries: { own: 'todo' } }).code).toBe('resource-id-malformed');
  });
});

test.each<[string, (stack: TerraformStack) => void]>([
  ['podCidr', (stack) => cluster(stack, { networking: { plugin: 'overlay', podCidr: '300.1.1.1/99' } })],
  ['services.cidr', (stack) => cluster(stack, { services: { cidr: '10.0.0.0', dnsServiceIp: '10.0.0.10' } })],
  ['addressSpace', (stack) => new AksNetwork(stack, 'net', { ...PLACE, name: 'net', addressSpace: ['10.0.0.0/33'] })],
  ['nodeSubnetPrefixes', (stack) => new AksNetwork(stack, 'net', { ...PLACE, name: 'net', nodeSubnetPrefixes: ['x'] })],
])('what is no range of addresses is refused: %s', (field, build) => {
  const { code, where, message } = errorOf(build);
  expect({ code, where }).toEqual({ code: 'ip-range-invalid', where: expect.stringMatching(/^stack\//) });
  expect(message).toMatch(new RegExp(`${field} has "[^"]+", which is not a range of IPv4`));
});

test('a range that is not known before apply passes', () => {
  expect(
    made({ networking: { plugin: 'overlay', podCidr: '${var.pods}' } }).only(CLUSTER).network_profile.pod_cidr,
  ).toBe('${var.pods}');
});
