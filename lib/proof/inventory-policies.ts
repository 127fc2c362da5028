import type { Evaluation } from './evaluate/evaluation';
import { possibleStatements } from './iam';
import type { Condition, Principals, Statement } from './iam';
import type { AzureActions, IdentityPolicy, UnreadPolicy } from './model/identity/identity-policy';
import type { Model } from './model/model';
import { compareText } from './model/place';
import { withShortReferences } from './model/known/short-references';
import { describeSymbols } from './model/known/symbol';

/** A policy of an identity as it is written; not evaluated. Symbols are described. */
export interface InventoryPolicy {
  readonly identity: string;
  /** `trust`: who gets the identity. `boundary` and `session` only take away from what the others give. */
  readonly kind: 'trust' | IdentityPolicy['kind'];
  /** The id of the resource that gives it. */
  readonly source: string;
  /** The ARN of a policy that was not read, or the name of an Azure role; else nothing. */
  readonly name?: string;
  /** Of an Azure role assignment. */
  readonly scope?: string;
  /** Of an Azure role assignment: what it asks for besides. */
  readonly condition?: string;
  /** In their order; nothing where the policy was not read. */
  readonly statements?: readonly InventoryStatement[];
  /** What is known of a policy that was not wholly read. Absent of one that was, and of one of which only the name is known. */
  readonly unread?: InventoryUnread;
}

/** A policy of which it is not known whose it is. */
export interface InventoryOpenPolicy extends Omit<InventoryPolicy, 'identity'> {
  /** Whose it is, as it is written: `${var.role}`. Policies with the same are of the same identities. */
  readonly whose: string;
  /** The identities that it may be of, sorted. Absent where it may be any of its cloud: a role of AWS, or one to which Azure assigns roles. */
  readonly identities?: readonly string[];
  /** Why it is not known. */
  readonly because: string;
}

/** What is known of a policy that was not wholly read. */
export interface InventoryUnread {
  /** Why it was not: `is not known before apply`. */
  readonly because: string;
  /** The statements that are known, in their order; those with `perhaps` need not be there. Absent where none is. */
  readonly statements?: readonly InventoryStatement[];
  /** The expressions of which nothing else is known: `${var.policy}`. Empty where it is only not known which statements are there. */
  readonly rest: readonly string[];
  /**
   * The expressions that decide which statements are there, and what these and the rest are made of, sorted. Where `rest` and
   * `depends` of two versions of a program are the same, what is not known is the same.
   */
  readonly depends: readonly string[];
}

/** A statement of IAM, or a block of permissions of an Azure role. */
export interface InventoryStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid?: string;
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  /** As they are written; IAM compares them without case. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** Of Azure: of the data plane. */
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** All of them must hold. */
  readonly conditions?: readonly InventoryCondition[];
  /** Why it need not be there. Absent where it is. */
  readonly perhaps?: string;
}

/** One key of a condition. */
export interface InventoryCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** Those of the values that need not be there. Absent where all are. */
  readonly perhapsValues?: readonly string[];
  /** Why it need not be there. Absent where it is. */
  readonly perhaps?: string;
}

/** The policies of all identities, sorted. */
export function policiesOf(model: Model, evaluation: Evaluation): readonly InventoryPolicy[] {
  const trusts = [...evaluation.policies].map(([identity, policy]): InventoryPolicy => ({
    identity,
    kind: 'trust',
    source: identity,
    statements: possibleStatements(policy).map(statementOf),
  }));
  const own = model.policies.map((policy): InventoryPolicy => ({ identity: policy.identity, ...contentOf(policy) }));
  return sorted([...trusts, ...own], ({ identity }) => identity);
}

/** The policies of which it is not known whose they are, sorted. */
export function openPoliciesOf({ openPolicies, openAssignments }: Model): readonly InventoryOpenPolicy[] {
  const entries = [...openPolicies, ...openAssignments].map((policy): InventoryOpenPolicy => ({
    whose: describeSymbols(policy.whose),
    ...(policy.identities ? { identities: [...policy.identities].sort() } : {}),
    because: withShortReferences(describeSymbols(policy.because)),
    ...contentOf(policy),
  }));
  return sorted(entries, ({ whose }) => whose);
}

function sorted<T extends Omit<InventoryPolicy, 'identity'>>(
  policies: readonly T[],
  ofWhom: (policy: T) => string,
): T[] {
  return policies
    .map((policy) => ({ policy, key: [ofWhom(policy), policy.kind, policy.source, policy.name ?? ''].join('\n') }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ policy }) => policy);
}

function contentOf(policy: Omit<IdentityPolicy, 'identity'>): Omit<InventoryPolicy, 'identity'> {
  const { kind, source, name, scope, condition, statements, azure, unread } = policy;
  const read = statements?.map(statementOf) ?? azure?.map(azureStatement);
  return {
    kind,
    source,
    ...(name === undefined ? {} : { name: describeSymbols(name) }),
    ...(scope === undefined ? {} : { scope: describeSymbols(scope) }),
    ...(condition === undefined ? {} : { condition: describeSymbols(condition) }),
    ...(read ? { statements: read } : {}),
    ...(unread ? { unread: unreadOf(unread) } : {}),
  };
}

/**
 * What is known of a policy that was not wholly read, as the inventory has it.
 *
 * @param tell how it has a statement
 */
export function unreadOf(
  { because, statements, rest, depends }: UnreadPolicy,
  tell: (statement: Statement) => InventoryStatement = statementOf,
): InventoryUnread {
  return {
    because: describeSymbols(because),
    ...(statements.length > 0 ? { statements: statements.map((one) => tell(one)) } : {}),
    ...{ rest, depends },
  };
}

/** A statement as the inventory has it. */
export function statementOf(statement: Statement): InventoryStatement {
  const { effect, sid, principals, actionsAsWritten, notAction, resources, notResource, conditions, perhaps } =
    statement;
  const who = principalsOf(principals);
  return {
    effect,
    ...(sid ? { sid: describeSymbols(sid) } : {}),
    ...(Object.keys(who).length > 0 ? { principals: who } : {}),
    [notAction ? 'notActions' : 'actions']: actionsAsWritten.map(describeSymbols),
    ...(resources.length > 0 ? { [notResource ? 'notResources' : 'resources']: resources.map(describeSymbols) } : {}),
    ...(conditions.length > 0 ? { conditions: conditions.map(conditionOf) } : {}),
    ...(perhaps === undefined ? {} : { perhaps: describeSymbols(perhaps) }),
  };
}

function principalsOf({ everyone, aws, federated, service }: Principals): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries({ AWS: everyone ? ['*'] : aws, Federated: federated, Service: service })
      .filter(([, names]) => names.length > 0)
      .map(([kind, names]) => [kind, names.map(describeSymbols)]),
  );
}

function conditionOf({ operator, key, values, perhapsValues, perhaps }: Condition): InventoryCondition {
  return {
    operator: operator.name,
    key: describeSymbols(key),
    values: values.map(describeSymbols),
    ...(perhapsValues ? { perhapsValues: [...perhapsValues.keys()].map(describeSymbols) } : {}),
    ...(perhaps === undefined ? {} : { perhaps: describeSymbols(perhaps) }),
  };
}

function azureStatement({ actions, notActions, dataActions, notDataActions }: AzureActions): InventoryStatement {
  const lists = Object.entries({ actions, notActions, dataActions, notDataActions }).filter(
    ([, texts]) => texts.length > 0,
  );
  return {
    effect: 'Allow',
    ...Object.fromEntries(lists.map(([name, texts]) => [name, texts.map(describeSymbols)])),
  };
}
