import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where a walk ends: nobody reads a longer list, and a directory may be the root of a disk. */
const DEEPEST = 4;
const MOST_DIRECTORIES = 2000;
const SHOWN = 5;

/** Directories that hold what tools made for themselves. */
const NOT_ENTERED = /^(\..*|node_modules|vendor)$/;

/** A directory below another one, and how many files of a kind it holds itself. */
interface Below {
  /** As the user would give it. */
  readonly path: string;
  readonly words: string;
}

/** What lies below a directory that could be read if it were named; nearest first. */
function readableBelow(path: string): readonly Below[] {
  const found: Below[] = [];
  let waiting = [path];
  let entered = 0;
  for (let depth = 0; depth < DEEPEST && waiting.length > 0; depth++) {
    const next: string[] = [];
    for (const directory of waiting) {
      for (const name of directoriesIn(directory)) {
        if (++entered > MOST_DIRECTORIES) return found;
        const below = join(directory, name);
        const words = describe(below);
        if (words) found.push({ path: below, words });
        // What lies inside a cdktf.out is read with it.
        if (words !== CDKTF_OUT) next.push(below);
      }
    }
    waiting = next;
  }
  return found;
}

/** `infra (3 Terraform files), k8s (1 YAML file) and 2 more`; nothing where there is nothing. */
export function describeBelow(path: string): string | undefined {
  const found = readableBelow(path);
  if (found.length === 0) return undefined;
  const shown = found.slice(0, SHOWN).map((below) => `${below.path} (${below.words})`);
  const more = found.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const CDKTF_OUT = 'a cdktf.out';

function describe(directory: string): string | undefined {
  const names = entriesOf(directory)
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  if (basename(directory) === 'cdktf.out' && names.includes('manifest.json')) return CDKTF_OUT;
  const terraform = names.filter((name) => /\.tf(\.json)?$/.test(name)).length;
  if (terraform > 0) return count(terraform, 'Terraform');
  const yaml = names.filter((name) => /\.ya?ml$/.test(name)).length;
  return yaml > 0 ? count(yaml, 'YAML') : undefined;
}

function count(files: number, kind: string): string {
  return `${files} ${kind} file${files === 1 ? '' : 's'}`;
}

function directoriesIn(directory: string): string[] {
  return entriesOf(directory)
    .filter((entry) => entry.isDirectory() && !NOT_ENTERED.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Nothing of a directory that cannot be read: this only helps to word an error. */
function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
