import { PodtrustError } from '../../core';

/** Two settings of a cluster that AKS does not accept together. */
export function choicesConflict(where: string, what: string, why: string, remedy: string): PodtrustError {
  return new PodtrustError({ code: 'cluster-choices-conflict', where, what, why, remedy });
}

/**
 * Refuses a resource that is given under two names: Azure has a role of an identity once at a scope. Tokens pass.
 *
 * @throws PodtrustError `scope-given-twice`
 */
export function checkScopesOnce(field: string, ids: Readonly<Record<string, string>>, where: string): void {
  const seen = new Map<string, string>();
  for (const [name, id] of Object.entries(ids)) {
    const first = seen.get(id.toLowerCase());
    if (first === undefined) {
      seen.set(id.toLowerCase(), name);
      continue;
    }
    throw new PodtrustError({
      code: 'scope-given-twice',
      where,
      what: `${field} has ${id} as ${first} and as ${name}`,
      why: 'Azure has a role of an identity once at a scope, and answers RoleAssignmentExists to the second.',
      remedy: 'Give it once.',
    });
  }
}
