import type { AzureIdentity } from '../proof/model/kubernetes/aad-pod-identity';
import type { Identity } from '../proof/model/identity/identity';
import type { Model } from '../proof/model/model';
import { hasSymbol } from '../proof/model/known/symbol';
import type { JsonObject } from '../proof/read/kubernetes/kubernetes-object';
import { objectAt, textOf } from '../proof/read/kubernetes/kubernetes-object';
import type { ImportedApplication, ImportedManagedIdentity } from './access';

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CLIENT_ID = new RegExp(`^${GUID}$`, 'i');
/** Names as Azure takes them, of a resource group and of a managed identity. */
const RESOURCE_ID = new RegExp(
  `^/subscriptions/(${GUID})/resourceGroups/([-\\w.()]{0,89}[-\\w()])/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/([a-z0-9][-\\w]{2,127})$`,
  'i',
);

/** What is known of an identity by one AzureIdentity. */
type Known<T> = Omit<T, 'key' | 'origins' | 'permissions'>;

/** The identity of an AzureIdentity, or why it cannot be one that pods get by workload identity. */
export type FoundIdentity =
  | { readonly identity: Known<ImportedManagedIdentity> | Known<ImportedApplication> }
  | { readonly because: string; readonly remedy?: string };

/**
 * Says which managed identity or application an AzureIdentity is, in what a program can be written with.
 *
 * @param object the AzureIdentity as it was read, where it is an object of its own
 */
export function importedIdentity(
  azureIdentity: AzureIdentity,
  model: Model,
  object: JsonObject | undefined,
): FoundIdentity {
  const { type, clientId, resourceId, otherIdentity, possibleIdentities } = azureIdentity;
  if (type === undefined) return { because: 'its type is none of 0, 1 and 2: NMI gives no token for it' };
  if (otherIdentity !== undefined || possibleIdentities !== undefined) {
    return {
      because: 'its resourceID and its clientID are not known to be of one identity',
      remedy: 'Correct the AzureIdentity, and import again.',
    };
  }
  if (clientId === undefined || hasSymbol(clientId) || !CLIENT_ID.test(clientId)) {
    return {
      because: `its clientID ${clientId === undefined ? 'is missing' : hasSymbol(clientId) ? 'is not known' : 'is no GUID'}, by which a service account names its identity`,
      remedy: 'Give the objects as the cluster has them: kubectl get azureidentity -A -o yaml.',
    };
  }
  if (type === 'service-principal' || type === 'certificate') {
    const { tenantID, tenantId = tenantID } = objectAt(object ?? {}, ['spec']);
    const tenant = textOf(tenantId);
    return {
      identity: {
        id: azureIdentity.identity,
        name: model.identities.find(({ id }) => id === azureIdentity.identity)?.name ?? azureIdentity.name,
        clientId: clientId.toLowerCase(),
        signsInWith: type === 'certificate' ? 'certificate' : 'client secret',
        ...(tenant !== undefined && CLIENT_ID.test(tenant) ? { tenantId: tenant.toLowerCase() } : {}),
      },
    };
  }
  const made = model.identities.find(({ id }) => id === azureIdentity.identity);
  const parts = [resourceId, made?.resourceId].flatMap((text) =>
    text === undefined ? [] : (RESOURCE_ID.exec(text) ?? []),
  );
  const [id, subscription, resourceGroup, name] = parts;
  if (id === undefined || subscription === undefined || resourceGroup === undefined || name === undefined) {
    return {
      because: `its resourceID ${resourceId === undefined ? 'is missing' : hasSymbol(resourceId) ? 'is not known' : 'is not the resource id of a managed identity'}, to which a federated credential is added`,
      remedy: 'az identity list --query "[?clientId==\'<clientID>\'].id" prints it.',
    };
  }
  return {
    identity: {
      id: azureIdentity.identity,
      name,
      resourceId: id,
      resourceGroup,
      subscription: subscription.toLowerCase(),
      clientId: clientId.toLowerCase(),
      ...(made && !isNamedAlone(made, azureIdentity) ? { madeBy: { object: made.id, at: made.at } } : {}),
    },
  };
}

/** Whether an identity is known by what AzureIdentities say of it alone. */
function isNamedAlone(identity: Identity, { resourceId }: AzureIdentity): boolean {
  return identity.existing === true && identity.id === resourceId?.toLowerCase();
}
