import type { Instance } from '../terraform/configuration/instances/instance';
import type { ComputedAttributes, Program, Provider } from '../terraform/configuration/provider';
import { formsOfAttributes, partOfForm } from '../terraform/configuration/known-forms';
import { asText, stepText } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { AKS_ISSUER, aksIssuer } from './aks-issuer';
import { azapiOriginal } from './azapi-original';

const CLUSTER = 'azurerm_kubernetes_cluster';

/** The reference by which the azapi provider gives an AKS cluster's issuer. */
const AZAPI_ISSUER = '.output.properties.oidcIssuerProfile.issuerURL';

/** What azapi gives of a managed identity, by the name that azurerm has for it. */
const IDENTITY_OUTPUTS: ReadonlyMap<string, string> = new Map([
  ['.output.properties.clientId', 'client_id'],
  ['.output.properties.principalId', 'principal_id'],
]);

const AKS_CLUSTER: ComputedAttributes = {
  names: [AKS_ISSUER],
  of: (_, { id }, [name]) => (name === AKS_ISSUER ? aksIssuer(id) : undefined),
};

const computed: Readonly<Record<string, ComputedAttributes>> = {
  azurerm_kubernetes_cluster: AKS_CLUSTER,
  azurerm_kubernetes_automatic_cluster: AKS_CLUSTER,
  azapi_resource: {
    names: [],
    of: (program, instance, steps) => {
      const path = steps.map(stepText).join('');
      const original = azapiOriginal(program, instance);
      if (path === AZAPI_ISSUER) return aksIssuer(original.id);
      if (original === instance) return undefined;
      if (original.block.type === 'azapi_resource') return program.reference(original, steps);
      const attribute = path === '.id' ? 'id' : IDENTITY_OUTPUTS.get(path);
      return attribute === undefined ? undefined : program.reference(original, [attribute]);
    },
  },
  azapi_update_resource: {
    names: [],
    // What it changes is another resource’s, whose issuer the answer tells.
    of: (program, instance, steps) =>
      steps.map(stepText).join('') === AZAPI_ISSUER ? issuerOfChanged(program, instance) : undefined,
  },
  azuread_application: {
    names: ['application_id'],
    // Its former name.
    of: (program, instance, [name]) =>
      name === 'application_id' ? program.reference(instance, ['client_id']) : undefined,
  },
};

/** The issuer of the AKS cluster that azapi changes: one that an argument refers to, or whose resource id it is. */
function issuerOfChanged(program: Program, instance: Instance): Value | undefined {
  const target = program.target(instance, 'resource_id')?.instance;
  if (target?.block.type === 'azapi_resource') return aksIssuer(azapiOriginal(program, target).id);
  if (target?.block.type === CLUSTER) return program.reference(target, [AKS_ISSUER]);
  const id = program.text(instance, 'resource_id')?.toLowerCase();
  const named = [CLUSTER, `data.${CLUSTER}`]
    .flatMap((type) => program.instances(type))
    .filter((cluster) => asText(program.reference(cluster, ['id']))?.toLowerCase() === id);
  const [only] = named;
  return id === undefined || only === undefined || named.length > 1 ? undefined : program.reference(only, [AKS_ISSUER]);
}

/** What Azure gives each identity, by type: ids that are neither null nor empty. */
const IDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['azurerm_user_assigned_identity', ['client_id', 'principal_id', 'tenant_id']],
  ['azuread_application', ['application_id', 'client_id', 'object_id']],
  ['azuread_application_registration', ['client_id', 'object_id']],
  ['azuread_service_principal', ['client_id', 'object_id']],
]);

const ofIdentities = formsOfAttributes((type, attribute) => {
  if (IDS.get(type)?.includes(attribute)) return partOfForm(attribute);
  const hasResourceId = type === CLUSTER || type === 'azurerm_user_assigned_identity';
  return hasResourceId && attribute === 'id' ? `/${partOfForm('a resource id', 'ref')}` : undefined;
});

/** What the providers azurerm, azuread and azapi make of their resources. */
export const AZURE_PROVIDER: Provider = {
  computed,
  foundBy: {
    azurerm_kubernetes_cluster: [{ argument: 'name' }],
    azurerm_kubernetes_automatic_cluster: [{ argument: 'name' }],
    azurerm_user_assigned_identity: [{ argument: 'name' }],
    azuread_application: [{ argument: 'client_id' }, { argument: 'object_id' }, { argument: 'display_name' }],
  },
  planned: {
    azurerm_role_definition: { lists: ['permissions'] },
    azuread_group: { lists: ['dynamic_membership'] },
  },
  formOf: () => ofIdentities,
};
