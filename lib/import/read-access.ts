import { PodtrustError } from '../core/errors';
import { refusingDeepNesting, sourcesOf } from '../proof/input';
import type { InMemoryDocument } from '../proof/input';
import { UNREAD_FILE } from '../proof/model/kubernetes/account-maker';
import type { Model } from '../proof/model/model';
import { readWithObjects } from '../proof/read/read';
import type { PodIdentityAccess } from './access';
import { podIdentityAccess } from './pod-identity-access';

/**
 * Reads what AAD Pod Identity does in a cluster, by the readers of the proof.
 *
 * @param input paths (files, directories, `-`), or texts: objects as kubectl prints them, and Terraform
 * @param clusterOfPath the cluster that a path’s objects are in, where several were read
 * @throws PodtrustError `import-incomplete` where a file that may hold objects could not be read, `import-empty`,
 * `cluster-ambiguous`, and what the proof throws for what it cannot read
 */
export function readPodIdentityAccess(
  input: readonly (string | InMemoryDocument)[],
  clusterOfPath: ReadonlyMap<string, string> = new Map(),
): PodIdentityAccess {
  return refusingDeepNesting(() => {
    const reading = readWithObjects(sourcesOf(input), { clusterOfPath });
    refuseUnread(reading.model);
    return podIdentityAccess(reading);
  });
}

/** A program that lacks what is in a broken file would take identities away unseen. */
function refuseUnread({ accountMakers, undecided }: Model): void {
  const files = accountMakers.filter(({ kind }) => kind === UNREAD_FILE).map(({ source }) => source);
  const [first, ...more] = undecided
    .filter(({ about }) => files.includes(about))
    .map(({ about, because }) => `${about}: ${because}`);
  if (first === undefined) return;
  throw new PodtrustError({
    code: 'import-incomplete',
    what: first,
    more,
    why: 'What it holds would be missing in the program, and its pods would lose their identities in the last step.',
    remedy: 'Write the file anew, or leave it out if nothing in it takes part.',
  });
}
