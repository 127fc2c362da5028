import { parsePermissionPolicy, possibleStatements, unreadInPart } from '../../iam';
import type { Statement } from '../../iam';
import { managedPolicyText } from '../../model/identity/identity-policy';
import type { IdentityPolicy, UnreadPolicy } from '../../model/identity/identity-policy';
import type { Permission } from '../../model/identity/permission';
import { PERHAPS, causeText, hasPerhaps } from '../../model/known/perhaps';
import { describeSymbols } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { Value } from '../terraform/expression/value';
import { asText, holdsSymbol, isUnknown, textOfValue } from '../terraform/expression/value';

/** What a policy gives, or why that cannot be told. */
export type PolicyPermissions =
  | {
      readonly permissions: readonly Permission[];
      readonly statements: readonly Statement[];
      readonly version: IdentityPolicy['version'];
      readonly because?: undefined;
    }
  // Read, and of no use as a policy: IAM refuses it, or something of it is not known.
  | { readonly permissions: readonly Permission[]; readonly why: string; readonly because?: undefined }
  | { readonly permissions?: readonly Permission[]; readonly because: string };

/** What a policy's statements say, one entry a statement and resource. */
export function policyPermissions(identity: string, policy: Value | undefined, source: string): PolicyPermissions {
  if (typeof policy !== 'string' || isUnknown(policy)) return { because: 'is not known before apply' };
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(policy);
  } catch {
    return { because: 'is not JSON, which IAM refuses' };
  }
  const { Version, Statement } = (parsed ?? {}) as { Version?: unknown; Statement?: unknown };
  if (holdsSymbol(Version as Value)) return { because: 'has a Version that is not known before apply' };
  if (Version !== undefined && !VERSIONS.includes(Version as string)) {
    return { because: `has the Version ${JSON.stringify(Version)}, which IAM refuses` };
  }
  const permissions: Permission[] = [];
  let open: string | undefined;
  for (const [index, statement] of listOf(Statement).entries()) {
    const cause = depends(statement);
    if (cause !== undefined) {
      open ??= cause;
      continue;
    }
    if (typeof statement !== 'object' || statement === null) return { because: `has no object as statement ${index}` };
    const { Effect } = statement as { Effect?: unknown };
    if (holdsSymbol(Effect as Value)) {
      return { because: `has an Effect in statement ${index} that is not known before apply` };
    }
    if (Effect !== 'Allow' && Effect !== 'Deny') {
      const effect = Effect === undefined ? 'no Effect' : `the Effect ${JSON.stringify(Effect)}`;
      return { because: `has ${effect} in statement ${index}, which IAM refuses` };
    }
    permissions.push(...statementPermissions(identity, statement as Record<string, unknown>, source));
  }
  if (open !== undefined)
    return { permissions, because: `holds what depends on ${open}, which is not known before apply` };
  const document = parsePermissionPolicy(parsed);
  // What IAM refuses, and what is not known, gives no statement that anything could be said of.
  const [refusal] = document.refusals;
  const why = refusal === undefined ? document.unknown[0] : `is refused by IAM: ${refusal}`;
  if (why !== undefined) return { permissions, why };
  // A statement is there, whatever is not known of its conditions.
  return { permissions, statements: possibleStatements(document), version: document.version };
}

/**
 * A policy with what was read of it.
 *
 * @param given the rest of it
 * @param policy what it is
 */
export function policyWith<T extends Omit<IdentityPolicy, 'identity'>>(
  given: T,
  read: PolicyPermissions,
  policy: Value | undefined,
): T {
  if ('statements' in read) return { ...given, statements: read.statements, version: read.version };
  return { ...given, unread: unreadPolicy(policy, read.because ?? read.why) };
}

function unreadPolicy(policy: Value | undefined, because: string): UnreadPolicy {
  const whole = asText(policy) ?? textOfValue(policy ?? null);
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(whole);
  } catch {
    // What is not JSON is known in no part.
  }
  return unreadInPart(because, parsed, whole, parsePermissionPolicy);
}

/** What it depends on whether a statement is there, or a condition of it; nothing where it is. */
function depends(statement: unknown): string | undefined {
  if (isUnknown(statement as Value)) return describeSymbols(String(statement));
  const text = JSON.stringify(statement);
  if (!hasPerhaps(text)) return undefined;
  const { [PERHAPS]: cause } = statement as Record<string, unknown>;
  return causeText(String(cause ?? /\uE012([^\uE013]*)\uE013/.exec(text)![1]));
}

/** The versions of IAM's policy language; without one it is the older. */
const VERSIONS: readonly string[] = ['2012-10-17', '2008-10-17'];

function statementPermissions(identity: string, statement: Record<string, unknown>, source: string): Permission[] {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const sign = Effect === 'Deny' ? '!' : '';
  const actions = [
    ...listOf(Action).map((action) => `${sign}${describeSymbols(String(action))}`),
    ...listOf(NotAction).map((action) => `${sign}NotAction ${describeSymbols(String(action))}`),
  ].sort();
  const resources = [
    ...listOf(Resource).map((resource) => describeSymbols(String(resource))),
    ...listOf(NotResource).map((resource) => `NotResource ${describeSymbols(String(resource))}`),
  ];
  const conditions = conditionsOf(Condition);
  return resources.map((resource) => ({
    identity,
    actions,
    role: null,
    resource,
    ...(conditions.length > 0 ? { conditions } : {}),
    source,
  }));
}

function conditionsOf(condition: unknown): readonly string[] {
  return entriesOf(condition)
    .flatMap(([operator, keys]) =>
      entriesOf(keys).map(([key, values]) => `${operator} ${key}: ${listOf(values).map(String).sort().join(' or ')}`),
    )
    .map(describeSymbols)
    .sort();
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A policy that is attached by its ARN and was not read. */
export function attachedPolicy(identity: string, arn: string, source: string): Permission {
  return { identity, actions: [], role: managedPolicyText(arn), resource: '*', source };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
