import { hasSymbol, symbolOf } from '../../model/known/symbol';
import type { ExistingCluster } from '../../settings/settings';
import { AKS_ISSUER } from '../azure/aks-issuer';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { ComputedAttributes, Program, Provider } from '../terraform/configuration/provider';
import { descendAll } from '../terraform/expression/evaluate';
import type { Value } from '../terraform/expression/value';

/** The types that a cluster of each cloud has in a program. */
const TYPES = { aws: 'aws_eks_cluster', azure: 'azurerm_kubernetes_cluster' } as const;

/** Clusters that a user says exist, beside those that the program has. */
export class ExistingClusters {
  /** By type and name: the instances of the program. */
  private readonly found = new Map<string, readonly Instance[]>();

  public constructor(private readonly clusters: readonly ExistingCluster[]) {}

  /** The providers, which know what the user knows: the issuer of a cluster that the program makes or looks up by its name. */
  public knownTo(providers: readonly Provider[]): readonly Provider[] {
    if (this.clusters.length === 0) return providers;
    return providers.map((provider) => ({
      ...provider,
      computed: Object.fromEntries(
        Object.entries(provider.computed ?? {}).map(([type, attributes]) => [type, this.with(type, attributes)]),
      ),
    }));
  }

  /** Adds those that the program does not have itself: a literal issuer, name or ARN is then theirs. */
  public addTo(parts: CloudParts, program: Program): void {
    for (const existing of this.clusters) {
      const { name, cloud, issuer, resourceId, at } = existing;
      if (cloud !== 'other' && this.instances(program, TYPES[cloud], name).length === 1) continue;
      parts.clusters.push({
        id: name,
        cloud,
        issuer: issuer ?? `https://${symbolOf(`${name}.issuer`)}${cloud === 'azure' ? '/' : ''}`,
        issuerText: issuer ?? `ref:${name}.issuer`,
        name,
        resourceId,
        isDeclared: false,
        at,
      });
    }
  }

  private with(type: string, attributes: ComputedAttributes): ComputedAttributes {
    const cloud = type === TYPES.aws ? 'aws' : type === TYPES.azure ? 'azure' : undefined;
    if (cloud === undefined) return attributes;
    return {
      names: [...attributes.names, cloud === 'aws' ? 'arn' : 'id'],
      of: (program, instance, steps) =>
        this.known(program, instance, cloud, steps) ?? attributes.of(program, instance, steps),
    };
  }

  private known(
    program: Program,
    instance: Instance,
    cloud: 'aws' | 'azure',
    [attribute, ...rest]: readonly (string | number)[],
  ): Value | undefined {
    const full = cloud === 'aws' ? 'arn' : 'id';
    if (attribute !== full && attribute !== 'identity' && attribute !== AKS_ISSUER) return undefined;
    const name = program.text(instance, 'name');
    const existing = this.clusters.find((one) => one.cloud === cloud && one.name === name);
    if (!existing || this.instances(program, TYPES[cloud], existing.name).length !== 1) return undefined;
    const { issuer, resourceId } = existing;
    if (attribute === full) return resourceId;
    if (issuer === undefined) return undefined;
    return cloud === 'aws' ? descendAll([{ oidc: [{ issuer }] }], rest) : issuer;
  }

  /** Those of the program with a name; a name may be taken once more in another account or region. */
  private instances(program: Program, type: string, name: string): readonly Instance[] {
    const key = `${type}\n${name}`;
    const known = this.found.get(key);
    if (known) return known;
    const all = [...program.instances(type), ...program.instances(`data.${type}`)].filter((instance) => {
      const own = program.text(instance, 'name');
      return own === name && !hasSymbol(own) && program.canonical(instance) === instance;
    });
    this.found.set(key, all);
    return all;
  }
}
