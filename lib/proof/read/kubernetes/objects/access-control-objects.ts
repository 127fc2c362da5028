import type {
  ClusterRole,
  ClusterRoleBinding,
  LabelRequirement,
  LabelSelector,
  NamespacedRole,
  NamespacedRoleBinding,
} from '../../../model/cluster/access-control';
import { hasSymbol } from '../../../model/known/symbol';
import { isJsonObject, listOf, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { JsonObject, DeclaredObject } from '../kubernetes-object';

/** What was read of the clusters' RBAC. */
export interface DeclaredAccessControl {
  readonly roles: ClusterRole[];
  readonly bindings: ClusterRoleBinding[];
  readonly namespacedRoles: NamespacedRole[];
  readonly namespacedBindings: NamespacedRoleBinding[];
}

/** Adds a role or a binding of RBAC. */
export function readAccessControlObject(found: DeclaredObject, into: DeclaredAccessControl): void {
  const { object } = found;
  const namespace = textOf(objectAt(object, ['metadata']).namespace) ?? 'default';
  switch (object.kind) {
    case 'ClusterRole':
      into.roles.push(roleOf(found));
      return;
    case 'Role':
      into.namespacedRoles.push({ ...roleOf(found), namespace });
      return;
    case 'ClusterRoleBinding':
      into.bindings.push(bindingOf(found));
      return;
    case 'RoleBinding': {
      const { kind } = objectAt(object, ['roleRef']);
      const binding = bindingOf(found);
      // Of a role that may be either, neither is known to be meant.
      const role = isUnknownText(kind) ? kind : binding.role;
      into.namespacedBindings.push({ ...binding, role, namespace, ofClusterRole: kind === 'ClusterRole' });
    }
  }
}

function roleOf({ object, clusters, at }: DeclaredObject): ClusterRole {
  return {
    clusters,
    name: nameOf(object),
    rules: listOrUnknown(object.rules, ['verbs', 'apiGroups', 'resources']).map((rule) => ({
      verbs: textsIn(rule.verbs),
      apiGroups: textsIn(rule.apiGroups),
      resources: textsIn(rule.resources),
      resourceNames: textsIn(rule.resourceNames),
    })),
    labels: textsOf(objectAt(object, ['metadata']).labels),
    aggregation: aggregationOf(object.aggregationRule),
    at,
  };
}

function aggregationOf(rule: unknown): readonly LabelSelector[] | undefined {
  if (!isJsonObject(rule)) return undefined;
  return listOf(rule.clusterRoleSelectors).map((selector) => {
    const matchLabels = textsOf(selector.matchLabels);
    const matchExpressions = listOf(selector.matchExpressions).map(({ key, operator, values }) => ({
      key: textOf(key) ?? '',
      operator: textOf(operator) ?? '',
      values: textsIn(values),
    }));
    // What is not text is no label either; without it the selector would choose more than it says.
    const isWhole = Object.keys(matchLabels).length === Object.keys(selector.matchLabels ?? {}).length;
    return { matchLabels, matchExpressions: isWhole ? matchExpressions : [...matchExpressions, NEVER_TOLD] };
  });
}

/** A requirement that nobody can tell of. */
const NEVER_TOLD: LabelRequirement = { key: '', operator: '', values: [] };

function bindingOf({ object, clusters, at }: DeclaredObject): ClusterRoleBinding {
  return {
    clusters,
    name: nameOf(object),
    role: textOf(objectAt(object, ['roleRef']).name) ?? '',
    subjects: listOrUnknown(object.subjects, ['kind', 'name', 'namespace']).map((subject: JsonObject) => ({
      kind: textOf(subject.kind) ?? '',
      name: textOf(subject.name) ?? '',
      namespace: textOf(subject.namespace),
    })),
    at,
  };
}

function nameOf(object: JsonObject): string {
  return textOf(objectAt(object, ['metadata']).name) ?? '';
}

/** The objects of a list; of a list, or an object in it, that is not known, one whose fields are not known. */
function listOrUnknown(value: unknown, fields: readonly string[]): JsonObject[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item): JsonObject[] => {
    if (isJsonObject(item)) return Array.isArray(value) ? [item] : [];
    return isUnknownText(item) ? [Object.fromEntries(fields.map((field) => [field, item]))] : [];
  });
}

function isUnknownText(value: unknown): value is string {
  return typeof value === 'string' && hasSymbol(value);
}

/** The texts of a list; a list that is not known is its symbol. */
function textsIn(value: unknown): string[] {
  if (isUnknownText(value)) return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
