import type { AksClusterProps } from '../../../../lib/azure/cluster/aks-cluster';
import { resolvedIn } from '../../../../lib/terraform';
import { GROUP } from '../../synthesized';
import {
  API_SUBNET,
  ASSIGNMENT,
  CLUSTER,
  IDENTITY,
  POD_SUBNET,
  REGISTRY,
  ROUTES,
  ZONE,
  made,
  refused,
  roles,
} from '../made-cluster';

const dependsOn = (of: { depends_on?: string[] }) => of.depends_on ?? [];

describe('a system-assigned control plane', () => {
  const { only, byId, all } = made({ controlPlaneIdentity: 'system-assigned', registries: { images: REGISTRY } });

  test('comes with the cluster, whose kubelet has the identity that AKS makes', () => {
    expect(only(CLUSTER).identity).toEqual({ type: 'SystemAssigned' });
    expect(only(CLUSTER)).not.toHaveProperty('kubelet_identity');
    expect(all('azurerm_user_assigned_identity')).toEqual([]);
  });

  test('gets its roles after the cluster, which waits for none of them', () => {
    expect(roles(all(ASSIGNMENT))).toEqual([
      'aks.identity[0].principal_id | Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes',
      'aks.kubelet_identity[0].object_id | AcrPull | <group>/providers/Microsoft.ContainerRegistry/registries/images',
    ]);
    expect(dependsOn(only(CLUSTER))).toEqual([]);
  });

  test('has its roles before workloads are made', () => {
    made({ controlPlaneIdentity: 'system-assigned', registries: { images: REGISTRY } }, (aks) => {
      expect(aks.dependables.map(String)).toHaveLength(Object.keys(byId(ASSIGNMENT)).length + 2);
    });
  });
});

describe('identities that exist', () => {
  test('are taken as they are, with the roles that they need before the cluster is made', () => {
    const kubelet = { ...IDENTITY, id: `${IDENTITY.id}-kubelet`, principalId: '88888888-8888-8888-8888-888888888888' };
    const { only, all, byId } = made({ controlPlaneIdentity: IDENTITY, kubeletIdentity: kubelet });

    expect(only(CLUSTER)).toMatchObject({
      identity: { type: 'UserAssigned', identity_ids: [IDENTITY.id] },
      kubelet_identity: {
        client_id: kubelet.clientId,
        object_id: kubelet.principalId,
        user_assigned_identity_id: kubelet.id,
      },
    });
    expect(roles(all(ASSIGNMENT))).toEqual([
      `${IDENTITY.principalId} | Managed Identity Operator | <group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine-kubelet`,
      `${IDENTITY.principalId} | Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes`,
    ]);
    expect(dependsOn(only(CLUSTER)).sort()).toEqual(
      Object.keys(byId(ASSIGNMENT))
        .map((id) => `${ASSIGNMENT}.${id}`)
        .sort(),
    );
  });

  test('are refused without their ids, as a program in JavaScript may give them', () => {
    for (const kubeletIdentity of [{ id: IDENTITY.id }, { ...IDENTITY, principalId: 'mine' }]) {
      expect(refused({ kubeletIdentity: kubeletIdentity as never }).code).toBe('guid-invalid');
    }
  });

  test('are refused where they are something else', () => {
    expect(refused({ controlPlaneIdentity: { ...IDENTITY, id: REGISTRY } }).code).toBe('resource-id-of-other-type');
  });
});

test('a kubelet of AKS’ own leaves the control plane user-assigned, with no role over it', () => {
  const { only, all } = made({ kubeletIdentity: 'made-by-aks' });

  expect(only(CLUSTER).identity.type).toBe('UserAssigned');
  expect(only(CLUSTER)).not.toHaveProperty('kubelet_identity');
  expect(roles(all(ASSIGNMENT)).join()).not.toContain('Managed Identity Operator');
});

test('each subnet and zone of one’s own gives the control plane a role on it, and the zone one on the network that it is linked to', () => {
  const { all } = made({
    networking: { plugin: 'pod-subnet', podSubnet: POD_SUBNET },
    apiServerSubnet: API_SUBNET,
    privateDnsZone: ZONE,
  });

  expect(roles(all(ASSIGNMENT)).map((role) => role.split(' | ').slice(1).join(' | '))).toEqual([
    'Managed Identity Operator | aks_identities_kubelet.id',
    'Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net',
    'Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/api-server',
    'Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes',
    'Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/pods',
    'Private DNS Zone Contributor | <group>/providers/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io',
  ]);
});

test('the object ids of both are told, whoever makes them', () => {
  const told = (props: Partial<AksClusterProps>) => {
    let ids: unknown;
    made(props, (aks, stack) => (ids = resolvedIn(stack, [aks.controlPlanePrincipalId, aks.kubeletPrincipalId])));
    return ids;
  };
  expect(told({})).toEqual([
    expect.stringMatching(/control-plane_[0-9A-F]+\.principal_id\}$/),
    expect.stringMatching(/kubelet_[0-9A-F]+\.principal_id\}$/),
  ]);
  expect(told({ controlPlaneIdentity: 'system-assigned' })).toEqual([
    expect.stringMatching(/\.identity\[0\]\.principal_id\}$/),
    expect.stringMatching(/\.kubelet_identity\[0\]\.object_id\}$/),
  ]);
});

describe('a system-assigned control plane is refused', () => {
  test.each([
    ['with a kubelet identity of one’s own', { kubeletIdentity: IDENTITY }],
    ['with a private DNS zone of one’s own', { privateDnsZone: ZONE }],
    ['with a subnet of one’s own for the API server', { apiServerSubnet: API_SUBNET }],
    ['with kubenet and its route table', { networking: { plugin: 'kubenet', routeTable: ROUTES } as const }],
  ])('%s', (_, props) => {
    expect(refused({ controlPlaneIdentity: 'system-assigned', ...props })).toMatchObject({
      code: 'cluster-choices-conflict',
      where: 'stack/aks/identities',
    });
  });
});

test.each([
  ['controlPlaneIdentity', { controlPlaneIdentity: 'system' }],
  ['kubeletIdentity', { kubeletIdentity: 'own' }],
])('a word that AKS does not know is refused: %s', (field, props) => {
  const { code, message } = refused(props as never);
  expect({ code, message }).toEqual({ code: 'input-invalid', message: expect.stringContaining(field) });
});

test('a virtual network gets a role for the zone that is linked to it, and for nothing else', () => {
  const virtualNetworkId = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
  const network = { subnetId: `${virtualNetworkId}/subnets/nodes`, virtualNetworkId };
  const scopes = (props: object) =>
    roles(made({ network, ...props }).all(ASSIGNMENT)).map((role) => role.split(' | ')[2]);

  expect(scopes({})).not.toContain('<group>/providers/Microsoft.Network/virtualNetworks/net');
  for (const given of [network, { subnetId: network.subnetId }]) {
    expect(scopes({ privateDnsZone: ZONE, network: given })).toContain(
      '<group>/providers/Microsoft.Network/virtualNetworks/net',
    );
  }
});
