import type { HostNetworkRefusal } from '../../../model/cluster/metadata-barrier';
import { EVERY_NAMESPACE, NO_NAMESPACE, intersectionOf } from '../../../model/known/namespace-set';
import type { NamespaceSet } from '../../../model/known/namespace-set';
import { hasSymbol } from '../../../model/known/symbol';
import type { Place } from '../../../model/place';
import { truthForHostNetwork } from './cel-truth';
import { isJsonObject, listOf, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

const API = /^admissionregistration\.k8s\.io\/v1(?:beta1)?$/;

/** Set by the API server on each namespace, with its name. Kubernetes, "Automatic labelling". */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The levels of Pod Security Standards that allow no `hostNetwork`. Kubernetes, "Pod Security Standards", host namespaces. */
const ENFORCE_LABEL = 'pod-security.kubernetes.io/enforce';
const STANDARDS = ['baseline', 'restricted'];

/** A policy that refuses pods with `hostNetwork` wherever it is bound. */
interface Refusing {
  readonly namespaces: NamespaceSet;
  readonly at: Place;
}

/**
 * What certainly refuses pods with `hostNetwork`: a ValidatingAdmissionPolicy of which a rule matches each new pod, an expression
 * is false for each that has it, and a binding denies; and a namespace that enforces a Pod Security Standard. Whatever makes it
 * less than certain leaves it out: a condition, a selector of objects or of labels that anybody may change, a parameter, a value
 * that is not known, a count that is not, a cluster that is not the only possible one.
 *
 * @param isManaged whether a cluster is one whose cloud leaves Pod Security admission on, as it is by default
 */
export function readHostNetworkRefusals(
  objects: readonly DeclaredObject[],
  isManaged: (cluster: string) => boolean,
): HostNetworkRefusal[] {
  const certain = certainOnes(objects);
  const policies = new Map<string, Refusing>();
  for (const { object, clusters, at } of certain) {
    const policy = policyOf(object, at);
    const name = nameOf(object);
    if (policy && name !== undefined) policies.set(`${clusters[0]!}\n${name}`, policy);
  }
  const refusals: HostNetworkRefusal[] = [];
  for (const { object, clusters, at } of certain) {
    const cluster = clusters[0]!;
    const named = boundBy(object);
    const policy = named && policies.get(`${cluster}\n${named.policy}`);
    if (policy) {
      const namespaces = intersectionOf(policy.namespaces, named.namespaces);
      if ('only' in namespaces && namespaces.only.length === 0) continue;
      refusals.push({ cluster, id: `ValidatingAdmissionPolicy/${named.policy}`, namespaces, at: policy.at });
    }
    const enforcing = isManaged(cluster) ? enforcingNamespace(object) : undefined;
    if (enforcing !== undefined) {
      refusals.push({ cluster, id: `Namespace/${enforcing}`, namespaces: { only: [enforcing] }, at });
    }
  }
  return refusals;
}

const KINDS = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'Namespace'];

/** Those that are made for certain, in one cluster, as they are written: none of which there is another text as well. */
function certainOnes(objects: readonly DeclaredObject[]): readonly DeclaredObject[] {
  const ofKinds = objects.filter(({ object }) => KINDS.includes(String(object.kind)));
  const texts = new Map<string, Set<string>>();
  const keyOf = ({ object }: DeclaredObject, cluster: string): string =>
    [cluster, object.kind, String(objectAt(object, ['metadata']).name)].join('\n');
  for (const one of ofKinds) {
    for (const cluster of one.clusters) {
      const key = keyOf(one, cluster);
      texts.set(key, (texts.get(key) ?? new Set()).add(JSON.stringify(one.object)));
    }
  }
  return ofKinds.filter(
    (one) =>
      one.clusters.length === 1 &&
      !one.perhapsNone &&
      one.object.$patch === undefined &&
      texts.get(keyOf(one, one.clusters[0]!))!.size === 1,
  );
}

function nameOf(object: JsonObject): string | undefined {
  const name = textOf(objectAt(object, ['metadata']).name);
  return name === undefined || hasSymbol(name) ? undefined : name;
}

function policyOf(object: JsonObject, at: Place): Refusing | undefined {
  if (object.kind !== 'ValidatingAdmissionPolicy' || !API.test(String(object.apiVersion))) return undefined;
  const { matchConstraints, matchConditions, paramKind, validations } = objectAt(object, ['spec']);
  if (!isEmpty(matchConditions) || paramKind !== undefined || !isJsonObject(matchConstraints)) return undefined;
  if (leavesOut(matchConstraints) || !hasRuleForPods(matchConstraints)) return undefined;
  const refuses = listOf(validations).some(({ expression }) => {
    const text = textOf(expression);
    return text !== undefined && !hasSymbol(text) && truthForHostNetwork(text) === false;
  });
  return refuses ? { namespaces: namespacesOf(matchConstraints), at } : undefined;
}

/** The policy that a binding makes deny, and where. */
function boundBy(object: JsonObject): { readonly policy: string; readonly namespaces: NamespaceSet } | undefined {
  if (object.kind !== 'ValidatingAdmissionPolicyBinding' || !API.test(String(object.apiVersion))) return undefined;
  const { policyName, validationActions, matchResources, paramRef } = objectAt(object, ['spec']);
  const policy = textOf(policyName);
  if (policy === undefined || !Array.isArray(validationActions) || !validationActions.includes('Deny'))
    return undefined;
  if (paramRef !== undefined) return undefined;
  if (matchResources === undefined || matchResources === null) return { policy, namespaces: EVERY_NAMESPACE };
  if (!isJsonObject(matchResources) || leavesOut(matchResources)) return undefined;
  // Of a binding an empty list of rules is for whatever the policy is for.
  if (!isEmpty(matchResources.resourceRules) && !hasRuleForPods(matchResources)) return undefined;
  return { policy, namespaces: namespacesOf(matchResources) };
}

/** Whether something takes single pods, or kinds of objects, out. */
function leavesOut({ excludeResourceRules, objectSelector }: JsonObject): boolean {
  return !isEmpty(excludeResourceRules) || !isEmpty(objectSelector);
}

/** Whether a rule matches each pod that is made. */
function hasRuleForPods({ resourceRules }: JsonObject): boolean {
  return listOf(resourceRules).some(
    ({ apiGroups, apiVersions, operations, resources, resourceNames, scope }) =>
      isEmpty(resourceNames) &&
      (scope === undefined || scope === '*' || scope === 'Namespaced') &&
      hasOne(apiGroups, ['', '*']) &&
      hasOne(apiVersions, ['v1', '*']) &&
      hasOne(operations, ['CREATE', '*']) &&
      hasOne(resources, ['pods', '*', '*/*']),
  );
}

function hasOne(list: unknown, words: readonly string[]): boolean {
  return Array.isArray(list) && list.some((item) => words.includes(String(item)));
}

/** Whether a list or a map has nothing in it, or is not there. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.values(value).every(isEmpty);
}

/** The namespaces that a selector chooses by their names: any other label somebody may change. */
function namespacesOf({ namespaceSelector }: JsonObject): NamespaceSet {
  if (isEmpty(namespaceSelector)) return EVERY_NAMESPACE;
  if (!isJsonObject(namespaceSelector)) return NO_NAMESPACE;
  const { matchLabels, matchExpressions, ...others } = namespaceSelector;
  if (!isEmpty(others) || (matchLabels !== undefined && !isJsonObject(matchLabels))) return NO_NAMESPACE;
  if (matchExpressions !== undefined && !Array.isArray(matchExpressions)) return NO_NAMESPACE;
  const sets = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => setOf(key, 'In', [value])),
    ...((matchExpressions ?? []) as readonly unknown[]).map((one) =>
      isJsonObject(one) ? setOf(one.key, one.operator, one.values) : NO_NAMESPACE,
    ),
  ];
  return sets.reduce(intersectionOf, EVERY_NAMESPACE);
}

function setOf(key: unknown, operator: unknown, values: unknown): NamespaceSet {
  if (key !== NAME_LABEL) return NO_NAMESPACE;
  if (operator === 'Exists') return EVERY_NAMESPACE;
  if (!Array.isArray(values)) return NO_NAMESPACE;
  const known = values.filter((value): value is string => typeof value === 'string' && !hasSymbol(value));
  if (operator === 'In') return { only: known };
  // One that is not known may be any: then nothing is left that is certainly chosen.
  return operator === 'NotIn' && known.length === values.length ? { except: known } : NO_NAMESPACE;
}

function enforcingNamespace(object: JsonObject): string | undefined {
  if (object.kind !== 'Namespace' || object.apiVersion !== 'v1') return undefined;
  const level = textsOf(objectAt(object, ['metadata']).labels)[ENFORCE_LABEL];
  return level !== undefined && STANDARDS.includes(level) ? nameOf(object) : undefined;
}
