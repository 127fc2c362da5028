import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import type { HelmChart } from '../../../lib/core';
import { cacheFolder } from './cache';
import { realError } from '../real-error';
import { isAtLeast } from './versions';

/** A chart on disk. */
export interface ChartFolder {
  readonly version: string;
  readonly folder: string;
}

/** How deep charts lie in a clone of a repository: `deploy/charts/external-secrets`, in a folder of clones. */
const DEPTH = 5;

/** Where charts are looked for: in the folder that `PODTRUST_HELM_CHARTS` names, then in the cache. */
function searched(): readonly string[] {
  const own = process.env.PODTRUST_HELM_CHARTS;
  return [...(own ? [path.resolve(own)] : []), path.join(cacheFolder(), 'helm-charts')];
}

/** All charts that are there, by name. */
function chartsOnDisk(): ReadonlyMap<string, readonly ChartFolder[]> {
  const found = new Map<string, ChartFolder[]>();
  const look = (folder: string, depth: number): void => {
    const file = path.join(folder, 'Chart.yaml');
    if (fs.existsSync(file)) {
      const { name, version } = parse(fs.readFileSync(file, 'utf8')) as { name: string; version: string };
      found.set(name, [...(found.get(name) ?? []), { version: String(version).replace(/^v/, ''), folder }]);
      return;
    }
    if (depth === 0) return;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) look(path.join(folder, entry.name), depth - 1);
    }
  };
  for (const folder of searched()) if (fs.existsSync(folder)) look(folder, DEPTH);
  return found;
}

let onDisk: ReturnType<typeof chartsOnDisk> | undefined;

/** The chart on disk: of the version that the shape was read from, or else the newest; nothing where there is none. */
export function findChart({ name, version }: Pick<HelmChart, 'name' | 'version'>): ChartFolder | undefined {
  onDisk ??= chartsOnDisk();
  const charts = onDisk.get(name) ?? [];
  const newest = [...charts].sort((one, other) => (isAtLeast(one.version, other.version) ? -1 : 1))[0];
  return charts.find((chart) => chart.version === version) ?? newest;
}

/**
 * Downloads a chart from where it is published into the cache.
 *
 * @throws PodtrustError `real-chart-not-pulled`
 */
export function pullChart(helm: string, { name, version, repositories }: HelmChart): void {
  const into = path.join(cacheFolder(), 'helm-charts', name, version);
  const parent = path.dirname(into);
  fs.mkdirSync(parent, { recursive: true });
  const folder = fs.mkdtempSync(path.join(parent, '.pulling-'));
  const [repository] = repositories;
  const what = repository.startsWith('oci://') ? [`${repository}/${name}`] : [name, '--repo', repository];
  try {
    execFileSync(helm, ['pull', ...what, '--version', version, '--untar', '--untardir', folder], {
      env: { ...process.env, HELM_CACHE_HOME: path.join(folder, 'cache'), HELM_CONFIG_HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: 120_000,
    });
    fs.rmSync(into, { recursive: true, force: true });
    fs.renameSync(path.join(folder, name), into);
    onDisk = undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw realError({
      code: 'real-chart-not-pulled',
      what: `helm pull failed: ${(stderr || message).trim().split('\n').at(-1)}`,
      remedy: 'Run it where the repository can be reached, or name a folder with the chart in PODTRUST_HELM_CHARTS.',
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
