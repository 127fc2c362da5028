import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PodtrustError } from '../core/errors';
import { LOCK_FILE } from '../review/lock';

/** Whether a path is one of this machine; `-` is standard input. */
export function isThere(path: string): boolean {
  return path === '-' || existsSync(path);
}

/** What git prints of one file. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The text of a file in a git revision: `main:access.lock.md`, or `main` for the lock in this directory. Nothing is checked
 * out, and nothing of the revision runs.
 *
 * @throws PodtrustError `path-missing` for what cannot be a revision, `revision-unreadable` for one that git does not have
 */
export function textOfRevision(path: string): string {
  const [, revision, file = LOCK_FILE] = /^([^:\s-][^:\s]*)(?::(.+))?$/.exec(path) ?? [];
  if (revision === undefined) {
    throw new PodtrustError({ code: 'path-missing', where: path, what: 'is neither a path nor a git revision' });
  }
  try {
    // Relative to this directory, as other paths are.
    const inTree = file.startsWith('./') || file.startsWith('/') ? file : `./${file}`;
    return execFileSync('git', ['cat-file', 'blob', `${revision}:${inTree}`], {
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    const why = code === 'ENOENT' ? 'there is no git here' : (stderr ?? '').trim().split('\n')[0] || 'git failed';
    throw new PodtrustError({
      code: 'revision-unreadable',
      where: path,
      what: `is no path here, and not readable as ${revision}:${file}: ${why}`,
      remedy: `Name a path that exists, or a revision that has the file: git show ${revision}:${file} has to print it. A shallow clone needs git fetch first.`,
    });
  }
}
