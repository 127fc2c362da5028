import { AKS_ADDONS, AKS_EXTENSIONS, ALWAYS } from '../../../core/kubernetes/addon-accounts';
import type { AksAddon } from '../../../core/kubernetes/addon-accounts';
import { ENTRA_AUDIENCE } from '../../../core/trust/audience';
import type { IdentityReference } from '../../model/identity/identity-reference';
import { hasSymbol } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { aksClusterOf, field } from './azapi-resources';

/** The add-ons of a cluster as azurerm writes it. */
export function addonsOf(program: TerraformProgram, instance: Instance): readonly AksAddon[] {
  return AKS_ADDONS.filter(({ argument, value }) => isOn(argumentOf(program, instance, argument), value));
}

/** The add-ons of an automatic cluster as azurerm writes it. */
export function addonsOfAutomatic(program: TerraformProgram, instance: Instance): readonly AksAddon[] {
  return AKS_ADDONS.filter(
    ({ automatic }) =>
      automatic === ALWAYS || (automatic !== undefined && isOn(argumentOf(program, instance, [automatic]))),
  );
}

/** The add-ons of a cluster as the API has it. */
export function addonsOfApi(properties: ValueObject, isAutomatic: boolean): readonly AksAddon[] {
  return AKS_ADDONS.filter(({ automatic, property, value }) => {
    if (isAutomatic && automatic === ALWAYS) return true;
    const own = property.reduce<Value | undefined>((parent, name) => field(parent, name), properties);
    return isOn(own, value);
  });
}

/** The extensions that are installed in clusters. */
export function readAksExtensions(program: TerraformProgram, parts: CloudParts): void {
  for (const instance of program.instances('azurerm_kubernetes_cluster_extension')) {
    const { type, namespace, accounts } = extensionOf(program, instance);
    parts.addons.push({
      source: instance.id,
      cluster: aksClusterOf(program, parts, instance, 'cluster_id')?.id,
      name: type,
      namespace,
      accounts,
    });
  }
}

/** Where an extension is told the client id of its identity, and the account that then has it in any case. */
const IDENTITY_SETTINGS: Readonly<Record<string, { readonly setting: string; readonly account: string }>> = {
  'microsoft.flux': { setting: 'workloadIdentity.azureClientId', account: 'source-controller' },
};

/** The identities that extensions are told of: they annotate their service accounts themselves. */
export function readExtensionIdentities(
  program: TerraformProgram,
  parts: CloudParts,
  clusters: readonly string[],
  references: IdentityReference[],
): void {
  for (const instance of program.instances('azurerm_kubernetes_cluster_extension')) {
    const { type, namespace } = extensionOf(program, instance);
    const told = IDENTITY_SETTINGS[type];
    if (!told || namespace === undefined) continue;
    const settings = program.attribute(instance, 'configuration_settings');
    const text = asText(field(settings, told.setting));
    if (text === undefined) continue;
    const cluster = aksClusterOf(program, parts, instance, 'cluster_id')?.id;
    references.push({
      clusters: cluster === undefined ? clusters : [cluster],
      id: instance.id,
      mechanism: 'entra-workload-identity',
      text,
      audience: ENTRA_AUDIENCE,
      owner: { kind: 'account', account: { namespace, name: told.account } },
      at: instance.at,
    });
  }
}

/** An extension's type, and the namespace and the service accounts that are known of it. */
export function extensionOf(
  program: TerraformProgram,
  instance: Instance,
): { readonly type: string; readonly namespace?: string; readonly accounts?: readonly string[] } {
  const type = (program.text(instance, 'extension_type') ?? '').toLowerCase();
  const chosen = program.text(instance, 'release_namespace') ?? program.text(instance, 'target_namespace');
  const known = AKS_EXTENSIONS.get(type);
  const isKnownNamespace = chosen === undefined || (!hasSymbol(chosen) && chosen !== '');
  return {
    type,
    namespace: isKnownNamespace ? (chosen ?? known?.namespace) : undefined,
    accounts: known?.accounts,
  };
}

function argumentOf(
  program: TerraformProgram,
  instance: Instance,
  [name, inner]: readonly [string] | readonly [string, string],
): Value | undefined {
  if (inner !== undefined) return program.nested(instance, name)[0]?.[inner];
  const value = program.attribute(instance, name);
  return typeof value === 'object' ? program.nested(instance, name)[0] : value;
}

/** Whether an add-on is on; a value that is not known yet counts as on, since something may be made then. */
function isOn(value: Value | undefined, wanted?: string): boolean {
  if (wanted !== undefined) return value === wanted;
  if (Array.isArray(value)) return value.length > 0;
  return ![undefined, null, false, 'false', '', 'Disabled'].includes(value as string);
}
