import { isKnown } from '../../core';

/**
 * A role's and its scope's names as a construct id: cdktf refuses spaces.
 *
 * A name that is a token stays out: the token's number depends on what was made before, and the state's address with it.
 */
export function grantId(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && isKnown(part))
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
