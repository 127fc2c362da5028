import { grouped } from '../../core/groups';
import { type CanaryObject, isCanary } from '../pods/canary-object';
import { type KubernetesObject, nameOfObject } from './kubernetes-object';

/**
 * What each object waits for, by index: its namespace; a ClusterRoleBinding for its ClusterRole; and a workload for what its pods
 * name (service account, ConfigMaps, Secrets), for the ClusterRoleBindings of its service account, for the network policies that select them and for their namespace's SecurityGroupPolicies, so that no
 * pod runs before its walls stand, and for the canaries of its service account, so that none is made before the webhook
 * knows the binding.
 *
 * Only objects of the list count. Precise edges instead of "all of this kind first": their number stays near that of the
 * objects, and one that fails holds up only what needs it.
 */
export function objectOrder(objects: readonly KubernetesObject[]): number[][] {
  const byName = new Map(objects.map((object, index) => [nameOfObject(object), index]));
  const policies = objects
    .map((object, index) => ({ object, index }))
    .filter(({ object }) => object.kind === 'NetworkPolicy' || object.kind === 'SecurityGroupPolicy');
  const canaries = grouped(
    objects.flatMap((object, index) => (isCanary(object) ? [{ index, account: accountOf(object) }] : [])),
    ({ account }) => account,
  );
  const permitted = grouped(
    objects.flatMap((object, index) => accountsOfBinding(object).map((account) => ({ index, account }))),
    ({ account }) => account,
  );
  return objects.map((object) => {
    const { namespace } = object.metadata;
    if (object.kind === 'ClusterRoleBinding') {
      const role = byName.get(`ClusterRole ${(object.roleRef as { name?: string } | undefined)?.name}`);
      return role === undefined ? [] : [role];
    }
    if (namespace === undefined) return [];
    const names = [`Namespace ${namespace}`];
    const template = podTemplateOf(object);
    const selecting = template
      ? policies.filter((policy) => policy.object.metadata.namespace === namespace && selects(policy.object, template))
      : [];
    if (template) names.push(...namedByPods(template).map(([kind, name]) => `${kind} ${namespace}/${name}`));
    const before = names.map((name) => byName.get(name)).filter((index) => index !== undefined);
    const account = template && accountOfTemplate(namespace, template);
    const tried = account !== undefined && !isCanary(object) ? (canaries.get(account) ?? []) : [];
    const permitting = account === undefined ? [] : (permitted.get(account) ?? []);
    const others = [...selecting, ...tried, ...permitting].map(({ index }) => index);
    return [...new Set([...before, ...others])].sort((a, b) => a - b);
  });
}

/** The objects, each after what it waits for, else as they were. */
export function inOrder<T extends KubernetesObject>(objects: readonly T[]): T[] {
  const before = objectOrder(objects);
  const done = new Set<number>();
  const place = (index: number): void => {
    if (done.has(index)) return;
    before[index]!.forEach(place);
    done.add(index);
  };
  objects.forEach((_, index) => place(index));
  return [...done].map((index) => objects[index]!);
}

type Data = { readonly [field: string]: unknown };

/** A workload's pod template, a Pod itself; nothing for other objects. */
function podTemplateOf(object: KubernetesObject): Data | undefined {
  if (object.kind === 'Pod') return object;
  const spec = object.spec as { template?: Data; jobTemplate?: { spec?: { template?: Data } } } | undefined;
  const template = spec?.template ?? spec?.jobTemplate?.spec?.template;
  return Array.isArray((template?.spec as Data | undefined)?.containers) ? template : undefined;
}

function accountOf({ metadata, spec }: CanaryObject): string {
  return `${metadata.namespace}/${spec.template.spec.serviceAccountName}`;
}

/** The service accounts that a ClusterRoleBinding names. */
function accountsOfBinding({ kind, subjects }: KubernetesObject): string[] {
  if (kind !== 'ClusterRoleBinding' || !Array.isArray(subjects)) return [];
  return (subjects as { kind?: string; namespace?: string; name?: string }[])
    .filter((subject) => subject.kind === 'ServiceAccount')
    .map(({ namespace, name }) => `${namespace}/${name}`);
}

function accountOfTemplate(namespace: string, { spec }: Data): string {
  return `${namespace}/${(spec as { serviceAccountName?: string } | undefined)?.serviceAccountName}`;
}

/** Kind and name of what a pod template names, wherever it is. */
function namedByPods(value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap(namedByPods);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === 'serviceAccountName') return [['ServiceAccount', String(entry)]];
    if (/^configMap(Ref|KeyRef)?$/.test(key)) return [['ConfigMap', String(entry?.name)]];
    if (/^secret(Ref|KeyRef)?$/.test(key)) return [['Secret', String(entry?.secretName ?? entry?.name)]];
    return namedByPods(entry);
  });
}

/** Whether a policy may apply to the pods; expressions count as a yes, for waiting in vain does no harm. */
function selects(policy: KubernetesObject, template: Data): boolean {
  const selector = (policy.spec as { podSelector?: { matchLabels?: Record<string, string> } } | undefined)?.podSelector;
  const labels = (template.metadata as { labels?: Record<string, string> } | undefined)?.labels ?? {};
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}
