import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PodtrustError } from '../../core/errors';

/** What a folder may have and still be empty: a repository that was just made, and what desktops leave. */
const NOTHING = ['.git', '.DS_Store', 'Thumbs.db'];

/** How many names an error lists. */
const MOST_NAMES = 8;

/**
 * Writes a project's files into a folder that is empty or not there yet: all of them, or none.
 *
 * @throws PodtrustError `folder-not-empty`, `project-unwritten`
 */
export function writeProject(folder: string, files: ReadonlyMap<string, string>): void {
  const undo: (() => void)[] = [];
  try {
    checkEmpty(folder);
    for (const [file, text] of files) {
      const path = join(folder, file);
      makeFolder(dirname(path), undo);
      // Never over a file that has come since.
      writeFileSync(path, text, { flag: 'wx' });
      undo.push(() => rmSync(path));
    }
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    throw PodtrustError.is(error) ? error : unwritten(folder, error as NodeJS.ErrnoException);
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
  if (names.length === 0) return;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const left = names.length - MOST_NAMES;
  throw new PodtrustError({
    code: 'folder-not-empty',
    where: folder,
    what: `the folder has files already: ${shown}${left > 0 ? ` and ${left} more` : ''}`,
    why: 'A project is written as a whole, and over nothing of yours.',
    remedy: 'Name a new folder, as in podtrust init aws my-project.',
  });
}

/** Makes a folder and those above it, and remembers how to remove those that were not there. */
function makeFolder(folder: string, undo: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}

/** What cannot be removed stays: the error that led here is the one to tell. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // See above.
  }
}

function unwritten(folder: string, { code = 'unknown error', path }: NodeJS.ErrnoException): PodtrustError {
  return new PodtrustError({
    code: 'project-unwritten',
    where: path ?? folder,
    what: `the project cannot be written: ${code}`,
    why: 'Nothing of it was kept.',
    remedy: 'Name a folder that you may write to.',
  });
}
