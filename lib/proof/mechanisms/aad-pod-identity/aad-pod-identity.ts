import { AAD_POD_IDENTITY_KEYS } from '../../../core/kubernetes/annotations';
import { addToGroup } from '../../../core/groups';
import type {
  AadPodIdentity,
  AzureIdentity,
  AzureIdentityBinding,
  AzurePodIdentityException,
} from '../../model/kubernetes/aad-pod-identity';
import { BY_ABSENCE } from '../../model/assumption';
import type { Model } from '../../model/model';
import type { Place } from '../../model/place';
import { and, any, isUnknown, unknown } from '../../model/known/known';
import { hasSymbol, inLowerCase } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { Workload } from '../../model/kubernetes/workload';
import type { TrustAdmission } from '../trust';

/** How a pod fares that has the label of AAD Pod Identity. */
export type LabelOutcome =
  /** It becomes one identity or several. */
  | 'admitted'
  /** No binding has its label for a selector. */
  | 'unbound'
  /** A binding has it, in another namespace than the pod's, and only the same namespace counts. */
  | 'other-namespace'
  /** Bindings have it, and none of them names an AzureIdentity that gives tokens. */
  | 'no-identity'
  /** Label or selector is not known before apply. */
  | 'unknown';

/** A declared workload of a cluster whose pods have the label. */
export interface LabelledWorkload {
  readonly cluster: string;
  readonly workload: Workload;
  readonly selector: string;
  readonly outcome: LabelOutcome;
  /** The bindings whose selector is the label. */
  readonly bindings: readonly AzureIdentityBinding[];
}

/** Who gets in by AAD Pod Identity, and what stands in the way. */
export interface AadPodIdentityEvaluation {
  /** One for each binding with an identity; its pods are chosen by {@link TrustAdmission.selector}. */
  readonly admissions: readonly TrustAdmission[];
  /** The declared workloads that an admission lets in. */
  readonly workloadsOf: ReadonlyMap<TrustAdmission, readonly Workload[]>;
  /** The identities that an admission may be to, where it is not known to which. */
  readonly possibleIdentitiesOf: ReadonlyMap<TrustAdmission, readonly string[]>;
  /** The identities that a declared workload's pods have by their label: their ids, and the client ids that NMI asks for. */
  readonly identitiesOf: ReadonlyMap<Workload, ReadonlySet<string>>;
  /** By cluster, the managed identities that its nodes have so that pods get them: of declared pods, and all of the add-on's. */
  readonly onNodes: ReadonlyMap<string, ReadonlySet<string>>;
  /** In the order of the workloads; those of clusters of which nothing of it was read are among them. */
  readonly labelled: readonly LabelledWorkload[];
  /** Bindings of a cluster in whose namespace there is no AzureIdentity of the name. */
  readonly withoutIdentity: readonly { readonly cluster: string; readonly binding: AzureIdentityBinding }[];
  /** Workloads that an exception takes past NMI. */
  readonly excepted: readonly {
    readonly cluster: string;
    readonly workload: Workload;
    readonly exception: AzurePodIdentityException;
  }[];
  /** What was told of each cluster that has any of it. */
  readonly clusters: ReadonlyMap<string, ClusterPodIdentity>;
}

/**
 * Who AAD Pod Identity lets in. A pod is chosen by its label alone: its service account plays no part.
 *
 * The rules are those of its last release, 1.8.17 (pkg/mic, pkg/nmi, pkg/crd of Azure/aad-pod-identity): the label is
 * compared exactly, case included; a binding finds its AzureIdentity in its own namespace only; where a namespace is
 * asked for, that of identity, binding and pod must be the same; an exception matches by any one of its labels, the
 * value's case ignored, and comes before all bindings. Linear in what was read.
 */
export function evaluateAadPodIdentity(model: Model): AadPodIdentityEvaluation {
  const clusters = byCluster(model.aadPodIdentity);
  for (const workload of model.workloads) {
    for (const cluster of workload.clusters) clusters.get(cluster)?.lookForUnknownException(workload);
  }
  const admissions: TrustAdmission[] = [];
  const workloadsOf = new Map<TrustAdmission, Workload[]>();
  const possibleIdentitiesOf = new Map<TrustAdmission, readonly string[]>();
  const admissionOf = new Map<ClusterPodIdentity, Map<AzureIdentityBinding, TrustAdmission>>();
  const withoutIdentity: { cluster: string; binding: AzureIdentityBinding }[] = [];
  for (const [cluster, told] of clusters) {
    const ofBinding = new Map<AzureIdentityBinding, TrustAdmission>();
    admissionOf.set(told, ofBinding);
    for (const binding of told.bindings) {
      const identity = told.identityOf(binding);
      if (!identity) withoutIdentity.push({ cluster, binding });
      if (identity?.type === undefined || !told.takesSelector(binding.selector)) continue;
      const admission = admissionBy(cluster, binding, identity, told);
      admissions.push(admission);
      ofBinding.set(binding, admission);
      workloadsOf.set(admission, []);
      if (identity.possibleIdentities) possibleIdentitiesOf.set(admission, identity.possibleIdentities);
    }
  }
  const identitiesOf = new Map<Workload, Set<string>>();
  const onNodes = new Map<string, Set<string>>();
  for (const [cluster, told] of clusters) {
    if (!told.addon) continue;
    for (const binding of told.bindings) {
      const identity = told.identityOf(binding);
      if (identity?.type === 'user-assigned') addTo(onNodes, cluster, identity.identity);
    }
  }
  const labelled: LabelledWorkload[] = [];
  const excepted: { cluster: string; workload: Workload; exception: AzurePodIdentityException }[] = [];
  for (const workload of model.workloads) {
    for (const cluster of workload.clusters) {
      const told = clusters.get(cluster);
      const selector = workload.podLabels[AAD_POD_IDENTITY_KEYS.bindingLabel] ?? '';
      if (!told) {
        const outcome = hasSymbol(selector) ? 'unknown' : 'unbound';
        if (selector !== '') labelled.push({ cluster, workload, selector, outcome, bindings: [] });
        continue;
      }
      const exception = told.exceptionFor(workload);
      if (exception) {
        excepted.push({ cluster, workload, exception });
        continue;
      }
      const matched = told.bindingsFor(workload);
      for (const binding of matched) {
        const admission = admissionOf.get(told)!.get(binding);
        if (!admission) continue;
        workloadsOf.get(admission)!.push(workload);
        addTo(identitiesOf, workload, admission.identity);
        const { clientId, type } = told.identityOf(binding)!;
        if (clientId !== undefined) addTo(identitiesOf, workload, clientId);
        if (type === 'user-assigned') addTo(onNodes, cluster, admission.identity);
      }
      if (selector === '') continue;
      const outcome = outcomeOf(selector, matched, told, workload.namespace);
      labelled.push({ cluster, workload, selector, outcome, bindings: told.bindingsBySelector(selector) });
    }
  }
  return {
    ...{ admissions, workloadsOf, possibleIdentitiesOf, identitiesOf, onNodes },
    ...{ labelled, withoutIdentity, excepted, clusters },
  };
}

function addTo<Key>(sets: Map<Key, Set<string>>, key: Key, value: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(value));
}

function outcomeOf(
  selector: string,
  matched: readonly AzureIdentityBinding[],
  told: ClusterPodIdentity,
  namespace: string,
): LabelOutcome {
  if (matched.some((binding) => told.identityOf(binding)?.type !== undefined)) return 'admitted';
  if (matched.length > 0) return told.hasUnknownIdentity ? 'unknown' : 'no-identity';
  if (hasSymbol(selector) || told.hasUnknownSelector) return 'unknown';
  const same = told.bindingsBySelector(selector);
  if (same.length > 0 && [namespace, ...same.map((one) => one.namespace)].some(hasSymbol)) return 'unknown';
  if (same.length === 0) return 'unbound';
  return same.some((binding) => told.identityOf(binding)?.type !== undefined) ? 'other-namespace' : 'no-identity';
}

function admissionBy(
  cluster: string,
  binding: AzureIdentityBinding,
  identity: AzureIdentity,
  told: ClusterPodIdentity,
): TrustAdmission {
  return {
    identity: identity.identity,
    mechanism: 'aad-pod-identity',
    cluster,
    namespace: told.keepsToNamespace(identity) ? binding.namespace : '*',
    serviceAccount: '*',
    pattern: true,
    except: [],
    audiences: undefined,
    selector: binding.selector,
    source: `AzureIdentityBinding/${binding.namespace}/${binding.name}`,
    at: binding.at,
    uncertain: whyUncertain(identity, told),
    // An AzurePodIdentityException takes pods out, and another program may add one.
    ...BY_ABSENCE,
  };
}

/** Why it is not certain that a binding lets its pods in; nothing where it is. */
function whyUncertain(identity: AzureIdentity, told: ClusterPodIdentity): string | undefined {
  if (told.hasUnknownException) return 'which pods an AzurePodIdentityException takes out is not known';
  if (told.namespaced || identity.namespaced || !identity.mayBeNamespaced) return undefined;
  return 'whether its AzureIdentity is for pods of its own namespace only is not known';
}

/** What it looks at of a pod. */
type PodOfLabels = Pick<Workload, 'namespace' | 'podLabels' | 'openLabels'>;

/** What AAD Pod Identity is told in one cluster, with indexes for its questions. */
export class ClusterPodIdentity {
  public readonly identities: AzureIdentity[] = [];
  public readonly bindings: AzureIdentityBinding[] = [];
  public readonly exceptions: AzurePodIdentityException[] = [];
  /** Whether what installs it was read at all. */
  public installed = false;
  /** The add-on of AKS, which has all of its identities on the nodes. */
  public addon = false;
  /** Managed mode: NMI alone, which matches within a namespace. */
  public managed = false;
  /** Pods get identities of their own namespace only. */
  public namespaced = false;

  /** Whether some binding's selector is not known before apply. */
  public hasUnknownSelector = false;

  /** Whether the name or the namespace of some AzureIdentity is not known. */
  public hasUnknownIdentity = false;

  /** Whether it is not known which pods some exception takes out. */
  public hasUnknownException = false;

  private readonly byName = new Map<string, AzureIdentity>();
  private readonly identitiesByName = new Map<string, AzureIdentity[]>();
  private readonly bySelector = new Map<string, AzureIdentityBinding[]>();
  private readonly bySelectorIgnoringCase = new Map<string, AzureIdentityBinding[]>();
  private readonly bindingsOfNamespace = new Map<string, AzureIdentityBinding[]>();
  private readonly exceptionOfLabel = new Map<string, AzurePodIdentityException>();

  /** @param firstAt where the first of it is */
  public constructor(public readonly firstAt: Place) {}

  public addIdentity(identity: AzureIdentity): void {
    this.identities.push(identity);
    this.hasUnknownIdentity ||= hasSymbol(identity.namespace + identity.name);
    this.byName.set(`${identity.namespace}\n${identity.name}`, identity);
    addToGroup(this.identitiesByName, identity.name, identity);
  }

  public addBinding(binding: AzureIdentityBinding): void {
    this.bindings.push(binding);
    this.hasUnknownSelector ||= hasSymbol(binding.selector);
    addToGroup(this.bySelector, binding.selector, binding);
    addToGroup(this.bySelectorIgnoringCase, binding.selector.toLowerCase(), binding);
    addToGroup(this.bindingsOfNamespace, binding.namespace, binding);
  }

  public addException(exception: AzurePodIdentityException): void {
    this.exceptions.push(exception);
    this.hasUnknownException ||= hasSymbol(exception.namespace + JSON.stringify(exception.podLabels));
    for (const [key, value] of Object.entries(exception.podLabels)) {
      this.exceptionOfLabel.set(labelKey(exception.namespace, key, value), exception);
    }
  }

  /** Notes where it is not known whether an exception takes a pod past NMI, since not all is known of the pod. */
  public lookForUnknownException(pod: PodOfLabels): void {
    const { namespace, podLabels, openLabels } = pod;
    if (!openLabels && ![namespace, ...Object.values(podLabels)].some(hasSymbol)) return;
    if (this.exceptionFor(pod)) return;
    this.hasUnknownException ||= this.exceptions.some((exception) =>
      isUnknown(
        and(
          equal(exception.namespace, namespace),
          any(Object.entries(exception.podLabels), ([key, value]) => {
            const own = podLabels[key];
            if (own === undefined) return openLabels ? unknown('not all labels of the pod are known') : false;
            return equal(inLowerCase(value), inLowerCase(own));
          }),
        ),
      ),
    );
  }

  /** The AzureIdentity that a binding names: one of its own namespace. */
  public identityOf({ namespace, azureIdentity }: AzureIdentityBinding): AzureIdentity | undefined {
    return this.byName.get(`${namespace}\n${azureIdentity}`);
  }

  /** Whether an identity is for pods of its own namespace only. */
  public keepsToNamespace(identity: AzureIdentity): boolean {
    return this.namespaced || identity.namespaced;
  }

  /** Whether any pod can match a selector: an empty one is passed over by MIC, but NMI's managed mode takes it. */
  public takesSelector(selector: string): boolean {
    return selector !== '' || this.managed;
  }

  /** The bindings with a selector, in any namespace. */
  public bindingsBySelector(selector: string): readonly AzureIdentityBinding[] {
    return this.bySelector.get(selector) ?? [];
  }

  /** Bindings that may be meant by a label that is no selector: equal but for the case, then those of its namespace. */
  public nearBindings(label: string, namespace: string): readonly AzureIdentityBinding[] {
    const butForCase = this.bySelectorIgnoringCase.get(label.toLowerCase()) ?? [];
    return butForCase.length > 0 ? butForCase : (this.bindingsOfNamespace.get(namespace) ?? []);
  }

  /** AzureIdentities of a name, in any namespace. */
  public identitiesNamed(name: string): readonly AzureIdentity[] {
    return this.identitiesByName.get(name) ?? [];
  }

  /** The bindings that choose a pod; whether their identities exist is another matter. */
  public bindingsFor(pod: PodOfLabels): readonly AzureIdentityBinding[] {
    const selector = pod.podLabels[AAD_POD_IDENTITY_KEYS.bindingLabel] ?? '';
    if (!this.takesSelector(selector)) return [];
    return this.bindingsBySelector(selector).filter((binding) => {
      const identity = this.identityOf(binding);
      const within = identity ? this.keepsToNamespace(identity) : this.namespaced;
      return !within || binding.namespace === pod.namespace;
    });
  }

  /** The exception that takes a pod past NMI: any one label is enough. */
  public exceptionFor(pod: PodOfLabels): AzurePodIdentityException | undefined {
    for (const [key, value] of Object.entries(pod.podLabels)) {
      const exception = this.exceptionOfLabel.get(labelKey(pod.namespace, key, value));
      if (exception) return exception;
    }
    return undefined;
  }
}

/** The case of a label's value is ignored, that of its key is not. */
function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${inLowerCase(value)}`;
}

function byCluster(told: AadPodIdentity): Map<string, ClusterPodIdentity> {
  const clusters = new Map<string, ClusterPodIdentity>();
  const each = <T extends { readonly clusters: readonly string[]; readonly at: Place }>(
    entries: readonly T[],
    add: (cluster: ClusterPodIdentity, entry: T) => void,
  ): void => {
    for (const entry of entries) {
      for (const id of entry.clusters) {
        let cluster = clusters.get(id);
        if (!cluster) clusters.set(id, (cluster = new ClusterPodIdentity(entry.at)));
        add(cluster, entry);
      }
    }
  };
  each(told.installations, (cluster, { addon, managed, namespaced }) => {
    cluster.installed = true;
    cluster.addon ||= addon;
    cluster.managed ||= managed;
    cluster.namespaced ||= namespaced;
  });
  each(told.identities, (cluster, identity) => cluster.addIdentity(identity));
  each(told.bindings, (cluster, binding) => cluster.addBinding(binding));
  each(told.exceptions, (cluster, exception) => cluster.addException(exception));
  return clusters;
}
