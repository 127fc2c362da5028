import { PodtrustError, isKnown } from '../core';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Refuses what Entra would not find: a name or an address where it wants an object's id. Tokens pass.
 *
 * @param what what the value is, as the message shows it
 * @param where the construct's path
 * @throws PodtrustError `guid-invalid`
 */
export function checkGuid(what: string, value: string, where?: string): void {
  if (typeof value === 'string' && (!isKnown(value) || GUID.test(value))) return;
  throw new PodtrustError({
    code: 'guid-invalid',
    where,
    what: `${JSON.stringify(value) ?? 'nothing'} is not ${what}`,
    why: 'Entra names tenants and principals by GUID; Azure refuses a display name, a domain or an address.',
    remedy: 'Give the GUID: `az account show --query tenantId`, `az ad user|group|sp show --id NAME --query id`.',
  });
}
