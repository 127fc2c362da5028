import { spawnSync } from 'node:child_process';
import { PodtrustError } from '../../../core/errors';

/** The programs that build a kustomization, the first that is there. */
const PROGRAMS: readonly (readonly [string, readonly string[]])[] = [
  ['kustomize', ['build']],
  ['kubectl', ['kustomize']],
];

/** Bytes that a build may print. */
const MAXIMUM_OUTPUT = 256 * 1024 * 1024;

/**
 * Builds a kustomization with the kustomize or kubectl of this machine. It reaches the network where a base is an address,
 * so it runs only where somebody asked for it.
 *
 * @throws PodtrustError `kustomize-missing`, `kustomize-failed`
 */
export function runKustomize(directory: string): string {
  for (const [program, words] of PROGRAMS) {
    const { error, status, stdout, stderr } = spawnSync(program, [...words, directory], {
      encoding: 'utf8',
      env: process.env,
      maxBuffer: MAXIMUM_OUTPUT,
    });
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') continue;
    if (!error && status === 0) return stdout;
    throw new PodtrustError({
      code: 'kustomize-failed',
      where: directory,
      what: `${program} cannot build it: ${(error?.message ?? stderr).trim().split('\n')[0] ?? ''}`,
      remedy: `Run ${program} ${words.join(' ')} ${directory} and fix what it says.`,
    });
  }
  throw new PodtrustError({
    code: 'kustomize-missing',
    where: directory,
    what: '--kustomize needs the program kustomize or kubectl, and neither is there',
    remedy: 'Install one of them, or build elsewhere and prove what comes out.',
  });
}
