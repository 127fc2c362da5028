import type { Command } from 'commander';
import { PodtrustError } from '../../core/errors';

/** Adds `--cluster ID=PATH`, which says where a path's Kubernetes objects are. */
export function addClusterOption(command: Command): Command {
  return command.option(
    '--cluster <id=path>',
    'the cluster that a path’s Kubernetes objects are in, by its id, its name or the end of its id (repeatable)',
    (value: string, before: readonly string[] = []) => [...before, value],
  );
}

/**
 * What was said of each path; the cluster as the user wrote it.
 *
 * @throws PodtrustError `option-invalid`
 */
export function clusterOfPath(values: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    values.map((value) => {
      const separator = value.lastIndexOf('=');
      if (separator > 0 && separator < value.length - 1) {
        return [value.slice(separator + 1), value.slice(0, separator)] as const;
      }
      throw new PodtrustError({
        code: 'option-invalid',
        what: `--cluster ${JSON.stringify(value)} is not <cluster id>=<path>`,
      });
    }),
  );
}
