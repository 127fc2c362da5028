import { posix } from 'node:path';
import type { Configuration, Directory, ModuleCall } from '../configuration';
import { meetsConstraint } from './version-constraint';

/** A module that `terraform init` has put beside the root module. */
export interface InstalledModule {
  /** Its source as Terraform writes it down: `registry.terraform.io/terraform-aws-modules/iam/aws`. */
  readonly source: string;
  /** Which version of it lies there; nothing where it is of no registry. */
  readonly version?: string;
  /** Where it lies; nothing where that leads out of the root module's directory. */
  readonly directory?: Directory;
}

/** Where modules are read from. */
export interface ModuleFiles {
  /** Reads a directory that was not given; nothing where it is not there or holds no Terraform files. */
  load(directory: Directory): Configuration | undefined;
  /** What `terraform init` has put beside a root module, by the names of the calls that lead there: `eks.kms`. */
  installed(root: Directory): ReadonlyMap<string, InstalledModule>;
}

/** The module behind a call; or why there is none, and what would help. */
export type FoundModule = { readonly module: Configuration } | { readonly because: string; readonly fix?: string };

/** Finds the modules that configurations call: among what was given, beside it, or where `terraform init` has put them. */
export class ModuleLibrary {
  private readonly loaded = new Map<string, Configuration | undefined>();
  private readonly installed = new Map<string, ReadonlyMap<string, InstalledModule>>();

  /**
   * @param given configurations by the shown path of their directory
   * @param files where all others are read from
   */
  public constructor(
    private readonly given: ReadonlyMap<string, Configuration>,
    private readonly files: ModuleFiles,
  ) {}

  /** The module that a call names by a local path or by any other source. */
  public find(from: Configuration, { name, body: { source, version } }: ModuleCall): FoundModule {
    if (typeof source !== 'string' || /[$%]\{/.test(source)) {
      return { because: `its source is not known: ${JSON.stringify(source ?? null)}` };
    }
    if (isLocalSource(source)) {
      const module = from.directory && this.at(directoryOfModule(from.directory, source));
      return module ? { module } : { because: `there are no Terraform files at ${source}` };
    }
    const root = rootOf(from);
    const because = `${source} is not on disk`;
    if (!root.directory) return { because, fix: 'give its plan or its state' };
    const found = this.installedIn(root.directory).get([...(from.modulePath ?? []), name].join('.'));
    const init = `run terraform init${root.directory.shown === '.' ? '' : ` in ${root.directory.shown}`}, or give the plan or the state`;
    if (!found) return { because, fix: init };
    if (!isSameSource(source, found.source)) {
      return { because: `what terraform init has put on disk is ${found.source}, and not ${source}`, fix: init };
    }
    if (
      found.version !== undefined &&
      typeof version === 'string' &&
      meetsConstraint(found.version, version) === false
    ) {
      return {
        because: `what terraform init has put on disk is ${source} ${found.version}, and not ${version}`,
        fix: init,
      };
    }
    if (!found.directory)
      return { because: 'what terraform init noted for it leads out of the root module’s directory' };
    const module = this.at(found.directory);
    return module ? { module } : { because, fix: init };
  }

  private at(directory: Directory): Configuration | undefined {
    const given = this.given.get(directory.shown);
    if (given) return given;
    if (!this.loaded.has(directory.shown)) this.loaded.set(directory.shown, this.files.load(directory));
    return this.loaded.get(directory.shown);
  }

  private installedIn(root: Directory): ReadonlyMap<string, InstalledModule> {
    let installed = this.installed.get(root.shown);
    if (!installed) this.installed.set(root.shown, (installed = this.files.installed(root)));
    return installed;
  }
}

/** The module that others lead to by their calls. */
export function rootOf(configuration: Configuration): Configuration {
  let root = configuration;
  while (root.call) root = root.call.from;
  return root;
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

/** A registry's module without its host: `terraform-aws-modules/iam/aws//modules/x`. */
const OF_REGISTRY = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/)?([\w-]+\/[\w-]+\/[\w-]+)(\/\/.*)?$/i;

/** Whether two sources may name the same module: Terraform writes the registry's host down, and what an address stands for. */
function isSameSource(written: string, installed: string): boolean {
  const [one, other] = [OF_REGISTRY.exec(written), OF_REGISTRY.exec(installed)];
  if (one && other) return one[1] === other[1] && (one[2] ?? '') === (other[2] ?? '');
  // The address before these Terraform writes down in another form: github.com/acme/x as git::https://github.com/acme/x.git.
  return refOf(written) === refOf(installed) && folderOf(written) === folderOf(installed);
}

/** The branch, tag or commit that a source names. */
function refOf(source: string): string | undefined {
  return /[?&]ref=([^&]*)/.exec(source)?.[1];
}

/** The folder of the archive or the repository that a source names: `modules/x` of `git::https://example.com/x.git//modules/x`. */
function folderOf(source: string): string | undefined {
  return /\/\/([^?]*)/.exec(source.replace(/^(?:[a-z0-9]+::)?(?:[a-z0-9+]+:\/\/)?/i, ''))?.[1];
}
