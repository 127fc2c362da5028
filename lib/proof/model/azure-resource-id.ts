import { isNo } from './known/known';
import { hasSymbol, inLowerCase, isSymbol, referenceOfSymbol } from './known/symbol';
import { equal } from './known/text';

/** The resource group of a resource id; what is between slashes may hold symbols, whose reference may have slashes. */
const GROUP =
  /^\/subscriptions\/(?:[^/\uE000]|\uE000[^\uE001]*\uE001)+\/resourceGroups\/((?:[^/\uE000]|\uE000[^\uE001]*\uE001)+)\//i;

/** A resource id of a user-assigned managed identity, and of what may be one once it is known. */
const MANAGED_IDENTITY =
  /^\/subscriptions\/.+\/resourceGroups\/.+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** Attributes that are never a resource id of Azure: those of Entra, and the ids that Entra knows an identity by. */
const OF_ENTRA =
  /(?:^|[/.])(?<!(?:module|local|var)\.)(?:azuread_\w+\.|(?:azurerm|azapi)_\w+\..*\.(?:client_id|clientId|principal_id|principalId|object_id|tenant_id)$)/;

/** Whether a text is certainly not the resource id of a user-assigned managed identity, whatever turns out of what is not known. */
export function isNoManagedIdentityId(text: string): boolean {
  if (isSymbol(text)) return OF_ENTRA.test(referenceOfSymbol(text));
  return !hasSymbol(text) && !MANAGED_IDENTITY.test(text);
}

/** What is known of a resource of Azure before apply. */
export interface AzureResource {
  readonly resourceId?: string;
  readonly resourceGroup?: string;
}

/**
 * Whether a resource id may be that of a resource, as far as its own id and its resource group tell: another id that is known
 * is another resource, and so is one of the same name in another group. Azure compares without regard to case.
 */
export function mayHaveResourceId(text: string, { resourceId, resourceGroup }: AzureResource): boolean {
  const own = resourceId === undefined ? undefined : inLowerCase(resourceId);
  if (own !== undefined && isNo(equal(own, inLowerCase(text)))) return false;
  const written = GROUP.exec(text)?.[1];
  const group = resourceGroup ?? (own === undefined ? undefined : GROUP.exec(own)?.[1]);
  if (written === undefined || group === undefined || group === '') return true;
  return !isNo(equal(inLowerCase(group), inLowerCase(written)));
}

/** Whether a resource id is that of a resource. */
export function hasResourceId(text: string, { resourceId }: AzureResource): boolean {
  return text !== '' && resourceId !== undefined && inLowerCase(resourceId) === inLowerCase(text);
}
