import type { ComputedAttributes, Provider } from '../terraform/configuration/provider';
import { stepText } from '../terraform/expression/value';
import { AKS_ISSUER, aksIssuer } from './aks-issuer';

/** The reference by which the azapi provider gives an AKS cluster's issuer. */
const AZAPI_ISSUER = '.output.properties.oidcIssuerProfile.issuerURL';

const computed: Readonly<Record<string, ComputedAttributes>> = {
  azurerm_kubernetes_cluster: {
    names: [AKS_ISSUER],
    of: (_, { id }, [name]) => (name === AKS_ISSUER ? aksIssuer(id) : undefined),
  },
  azapi_resource: {
    names: [],
    of: (_, { id }, steps) => (steps.map(stepText).join('') === AZAPI_ISSUER ? aksIssuer(id) : undefined),
  },
  azuread_application: {
    names: ['application_id'],
    // Its former name.
    of: (program, instance, [name]) =>
      name === 'application_id' ? program.reference(instance, ['client_id']) : undefined,
  },
};

/** What the providers azurerm, azuread and azapi make of their resources. */
export const AZURE_PROVIDER: Provider = {
  computed,
  foundBy: {
    azurerm_kubernetes_cluster: [{ argument: 'name' }],
    azurerm_user_assigned_identity: [{ argument: 'name' }],
    azuread_application: [{ argument: 'client_id' }, { argument: 'object_id' }, { argument: 'display_name' }],
  },
};
