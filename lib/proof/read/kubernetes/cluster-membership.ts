import { posix } from 'node:path';
import { clustersOfObjects, NO_CLUSTER } from '../../model/cluster/cluster';
import type { Cluster } from '../../model/cluster/cluster';
import { isNo } from '../../model/known/known';
import { hasSymbol } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { Place } from '../../model/place';
import type { Problems } from '../problems';
import type { Configuration, ProviderBlock, Raw } from '../terraform/configuration/configuration';
import type { Instance, Target } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { usedProvider } from '../terraform/configuration/blocks/provider-block';
import { isObject } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { CLUSTER_TYPES, ClusterAddresses } from './cluster-addresses';

/** Clusters that a message lists. */
const SHOWN = 5;

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

/** The options of a command for a token that name the cluster. */
const NAMING: ReadonlySet<Value> = new Set(['--cluster-name', '--cluster-id', '-i']);

/** Tells which clusters Kubernetes objects belong to. */
export class ClusterMembership {
  private readonly ofProvider = new Map<ProviderBlock, readonly string[]>();
  private readonly assigned: ReadonlyMap<string, string>;
  private readonly used = new Set<string>();
  private readonly said = new Set<string>();
  private readonly addresses: ClusterAddresses | undefined;
  /** Those that Kubernetes objects can be in: not an issuer that identities trust and nothing else. */
  public readonly all: readonly string[];

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
    this.addresses = program && new ClusterAddresses(program);
    this.all = clustersOfObjects(clusters).map(({ id }) => id);
  }

  /** The clusters that a Terraform resource of the kubernetes or helm provider may write to. */
  public ofInstance(instance: Instance): readonly string[] {
    const { configuration, block } = instance;
    const used = usedProvider(configuration, block.type.split('_')[0]!, block.body.provider);
    const { provider } = used;
    const assigned = this.assignedTo(rootOf(configuration).path, instance.at.file);
    if (!provider) {
      if (assigned !== undefined) return [assigned];
      // A state names no provider, but what a provider is told comes from somewhere.
      const known = (instance.lost && this.addresses?.knownIn(configuration)) ?? [];
      return known.length > 0 ? known : this.fallback(instance.at);
    }
    let clusters = this.ofProvider.get(provider);
    if (!clusters) {
      clusters = this.fromProvider(used.configuration, provider);
      this.ofProvider.set(provider, clusters);
    }
    return clusters;
  }

  /** The clusters that the objects of a file may be in. */
  public ofFile(path: string, at: Place): readonly string[] {
    const assigned = this.assignedTo(path, at.file);
    return assigned === undefined ? this.fallback(at) : [assigned];
  }

  /** The paths of `--cluster` at which no objects were found. */
  public unusedPaths(): readonly string[] {
    return [...this.assigned.keys()].filter((path) => !this.used.has(path));
  }

  /** The `--cluster` of a path: as it was given, or as messages show it. */
  private assignedTo(...paths: readonly (string | undefined)[]): string | undefined {
    if (this.assigned.size === 0) return undefined;
    const found = paths
      .flatMap((path) => (path === undefined ? [] : plainPath(path)))
      .find((path) => this.assigned.has(path));
    if (found === undefined) return undefined;
    this.used.add(found);
    return this.assigned.get(found);
  }

  private fromProvider(configuration: Configuration, provider: ProviderBlock): readonly string[] {
    // The helm provider keeps the same settings in a block.
    const nested = provider.body.kubernetes;
    const settings = [provider.body, ...(Array.isArray(nested) ? nested : [nested])];
    let possible: readonly string[] = [];
    for (const key of TELLING) {
      for (const body of settings) {
        const raw = (body as { readonly [key: string]: Raw } | undefined)?.[key];
        if (raw === undefined || raw === null || !this.program) continue;
        const targets = this.program.referencesIn(configuration, raw);
        const value = this.program.evaluateRaw(configuration, raw, `${configuration.label}provider`, provider.at);
        const address = key === 'host' ? (this.addresses?.at(value) ?? []) : [];
        if (address.length > 0) return address;
        // The value picks one cluster where its references lead to a list of them.
        const named = this.addresses?.namedBy(value) ?? [];
        const led = [
          this.clustersAmong(targets),
          // A plan has the values of the state that it reads, and the configuration behind it may be here as well.
          this.clustersAmong(targets.flatMap((target) => this.behind(target))),
          this.clusterOfCommand(value),
        ].filter((ids) => ids.length > 0);
        const found = named.length > 0 ? named : (led.find((ids) => ids.length === 1) ?? led[0]);
        if (found?.length === 1) return found;
        if (found) {
          if (possible.length === 0) possible = found;
          continue;
        }
        // Another configuration has that cluster, and it is not here: it is none of these.
        if (possible.length === 0 && JSON.stringify(value).includes('data.terraform_remote_state.')) return [];
        if (possible.length === 0 && this.commandIsForAnother(value)) return [];
      }
    }
    const assigned = this.assignedTo(rootOf(configuration).path, provider.at.file);
    if (assigned !== undefined) return [assigned];
    return possible.length > 0 ? this.oneOf(possible, provider.at) : this.fallback(provider.at);
  }

  private clustersAmong(targets: readonly Target[]): readonly string[] {
    const { program } = this;
    if (!program) return [];
    const clusters = targets.filter(({ instance }) => CLUSTER_TYPES.has(instance.block.type));
    return [...new Set(clusters.map(({ instance }) => program.canonical(instance).id))];
  }

  private behind({ instance, steps }: Target): readonly Target[] {
    const [outputs, name] = steps;
    const isOutput = instance.block.type === 'terraform_remote_state' && outputs === 'outputs' && name !== undefined;
    return isOutput && this.program ? this.program.remoteReferences(instance, String(name)) : [];
  }

  /** `aws eks get-token --cluster-name NAME` or `aws-iam-authenticator token -i NAME`, with a name that is known. */
  private clusterOfCommand(value: Value): readonly string[] {
    const name = nameInCommand(value);
    const named = this.clusters.filter((cluster) => cluster.name === name && cluster.cloud === 'aws');
    return named.length === 1 ? [named[0]!.id] : [];
  }

  /** Whether such a command is known to name a cluster of EKS that is none of those that were read. */
  private commandIsForAnother(value: Value): boolean {
    const name = nameInCommand(value);
    if (name === undefined || hasSymbol(name) || !OF_EKS.test(String(commandIn(value).command))) return false;
    const isNamed = (cluster: Cluster): boolean =>
      cluster.cloud === 'aws' && (cluster.name === undefined || !isNo(equal(cluster.name, name)));
    return this.all.length > 0 && !this.clusters.some(isNamed);
  }

  /** The only cluster, else every one, and that is said. */
  private fallback(at: Place): readonly string[] {
    return this.all.length === 0 ? [NO_CLUSTER] : this.oneOf(this.all, at);
  }

  private oneOf(candidates: readonly string[], at: Place): readonly string[] {
    if (candidates.length > 1 && !this.said.has(at.file)) {
      this.said.add(at.file);
      const more = candidates.length > SHOWN ? ` and ${candidates.length - SHOWN} more` : '';
      this.problems.add({
        about: at.file,
        because: `nothing says which of the clusters ${candidates.slice(0, SHOWN).join(', ')}${more} these objects are in; each is taken as possible (say --cluster ID=PATH)`,
        at: { file: at.file, pointer: '' },
      });
    }
    return candidates;
  }
}

/** The commands that get a token for a cluster of EKS. */
const OF_EKS = /(?:^|[/\\])aws(?:-iam-authenticator)?(?:\.exe)?$/;

/** The block of a command for a token. */
function commandIn(value: Value): ValueObject {
  const blocks = Array.isArray(value) ? (value as readonly Value[]) : [value];
  return blocks.find(isObject) ?? {};
}

/** The cluster that a command for a token names. */
function nameInCommand(value: Value): string | undefined {
  const { args } = commandIn(value);
  const list = Array.isArray(args) ? (args as readonly Value[]) : [];
  const option = list.findIndex((argument) => typeof argument === 'string' && NAMING.has(argument));
  const name = option < 0 ? undefined : list[option + 1];
  return typeof name === 'string' ? name : undefined;
}

function rootOf(configuration: Configuration): Configuration {
  let root = configuration;
  while (root.call) root = root.call.from;
  return root;
}

/** `./a/` and `a` are the same path. */
function plainPath(path: string): string {
  return posix.normalize(path.replace(/\\/g, '/')).replace(/(.)\/$/, '$1');
}
