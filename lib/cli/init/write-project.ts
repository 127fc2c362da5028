import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PodtrustError } from '../../core/errors';

/** What a folder may have and still be empty: a repository that was just made, and what desktops leave. */
const NOTHING = ['.git', '.DS_Store', 'Thumbs.db'];

/** How many names an error lists. */
const MOST_NAMES = 8;

/**
 * Writes a project’s files into a folder that is empty or not there yet: all of them, or none. They are written beside it
 * and moved when all are there, so that a run that is stopped leaves no part of a project.
 *
 * @throws PodtrustError `folder-not-empty`, `project-unwritten`
 */
export function writeProject(folder: string, files: ReadonlyMap<string, string>): void {
  let draft: string | undefined;
  try {
    checkEmpty(folder);
    draft = mkdtempSync(join(nearestFolder(folder), '.podtrust-'));
    for (const [file, text] of files) {
      const path = join(draft, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
    }
    move(draft, folder);
  } catch (error) {
    throw PodtrustError.is(error) ? error : unwritten(folder, draft, error as NodeJS.ErrnoException);
  } finally {
    if (draft !== undefined) remove(draft);
  }
}

/** The folder itself, or the nearest one above it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}

/** Moves all that is in one folder into another one, never over anything that has come since. */
function move(draft: string, folder: string): void {
  // The first folder that had to be made, if any.
  const made = mkdirSync(folder, { recursive: true });
  const moved: string[] = [];
  try {
    for (const name of readdirSync(draft)) {
      const path = join(folder, name);
      if (existsSync(path)) throw notEmpty(folder, [name]);
      renameSync(join(draft, name), path);
      moved.push(path);
    }
  } catch (error) {
    for (const path of made === undefined ? moved : [made]) remove(path);
    throw error;
  }
}

/** What cannot be removed stays: the error that led here is the one to tell. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // See above.
  }
}

function checkEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new PodtrustError({
      code: 'folder-not-empty',
      where: folder,
      what: 'there is a file of that name already',
      remedy: 'Name another folder.',
    });
  }
  const names = readdirSync(folder)
    .filter((name) => !NOTHING.includes(name))
    .sort();
  if (names.length > 0) throw notEmpty(folder, names);
}

function notEmpty(folder: string, names: readonly string[]): PodtrustError {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const left = names.length - MOST_NAMES;
  return new PodtrustError({
    code: 'folder-not-empty',
    where: folder,
    what: `the folder has files already: ${shown}${left > 0 ? ` and ${left} more` : ''}`,
    why: 'A project is written as a whole, and over nothing of yours.',
    remedy: 'Name a new folder, as in podtrust init aws my-project.',
  });
}

function unwritten(
  folder: string,
  draft: string | undefined,
  { code = 'unknown error', path }: NodeJS.ErrnoException,
): PodtrustError {
  return new PodtrustError({
    code: 'project-unwritten',
    // Where it was to be in the end.
    where: draft !== undefined && path?.startsWith(draft) ? join(folder, path.slice(draft.length)) : folder,
    what: `the project cannot be written: ${code}`,
    why: 'Nothing of it was kept.',
    remedy: 'Name a folder that you may write to.',
  });
}
