import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What podtrust reads of its own package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The folder of this package: the nearest one above the program whose package.json is podtrust's. */
export function packageFolder(): string | undefined {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && manifestIn(folder).name === 'podtrust') return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The package.json of a folder. */
export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
