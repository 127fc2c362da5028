import { TerraformOutput } from 'cdktf';
import {
  AadPodIdentityRoles,
  AksCluster,
  AksPodIdentityAddon,
  type AksPodIdentityAddonProps,
  AksWorkloadIdentity,
  AzapiProvider,
  NetRawPolicy,
  NodeIdentities,
} from '../../../lib/azure';
import { type Arguments, GROUP, TENANT, errorOf, synthesized } from '../synthesized';

type Stack = Parameters<Parameters<typeof synthesized>[0]>[0];

const ID = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reports`;
const CLUSTER = { name: 'shop', id: ID, controlPlanePrincipalId: TENANT, kubeletPrincipalId: TENANT };
const REPORTS = {
  name: 'reports',
  namespace: 'shop',
  selector: 'reports',
  resourceId: IDENTITY,
  clientId: 'client',
  principalId: 'principal',
};

function made(props: Partial<AksPodIdentityAddonProps>, build?: (stack: Stack) => Partial<AksPodIdentityAddonProps>) {
  let needs: readonly string[] = [];
  const found = synthesized((stack) => {
    new AzapiProvider(stack, 'azapi');
    needs = new AksPodIdentityAddon(stack, 'addon', { cluster: CLUSTER, ...props, ...build?.(stack) }).deploymentNeeds;
  });
  return { ...found, needs, update: found.only('azapi_update_resource') };
}
const refused = (props: Partial<AksPodIdentityAddonProps>) =>
  errorOf((stack) => new AksPodIdentityAddon(stack, 'addon', { cluster: CLUSTER, ...props }));

describe('the add-on', () => {
  test('is what azapi sends to AKS’ stable API, in the words of its type', () => {
    const exceptions = [{ name: 'agent', namespace: 'ops', podLabels: { app: 'agent' } }];
    expect(made({ podIdentities: [REPORTS], exceptions }).update).toMatchObject({
      type: 'Microsoft.ContainerService/managedClusters@2026-04-01',
      resource_id: ID,
      body: {
        properties: {
          podIdentityProfile: {
            enabled: true,
            userAssignedIdentities: [
              {
                name: 'reports',
                namespace: 'shop',
                bindingSelector: 'reports',
                identity: { resourceId: IDENTITY, clientId: 'client', objectId: 'principal' },
              },
            ],
            userAssignedIdentityExceptions: exceptions,
          },
        },
      },
    });
  });

  test('comes after Managed Identity Operator of the cluster’s identity over each identity, once an identity', () => {
    const podIdentities = [REPORTS, { ...REPORTS, name: 'orders', selector: 'orders' }];
    const { update, byId } = made({ podIdentities });
    const roles = byId('azurerm_role_assignment');
    expect(Object.values(roles)).toEqual([
      expect.objectContaining({
        scope: IDENTITY,
        role_definition_name: 'Managed Identity Operator',
        principal_id: TENANT,
      }),
    ]);
    expect(update.depends_on).toEqual(Object.keys(roles).map((id) => `azurerm_role_assignment.${id}`));
  });

  test('is switched off by the API, since to take the resource away changes nothing', () => {
    const { update, all, needs } = made({ enabled: false, podIdentities: [] });
    expect(update.body).toEqual({ properties: { podIdentityProfile: { enabled: false } } });
    expect(all('azurerm_role_assignment')).toEqual([]);
    expect(needs).toEqual([]);
  });

  test('tells of the feature to register, and of its end', () => {
    const { needs } = made({});
    expect(needs[0]).toContain(
      'az feature register --namespace Microsoft.ContainerService --name EnablePodIdentityPreview',
    );
    expect(needs[1]).toContain('September 2025');
  });

  test('is for an AksCluster that is made, and waits for it', () => {
    const { update, all } = made({ podIdentities: [REPORTS] }, (stack) => ({
      cluster: new AksCluster(stack, 'cluster', {
        name: 'new',
        resourceGroupName: 'rg',
        location: 'westeurope',
        tenantId: TENANT,
        network: { subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes` },
      }),
    }));
    expect(update.resource_id).toMatch(/^\$\{azurerm_kubernetes_cluster\..*\.id\}$/);
    expect(update.depends_on).toEqual(expect.arrayContaining([expect.stringMatching(/^azurerm_kubernetes_cluster\./)]));
    const principals = all('azurerm_role_assignment')
      .filter(({ scope }) => scope === IDENTITY)
      .map(({ principal_id }) => principal_id);
    expect(principals).toEqual([expect.stringMatching(/control-plane.*\.principal_id/)]);
  });

  test.each<[string, Partial<AksPodIdentityAddonProps>, string, RegExp]>([
    ['a cluster without its id', { cluster: { ...CLUSTER, id: undefined } }, 'cluster-id-missing', /az aks show/],
    [
      'a cluster without its identity',
      { cluster: { ...CLUSTER, controlPlanePrincipalId: undefined }, podIdentities: [REPORTS] },
      'cluster-principal-missing',
      /identity\.principalId/,
    ],
    [
      'more than 200 identities',
      { podIdentities: Array.from({ length: 201 }, (_, n) => ({ ...REPORTS, name: `id-${n}` })) },
      'aad-pod-identity-over-limit',
      /201 pod identities/,
    ],
    [
      'more than 200 exceptions',
      {
        exceptions: Array.from({ length: 201 }, (_, n) => ({
          name: `e-${n}`,
          namespace: 'ops',
          podLabels: { a: 'b' },
        })),
      },
      'aad-pod-identity-over-limit',
      /201 pod identity exceptions/,
    ],
    ['two of one name', { podIdentities: [REPORTS, REPORTS] }, 'aad-pod-identity-invalid', /two pod identities/],
    ['a name that is none', { podIdentities: [{ ...REPORTS, name: 'Reports' }] }, 'name-invalid', /Reports/],
    ['a selector that is none', { podIdentities: [{ ...REPORTS, selector: '' }] }, 'name-invalid', /label/],
    [
      'an exception without labels',
      { exceptions: [{ name: 'e', namespace: 'ops', podLabels: {} }] },
      'aad-pod-identity-invalid',
      /excepts no pod/,
    ],
    [
      'AKS’ own exception',
      { exceptions: [{ name: 'aks-addon-exception', namespace: 'kube-system', podLabels: { a: 'b' } }] },
      'aad-pod-identity-invalid',
      /AKS makes it itself/,
    ],
  ])('is refused %s', (_, props, code, message) => {
    expect(refused(props)).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('with kubenet', () => {
  const cluster = { ...CLUSTER, networkPlugin: 'kubenet' as const };

  test('the add-on is refused unless it is opted in', () => {
    expect(refused({ cluster })).toMatchObject({
      code: 'aad-pod-identity-kubenet',
      message: expect.stringMatching(/ARP spoofing[^]*NetRawPolicy/),
    });
  });

  test('it comes after the Azure Policy that makes pods drop NET_RAW, kube-system excluded', () => {
    const { update, byId } = made({ cluster }, (stack) => ({
      kubenet: { netRawDroppedBy: new NetRawPolicy(stack, 'policy', { cluster, exceptNamespaces: ['lab'] }) },
    }));
    const [[id, policy]] = Object.entries(byId('azurerm_resource_policy_assignment')) as [[string, Arguments]];
    expect(update.body.properties.podIdentityProfile.allowNetworkPluginKubenet).toBe(true);
    expect(update.depends_on).toContain(`azurerm_resource_policy_assignment.${id}`);
    expect(policy).toMatchObject({
      resource_id: ID,
      policy_definition_id: expect.stringMatching(/c26596ff-4d70-4e6a-9a30-c2506bd2f80c$/),
      enforce: true,
    });
    expect(JSON.parse(policy.parameters)).toEqual({
      effect: { value: 'deny' },
      excludedNamespaces: { value: ['kube-system', 'gatekeeper-system', 'azure-arc', 'lab'] },
      allowedCapabilities: { value: ['*'] },
      requiredDropCapabilities: { value: ['NET_RAW'] },
    });
  });

  test('Gatekeeper’s constraint is told of, since it is an object of the cluster', () => {
    const { needs } = made({ cluster, kubenet: { netRawDroppedBy: 'gatekeeper' } });
    expect(needs.join(' ')).toMatch(/K8sPSPCapabilities/);
  });
});

describe('standard mode', () => {
  test('gives the kubelet Virtual Machine Contributor on the nodes’ group, and Managed Identity Operator on each identity alone', () => {
    const { all } = synthesized((stack) => {
      new AadPodIdentityRoles(stack, 'roles', {
        cluster: CLUSTER,
        nodeResourceGroup: GROUP,
        identities: { reports: IDENTITY },
      });
    });
    expect(
      all('azurerm_role_assignment').map(({ role_definition_name: role, scope, principal_id }) => [
        role,
        scope,
        principal_id,
      ]),
    ).toEqual([
      ['Managed Identity Operator', IDENTITY, TENANT],
      ['Virtual Machine Contributor', GROUP, TENANT],
    ]);
  });

  test('is refused a cluster whose kubelet’s identity is not known', () => {
    const error = errorOf((stack) => {
      const cluster = { ...CLUSTER, kubeletPrincipalId: undefined };
      new AadPodIdentityRoles(stack, 'roles', { cluster, nodeResourceGroup: GROUP, identities: {} });
    });
    expect(error.code).toBe('cluster-principal-missing');
  });
});

test('managed mode puts the identities on the scale sets, beside those that are there', () => {
  const scaleSet = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-workload-1-vmss`;
  const { only } = synthesized((stack) => {
    new AzapiProvider(stack, 'azapi');
    new NodeIdentities(stack, 'nodes', { scaleSets: { workload: scaleSet }, identities: [IDENTITY] });
  });
  expect(only('azapi_update_resource')).toMatchObject({
    type: 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01',
    resource_id: scaleSet,
    body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [IDENTITY]: {} } } },
  });
});

describe('workload identity beside it', () => {
  test('is switched on with the issuer, whose URL Azure answers', () => {
    const { only, json } = synthesized((stack) => {
      new AzapiProvider(stack, 'azapi');
      const beside = new AksWorkloadIdentity(stack, 'beside', { cluster: { name: 'shop', id: ID } });
      new TerraformOutput(stack, 'issuer', { value: beside.issuer.url });
    });
    expect(only('azapi_update_resource')).toMatchObject({
      resource_id: ID,
      body: {
        properties: {
          oidcIssuerProfile: { enabled: true },
          securityProfile: { workloadIdentity: { enabled: true } },
        },
      },
      response_export_values: ['properties.oidcIssuerProfile.issuerURL'],
    });
    expect(json.output.issuer.value).toMatch(
      /^\$\{azapi_update_resource\..*\.output\.properties\.oidcIssuerProfile\.issuerURL\}$/,
    );
  });

  test('has the issuer that it is told, before Azure answers, and refuses one that lacks its slash', () => {
    const issuerUrl = `https://westeurope.oic.prod-aks.azure.com/${TENANT}/${TENANT}/`;
    const make = (url: string) => (stack: Stack) => {
      new AzapiProvider(stack, 'azapi');
      const beside = new AksWorkloadIdentity(stack, 'beside', { cluster: { name: 'shop', id: ID }, issuerUrl: url });
      expect(beside.issuer.url).toBe(issuerUrl);
    };
    expect(synthesized(make(issuerUrl)).only('azapi_update_resource')).toMatchObject({ resource_id: ID });
    expect(errorOf(make(issuerUrl.slice(0, -1))).code).toBe('issuer-slash-lost');
  });

  test('before the step nothing is made, and the issuer is refused', () => {
    const error = errorOf((stack) => {
      const beside = new AksWorkloadIdentity(stack, 'beside', { cluster: { name: 'shop', id: ID }, enabled: false });
      expect(beside.resource).toBeUndefined();
      return void beside.issuer;
    });
    expect(error.code).toBe('issuer-missing');
  });
});
