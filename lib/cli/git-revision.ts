import { execFileSync } from 'node:child_process';
import type { ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PodtrustError } from '../core/errors';
import { SETTINGS_FILES } from '../proof/settings/settings-file';
import { LOCK_FILE } from '../review/lock';

/** Whether a path is one of this machine; `-` is standard input. */
export function isThere(path: string): boolean {
  return path === '-' || existsSync(path);
}

/** Without what git says on standard error. */
const QUIETLY: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };

/** What git prints of one file. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The text of a file in a git revision: `main:access.lock.md`, or `main` for the lock in this directory. Nothing is checked
 * out, and nothing of the revision runs.
 *
 * @throws PodtrustError `path-missing` for what cannot be a revision, `revision-unreadable` for one that git does not have
 */
export function textOfRevision(path: string): string {
  const [revision, file = LOCK_FILE] = partsOf(path);
  try {
    // Relative to this directory, as other paths are.
    const inTree = file.startsWith('./') || file.startsWith('/') ? file : `./${file}`;
    return execFileSync('git', ['cat-file', 'blob', `${revision}:${inTree}`], {
      ...QUIETLY,
      maxBuffer: MOST_BYTES,
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

/** Another file of the revision that a path is in; nothing where it has none. */
export function otherOfRevision(path: string, file: string): string | undefined {
  const [revision] = partsOf(path);
  try {
    return textOfRevision(`${revision}:${file}`);
  } catch (error) {
    if (PodtrustError.is(error)) return undefined;
    throw error;
  }
}

function partsOf(path: string): [revision: string, file: string | undefined] {
  const [, revision, file] = /^([^:\s-][^:\s]*)(?::(.+))?$/.exec(path) ?? [];
  if (revision === undefined) {
    throw new PodtrustError({ code: 'path-missing', where: path, what: 'is neither a path nor a git revision' });
  }
  return [revision, file];
}

/**
 * The podtrust.yaml of a git revision, as a run in this directory would find it there: here or above, as far as the repository
 * goes. Nothing where the revision has none.
 *
 * @throws PodtrustError `revision-unreadable`; `settings-invalid` where one directory has two
 */
export function settingsOfRevision(path: string): { readonly file: string; readonly text: string } | undefined {
  const [revision] = partsOf(path);
  try {
    const prefix = execFileSync('git', ['rev-parse', '--show-prefix'], QUIETLY).trim();
    const folders = prefix.split('/').filter((part) => part !== '');
    const above = folders.map((_, index) => [...folders.slice(0, folders.length - index), ''].join('/'));
    const candidates = [...above, ''].map((folder) => SETTINGS_FILES.map((name) => `${folder}${name}`));
    const listed = execFileSync(
      'git',
      ['ls-tree', '-z', '--name-only', '--full-tree', revision, '--', ...candidates.flat()],
      QUIETLY,
    );
    const there = new Set(listed.split('\0'));
    for (const [index, names] of candidates.entries()) {
      const found = names.filter((name) => there.has(name));
      if (found.length > 1) {
        throw new PodtrustError({
          code: 'settings-invalid',
          where: revision,
          what: `a directory of the revision holds both ${SETTINGS_FILES.join(' and ')}`,
          remedy: 'Keep one of them.',
        });
      }
      if (found[0] === undefined) continue;
      const text = execFileSync('git', ['cat-file', 'blob', `${revision}:${found[0]}`], QUIETLY);
      return { file: `${'../'.repeat(index)}${found[0].slice(found[0].lastIndexOf('/') + 1)}`, text };
    }
    return undefined;
  } catch (error) {
    if (PodtrustError.is(error)) throw error;
    const { stderr } = error as { stderr?: string };
    throw new PodtrustError({
      code: 'revision-unreadable',
      where: path,
      what: `has a podtrust.yaml that git does not give: ${(stderr ?? '').trim().split('\n')[0] || 'git failed'}`,
      remedy: 'A shallow clone needs git fetch first; or name the settings of the base with --base-config.',
    });
  }
}
