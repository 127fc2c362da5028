import { posix } from 'node:path';
import type { Cluster } from '../../model/cluster';
import type { Place } from '../../model/place';
import type { Problems } from '../problems';
import { canonical } from '../configuration/computed-attribute';
import type { Configuration, ProviderBlock, Raw } from '../configuration/configuration';
import type { Instance, TerraformProgram } from '../configuration/program';
import { isRawObject } from '../configuration/terraform-json';

/** What of a provider's settings says which cluster it talks to, the plainest first. */
const TELLING = [
  'host',
  'exec',
  'cluster_ca_certificate',
  'config_context_cluster',
  'config_context',
  'client_certificate',
  'token',
];

const CLUSTER_TYPES = new Set(['aws_eks_cluster', 'azurerm_kubernetes_cluster']);

/** Tells which clusters Kubernetes objects belong to. */
export class ClusterMembership {
  private readonly ofProvider = new Map<ProviderBlock, readonly string[]>();
  private readonly assigned: ReadonlyMap<string, string>;
  private readonly used = new Set<string>();

  /**
   * @param clusters all that were read
   * @param assigned the `--cluster ID=PATH` of each path
   */
  public constructor(
    private readonly program: TerraformProgram | undefined,
    private readonly clusters: readonly Cluster[],
    assigned: ReadonlyMap<string, string>,
    private readonly problems: Problems,
  ) {
    this.assigned = new Map([...assigned].map(([path, id]) => [plainPath(path), id]));
  }

  /** The clusters that a Terraform resource of the kubernetes or helm provider may write to. */
  public ofInstance(instance: Instance): readonly string[] {
    const { configuration, block } = instance;
    const found = providerOf(configuration, block.type.split('_')[0]!, block.body.provider);
    if (!found) return this.fallback(instance.at);
    const { provider } = found;
    let clusters = this.ofProvider.get(provider);
    if (!clusters) {
      clusters = this.fromProvider(found.configuration, provider);
      this.ofProvider.set(provider, clusters);
    }
    return clusters;
  }

  /** The clusters that the objects of a file may be in. */
  public ofFile(path: string, at: Place): readonly string[] {
    const assigned = [path, at.file].find((one) => this.assigned.has(plainPath(one)));
    if (assigned === undefined) return this.fallback(at);
    this.used.add(plainPath(assigned));
    return [this.assigned.get(plainPath(assigned))!];
  }

  /** The paths of `--cluster` at which no objects were found. */
  public unusedPaths(): readonly string[] {
    return [...this.assigned.keys()].filter((path) => !this.used.has(path));
  }

  private fromProvider(configuration: Configuration, provider: ProviderBlock): readonly string[] {
    // The helm provider keeps the same settings in a block.
    const nested = provider.body.kubernetes;
    const settings = [provider.body, ...(Array.isArray(nested) ? nested : [nested])];
    for (const key of TELLING) {
      for (const body of settings) {
        const raw = (body as { readonly [key: string]: Raw } | undefined)?.[key];
        const id = this.clusterIn(configuration, raw);
        if (id !== undefined) return [id];
        // Another configuration has that cluster, and it is not here: it is none of these.
        if (this.leadsOutside(configuration, raw, provider.at)) return [];
      }
    }
    return this.fallback(provider.at);
  }

  private clusterIn(configuration: Configuration, raw: Raw | undefined): string | undefined {
    if (raw === undefined || raw === null || !this.program) return undefined;
    for (const { instance } of this.program.referencesIn(configuration, raw)) {
      if (CLUSTER_TYPES.has(instance.block.type)) return canonical(this.program, instance).id;
    }
    // `aws eks get-token --cluster-name NAME` with a name written out.
    if (typeof raw !== 'object' || Array.isArray(raw)) return undefined;
    const { args } = raw as { readonly args?: Raw };
    const list = Array.isArray(args) ? (args as readonly Raw[]) : [];
    const name = list[list.indexOf('--cluster-name') + 1];
    const named = this.clusters.filter((cluster) => cluster.name === name && list.includes('--cluster-name'));
    return named.length === 1 ? named[0]!.id : undefined;
  }

  private leadsOutside(configuration: Configuration, raw: Raw | undefined, at: Place): boolean {
    if (raw === undefined || raw === null || !this.program) return false;
    const value = this.program.evaluateRaw(configuration, raw, `${configuration.label}provider`, at);
    return JSON.stringify(value).includes('data.terraform_remote_state.');
  }

  /** The only cluster, else every one, and that is said. */
  private fallback(at: Place): readonly string[] {
    const own = this.clusters.filter((cluster) => cluster.name !== undefined || cluster.resourceId !== undefined);
    const candidates = own.length > 0 ? own : this.clusters;
    if (candidates.length > 1) {
      this.problems.add({
        about: at.file,
        because: `nothing says which of the clusters ${candidates.map(({ id }) => id).join(', ')} these objects are in; each is taken as possible (say --cluster ID=PATH)`,
        at: { file: at.file, pointer: '' },
      });
    }
    return candidates.map(({ id }) => id);
  }
}

/** `./a/` and `a` are the same path. */
function plainPath(path: string): string {
  return posix.normalize(path.replace(/\\/g, '/')).replace(/(.)\/$/, '$1');
}

/**
 * The provider block that a resource uses: of its own module, else as the module's call hands it on, else the one of that
 * name further out.
 */
function providerOf(
  start: Configuration,
  type: string,
  argument: Raw | undefined,
): { readonly provider: ProviderBlock; readonly configuration: Configuration } | undefined {
  let name = referenceText(argument) ?? type;
  for (let configuration: Configuration | undefined = start; configuration; configuration = configuration.call?.from) {
    const [providerType, alias] = name.split('.');
    const provider = configuration.providers.find((one) => one.type === providerType && one.alias === alias);
    if (provider) return { provider, configuration };
    const handed = configuration.call?.body.providers;
    if (isRawObject(handed)) name = referenceText(handed[name]) ?? name;
  }
  return undefined;
}

function referenceText(raw: Raw | undefined): string | undefined {
  return typeof raw === 'string' ? raw.replace(/^\$\{(.*)\}$/, '$1') : undefined;
}
