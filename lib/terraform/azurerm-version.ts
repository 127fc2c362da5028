import { Aspects, type TerraformElement, type TerraformStack } from 'cdktf';

/** The major versions of the azurerm provider whose configuration podtrust can synthesize. */
export type AzurermVersion = 4 | 5;

/** From the version that the typed package is generated from up to the next major one. */
const CONSTRAINTS: Readonly<Record<AzurermVersion, string>> = { 4: '~> 4.55', 5: '~> 5.0' };

/**
 * Synthesizes a stack for a major version of azurerm, and asks for that version.
 *
 * The typed package knows version 4. For version 5, what that version names otherwise is rewritten when the stack is
 * synthesized, resources of one's own included:
 *
 * - `azurerm_federated_identity_credential`: `user_assigned_identity_id` in place of `parent_id` and `resource_group_name`
 * - `azurerm_cosmosdb_account`: `local_authentication_enabled`, negated, in place of `local_authentication_disabled`
 * - `azurerm_kubernetes_cluster`: the required block `node_provisioning_profile`, with AKS' default, `Manual`
 *
 * Source: azurerm's 5.0 upgrade guide. Without a call, a stack is version 4, pinned as the typed package pins it.
 */
export function useAzurermVersion(stack: TerraformStack, version: AzurermVersion): void {
  stack.addOverride('terraform.required_providers.azurerm.version', CONSTRAINTS[version]);
  if (version === 5) Aspects.of(stack).add({ visit: (node) => isResource(node) && rewriteForVersion5(node) });
}

type Resource = TerraformElement & { readonly terraformResourceType: string };

function isResource(node: object): node is Resource {
  return 'terraformResourceType' in node;
}

function rewriteForVersion5(resource: Resource): void {
  switch (resource.terraformResourceType) {
    case 'azurerm_federated_identity_credential':
      if (!('parentIdInput' in resource)) return;
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
    case 'azurerm_kubernetes_cluster':
      resource.addOverride('node_provisioning_profile.mode', 'Manual');
  }
}
