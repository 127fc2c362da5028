import { posix } from 'node:path';
import type { Configuration, Directory } from './configuration';

/** Finds the modules that configurations call, among what was given or beside it. */
export class ModuleLibrary {
  private readonly loaded = new Map<string, Configuration | undefined>();

  /**
   * @param given configurations by the shown path of their directory
   * @param load reads a directory that was not given; nothing where it is not there or holds no Terraform files
   */
  public constructor(
    private readonly given: ReadonlyMap<string, Configuration>,
    private readonly load: (directory: Directory) => Configuration | undefined,
  ) {}

  /** The module behind a local path, seen from the directory of its caller. */
  public find(from: Directory, source: string): Configuration | undefined {
    const directory = directoryOfModule(from, source);
    const given = this.given.get(directory.shown);
    if (given) return given;
    if (!this.loaded.has(directory.shown)) this.loaded.set(directory.shown, this.load(directory));
    return this.loaded.get(directory.shown);
  }
}

/** Whether a module's source is a directory on the same machine; anything else is a registry or an archive. */
export function isLocalSource(source: unknown): source is string {
  return typeof source === 'string' && /^\.\.?(\/|$)/.test(source);
}

/** Where a local source leads. */
export function directoryOfModule(from: Directory, source: string): Directory {
  return {
    shown: posix.join(from.shown, source).replace(/(.)\/$/, '$1'),
    path: from.path === undefined ? undefined : posix.join(from.path, source),
  };
}
