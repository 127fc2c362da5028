import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { realError } from '../real-error';
import type { BuiltComponent } from './versions';

/** Written last into a component's folder, so that a folder without it, or with another size, is a broken one. */
interface Record {
  readonly version: string;
  readonly bytes: number;
}

/** The folder of what was built: `$PODTRUST_REAL_CACHE`, else `podtrust/real` in the user's cache folder. */
export function cacheFolder(): string {
  if (process.env.PODTRUST_REAL_CACHE) return path.resolve(process.env.PODTRUST_REAL_CACHE);
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'podtrust', 'real');
}

/** A component's folder in the cache, which holds its executable. */
export function componentFolder(component: BuiltComponent): string {
  return path.join(cacheFolder(), component.name, component.version);
}

/**
 * The executable of a component, or nothing where it was not built.
 *
 * @throws PodtrustError `real-cache-broken` where the folder is there and is not what the build left
 */
export function cachedExecutable(component: BuiltComponent): string | undefined {
  const folder = componentFolder(component);
  if (!fs.existsSync(folder)) return undefined;
  const executable = path.join(folder, component.executable);
  try {
    const record = JSON.parse(fs.readFileSync(path.join(folder, 'built.json'), 'utf8')) as Record;
    const { size, mode } = fs.statSync(executable);
    if (record.version === component.version && record.bytes === size && (mode & 0o100) !== 0) return executable;
  } catch {
    // Unreadable is broken, said below.
  }
  throw realError({
    code: 'real-cache-broken',
    where: folder,
    what: `the cache does not hold what the build of ${component.title} ${component.version} left`,
    remedy: `Delete ${folder} and run npm run real:install.`,
  });
}

/** Takes a finished build into the cache in one step: the folder is there whole, or not at all. */
export function takeIntoCache(component: BuiltComponent, buildFolder: string): string {
  const folder = componentFolder(component);
  const { size } = fs.statSync(path.join(buildFolder, component.executable));
  const record: Record = { version: component.version, bytes: size };
  fs.writeFileSync(path.join(buildFolder, 'built.json'), `${JSON.stringify(record)}\n`);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(buildFolder, folder);
  return path.join(folder, component.executable);
}
