import type {
  ClusterRole,
  ClusterRoleBinding,
  NamespacedRole,
  NamespacedRoleBinding,
} from '../../model/identity-binding';
import { isJsonObject, listOf, objectAt, textOf } from './kubernetes-object';
import type { JsonObject, KubernetesObject } from './kubernetes-object';

/** What was read of the clusters' RBAC. */
export interface DeclaredAccessControl {
  readonly roles: ClusterRole[];
  readonly bindings: ClusterRoleBinding[];
  readonly namespacedRoles: NamespacedRole[];
  readonly namespacedBindings: NamespacedRoleBinding[];
}

/** Adds a role or a binding of RBAC. */
export function readAccessControlObject(found: KubernetesObject, into: DeclaredAccessControl): void {
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
      const ofClusterRole = objectAt(object, ['roleRef']).kind === 'ClusterRole';
      into.namespacedBindings.push({ ...bindingOf(found), namespace, ofClusterRole });
    }
  }
}

function roleOf({ object, clusters, at }: KubernetesObject): ClusterRole {
  return {
    clusters,
    name: nameOf(object),
    rules: listOf(object.rules).map((rule) => ({
      verbs: textsIn(rule.verbs),
      apiGroups: textsIn(rule.apiGroups),
      resources: textsIn(rule.resources),
      resourceNames: textsIn(rule.resourceNames),
    })),
    aggregated: isJsonObject(object.aggregationRule),
    at,
  };
}

function bindingOf({ object, clusters, at }: KubernetesObject): ClusterRoleBinding {
  return {
    clusters,
    name: nameOf(object),
    role: textOf(objectAt(object, ['roleRef']).name) ?? '',
    subjects: listOf(object.subjects).map((subject: JsonObject) => ({
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

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
