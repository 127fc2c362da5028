import { PodtrustError, isKnown } from '../../../core';

/**
 * Refuses what STS does not accept as an external id. Tokens pass.
 *
 * @throws PodtrustError `external-id-invalid`
 * @see AWS STS API, AssumeRole: `[\w+=,.@:\/-]*`
 */
export function checkExternalId(externalId: string | undefined, where: string): void {
  if (externalId === undefined || !isKnown(externalId) || /^[\w+=,.@:/-]{2,1224}$/.test(externalId)) return;
  throw new PodtrustError({
    code: 'external-id-invalid',
    where,
    what: `the external id ${JSON.stringify(externalId)}`,
    why: 'STS accepts 2 to 1224 letters, digits and _+=,.@:/-.',
    remedy: 'Use another one.',
  });
}
