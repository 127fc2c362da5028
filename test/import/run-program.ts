import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import { App } from 'cdktf';
import type { AadPodIdentityMoveOptions } from '../../lib/azure';
import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

const REPOSITORY = resolve(__dirname, '../..');

/** Paths that the package exports, each with the pattern of its own source. */
const EXPORTS = Object.entries(
  (JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { exports: Record<string, unknown> }).exports,
).flatMap(([path, target]) => {
  const file = (target as { default?: string } | null)?.default;
  return file === undefined
    ? []
    : [[`podtrust${path.slice(1)}`, file.replace('./dist/', '').replace(/\.js$/, '')] as const];
});

/** The package's own source behind a path that it exports; nothing for another package's. */
export function sourceOf(path: string): string | undefined {
  const exact = EXPORTS.find(([pattern]) => pattern === path);
  if (exact) return join(REPOSITORY, exact[1]);
  for (const [pattern, source] of EXPORTS) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) continue;
    const found = join(REPOSITORY, source.replace('*', path.slice(before.length, path.length - after.length)));
    if (existsSync(`${found}.ts`)) return found;
  }
  return undefined;
}

type Loaded = Readonly<Record<string, unknown>>;

/** Loads a module of a written project, with the package's own sources in place of the installed package. */
export function load(folder: string, name: string, loaded = new Map<string, Loaded>()): Loaded {
  const known = loaded.get(name);
  if (known) return known;
  const { code } = transformSync(readFileSync(join(folder, `${name}.ts`), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const module = { exports: {} as Loaded };
  loaded.set(name, module.exports);
  const requireFrom = (path: string): unknown =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    path.startsWith('./') ? load(folder, path.slice(2), loaded) : (require(sourceOf(path) ?? path) as unknown);
  new Function('require', 'module', 'exports', '__dirname', code)(requireFrom, module, module.exports, folder);
  loaded.set(name, module.exports);
  return module.exports;
}

/** What an imported project gives at a step, and what it says that deploying needs. */
export function proveAt(
  folder: string,
  options: Pick<AadPodIdentityMoveOptions, 'deployed' | 'step'>,
): { readonly inventory: Inventory; readonly needs: readonly string[] } {
  const loaded = new Map<string, Loaded>();
  const { MODE } = load(folder, 'access', loaded);
  const addMove = load(folder, 'move', loaded).addMove as (app: unknown, options: object) => readonly string[];
  const outdir = mkdtempSync(join(tmpdir(), 'imported-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    const needs = addMove(app, { mode: MODE, ...options });
    app.synth();
    return { inventory: prove([outdir]), needs };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The steps, each from the one before it. */
export const STEPS = [
  { deployed: 'pod-identity', step: 'beside' },
  { deployed: 'beside', step: 'credentials' },
  { deployed: 'credentials', step: 'switched' },
  { deployed: 'switched', step: 'left' },
] as const;

/** `Deployment/shop/api -> id-api` of each workload that gets an identity by a trust, whatever the mechanism. */
export function accessOf({ access, identities }: Inventory): readonly string[] {
  const nameOf = new Map(identities.map(({ id, name }) => [id, name]));
  const lines = access
    .filter(({ mechanism }) => mechanism !== 'node')
    .flatMap(({ identity, workloads }) => workloads.map((workload) => `${workload} -> ${nameOf.get(identity)}`));
  return [...new Set(lines)].sort();
}
