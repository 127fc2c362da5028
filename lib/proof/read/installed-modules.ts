import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, posix, relative } from 'node:path';
import { PodtrustError } from '../../core/errors';
import { parseJson } from './syntax/json';
import type { Problems } from './problems';
import { readBytes, textOf } from './sources/read-bytes';
import type { Directory } from './terraform/configuration/configuration';
import type { InstalledModule } from './terraform/configuration/modules/module-library';

/** Where `terraform init` writes down which modules it has put where. */
const MANIFEST = '.terraform/modules/modules.json';

/**
 * The modules that `terraform init` has put beside a root module, by the names of the calls that lead there; none where it
 * has not run. A manifest that cannot be read is said.
 */
export function readInstalledModules(root: Directory, problems: Problems): ReadonlyMap<string, InstalledModule> {
  const file = root.path === undefined ? undefined : join(root.path, MANIFEST);
  if (file === undefined || !existsSync(file)) return new Map();
  const shown = posix.join(root.shown, MANIFEST);
  try {
    const text = textOf(readBytes(file, shown), shown);
    return installedIn(parseJson({ file: shown, text, named: false }), root);
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    const because = `it was not read: ${error.what}; run terraform init again`;
    problems.add({ about: shown, because, at: { file: shown, pointer: '' } });
    return new Map();
  }
}

function installedIn(manifest: unknown, root: Directory): ReadonlyMap<string, InstalledModule> {
  const { Modules: modules } = (manifest ?? {}) as { Modules?: unknown };
  const installed = new Map<string, InstalledModule>();
  for (const entry of Array.isArray(modules) ? (modules as unknown[]) : []) {
    const { Key: key, Source: source, Version: version, Dir: directory } = (entry ?? {}) as Record<string, unknown>;
    if (typeof key !== 'string' || typeof source !== 'string' || typeof directory !== 'string') continue;
    installed.set(key, {
      source,
      version: typeof version === 'string' ? version : undefined,
      directory: within(root, directory.replace(/\\/g, '/')),
    });
  }
  return installed;
}

/** A directory below the root module's; nothing where it leads out of that, by a link too. */
function within(root: Directory, directory: string): Directory | undefined {
  const normal = posix.normalize(directory);
  if (root.path === undefined || posix.isAbsolute(normal) || isAbsolute(directory) || leadsOut(normal))
    return undefined;
  const path = join(root.path, normal);
  try {
    if (existsSync(path) && leadsOut(relative(realpathSync(root.path), realpathSync(path)))) return undefined;
  } catch {
    return undefined;
  }
  return { shown: posix.join(root.shown, normal), path };
}

function leadsOut(path: string): boolean {
  return path === '..' || /^\.\.[\\/]/.test(path) || isAbsolute(path);
}
