import type { IConstruct } from 'constructs';
import { type NamePlace, useName as useNameOf } from '../terraform/name-uses';

/** Names of roles. IAM and STS quotas, "IAM name requirements". */
export const OF_ROLES = { kind: 'an IAM role', once: 'an account, whatever its case', anyCase: true } as const;

/**
 * Notes that a construct takes a name of AWS, and refuses one that another of the stack has. Tokens pass.
 *
 * @throws PodtrustError `name-taken`
 */
export function useName(scope: IConstruct, name: string | undefined, place: Omit<NamePlace, 'cloud'>): void {
  useNameOf(scope, name, { ...place, cloud: 'AWS' });
}
