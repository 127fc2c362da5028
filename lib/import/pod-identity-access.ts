import { AAD_POD_IDENTITY_KEYS, AZURE_KEYS } from '../core/kubernetes/annotations';
import { PodtrustError } from '../core/errors';
import { addToGroup, grouped } from '../core/groups';
import { LIMITS } from '../core/limits';
import { Evaluation } from '../proof/evaluate/evaluation';
import type {
  AadPodIdentityEvaluation,
  ClusterPodIdentity,
  LabelOutcome,
} from '../proof/mechanisms/aad-pod-identity/aad-pod-identity';
import type { AadPodIdentityInstallation, AzureIdentityBinding } from '../proof/model/kubernetes/aad-pod-identity';
import type { Cluster } from '../proof/model/cluster/cluster';
import type { Model } from '../proof/model/model';
import { compareText, describePlace } from '../proof/model/place';
import type { ServiceAccount } from '../proof/model/kubernetes/service-account';
import { describeSymbols, hasSymbol } from '../proof/model/known/symbol';
import type { Workload } from '../proof/model/kubernetes/workload';
import type { DeclaredObject, JsonObject } from '../proof/read/kubernetes/kubernetes-object';
import { objectAt, textOf } from '../proof/read/kubernetes/kubernetes-object';
import type { Reading } from '../proof/read/read';
import { WITHOUT_CLUSTER } from '../proof/read/read';
import type {
  AddonException,
  AddonIdentity,
  ImportedAccount,
  ImportedCluster,
  ImportedIdentity,
  ImportedObject,
  ImportedWorkload,
  LeftBehind,
  Origin,
  PodIdentityAccess,
} from './access';
import { isApplication } from './access';
import { keptAccount, newAccount } from './account-manifest';
import { importedObject, isLiteralName, tellsPodIdentity } from './cluster-objects';
import { importedIdentity } from './identities';
import type { FoundIdentity } from './identities';
import { Owners } from './owners';
import { holdsTokens, isForWindows, portsOf, whyWithoutProxy } from './workload-facts';

/**
 * What AAD Pod Identity lets pods do, in the terms of workload identity: which service account, with which identities, for
 * which workloads. Who gets in is the proof’s answer; here is only chosen by which account.
 *
 * Each set of identities has accounts of its own, never `default`: whoever runs as an account gets all that it is trusted
 * with. A workload keeps its account where nobody else runs as it.
 *
 * @throws PodtrustError `cluster-ambiguous` where the objects may be in several clusters, `import-empty` where there is
 * nothing of AAD Pod Identity among them
 */
export function podIdentityAccess({ model, objects }: Reading): PodIdentityAccess {
  const evaluation = new Evaluation(model);
  const { aadPodIdentity } = evaluation;
  const cluster = onlyCluster(aadPodIdentity);
  const told = aadPodIdentity.clusters.get(cluster)!;
  const work = new AccessBuilder(model, objects, aadPodIdentity, cluster, told);
  return work.build();
}

function onlyCluster({ clusters }: AadPodIdentityEvaluation): string {
  const ids = [...clusters.keys()];
  const [only] = ids;
  if (only === undefined) {
    throw new PodtrustError({
      code: 'import-empty',
      what: 'nothing of AAD Pod Identity is among what was read: no AzureIdentity, no AzureIdentityBinding, no AzurePodIdentityException, no NMI',
      remedy:
        'Give what the cluster has: kubectl get azureidentity,azureidentitybinding,azurepodidentityexception,deploy,sts,ds,rs,job,cronjob,pod,sa,rolebinding -A -o yaml > dump.yaml; kubectl get clusterrolebinding -o yaml > rbac.yaml.',
    });
  }
  if (ids.length === 1) return only;
  throw new PodtrustError({
    code: 'cluster-ambiguous',
    what: `the objects may be in any of several clusters: ${ids.join(', ')}`,
    why: 'One program is for one cluster, whose issuer its credentials name.',
    remedy: 'Give the objects of one cluster, and say with --cluster ID=PATH which.',
  });
}

/** A workload that gets identities, before it is known by which account. */
interface Candidate {
  readonly workload: Workload;
  readonly identities: readonly ImportedIdentity[];
  readonly bindings: readonly Origin[];
}

class AccessBuilder {
  private readonly left: LeftBehind[] = [];
  private readonly owners: Owners;
  /** By the object itself, and by the place of it. */
  private readonly objectOf: ReadonlyMap<object, DeclaredObject>;
  private readonly workloads: readonly Workload[];
  private readonly serviceAccounts: ReadonlyMap<string, ServiceAccount>;
  private readonly installations: readonly AadPodIdentityInstallation[];
  /** NMI and MIC. */
  private readonly installing: ReadonlySet<object>;
  private readonly found = new Map<string, FoundIdentity>();
  private readonly identities = new Map<string, ImportedIdentity>();

  public constructor(
    private readonly model: Model,
    private readonly objects: readonly DeclaredObject[],
    private readonly evaluation: AadPodIdentityEvaluation,
    private readonly cluster: string,
    private readonly told: ClusterPodIdentity,
  ) {
    this.workloads = model.workloads.filter(({ clusters }) => clusters.includes(cluster));
    this.owners = new Owners(this.workloads);
    this.objectOf = new Map(objects.flatMap((one) => [one.object, one.at].map((key) => [key, one] as const)));
    this.installations = model.aadPodIdentity.installations.filter(({ clusters }) => clusters.includes(cluster));
    this.installing = new Set(
      this.workloads
        .filter((workload) => workload.images.some((image) => /\/(nmi|mic)$/.test(image)))
        .filter((workload) => this.owners.of(workload).by === 'itself')
        .map(({ object }) => object),
    );
    this.serviceAccounts = new Map(
      model.serviceAccounts
        .filter(({ clusters }) => clusters.includes(cluster))
        .map((account) => [`${account.namespace}/${account.name}`, account]),
    );
  }

  public build(): PodIdentityAccess {
    this.findIdentities();
    this.leaveUnread();
    this.leaveOutcomes();
    this.leaveAssigned();
    const candidates = this.candidates();
    const accountOf = this.accountNamesOf(candidates);
    const accounts = this.accountsOf(this.withoutOverLimit(candidates, accountOf), accountOf);
    this.leaveRoles(accounts);
    const isAddon = this.installations.some(({ addon }) => addon);
    const addon = isAddon ? this.addon() : { identities: [], exceptions: [] };
    const used = new Set([
      ...accounts.flatMap(({ identities }) => identities),
      ...addon.identities.map(({ identity }) => identity),
    ]);
    const cluster = this.model.clusters.find(({ id }) => id === this.cluster);
    return {
      mode: isAddon ? 'addon' : this.told.managed ? 'managed' : 'standard',
      ...(cluster ? { cluster: clusterOf(cluster) } : {}),
      identities: sorted([...used], ({ key }) => key),
      accounts,
      objects: isAddon ? [] : this.objectsOf(tellsPodIdentity),
      installation: isAddon ? [] : this.objectsOf(({ object }) => this.installing.has(object)),
      addon,
      left: sorted(distinct(this.left), ({ object, because }) => `${object}\n${because}`),
    };
  }

  private findIdentities(): void {
    const named = grouped(this.told.identities, ({ identity }) => identity);
    for (const [id, ones] of named) {
      const all = sorted(ones, ({ namespace, name }) => `${namespace}/${name}`).map((one) => ({
        one,
        found: importedIdentity(one, this.model, this.objectOf.get(one.at)?.object),
      }));
      for (const { one, found } of all) {
        this.found.set(keyOf(one), found);
        if ('because' in found) this.leave('AzureIdentity', one, found.because, found.remedy);
      }
      for (const { one, found } of all) {
        if ('identity' in found && 'signsInWith' in found.identity) this.leaveSecret(one, found.identity.signsInWith);
      }
      const origins = all.filter(({ found }) => 'identity' in found).map(({ one }) => originOf('AzureIdentity', one));
      const first = all.flatMap(({ found }) => ('identity' in found ? found.identity : []))[0];
      if (!first) continue;
      this.identities.set(id, {
        ...first,
        key: this.freeKey(first.name),
        origins,
        permissions: this.permissionsOf(id),
      });
    }
  }

  /** Pods have no need of it afterwards, and nobody reads it here. */
  private leaveSecret(azureIdentity: Named, secret: string): void {
    this.leave(
      'AzureIdentity',
      azureIdentity,
      `the ${secret} with which its application signs in is not carried over: pods get a token without one`,
      'After the last step take it away from the application, and delete the Kubernetes Secret that holds it.',
    );
  }

  private freeKey(name: string): string {
    const taken = new Set([...this.identities.values()].map(({ key }) => key.toLowerCase()));
    for (let number = 1; ; number++) {
      const key = number === 1 ? name : `${name}-${number}`;
      if (!taken.has(key.toLowerCase())) return key;
    }
  }

  /** The objects of the cluster that a test chooses; what of them cannot be in the program is said. */
  private objectsOf(chooses: (one: DeclaredObject) => boolean): readonly ImportedObject[] {
    const found = new Map<string, ImportedObject>();
    for (const one of this.objects) {
      if (!one.clusters.includes(this.cluster) || !chooses(one)) continue;
      const imported = importedObject(one);
      if (typeof imported !== 'string') {
        const first = found.get(imported.object);
        if (!first) found.set(imported.object, imported);
        else if (JSON.stringify(first.manifest) !== JSON.stringify(imported.manifest))
          this.leaveSecond(imported, first);
        continue;
      }
      const { namespace, name } = objectAt(one.object, ['metadata']);
      const named = { namespace: textOf(namespace) ?? 'default', name: textOf(name) ?? '', at: one.at };
      this.leave(String(one.object.kind), named, imported, 'Remove it by yourself in the last step.');
    }
    return sorted([...found.values()], ({ object }) => object);
  }

  /** Two dumps of different days: which of the two the cluster has is not known. */
  private leaveSecond({ object, at }: ImportedObject, first: ImportedObject): void {
    this.left.push({
      object,
      because: `it is there twice, and the other one, at ${describePlace(first.at)}, is not the same`,
      remedy: 'Give one dump of the cluster, and import again.',
      at,
      loses: true,
    });
  }

  /** The add-on’s own list: AKS makes the objects of it, so that the list is what has to stay. */
  private addon(): PodIdentityAccess['addon'] {
    const identities = this.told.bindings.flatMap((binding): AddonIdentity[] => {
      const identity = this.told.identityOf(binding) && this.identityOf(binding);
      if (!identity || isApplication(identity)) return [];
      const { azureIdentity: name, namespace, selector, at } = binding;
      return [{ object: `AzureIdentity/${namespace}/${name}`, at, name, namespace, selector, identity }];
    });
    const exceptions = this.told.exceptions.flatMap((exception): AddonException[] => {
      const { name, namespace, podLabels, at } = exception;
      // AKS makes this one with the add-on.
      if (name === AKS_EXCEPTION || Object.keys(podLabels).length === 0 || holdsTokens([name, namespace, podLabels]))
        return [];
      return [{ object: `AzurePodIdentityException/${namespace}/${name}`, at, name, namespace, podLabels }];
    });
    const isName = ({ name, namespace }: { readonly name: string; readonly namespace: string }): boolean =>
      isLiteralName('kubernetes-object', name) && isLiteralName('namespace', namespace);
    const byObject = <T extends Origin>(all: readonly T[]): readonly T[] =>
      sorted([...new Map(all.map((one) => [one.object, one])).values()], ({ object }) => object);
    return {
      identities: byObject(identities.filter((one) => isName(one) && isLiteralName('label-value', one.selector))),
      exceptions: byObject(exceptions.filter(isName)),
    };
  }

  private permissionsOf(id: string): readonly string[] {
    const said = this.model.permissions
      .filter(({ identity }) => identity === id)
      .map(({ role, actions, resource }) => `${role ?? actions.join(', ')} at ${resource}`);
    return [...new Set(said)].sort();
  }

  /** Says of everything that was not read, or not wholly, that it is not in the program. */
  private leaveUnread(): void {
    for (const { about, because, at } of this.model.undecided) {
      if (because !== WITHOUT_CLUSTER) this.left.push({ object: about, because, at });
    }
  }

  /** What takes part in AAD Pod Identity, and gives no pod an identity. */
  private leaveOutcomes(): void {
    for (const { binding } of this.evaluation.withoutIdentity) {
      const { namespace, azureIdentity } = binding;
      this.leave(
        'AzureIdentityBinding',
        binding,
        `there is no AzureIdentity ${describeSymbols(`${namespace}/${azureIdentity}`)}`,
      );
    }
    const excepted = new Set(this.evaluation.excepted.map(({ workload }) => workload));
    for (const { workload, exception } of this.evaluation.excepted) {
      // MIC goes with the rest, and what AKS runs has identities of AKS’ own.
      if (isOfAks(exception) || this.isMadeBy(workload, excepted) || this.isInstalling(workload)) continue;
      this.left.push({
        object: workload.id,
        because: `${originOf('AzurePodIdentityException', exception).object} takes its pods past NMI: they get whatever identity their node has, and none by a binding`,
        remedy: 'Find out which identity it uses; a PodManagedIdentity and a service account of its own are the way.',
        at: workload.at,
        loses: true,
      });
    }
    const labelled = new Set(this.evaluation.labelled.map(({ workload }) => workload));
    for (const { workload, selector, outcome } of this.evaluation.labelled) {
      const reason = REASONS[outcome];
      if (reason === undefined || this.isMadeBy(workload, labelled)) continue;
      const label = `aadpodidbinding=${describeSymbols(selector)}`;
      this.left.push({
        object: workload.id,
        because: `its pods have the label ${label}, and ${reason}`,
        at: workload.at,
      });
    }
    for (const [admission, workloads] of this.evaluation.workloadsOf) {
      if (admission.cluster !== this.cluster || workloads.length > 0) continue;
      const because = `no workload that was read has the label ${AAD_POD_IDENTITY_KEYS.bindingLabel}=${describeSymbols(admission.selector!)}`;
      this.left.push({ object: admission.source, because, at: admission.at });
    }
  }

  /** Whether another one of these makes its pods, of which all is said then. */
  private isMadeBy(workload: Workload, these: ReadonlySet<Workload>): boolean {
    const owner = this.owners.of(workload);
    return owner.by === 'workload' && these.has(owner.workload);
  }

  private isInstalling(workload: Workload): boolean {
    return this.installing.has(workload.object);
  }

  /** The workloads that get identities and can be switched, each with the ones it gets. */
  private candidates(): readonly Candidate[] {
    const bindingsOf = new Map<Workload, readonly AzureIdentityBinding[]>();
    const uncertain = new Map<Workload, string>();
    for (const [admission, workloads] of this.evaluation.workloadsOf) {
      if (admission.cluster !== this.cluster) continue;
      for (const workload of workloads) {
        if (!bindingsOf.has(workload)) bindingsOf.set(workload, this.bindingsFor(workload));
        if (admission.uncertain !== undefined) uncertain.set(workload, admission.uncertain);
      }
    }
    const taken = new Map<string, Workload>();
    return sorted([...bindingsOf], ([{ id }]) => id).flatMap(([workload, bindings]): Candidate[] => {
      const because = this.whyNot(workload, bindings, uncertain.get(workload), taken.get(workload.id), bindingsOf);
      if (because !== undefined) {
        if (because !== OWNED) this.left.push({ object: workload.id, at: workload.at, loses: true, ...because });
        return [];
      }
      taken.set(workload.id, workload);
      const byName = sorted(bindings, ({ namespace, name }) => `${name}\n${namespace}`);
      const identities = new Set<ImportedIdentity>();
      const carried = byName.filter((binding) => {
        const identity = this.identityOf(binding);
        if (identity) identities.add(identity);
        else this.leaveIdentity(workload, binding);
        return identity !== undefined;
      });
      if (identities.size === 0) return [];
      return [
        {
          workload,
          identities: this.withOwnFirst([...identities], workload),
          bindings: carried.map((binding) => originOf('AzureIdentityBinding', binding)),
        },
      ];
    });
  }

  /** The one that its account is annotated with already, if any, before the others. */
  private withOwnFirst(identities: readonly ImportedIdentity[], workload: Workload): readonly ImportedIdentity[] {
    const client = this.serviceAccounts.get(accountIdOf(workload))?.annotations[AZURE_KEYS.clientId]?.toLowerCase();
    return [
      ...identities.filter(({ clientId }) => clientId === client),
      ...identities.filter(({ clientId }) => clientId !== client),
    ];
  }

  private leaveIdentity({ id, at }: Workload, { namespace, azureIdentity }: AzureIdentityBinding): void {
    const because = `its pods get an identity by AzureIdentity/${namespace}/${azureIdentity}, which is not carried over either`;
    this.left.push({ object: id, because: describeSymbols(because), at, loses: true });
  }

  /** The bindings that choose its pods and lead to an identity. */
  private bindingsFor(workload: Workload): readonly AzureIdentityBinding[] {
    return this.told.bindingsFor(workload).filter((binding) => this.told.identityOf(binding)?.type !== undefined);
  }

  private identityOf(binding: AzureIdentityBinding): ImportedIdentity | undefined {
    const azureIdentity = this.told.identityOf(binding)!;
    const found = this.found.get(keyOf(azureIdentity));
    return found && 'identity' in found ? this.identities.get(azureIdentity.identity) : undefined;
  }

  /** Why a workload is not in the program: said, or not to be said, since its owner is. */
  private whyNot(
    workload: Workload,
    bindings: readonly AzureIdentityBinding[],
    uncertain: string | undefined,
    twin: Workload | undefined,
    bindingsOf: ReadonlyMap<Workload, readonly AzureIdentityBinding[]>,
  ): Why | undefined {
    if (uncertain !== undefined) return { because: uncertain };
    const owner = this.owners.of(workload);
    if (owner.by === 'other') {
      return {
        because: `${owner.name} makes it, which was not read or is no kind of Kubernetes’ own`,
        remedy: `Give its pods the service account and the label ${AZURE_KEYS.useLabel}: "true" there.`,
      };
    }
    if (owner.by === 'workload') {
      const same = bindingsOf.get(owner.workload) ?? [];
      const missing = bindings.filter((binding) => !same.includes(binding));
      if (missing.length === 0) return OWNED;
      return {
        because: `${owner.workload.id} makes it, whose pods do not get ${missing.map(({ azureIdentity }) => azureIdentity).join(' and ')}: something else gives them the label`,
      };
    }
    if (workload.isPartial) return { because: 'it is a patch, and not a whole object' };
    const declared = this.objectOf.get(workload.object);
    const imported = declared && importedObject(declared);
    if (imported === undefined || typeof imported === 'string') {
      return {
        because: imported ?? 'it was not read as an object',
        remedy: `Set serviceAccountName, and the label ${AZURE_KEYS.useLabel}: "true" on its pods, where it is made.`,
      };
    }
    if (twin) return { because: `it is there twice, and the other one is at ${twin.at.file}`, loses: undefined };
    if (isForWindows(workload)) {
      return {
        because: 'its pods are for Windows, where NMI does not run: they get no identity today',
        remedy: 'Give it an identity of its own, if it shall have one: workload identity works on Windows.',
        loses: undefined,
      };
    }
    return undefined;
  }

  /**
   * By workload, the account that it keeps: everybody who runs as it gets the same identities. Else what those have in common
   * that get a new account, which is no name.
   */
  private accountNamesOf(candidates: readonly Candidate[]): ReadonlyMap<Workload, string> {
    const setOf = new Map(candidates.map(({ workload, identities }) => [workload, `\n${idsOf(identities)}`]));
    const users = grouped(
      this.workloads.filter((workload) => this.owners.of(workload).by !== 'workload'),
      accountIdOf,
    );
    return new Map(
      candidates.map(({ workload, identities }) => {
        const set = setOf.get(workload)!;
        const { serviceAccount } = workload;
        const client = this.serviceAccounts.get(accountIdOf(workload))?.annotations[AZURE_KEYS.clientId];
        const isKept =
          serviceAccount !== 'default' &&
          isLiteralName('service-account', serviceAccount) &&
          // Somebody has begun: another identity than the pods get is not taken from the account.
          (client === undefined || client.toLowerCase() === identities[0]!.clientId) &&
          users.get(accountIdOf(workload))!.every((other) => setOf.get(other) === set);
        return [workload, isKept ? serviceAccount : set];
      }),
    );
  }

  /** Drops what an identity would need more credentials for than Azure takes. */
  private withoutOverLimit(
    candidates: readonly Candidate[],
    accountOf: ReadonlyMap<Workload, string>,
  ): readonly Candidate[] {
    const accountsOf = new Map<ImportedIdentity, Set<string>>();
    return candidates.filter(({ workload, identities }) => {
      const account = `${workload.namespace}\n${accountOf.get(workload)!}`;
      const full = identities.filter((identity) => {
        const accounts = accountsOf.get(identity) ?? new Set();
        accountsOf.set(identity, accounts);
        return !accounts.has(account) && accounts.size >= LIMITS.federatedCredentials;
      });
      if (full.length === 0) {
        for (const identity of identities) accountsOf.get(identity)!.add(account);
        return true;
      }
      this.left.push({
        object: workload.id,
        because: `${namesOf(full)} has ${LIMITS.federatedCredentials} federated credentials for other accounts then, the most that Azure takes`,
        remedy:
          'Make a second identity with the same roles for it, or use AKS’ identity bindings, which need one credential for all.',
        at: workload.at,
        loses: true,
      });
      return false;
    });
  }

  private accountsOf(
    candidates: readonly Candidate[],
    accountOf: ReadonlyMap<Workload, string>,
  ): readonly ImportedAccount[] {
    const groups = grouped(candidates, ({ workload }) => `${workload.namespace}\n${accountOf.get(workload)!}`);
    const names = new Set([...this.serviceAccounts.keys(), ...this.workloads.map(accountIdOf)]);
    const accounts = [...groups.values()].map((members): ImportedAccount => {
      const [{ workload, identities }] = members as [Candidate, ...Candidate[]];
      const { namespace } = workload;
      const keptName = accountOf.get(workload)!;
      const isKept = !keptName.startsWith('\n');
      const name = isKept ? keptName : freeName(namespace, identities, names);
      const workloads = members.map((member) => this.importedWorkload(member));
      const ports = new Set(workloads.flatMap((one) => one.ports));
      const own = {
        namespace,
        name,
        identities,
        workloads,
        ...(canHaveProxy(workloads) ? { proxyPort: freePort(ports) } : {}),
      };
      if (isKept) {
        const declared = this.accountObject(namespace, name);
        // Of one that was not read, a workload that names it tells.
        const kept = declared
          ? { object: `ServiceAccount/${namespace}/${name}`, at: declared.at }
          : { object: workload.id, at: workload.at };
        return { ...own, kept, manifest: keptAccount(namespace, name, declared?.object) };
      }
      const former = [...new Set(workloads.map(({ formerAccount }) => formerAccount))];
      const declared = former.flatMap((one): JsonObject[] => {
        const declared = this.accountObject(namespace, one);
        return declared ? [declared.object] : [];
      });
      return { ...own, manifest: newAccount(namespace, name, declared, declared.length === former.length) };
    });
    return sorted(accounts, ({ namespace, name }) => `${namespace}\n${name}`);
  }

  private importedWorkload({ workload, identities, bindings }: Candidate): ImportedWorkload {
    const declared = this.objectOf.get(workload.object)!;
    const withoutProxy = whyWithoutProxy(workload);
    return {
      ...(importedObject(declared) as ImportedObject),
      formerAccount: workload.serviceAccount,
      bindings,
      ports: portsOf(workload),
      ...(withoutProxy === undefined ? {} : { withoutProxy }),
      notes: [...notesOf(workload, identities, String(workload.object.kind))],
    };
  }

  private accountObject(namespace: string, name: string): DeclaredObject | undefined {
    const account = this.serviceAccounts.get(`${namespace}/${name}`);
    const object = account && this.objectOf.get(account.at);
    // What cdktf would fill in is not taken over.
    return object && !holdsTokens(object.object) ? object : undefined;
  }

  /** What RBAC gives pods that get another account. */
  private leaveRoles(accounts: readonly ImportedAccount[]): void {
    const { bindings, namespacedBindings } = this.model.accessControl;
    const moved = new Map<string, ImportedAccount[]>();
    for (const account of accounts) {
      if (account.kept) continue;
      for (const former of new Set(account.workloads.map(({ formerAccount }) => formerAccount))) {
        addToGroup(moved, `${account.namespace}/${former}`, account);
      }
    }
    const say = (object: string, former: string, what: string, at: Origin['at']): void => {
      const to = [...new Set(moved.get(former)!.map(({ name }) => name))].join(', ');
      this.left.push({
        object,
        because: `${what} ${former}, and pods of it get another account: ${to}`,
        remedy: 'Give the new account the same, if the pods use it.',
        at,
      });
    };
    for (const binding of [...bindings, ...namespacedBindings]) {
      if (!binding.clusters.includes(this.cluster)) continue;
      const own = 'namespace' in binding ? String((binding as { namespace: string }).namespace) : undefined;
      const object = own === undefined ? `ClusterRoleBinding/${binding.name}` : `RoleBinding/${own}/${binding.name}`;
      for (const subject of binding.subjects) {
        const former = `${subject.namespace ?? ''}/${subject.name}`;
        if (subject.kind === 'ServiceAccount' && moved.has(former)) say(object, former, 'it names', binding.at);
      }
    }
  }

  /** MIC has written down which pods have identities: of each something that was read has to make it. */
  private leaveAssigned(): void {
    const makers = grouped(this.workloads, ({ namespace }) => namespace);
    for (const { object, clusters, at } of this.objects) {
      if (object.kind !== 'AzureAssignedIdentity' || !clusters.includes(this.cluster)) continue;
      const { pod, podNamespace } = objectAt(object, ['spec']);
      if (typeof pod !== 'string' || typeof podNamespace !== 'string') continue;
      const isMade = makers.get(podNamespace)?.some(({ object: made }) => {
        const name = textOf(objectAt(made, ['metadata']).name);
        return name !== undefined && (pod === name || pod.startsWith(`${name}-`));
      });
      if (isMade) continue;
      const because = `Pod/${podNamespace}/${pod} has an identity by it, and nothing that was read makes that pod`;
      const { namespace, name } = objectAt(object, ['metadata']);
      this.leave(
        'AzureAssignedIdentity',
        { namespace: textOf(namespace) ?? 'default', name: textOf(name) ?? '', at },
        because,
        'Give the workloads of all namespaces: -A.',
        true,
      );
    }
  }

  private leave(kind: string, named: Named, because: string, remedy?: string, loses?: true): void {
    const more = { ...(remedy === undefined ? {} : { remedy }), ...(loses ? { loses } : {}) };
    this.left.push({ ...originOf(kind, named), because, ...more });
  }
}

/** Where the webhook’s proxy listens unless it is told. azure-workload-identity, “Pod annotations”. */
const PROXY_PORT = 8000;

/** The exception that AKS makes with the add-on. */
const AKS_EXCEPTION = 'aks-addon-exception';

/** Whether AKS itself has made an exception, for its own add-ons. */
function isOfAks({ namespace, name }: Named): boolean {
  return namespace === 'kube-system' && name === AKS_EXCEPTION;
}

/** Why something is left behind. */
interface Why {
  readonly because: string;
  readonly remedy?: string;
  /** Given where its pods have nothing to lose. */
  readonly loses?: undefined;
}

/** Nothing to say: its owner is in the program, and with it all that it gets. */
const OWNED: Why = { because: '' };

/** Why a label gives its pods nothing; nothing where it does. */
const REASONS: Readonly<Record<LabelOutcome, string | undefined>> = {
  admitted: undefined,
  unbound: 'no AzureIdentityBinding has it for a selector',
  'other-namespace': 'the AzureIdentityBinding that has it is in another namespace, and only the same one counts',
  'no-identity': 'no AzureIdentityBinding that has it leads to an identity',
  unknown: 'what it leads to is not known',
};

/** A named object of a namespace. */
type Named = Pick<AzureIdentityBinding, 'namespace' | 'name' | 'at'>;

function originOf(kind: string, { namespace, name, at }: Named): Origin {
  return { object: describeSymbols(`${kind}/${namespace}/${name}`), at };
}

function keyOf({ namespace, name }: Named): string {
  return `${namespace}\n${name}`;
}

function accountIdOf({ namespace, serviceAccount }: Workload): string {
  return `${namespace}/${serviceAccount}`;
}

function idsOf(identities: readonly ImportedIdentity[]): string {
  return identities.map(({ id }) => id).join('\n');
}

function namesOf(identities: readonly ImportedIdentity[]): string {
  return identities.map(({ name }) => name).join(' and ');
}

function* notesOf(workload: Workload, identities: readonly ImportedIdentity[], kind: string): Iterable<string> {
  const [first, ...others] = identities;
  if (others.length > 0) {
    yield `It has ${identities.length} identities: ${first!.name} is the default, and for ${namesOf(others)} the application has to name the client id itself (${others.map(({ clientId }) => clientId).join(', ')}).`;
  }
  if (workload.hostNetwork) {
    yield 'It has hostNetwork: it reaches the metadata service past NMI now, and the proxy sidecar is not for it. Its SDK has to know workload identity.';
  }
  if (kind === 'Job' || kind === 'Pod') {
    yield `A ${kind} keeps the account that it was made with: it is replaced when it is switched.`;
  }
  const labels = objectAt(workload.object, ['metadata', 'labels']);
  if (
    Object.hasOwn(objectAt(workload.object, ['spec', 'selector', 'matchLabels']), AAD_POD_IDENTITY_KEYS.bindingLabel)
  ) {
    yield `Its selector names the label ${AAD_POD_IDENTITY_KEYS.bindingLabel}, which stays on its pods: a selector cannot be changed.`;
  }
  if (textOf(labels['app.kubernetes.io/managed-by']) === 'Helm') {
    yield 'Helm manages it: switch it in the values of its chart too, or the next upgrade takes the switch back.';
  }
}

/** A name that is not taken in the namespace: those of the identities, and a number if need be. */
function freeName(namespace: string, identities: readonly ImportedIdentity[], taken: Set<string>): string {
  const joined = identities
    .map(({ name }) => name.toLowerCase().replace(/_/g, '-'))
    .join('-')
    .slice(0, 200)
    .replace(/-+$/, '');
  for (let number = 1; ; number++) {
    const name = number === 1 ? joined : `${joined}-${number}`;
    if (name === 'default' || taken.has(`${namespace}/${name}`)) continue;
    taken.add(`${namespace}/${name}`);
    return name;
  }
}

function canHaveProxy(workloads: readonly ImportedWorkload[]): boolean {
  return workloads.every(({ withoutProxy }) => withoutProxy === undefined);
}

/** The proxy’s own port, or the next one at which no container listens. */
function freePort(taken: ReadonlySet<number>): number {
  let port = PROXY_PORT;
  while (taken.has(port)) port++;
  return port;
}

function clusterOf({ name, resourceId, issuer, id, at }: Cluster): ImportedCluster {
  const issuerUrl = issuer.startsWith('https://') ? issuer : undefined;
  const known = Object.entries({ name, resourceId, issuerUrl }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !hasSymbol(entry[1]),
  );
  return { ...Object.fromEntries(known), origin: { object: id, at } };
}

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...items].sort((one, other) => compareText(keyOf(one), keyOf(other)));
}

function distinct(left: readonly LeftBehind[]): readonly LeftBehind[] {
  return [...new Map(left.map((one) => [`${one.object}\n${one.because}`, one])).values()];
}
