import { assessedStatements, parseResourcePolicy, unreadAsWhole, unreadInPart } from './iam';
import type { Statement } from './iam';
import { statementOf, unreadOf } from './inventory-policies';
import type { InventoryStatement, InventoryUnread } from './inventory-policies';
import type { AttachedPolicy, CloudResource } from './model/cloud-resource';
import type { UnreadPolicy } from './model/identity/identity-policy';
import { hasPerhaps } from './model/known/perhaps';
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
  /** What is known of a policy that is not wholly known. Absent of one that is. */
  readonly unread?: InventoryUnread;
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

function policyOf({ source, text, expression, perhaps }: AttachedPolicy, arn: string): InventoryResourcePolicy {
  const read = text === undefined ? notRead('is not known before apply', expression) : readPolicy(text);
  const { unread } = read;
  const own = (statement: Statement): InventoryStatement => ownStatement(statement, arn);
  return {
    source,
    ...(perhaps === undefined ? {} : { perhaps: describeSymbols(perhaps) }),
    ...(read.statements ? { statements: read.statements.map(own) } : {}),
    ...(unread ? { unread: unreadOf(unread, own) } : {}),
  };
}

/** What is known of a policy's text. */
interface ReadPolicy {
  /** Of what may be there besides, one that allows everything and one that denies it. */
  readonly statements?: readonly Statement[];
  readonly unread?: UnreadPolicy;
}

function notRead(because: string, whole = ''): ReadPolicy {
  return { unread: unreadAsWhole(because, whole) };
}

/** Of a policy that is not JSON, or that AWS refuses, nothing is known. */
function readPolicy(text: string): ReadPolicy {
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(text);
  } catch {
    return notRead('is not JSON, which AWS refuses', text);
  }
  const policy = parseResourcePolicy(parsed);
  const [refusal] = policy.refusals;
  if (refusal !== undefined) return notRead(`is refused by AWS: ${refusal}`, text);
  const [unknown] = policy.unknown;
  if (unknown !== undefined) return { unread: unreadInPart(unknown, parsed, text, parseResourcePolicy) };
  const [open] = [...policy.open.keys()];
  const because = open ?? (hasPerhaps(text) ? 'holds what need not be there' : undefined);
  return {
    // `Resource = []` is about nothing.
    statements: assessedStatements(policy, 'Allow', 'Deny').filter(
      ({ resources, notResource }) => notResource || resources.length > 0,
    ),
    ...(because === undefined ? {} : { unread: unreadInPart(because, parsed, text, parseResourcePolicy) }),
  };
}

/** A policy of a resource speaks of that one, whatever it calls it. */
function ownStatement(statement: Statement, arn: string): InventoryStatement {
  const own = statementOf(statement);
  const { resources = [], notResources } = own;
  const isItself = notResources === undefined && resources.includes('*');
  return {
    ...own,
    ...(isItself ? { resources: [arn] } : {}),
    ...(statement.notPrincipal ? { perhaps: 'it is about all but those that its NotPrincipal names' } : {}),
  };
}
