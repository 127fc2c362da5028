import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Configuration } from '../terraform/configuration/configuration';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { isObject } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';

/** The resources that are clusters. */
export const CLUSTER_TYPES: ReadonlySet<string> = new Set([
  'aws_eks_cluster',
  'azurerm_kubernetes_cluster',
  'azurerm_kubernetes_automatic_cluster',
]);

/** Longer texts are no addresses. */
const MAXIMUM_LENGTH = 300;

/**
 * The clusters by the addresses of their API servers, where plans and states know them: a plan of one configuration and
 * the state of another have no reference between them, but they do have the same address.
 */
export class ClusterAddresses {
  private readonly byAddress = new Map<string, readonly string[]>();
  /** By the address that references to it have. */
  private readonly byReference = new Map<string, string>();
  private readonly ofConfiguration = new Map<Configuration, ReadonlyMap<string, readonly string[]>>();

  public constructor(private readonly program: TerraformProgram) {
    for (const type of CLUSTER_TYPES) {
      for (const instance of [...program.instances(type), ...program.instances(`data.${type}`)]) this.add(instance);
    }
  }

  /** The clusters whose API server has an address: one, or the same one as several files have it. */
  public at(address: Value | undefined): readonly string[] {
    return this.byAddress.get(plainAddress(address) ?? '') ?? [];
  }

  /** The clusters whose attributes a value that is not known is made of: several where it depends on what is not known either. */
  public namedBy(value: Value): readonly string[] {
    const text = textsIn(value).map(describeSymbols).join('\n');
    const named = [...this.byReference].filter(([reference]) => refersTo(text, reference));
    return [...new Set(named.map(([, id]) => id))];
  }

  /**
   * The cluster that a configuration is about, where it is about one: of all the clusters, only this one is its own
   * resource, or read by its data sources, or has its address among the outputs of the states that it reads.
   */
  public knownIn(start: Configuration): readonly string[] {
    const all = new Map<string, readonly string[]>();
    for (
      let configuration: Configuration | undefined = start;
      configuration;
      configuration = configuration.call?.from
    ) {
      for (const [key, ids] of this.named(configuration)) all.set(key, ids);
    }
    return all.size === 1 ? [...all.values()][0]! : [];
  }

  private add(instance: Instance): void {
    const addresses = this.addressesOf(instance);
    const { id } = this.program.canonical(instance);
    this.byReference.set(instance.id, id);
    for (const address of addresses) {
      const ids = this.byAddress.get(address) ?? [];
      if (!ids.includes(id)) this.byAddress.set(address, [...ids, id]);
    }
  }

  private addressesOf(instance: Instance): readonly string[] {
    // Before apply there is none.
    if (!instance.lost) return [];
    const values = ['endpoint', 'fqdn', 'private_fqdn'].map((name) => this.program.attribute(instance, name));
    const files = ['kube_config', 'kube_admin_config'].flatMap((name) => this.program.nested(instance, name));
    return [...values, ...files.map(({ host }) => host)].flatMap((value) => plainAddress(value) ?? []);
  }

  private named(configuration: Configuration): ReadonlyMap<string, readonly string[]> {
    let named = this.ofConfiguration.get(configuration);
    if (!named) {
      const found = [...configuration.blocks].flatMap(([address, { type, mode }]) => {
        const isState = mode === 'data' && type === 'terraform_remote_state';
        if (!isState && !CLUSTER_TYPES.has(type)) return [];
        const instances = this.program.find(configuration, address);
        return instances.flatMap((instance) => (isState ? this.namedByState(instance) : [this.sameAs(instance)]));
      });
      named = new Map(found.filter((ids) => ids.length > 0).map((ids) => [ids.join('\n'), ids]));
      this.ofConfiguration.set(configuration, named);
    }
    return named;
  }

  private sameAs(instance: Instance): readonly string[] {
    const same = this.addressesOf(instance).map((address) => this.byAddress.get(address) ?? []);
    return same.find((ids) => ids.length > 0) ?? [this.program.canonical(instance).id];
  }

  private namedByState(instance: Instance): readonly (readonly string[])[] {
    if (!instance.lost) return [];
    const outputs = this.program.attribute(instance, 'outputs');
    if (!isObject(outputs)) return [];
    const addressed = textsIn(outputs).map((text) => this.at(text));
    if (addressed.some((ids) => ids.length > 0)) return addressed;
    return Object.keys(outputs).flatMap((name) =>
      this.program
        .remoteReferences(instance, name)
        .filter((target) => CLUSTER_TYPES.has(target.instance.block.type))
        .map((target) => this.sameAs(target.instance)),
    );
  }
}

/** A host and port as they are compared: without scheme, path, letter case or the port that is taken anyway. */
function plainAddress(value: Value | undefined): string | undefined {
  if (typeof value !== 'string' || value.length > MAXIMUM_LENGTH || hasSymbol(value)) return undefined;
  const address = value
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '')
    .replace(/:443$/, '');
  return address === '' ? undefined : address;
}

/** Whether a text has a reference to an attribute of a resource, and not to a resource whose address only ends alike. */
function refersTo(text: string, reference: string): boolean {
  for (let at = text.indexOf(reference); at >= 0; at = text.indexOf(reference, at + 1)) {
    if (!/[\w./\]-]/.test(text.charAt(at - 1)) && /[.[]/.test(text.charAt(at + reference.length))) return true;
  }
  return false;
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
