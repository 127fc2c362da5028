import { posix } from 'node:path';
import type { VariableFile } from '../forms/found';
import type { Problems } from '../problems';
import type { Configuration } from '../terraform/configuration/configuration';

/**
 * Sets variables as files of values say that the user named, in the order in which they were named: those of the root
 * module in a file's directory, or in the nearest one above; else of the only root module; else of all that declare one of
 * them, and that is said, since each may be meant for one alone.
 */
export function assignVariableFiles(
  files: readonly VariableFile[],
  roots: readonly Configuration[],
  problems: Problems,
): void {
  const modules = roots.filter(({ directory, stack }) => directory !== undefined || stack !== undefined);
  for (const { document, values } of files) {
    const { file } = document;
    const say = (because: string): void => problems.add({ about: file, because, at: { file, pointer: '' } });
    const meant = modulesOf(file, [...values.keys()], modules);
    if (meant.length === 0) say('it sets variables, and no Terraform configuration was given that has them');
    if (meant.length > 1) {
      const names = meant.map(({ directory, stack }) => stack ?? directory?.shown).join(', ');
      say(
        `it sets variables of several root modules, since it lies in none of them: ${names}; prove each with its own`,
      );
    }
    for (const { assigned } of meant) for (const [name, value] of values) assigned.set(name, value);
  }
}

function modulesOf(
  file: string,
  names: readonly string[],
  modules: readonly Configuration[],
): readonly Configuration[] {
  for (let directory = posix.dirname(file); ; directory = posix.dirname(directory)) {
    const own = modules.filter((one) => one.directory?.shown === directory && one.stack === undefined);
    if (own.length > 0) return own;
    if (directory === posix.dirname(directory)) break;
  }
  if (modules.length === 1) return modules;
  return modules.filter(({ variables }) => names.some((name) => variables.has(name)));
}
