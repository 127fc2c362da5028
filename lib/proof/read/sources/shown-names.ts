import { statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** How a file under a given path is named in places and messages. */
export type NameUnder = (file: string) => string;

/** A given path outside the working directory. */
interface Outside {
  /** The directory that its files lie in or below. */
  readonly directory: string;
  /** How many of the directory's last parts are shown at least: a directory's own name, of a file only the file's. */
  readonly least: number;
}

/**
 * How files under each given path are named: relative to the working directory, so that the same input gives the same
 * bytes wherever it lies; what is outside and given by an absolute path is named from the path's own last part. Where that
 * is the same for two directories, as much of their paths goes before it as tells them apart: files of one name are taken
 * for parts of one module.
 */
export function shownNames(paths: readonly string[]): (path: string) => NameUnder {
  const outside = new Map(paths.filter(isOutside).map((path) => [path, outsideOf(path)]));
  const tails = new Tails([...outside.values()]);
  return (path) => {
    const found = outside.get(path);
    if (!found) return (file) => forward(relative('', file) || '.');
    const shown = tails.unique(found);
    return (file) => forward(join(shown, relative(found.directory, resolve(file))));
  };
}

function isOutside(path: string): boolean {
  const fromHere = relative('', path);
  return isAbsolute(path) && (fromHere.startsWith('..') || isAbsolute(fromHere));
}

function outsideOf(path: string): Outside {
  return isDirectory(path) ? { directory: resolve(path), least: 1 } : { directory: dirname(resolve(path)), least: 0 };
}

/** What cannot be looked at is told where it is read. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The last parts of the directories' paths. */
class Tails {
  /** By a number of parts: how many directories have each tail. */
  private readonly counts: ReadonlyMap<string, number>[] = [];

  public constructor(private readonly all: readonly Outside[]) {}

  /** As few of a directory's last parts as no other directory has. */
  public unique({ directory, least }: Outside): string {
    const parts = directory.split(sep).filter(Boolean).length;
    for (let length = least; length < parts; length++) {
      const tail = tailOf(directory, length);
      if ((this.count(length).get(tail) ?? 0) <= 1) return tail;
    }
    return tailOf(directory, Math.max(parts, least));
  }

  private count(length: number): ReadonlyMap<string, number> {
    return (this.counts[length] ??= this.counted(length));
  }

  private counted(length: number): ReadonlyMap<string, number> {
    const directories = new Set(this.all.filter(({ least }) => least <= length).map(({ directory }) => directory));
    const counts = new Map<string, number>();
    for (const directory of directories) {
      const tail = tailOf(directory, length);
      counts.set(tail, (counts.get(tail) ?? 0) + 1);
    }
    return counts;
  }
}

function tailOf(directory: string, length: number): string {
  if (length === 1) return basename(directory);
  return length === 0 ? '' : directory.split(sep).filter(Boolean).slice(-length).join(sep);
}

function forward(path: string): string {
  return path.replace(/\\/g, '/');
}
