import type { TerraformElement, TerraformStack } from 'cdktf';
import { PodtrustError } from '../core';
import { resolvedIn } from './resolved';
import { visitAtSynthesis } from './visit-at-synthesis';

/** The major versions of the azurerm provider whose configuration podtrust can synthesize. */
export type AzurermVersion = 4 | 5;

/** From the version that has all new names up to the next major one; 4 and 5 by default. */
const CONSTRAINTS: Readonly<Record<AzurermVersion | 'both', string>> = {
  4: '~> 4.78',
  5: '~> 5.0',
  both: '>= 4.78, < 6.0',
};

/**
 * Synthesizes a stack for azurerm 4.78 up to 5.x, whose configuration can be the same.
 *
 * The typed package is made from 4.55, that of CDK Terrain from 4.73: that is what TypeScript offers. The version here is
 * what Terraform installs, and it knows all that an earlier 4.x did. What has another name since is rewritten when the stack is
 * synthesized, resources of one's own included:
 *
 * - `azurerm_federated_identity_credential` (4.65): `user_assigned_identity_id` in place of `parent_id` and
 *   `resource_group_name`
 * - `azurerm_cosmosdb_account` (4.78): `local_authentication_enabled`, negated, in place of `local_authentication_disabled`
 * - `azurerm_kubernetes_cluster` (4.57): the block `node_provisioning_profile`, required by 5, with AKS' default, `Manual`
 * - `azurerm_key_vault`: `rbac_authorization_enabled`, required by 5, with the default of 4, false
 *
 * `azurerm_private_dns_zone_virtual_network_link` has no argument for its zone that is valid in both: a stack with one must
 * say the version. For 5 it gets `private_dns_zone_id` in place of `private_dns_zone_name` and `resource_group_name`.
 *
 * Version 5 registers no resource providers by itself: list them in the provider's `resourceProvidersToRegister`. It knows
 * a storage container's account by `storageAccountId` alone.
 *
 * Source: azurerm's 5.0 upgrade guide and its changelog of 4. Without a call, a stack is pinned as the typed package pins it.
 *
 * @param version the only major version to allow. Default both
 * @throws PodtrustError `azurerm-version-missing` at synthesis
 */
export function useAzurermVersion(stack: TerraformStack, version?: AzurermVersion): void {
  stack.addOverride('terraform.required_providers.azurerm.version', CONSTRAINTS[version ?? 'both']);
  visitAtSynthesis(stack, (node) => isResource(node) && rewrite(node, version));
}

/**
 * Refuses a stack whose azurerm is certain to be older than 5, for a resource that no earlier one has.
 *
 * @param resource what the stack has, for the message
 * @throws PodtrustError `azurerm-version-missing`
 */
export function checkHasAzurerm5(resource: TerraformElement, type: string): void {
  const stack = resource.cdktfStack;
  const { rawOverrides } = stack as unknown as { readonly rawOverrides?: Overrides };
  const provider = stack.node.findAll().find(isAzurerm);
  const constraint =
    rawOverrides?.terraform?.required_providers?.azurerm?.version ??
    provider?.terraformGeneratorMetadata?.providerVersionConstraint;
  if (constraint === undefined || !/^(?:~>|=)?\s*[0-4](?:\.|$)/.test(constraint)) return;
  throw new PodtrustError({
    code: 'azurerm-version-missing',
    where: resource.node.path,
    what: `the stack is for azurerm ${constraint}, and has an ${type}`,
    why: 'azurerm has it from 5.0 on: Terraform would know no such type.',
    remedy: 'Call useAzurermVersion(stack, 5).',
  });
}

interface Overrides {
  readonly terraform?: {
    readonly required_providers?: { readonly azurerm?: { readonly version?: string } };
  };
}

interface AzurermProvider {
  readonly terraformGeneratorMetadata?: { readonly providerVersionConstraint?: string };
}

function isAzurerm<Node extends object>(node: Node): node is Node & AzurermProvider {
  return 'terraformResourceType' in node && node.terraformResourceType === 'azurerm';
}

type Resource = TerraformElement & { readonly terraformResourceType: string };

function isResource(node: object): node is Resource {
  return 'terraformResourceType' in node;
}

function rewrite(resource: Resource, version?: AzurermVersion): void {
  switch (resource.terraformResourceType) {
    case 'azurerm_federated_identity_credential':
      // Newer packages type both; one that is given the new name already has no old one.
      if (!('parentIdInput' in resource) || resource.parentIdInput === undefined) return;
      resource.addOverride('user_assigned_identity_id', resource.parentIdInput);
      resource.addOverride('parent_id', undefined);
      resource.addOverride('resource_group_name', undefined);
      return;
    case 'azurerm_cosmosdb_account':
      if (!('localAuthenticationDisabledInput' in resource)) return;
      if (typeof resource.localAuthenticationDisabledInput !== 'boolean') return;
      resource.addOverride('local_authentication_enabled', !resource.localAuthenticationDisabledInput);
      resource.addOverride('local_authentication_disabled', undefined);
      return;
    case 'azurerm_key_vault':
      if (
        'skuNameInput' in resource &&
        !('rbacAuthorizationEnabledInput' in resource && resource.rbacAuthorizationEnabledInput !== undefined)
      ) {
        resource.addOverride('rbac_authorization_enabled', false);
      }
      return;
    case 'azurerm_private_dns_zone_virtual_network_link':
      if (!('privateDnsZoneNameInput' in resource)) return;
      if (version === undefined) throw versionMissing(resource);
      if (version === 4) return;
      resource.addOverride('private_dns_zone_id', zoneId(resource, resource.privateDnsZoneNameInput as string));
      resource.addOverride('private_dns_zone_name', undefined);
      resource.addOverride('resource_group_name', undefined);
      return;
    case 'azurerm_kubernetes_cluster':
      if (!('defaultNodePoolInput' in resource) || hasProvisioningProfile(resource)) return;
      resource.addOverride('node_provisioning_profile.mode', 'Manual');
  }
}

/** Whether a cluster says itself who provisions its nodes: by an argument, which newer packages type, or by an override. */
function hasProvisioningProfile(cluster: Resource): boolean {
  if ('nodeProvisioningProfileInput' in cluster && cluster.nodeProvisioningProfileInput !== undefined) return true;
  const { rawOverrides } = cluster as unknown as { readonly rawOverrides?: Readonly<Record<string, unknown>> };
  return rawOverrides?.node_provisioning_profile !== undefined;
}

/** The id of the zone whose name a link refers to; a name that is written out says nothing of its id. */
function zoneId(link: Resource, zoneName: string): string {
  const reference = /^\$\{(azurerm_private_dns_zone\.[\w-]+)\.name\}$/.exec(resolvedIn(link.cdktfStack, zoneName));
  if (reference) return `\${${reference[1]}.id}`;
  throw new PodtrustError({
    code: 'azurerm-argument-unknown',
    where: link.node.path,
    what: `privateDnsZoneName is "${zoneName}"`,
    why: 'azurerm 5 asks for the id of the zone, and no id follows from a name.',
    remedy: 'Give the `name` of a PrivateDnsZone of the stack.',
  });
}

function versionMissing(resource: Resource): PodtrustError {
  return new PodtrustError({
    code: 'azurerm-version-missing',
    where: resource.node.path,
    what: `the stack is for azurerm 4 and 5, and has an ${resource.terraformResourceType}`,
    why: 'Version 4 requires private_dns_zone_name, which version 5 does not know: it requires private_dns_zone_id.',
    remedy: 'Give the version to useAzurermVersion: 4 or 5.',
  });
}
