import type { ClusterRole, ClusterRoleBinding } from '../../model/identity-binding';
import { isJsonObject, listOf, objectAt, textOf } from './kubernetes-object';
import type { JsonObject, KubernetesObject } from './kubernetes-object';

/** What was read of the clusters' RBAC. */
export interface DeclaredAccessControl {
  readonly roles: ClusterRole[];
  readonly bindings: ClusterRoleBinding[];
}

/** Adds a ClusterRole or a ClusterRoleBinding. Roles of one namespace cannot grant what is of the whole cluster. */
export function readAccessControlObject(found: KubernetesObject, into: DeclaredAccessControl): void {
  const { object, clusters, at } = found;
  if (object.kind !== 'ClusterRole' && object.kind !== 'ClusterRoleBinding') return;
  const name = textOf(objectAt(object, ['metadata']).name) ?? '';
  if (object.kind === 'ClusterRole') {
    into.roles.push({
      clusters,
      name,
      rules: listOf(object.rules).map((rule) => ({
        verbs: textsIn(rule.verbs),
        apiGroups: textsIn(rule.apiGroups),
        resources: textsIn(rule.resources),
        resourceNames: textsIn(rule.resourceNames),
      })),
      aggregated: isJsonObject(object.aggregationRule),
      at,
    });
    return;
  }
  const role = objectAt(object, ['roleRef']);
  into.bindings.push({
    clusters,
    name,
    role: textOf(role.name) ?? '',
    subjects: listOf(object.subjects).map((subject: JsonObject) => ({
      kind: textOf(subject.kind) ?? '',
      name: textOf(subject.name) ?? '',
      namespace: textOf(subject.namespace),
    })),
    at,
  });
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
