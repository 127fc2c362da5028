import { manifestIn, packageFolder } from './package-folder';

/** The package's own version. */
export function version(): string {
  const folder = packageFolder();
  return folder === undefined ? 'unknown' : manifestIn(folder).version;
}
