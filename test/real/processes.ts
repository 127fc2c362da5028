import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { realError } from './real-error';

/** Programs of this run. All of them end with it: when it is done, when it fails, and on Ctrl-C. */
const running = new Set<ChildProcess>();

export interface StartOptions {
  /** Where its output goes, so that a failure can be looked into. */
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A program that serves until {@link stop}, in a process group of its own, so that its children end with it. */
export function start(title: string, command: string, args: readonly string[], options: StartOptions): ChildProcess {
  fs.mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = fs.openSync(options.logFile, 'a');
  const child = spawnInGroup(command, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', log, log] });
  fs.closeSync(log);
  child.once('error', (error) => fs.appendFileSync(options.logFile, `${title}: ${error.message}\n`));
  return child;
}

/** Like `spawn`, and remembered until it ends. */
export function spawnInGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Signals a program and all that it started, also what left its group: cdktf gives Terraform a terminal of its own. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  for (const target of [...descendantsOf(child.pid), -child.pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

function descendantsOf(pid: number): number[] {
  let table: string;
  try {
    table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  } catch {
    // Without ps, the group is all that can be reached.
    return [];
  }
  const processes = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number]);
  const found = [pid];
  for (const ancestor of found)
    found.push(...processes.filter(([, parent]) => parent === ancestor).map(([one]) => one));
  return found.slice(1);
}

/** Ends a program, by force if it has not ended by itself after 10 s. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child, 'SIGTERM');
  const force = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}

/**
 * Ends all programs however this process ends, and calls `last` before it ends by a signal.
 * An `exit` handler cannot wait, so what is left then is killed.
 */
export function stopAllAtExit(last: () => void): void {
  process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      running.forEach((child) => signalGroup(child, 'SIGKILL'));
      last();
      process.exit(130);
    });
  }
}

/** A port on loopback that nobody listens on. The system does not give the same one again soon. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Waits until a program answers.
 *
 * @throws PodtrustError `real-component-failed` with the last lines of its log where it ends, or is not ready in time
 */
export async function untilReady(
  title: string,
  child: ChildProcess,
  logFile: string,
  isReady: () => Promise<boolean>,
  seconds = 60,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(200)) {
    if (await isReady().catch(() => false)) return;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break;
  }
  const lastLine = readLog(logFile).trim().split('\n').slice(-3).join(' / ');
  throw realError({
    code: 'real-component-failed',
    where: logFile,
    what: `${title} ${child.exitCode === null ? `was not ready after ${seconds} s` : `ended with ${child.exitCode}`}: ${lastLine}`,
    remedy: `Its log is ${logFile}`,
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function readLog(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
