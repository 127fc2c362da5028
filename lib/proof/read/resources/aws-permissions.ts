import type { Permission } from '../../model/permission';
import { describeSymbols } from '../../model/symbol';
import { parseSymbolicJson } from '../../model/symbolic-json';
import type { Value } from '../expression/value';
import { isUnknown } from '../expression/value';

/**
 * What a policy's statements say, one entry a statement and resource; nothing where the policy is not known.
 * Conditions are not shown: a permission here is at most what the policy gives.
 */
export function policyPermissions(
  identity: string,
  policy: Value | undefined,
  source: string,
): Permission[] | undefined {
  if (typeof policy !== 'string' || isUnknown(policy)) return undefined;
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(policy);
  } catch {
    return undefined;
  }
  const statements = listOf((parsed as { Statement?: unknown } | null)?.Statement);
  return statements.flatMap((statement) => {
    if (typeof statement !== 'object' || statement === null) return [];
    const { Effect, Action, NotAction, Resource, NotResource } = statement as Record<string, unknown>;
    const sign = Effect === 'Deny' ? '!' : '';
    const actions = [
      ...listOf(Action).map((action) => `${sign}${describeSymbols(String(action))}`),
      ...listOf(NotAction).map((action) => `${sign}NotAction ${describeSymbols(String(action))}`),
    ].sort();
    const resources = [
      ...listOf(Resource).map((resource) => describeSymbols(String(resource))),
      ...listOf(NotResource).map((resource) => `NotResource ${describeSymbols(String(resource))}`),
    ];
    return resources.map((resource) => ({ identity, actions, role: null, resource, source }));
  });
}

/** A policy that is attached by its ARN and was not read. */
export function attachedPolicy(identity: string, arn: string, source: string): Permission {
  return { identity, actions: [], role: describeSymbols(arn.replace(/^.*:policy\//, '')), resource: '*', source };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
