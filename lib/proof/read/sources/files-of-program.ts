import { readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, posix, relative } from 'node:path';
import { PodtrustError } from '../../../core/errors';
import type { Document, Source } from '../document';
import { readBytes } from './read-bytes';
import type { Directory } from '../terraform/configuration/configuration';
import type { FileContent, ProgramFiles } from '../terraform/configuration/evaluation/program-files';

/** Larger files are none that a policy is kept in. */
const MAXIMUM_SIZE = 8 * 1024 * 1024;

/** Files that a `fileset()` may walk over. */
const MOST_FILES = 10_000;

const OUTSIDE = 'it leads out of the directories that were named and of their modules, where nothing is read';

/** The files that functions of a program read: below the directories that were named and their modules, and in memory. */
export class FilesOfProgram implements ProgramFiles {
  private readonly inMemory: ReadonlyMap<string, Document>;
  private readonly given: readonly Directory[];
  private readonly used = new Set<string>();

  public constructor(sources: readonly Source[]) {
    const documents = sources.flatMap((source) => source.documents);
    this.inMemory = new Map(documents.filter(({ path }) => path === undefined).map((one) => [one.file, one]));
    const directories = documents.map(({ file, path }): Directory => ({
      shown: posix.dirname(file),
      path: path === undefined ? undefined : posix.dirname(path),
    }));
    this.given = [...new Map(directories.map((one) => [one.shown, one])).values()];
  }

  /** Whether a function read a document. */
  public wasRead({ file }: Document): boolean {
    return this.used.has(file);
  }

  public read(root: Directory, allowed: readonly Directory[], path: string): FileContent | undefined {
    const shown = posix.join(root.shown, path);
    if (root.path === undefined) {
      if (posix.isAbsolute(path) || leadsOut(shown)) return { refused: OUTSIDE };
      this.used.add(shown);
      const document = this.inMemory.get(shown);
      return document && { bytes: Buffer.from(document.text, 'utf8') };
    }
    const place = this.placeOf(root.path, allowed, path);
    if (typeof place !== 'string') return place;
    if (!isKind(place, 'isFile')) return undefined;
    this.used.add(shown);
    try {
      if (statSync(place).size > MAXIMUM_SIZE) return { refused: `it is larger than ${MAXIMUM_SIZE / 1024 / 1024} MB` };
      return { bytes: readBytes(place, shown) };
    } catch (error) {
      return { refused: PodtrustError.is(error) ? error.what : 'it cannot be read' };
    }
  }

  public list(
    root: Directory,
    allowed: readonly Directory[],
    path: string,
  ): { readonly files: readonly string[] } | { readonly refused: string } {
    if (root.path === undefined) {
      const shown = posix.join(root.shown, path);
      if (posix.isAbsolute(path) || leadsOut(shown)) return { refused: OUTSIDE };
      const start = shown === '.' ? '' : `${shown.replace(/\/$/, '')}/`;
      const files = [...this.inMemory.keys()].filter((file) => file.startsWith(start));
      return { files: files.map((file) => file.slice(start.length)).sort() };
    }
    const place = this.placeOf(root.path, allowed, path);
    if (place === undefined) return { files: [] };
    if (typeof place !== 'string') return place;
    const files: string[] = [];
    return walk(place, '', files)
      ? { files: files.sort() }
      : { refused: `there are more than ${MOST_FILES} files below it` };
  }

  /** Where a path leads, links followed; nothing where nothing is there. */
  private placeOf(
    root: string,
    allowed: readonly Directory[],
    path: string,
  ): string | { readonly refused: string } | undefined {
    if (posix.isAbsolute(path) || isAbsolute(path) || path.startsWith('~') || path.includes('\0'))
      return { refused: OUTSIDE };
    const directories = [...allowed, ...this.given].flatMap((one) => (one.path === undefined ? [] : [one.path]));
    const written = posix.join(root, path);
    if (!directories.some((directory) => isWithin(directory, written))) return { refused: OUTSIDE };
    const place = realPath(written);
    if (place === undefined) return undefined;
    const isAllowed = directories.some((directory) => {
      const real = realPath(directory);
      return real !== undefined && isWithin(real, place);
    });
    return isAllowed ? place : { refused: OUTSIDE };
  }
}

function isWithin(directory: string, path: string): boolean {
  return !leadsOut(relative(directory, path));
}

function leadsOut(path: string): boolean {
  return path === '..' || /^\.\.[\\/]/.test(path) || isAbsolute(path);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isKind(path: string, kind: 'isFile' | 'isDirectory'): boolean {
  try {
    return statSync(path)[kind]();
  } catch {
    return false;
  }
}

/** Adds the files below a directory, links not followed; false where there are too many. */
function walk(directory: string, prefix: string, files: string[]): boolean {
  if (!isKind(directory, 'isDirectory')) return true;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (entry.name === '.terraform' || entry.name === '.git') continue;
      if (!walk(`${directory}/${entry.name}`, `${prefix}${entry.name}/`, files)) return false;
    } else if (entry.isFile()) {
      files.push(`${prefix}${entry.name}`);
      if (files.length > MOST_FILES) return false;
    }
  }
  return true;
}
