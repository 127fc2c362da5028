import type { AksClusterProps, AksNetworking } from '../../../lib/azure/cluster/aks-cluster';
import { API_SUBNET, CLUSTER, POD_SUBNET, ROUTES, SUBNET, made, refused } from './made-cluster';

const profileOf = (networking: AksNetworking) => made({ networking }).only(CLUSTER).network_profile;

describe('how pods get addresses', () => {
  test('is by an overlay with Cilium where nothing is said', () => {
    expect(made().only(CLUSTER).network_profile).toEqual({
      network_plugin: 'azure',
      network_plugin_mode: 'overlay',
      network_data_plane: 'cilium',
      network_policy: 'cilium',
      load_balancer_sku: 'standard',
    });
  });

  test.each<[string, AksNetworking, object]>([
    [
      'an overlay without Cilium, with Azure NPM',
      { plugin: 'overlay', dataPlane: 'azure', podCidr: '192.168.0.0/16' },
      {
        network_plugin: 'azure',
        network_plugin_mode: 'overlay',
        network_data_plane: 'azure',
        network_policy: 'azure',
        pod_cidr: '192.168.0.0/16',
      },
    ],
    [
      'a subnet of their own, with Cilium',
      { plugin: 'pod-subnet', podSubnet: POD_SUBNET },
      { network_plugin: 'azure', network_data_plane: 'cilium', network_policy: 'cilium' },
    ],
    [
      'a subnet of their own, with Calico',
      { plugin: 'pod-subnet', podSubnet: POD_SUBNET, dataPlane: 'azure', policy: 'calico' },
      { network_plugin: 'azure', network_data_plane: 'azure', network_policy: 'calico' },
    ],
    [
      'the nodes’ subnet',
      { plugin: 'node-subnet' },
      { network_plugin: 'azure', network_data_plane: 'azure', network_policy: 'azure' },
    ],
    ['kubenet', { plugin: 'kubenet', routeTable: ROUTES }, { network_plugin: 'kubenet', network_policy: 'calico' }],
    ['a plugin of one’s own', { plugin: 'none' }, { network_plugin: 'none' }],
    ['no policy', { plugin: 'node-subnet', policy: 'none' }, { network_plugin: 'azure', network_data_plane: 'azure' }],
  ])('is by %s', (_, networking, expected) => {
    expect(profileOf(networking)).toEqual({ ...expected, load_balancer_sku: 'standard' });
  });

  test('has pods of every pool in the subnet of theirs', () => {
    const { only } = made({ networking: { plugin: 'pod-subnet', podSubnet: POD_SUBNET } });
    expect(only(CLUSTER).default_node_pool.pod_subnet_id).toBe(POD_SUBNET);
    expect(only('azurerm_kubernetes_cluster_node_pool').pod_subnet_id).toBe(POD_SUBNET);
  });

  test('leaves the number of pods to AKS where each takes an address of the nodes’ subnet', () => {
    expect(made({ networking: { plugin: 'node-subnet' } }).only(CLUSTER).default_node_pool).not.toHaveProperty(
      'max_pods',
    );
  });

  test('says that nodes wait for a plugin of one’s own', () => {
    made({ networking: { plugin: 'none' } }, (aks) => {
      expect(aks.deploymentNeeds.join()).toMatch(/network plugin/);
    });
  });
});

test.each(['userDefinedRouting', 'userAssignedNATGateway', 'loadBalancer'] as const)(
  'nodes go out by %s',
  (outbound) => {
    expect(made({ outbound }).only(CLUSTER).network_profile.outbound_type).toBe(outbound);
  },
);

describe('what AKS refuses of a network is refused at once', () => {
  test.each<[string, Partial<AksClusterProps> | { networking: object }, string]>([
    ['Calico on Cilium', { networking: { plugin: 'overlay', policy: 'calico' } }, 'cluster-choices-conflict'],
    ['Azure NPM on Cilium', { networking: { plugin: 'overlay', policy: 'azure' } }, 'cluster-choices-conflict'],
    [
      'Cilium’s policies without its data plane',
      { networking: { plugin: 'overlay', dataPlane: 'azure', policy: 'cilium' } },
      'cluster-choices-conflict',
    ],
    [
      'Cilium in the nodes’ subnet',
      { networking: { plugin: 'node-subnet', dataPlane: 'cilium' } },
      'cluster-choices-conflict',
    ],
    [
      'Azure NPM with kubenet',
      { networking: { plugin: 'kubenet', routeTable: ROUTES, policy: 'azure' } },
      'cluster-choices-conflict',
    ],
    ['a plugin that is not there', { networking: { plugin: 'azure' } }, 'input-invalid'],
    ['a data plane that is not there', { networking: { plugin: 'overlay', dataPlane: 'ebpf' } }, 'input-invalid'],
    ['a way out that is not there', { outbound: 'natGateway' as never }, 'input-invalid'],
    [
      'a pod subnet that is none',
      { networking: { plugin: 'pod-subnet', podSubnet: ROUTES } },
      'resource-id-of-other-type',
    ],
    [
      'a route table that is none',
      { networking: { plugin: 'kubenet', routeTable: POD_SUBNET } },
      'resource-id-of-other-type',
    ],
    [
      'pods in the nodes’ own subnet',
      { networking: { plugin: 'pod-subnet', podSubnet: SUBNET } },
      'cluster-choices-conflict',
    ],
    [
      'a pod subnet of another network',
      { networking: { plugin: 'pod-subnet', podSubnet: POD_SUBNET.replace('/net/', '/other/') } },
      'cluster-choices-conflict',
    ],
    ['an API server among the nodes', { apiServerSubnet: SUBNET }, 'cluster-choices-conflict'],
    [
      'an API server among the pods',
      { apiServerSubnet: POD_SUBNET, networking: { plugin: 'pod-subnet', podSubnet: POD_SUBNET } },
      'cluster-choices-conflict',
    ],
    [
      'an API server in another network',
      { apiServerSubnet: API_SUBNET.replace('/net/', '/other/') },
      'cluster-choices-conflict',
    ],
    [
      'pods of less than a node’s /24',
      { networking: { plugin: 'overlay', podCidr: '10.244.0.0/25' } },
      'cluster-choices-conflict',
    ],
    [
      'pods among the services that AKS takes',
      { networking: { plugin: 'kubenet', routeTable: ROUTES, podCidr: '10.0.0.0/16' } },
      'cluster-choices-conflict',
    ],
    [
      'services among the pods that AKS takes',
      { services: { cidr: '10.244.0.0/16', dnsServiceIp: '10.244.0.10' } },
      'cluster-choices-conflict',
    ],
    ['services of /11', { services: { cidr: '10.0.0.0/11', dnsServiceIp: '10.0.0.10' } }, 'cluster-choices-conflict'],
    [
      'a DNS service outside of the services',
      { services: { cidr: '10.0.0.0/16', dnsServiceIp: '10.1.0.10' } },
      'cluster-choices-conflict',
    ],
    [
      'a DNS service at the address of kubernetes.default',
      { services: { cidr: '10.0.0.0/16', dnsServiceIp: '10.0.0.1' } },
      'cluster-choices-conflict',
    ],
    [
      'services among pods',
      {
        services: { cidr: '10.0.0.0/16', dnsServiceIp: '10.0.0.10' },
        networking: { plugin: 'overlay', podCidr: '10.0.0.0/14' },
      },
      'cluster-choices-conflict',
    ],
  ])('%s', (_, props, code) => {
    expect(refused(props as Partial<AksClusterProps>)).toMatchObject({
      code,
      where: expect.stringContaining('stack/aks'),
    });
  });

  test('and what is not known passes', () => {
    const services = { cidr: '${var.services}', dnsServiceIp: '${var.dns}' };
    expect(made({ services }).only(CLUSTER).network_profile.service_cidr).toBe('${var.services}');
  });
});

test.each<[string | undefined, AksNetworking | undefined]>([
  ['cilium', undefined],
  ['azure', { plugin: 'node-subnet' }],
  [undefined, { plugin: 'none' }],
])('that %s moves packets is told to others', (expected, networking) => {
  made({ networking }, (aks) => expect(aks.dataPlane).toBe(expected));
});
