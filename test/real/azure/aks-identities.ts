import { randomUUID } from 'node:crypto';
import type { Json, Putting } from './azure-computes';

/** A resource that Azure makes with another one. */
interface Child {
  readonly id: string;
  readonly body: Json;
}

/** Add-ons for which AKS makes an identity, by where they are in the cluster's properties, and how the identity is called. */
const ADDONS: readonly (readonly [path: readonly string[], name: string])[] = [
  [['addonProfiles', 'omsagent'], 'omsagent'],
  [['addonProfiles', 'aciConnectorLinux'], 'aciconnectorlinux'],
  [['addonProfiles', 'ingressApplicationGateway'], 'ingressapplicationgateway'],
  [['addonProfiles', 'azureKeyvaultSecretsProvider'], 'azurekeyvaultsecretsprovider'],
  [['ingressProfile', 'webAppRouting'], 'webapprouting'],
];

/**
 * The identities that AKS makes in the resource group of the nodes: the kubelet's where none is given, and one for each add-on
 * that needs one. Source: AKS, "Summary of managed identities used by AKS".
 *
 * @param group the resource id of the nodes' resource group
 */
export function identitiesOfAks(
  { name, asked, resource }: Putting,
  group: string,
): { readonly properties: Json; readonly children: readonly Child[] } {
  const properties: Json = {};
  const children: Child[] = [{ id: group, body: { location: asked.location } }];
  const make = (identityName: string): Json => {
    const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identityName}`;
    const { clientId = randomUUID(), principalId = randomUUID() } = (resource(id)?.properties ?? {}) as Json;
    children.push({ id, body: { location: asked.location, properties: { clientId, principalId } } });
    return { resourceId: id, clientId, objectId: principalId };
  };
  const given = (asked.properties ?? {}) as Json;
  const isServicePrincipal = ![undefined, 'msi'].includes(
    (given.servicePrincipalProfile as Json | undefined)?.clientId as string | undefined,
  );
  if (given.identityProfile === undefined && !isServicePrincipal) {
    properties.identityProfile = { kubeletidentity: make(`${name}-agentpool`) };
  }
  for (const [[first, second], prefix] of ADDONS) {
    const addon = ((given[first!] ?? {}) as Json)[second!] as Json | undefined;
    if (addon?.enabled !== true) continue;
    properties[first!] = {
      ...((properties[first!] ?? {}) as Json),
      [second!]: { identity: make(`${prefix}-${name}`) },
    };
  }
  return { properties, children };
}
