import { assessedStatements, parseResourcePolicy } from './iam';
import { statementOf } from './inventory-policies';
import type { InventoryStatement } from './inventory-policies';
import type { AttachedPolicy, CloudResource } from './model/cloud-resource';
import { compareText } from './model/place';
import { describeSymbols } from './model/known/symbol';
import { parseSymbolicJson } from './model/known/symbolic-json';

/** A resource that policies speak of, or that has a policy of its own. */
export interface InventoryResource {
  readonly id: string;
  /** Its ARN, or its resource id of Azure, with `${…}` for what is not known of it. */
  readonly arn: string;
  /** Texts of policies that stand for it or for a part of its ARN, each with what it stands for. */
  readonly names: Readonly<Record<string, string>>;
  /** The policies of its own, sorted. Absent where it has none. */
  readonly policies?: readonly InventoryResourcePolicy[];
}

/** A policy of a resource: of a bucket, a queue, a topic, a key, a secret or a repository. */
export interface InventoryResourcePolicy {
  /** The id of the resource that holds it. */
  readonly source: string;
  /** Why it is not known that the resource has it. Absent where it has. */
  readonly perhaps?: string;
  /** In their order; nothing where they are not known. */
  readonly statements?: readonly InventoryStatement[];
}

/** What policies call resources, and the resources' own policies; sorted. */
export function resourcesOf(resources: readonly CloudResource[]): readonly InventoryResource[] {
  return resources
    .map(({ id, arn, spellings, policies }): InventoryResource => {
      const own = describeSymbols(arn);
      const names = [...spellings].map(
        ([text, spelling]) => [describeSymbols(text), describeSymbols(spelling)] as const,
      );
      return {
        ...{ id, arn: own },
        names: Object.fromEntries(names.sort(([a], [b]) => compareText(a, b))),
        ...(policies.length > 0 ? { policies: policies.map((policy) => policyOf(policy, own)).sort(bySource) } : {}),
      };
    })
    .sort((a, b) => compareText(a.id, b.id));
}

function bySource(a: InventoryResourcePolicy, b: InventoryResourcePolicy): number {
  return compareText(a.source, b.source);
}

function policyOf({ source, text, perhaps }: AttachedPolicy, arn: string): InventoryResourcePolicy {
  const statements = text === undefined ? undefined : statementsOf(text, arn);
  return {
    source,
    ...(perhaps === undefined ? {} : { perhaps: describeSymbols(perhaps) }),
    ...(statements ? { statements } : {}),
  };
}

/** Of a policy that is not JSON, or that AWS refuses, nothing is known. */
function statementsOf(text: string, arn: string): readonly InventoryStatement[] | undefined {
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(text);
  } catch {
    return undefined;
  }
  const policy = parseResourcePolicy(parsed);
  if (policy.refusals.length > 0 || policy.unknown.length > 0) return undefined;
  return assessedStatements(policy, 'Allow', 'Deny').map((statement) => {
    const own = statementOf(statement);
    const { resources = [], notResources } = own;
    // A policy of a resource speaks of that one, whatever it calls it.
    const isItself = notResources === undefined && (resources.length === 0 || resources.includes('*'));
    return {
      ...own,
      ...(isItself ? { resources: [arn] } : {}),
      ...(statement.notPrincipal ? { perhaps: 'it is about all but those that its NotPrincipal names' } : {}),
    };
  });
}
