import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { SourceLocations } from './source-locations';

/** The locations of what was read from files of a repository, named from its root: the nearest folder above with a `.git`. */
export function repositoryLocations(workingDirectory: string): SourceLocations {
  const root = repositoryRoot(workingDirectory);
  return new SourceLocations(
    (file) => readText(resolve(workingDirectory, file)),
    (file) => readText(join(root, file)),
    (file) =>
      relative(root, resolve(workingDirectory, file))
        .split(sep)
        .filter((part) => part !== '..')
        .join('/'),
  );
}

function repositoryRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return from;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Standard input, or a file that is named from elsewhere: its name is all there is.
    return undefined;
  }
}
