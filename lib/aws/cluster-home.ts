import { PodtrustError, isKnown } from '../core';

/** What every region's name is like: `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]+(?:-[a-z]+)+-\d+$/;

/**
 * Refuses what cannot be the name of an AWS region. Tokens pass.
 *
 * @throws PodtrustError `region-invalid`
 */
export function checkRegion(region: string, where: string): void {
  if (typeof region === 'string' && (!isKnown(region) || REGION.test(region))) return;
  const zone = /^(.+-\d+)[a-z]$/.exec(String(region))?.[1];
  throw new PodtrustError({
    code: 'region-invalid',
    where,
    what: `the region ${JSON.stringify(region)}`,
    why: 'No region of AWS has such a name: ARNs, and addresses of services, would be of nowhere.',
    remedy: zone ? `Give the region of this availability zone, ${zone}.` : 'Give it like eu-west-1, in small letters.',
  });
}

/**
 * Refuses what cannot be the id of an AWS account. Tokens pass.
 *
 * @throws PodtrustError `account-id-invalid`
 */
export function checkAccountId(accountId: string | undefined, where: string): void {
  if (accountId === undefined) return;
  if (typeof accountId === 'string' && (!isKnown(accountId) || /^\d{12}$/.test(accountId))) return;
  throw new PodtrustError({
    code: 'account-id-invalid',
    where,
    what: `the account id ${JSON.stringify(accountId)}`,
    why: 'AWS account ids have twelve digits: a trust that asks for another one admits nobody.',
    remedy: 'Give it like 111122223333, as text, with its zeros at the front.',
  });
}
