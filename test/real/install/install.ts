import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { HELM_CHARTS, PodtrustError } from '../../../lib/core';
import { realError } from '../real-error';
import { cachedExecutable, cacheFolder, takeIntoCache } from './cache';
import { duration, inOneLine, say } from '../command-line';
import { findComponents } from './components';
import { findChart, pullChart } from './helm-charts';
import { BUILT_COMPONENTS, isAtLeast, type BuiltComponent } from './versions';

/**
 * `npm run real:install [NAME...]`: builds what can be built, finds the rest, and says what is missing. With the name
 * `helm-charts` it downloads the charts of `npm run test:helm`.
 *
 * Each build goes into a folder of its own beside its place in the cache and is renamed when it is whole, so the command
 * may be stopped at any time and run again: Go's own cache keeps what was compiled.
 */
const repository = path.resolve(__dirname, '..', '..', '..');
const goEnvironment = {
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-buildvcs=false',
  // A newer toolchain is not fetched behind the user's back.
  GOTOOLCHAIN: 'local',
};

/** The name by which the charts are asked for; they are no component of a deploy. */
const CHARTS = 'helm-charts';

/** What to remove, and whom to stop, if the command ends early. */
const undo: (() => void)[] = [];

async function main(names: readonly string[]): Promise<void> {
  const known = [...BUILT_COMPONENTS.map((component) => component.name as string), CHARTS];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) {
    throw realError({
      code: 'real-component-unknown',
      what: `there is no component "${unknown}" to build`,
      remedy: `Choose of ${known.join(', ')}, or give none for all.`,
    });
  }
  let failed = false;
  for (const component of BUILT_COMPONENTS) {
    if (names.length > 0 && !names.includes(component.name)) continue;
    try {
      await install(component);
    } catch (error) {
      failed = true;
      say(`failed   ${component.title} ${component.version}: ${inOneLine(error)}`);
    }
  }
  const found = findComponents();
  if (names.includes(CHARTS)) failed = !pullCharts(found.get('helm').path) || failed;
  for (const component of found.all) {
    if (BUILT_COMPONENTS.some(({ name }) => name === component.name)) continue;
    say(
      component.path
        ? `found    ${component.title} ${component.version}`
        : `missing  ${component.title}: ${component.missing}`,
    );
    failed ||= !component.path;
  }
  process.exitCode = failed ? 1 : 0;
}

/** Downloads the charts whose shapes are known, each from where it is published. @returns whether all are there */
function pullCharts(helm: string | undefined): boolean {
  if (helm === undefined) {
    say('failed   charts: they are downloaded by Helm, which is missing');
    return false;
  }
  let all = true;
  for (const chart of HELM_CHARTS.values()) {
    const label = `chart ${chart.name} ${chart.version}`;
    try {
      say(
        `${findChart(chart)?.version === chart.version ? 'cached  ' : (pullChart(helm, chart), 'pulled  ')} ${label}`,
      );
    } catch (error) {
      all = false;
      say(`failed   ${label}: ${inOneLine(error)}`);
    }
  }
  return all;
}

async function install(component: BuiltComponent): Promise<void> {
  const label = `${component.title} ${component.version}`;
  if (cachedExecutable(component)) {
    say(`cached   ${label}`);
    return;
  }
  checkGo(component);
  const start = Date.now();
  const folder = newBuildFolder(component);
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  undo.push(remove);
  say(`building ${label}: a first build takes about ${component.took} and ${component.gigabytes} GB on 2 cores`);
  try {
    await build(component, folder);
    takeIntoCache(component, folder);
  } finally {
    remove();
  }
  say(`built    ${label} in ${duration(Date.now() - start)}`);
}

function checkGo(component: BuiltComponent): void {
  const go = { code: 'real-go' as const, what: `Go ${component.minimumGo} or later is needed to build it` };
  const remedy = 'Install it from go.dev/dl or by your package manager, put it on PATH, and run this again.';
  let version: string;
  try {
    version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: goEnvironment, stdio: 'pipe' }).trim();
  } catch {
    throw realError({ ...go, what: `${go.what}, and there is no go on PATH`, remedy });
  }
  if (!isAtLeast(version, component.minimumGo)) {
    throw realError({ ...go, what: `${go.what}, and PATH has ${version}`, remedy });
  }
}

/** A new folder beside the component's place, so that the rename at the end stays on one file system. */
function newBuildFolder(component: BuiltComponent): string {
  try {
    fs.mkdirSync(path.join(cacheFolder(), component.name), { recursive: true });
    const folder = fs.mkdtempSync(path.join(cacheFolder(), component.name, '.building-'));
    const { bavail, bsize } = fs.statfsSync(folder);
    const free = (bavail * bsize) / 1e9;
    if (free >= component.gigabytes) return folder;
    fs.rmdirSync(folder);
    throw diskFull(`has ${free.toFixed(1)} GB free, and the build may take ${component.gigabytes} GB`);
  } catch (error) {
    if (PodtrustError.is(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull('is full');
    throw realError({
      code: 'real-cache-unwritable',
      what: `the cache ${cacheFolder()} cannot be written (${(error as NodeJS.ErrnoException).code})`,
      remedy: 'Name a folder that can be in PODTRUST_REAL_CACHE.',
    });
  }
}

function diskFull(what: string): PodtrustError {
  return realError({
    code: 'real-disk-full',
    what: `the disk of ${cacheFolder()} ${what}`,
    remedy:
      'Make room (go clean -cache gives back what earlier builds took), or name another disk in PODTRUST_REAL_CACHE and GOCACHE.',
  });
}

/** Runs Go, telling every 15 s how far it is; `-v` prints one line a compiled package. */
function build(component: BuiltComponent, folder: string): Promise<void> {
  const { source } = component;
  const flags = ['-v', '-trimpath', '-ldflags=-s -w'];
  const [args, cwd, gobin] =
    'module' in source
      ? [['install', ...flags, `${packageOf(source)}@${source.moduleVersion}`], folder, folder]
      : [['build', ...flags, '-o', path.join(folder, component.executable), '.'], path.join(repository, source.folder)];
  const go = spawn('go', args, {
    cwd,
    env: { ...goEnvironment, ...(gobin ? { GOBIN: gobin } : {}) },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that stopping it stops its compilers.
    detached: true,
  });
  const stop = () => {
    try {
      process.kill(-go.pid!, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
  undo.push(stop);
  const start = Date.now();
  let packages = 0;
  let rest = '';
  let lastLines: string[] = [];
  go.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    packages += lines.filter((line) => /^\S+$/.test(line)).length;
    lastLines = [...lastLines, ...lines].slice(-20);
  });
  const ticker = setInterval(
    () => say(`         ${duration(Date.now() - start)}: ${packages} packages compiled`),
    15_000,
  );
  return new Promise<void>((resolve, reject) => {
    go.on('error', reject);
    go.on('close', (code, signal) => {
      undo.splice(undo.indexOf(stop), 1);
      if (code === 0) return resolve();
      const text = [...lastLines, rest].join('\n');
      if (/no space left on device/.test(text)) return reject(diskFull('is full'));
      const reason =
        text
          .split('\n')
          .reverse()
          .find((line) => /\s/.test(line.trim())) ?? `go ended by ${signal ?? code}`;
      reject(
        realError({
          code: 'real-build-failed',
          what: `go ${args[0]} failed: ${reason.trim()}`,
          remedy: 'Fix what it says and run this again; what was compiled stays in Go’s cache.',
        }),
      );
    });
  }).finally(() => clearInterval(ticker));
}

function packageOf(source: { readonly module: string; readonly package?: string }): string {
  return source.package === undefined ? source.module : `${source.module}/${source.package}`;
}

function undoAll(): void {
  for (const step of undo.splice(0).reverse()) step();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    undoAll();
    say('stopped; run npm run real:install again to go on');
    process.exit(130);
  });
}
main(process.argv.slice(2)).catch((error: unknown) => {
  undoAll();
  say(inOneLine(error));
  process.exitCode = 1;
});
