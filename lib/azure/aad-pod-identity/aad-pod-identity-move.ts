import {
  AAD_POD_IDENTITY_KEYS,
  type AadPodIdentityMode,
  type Binding,
  Binding as PlainBinding,
  PODTRUST_KEYS,
  type MovedPods,
  type PodIdentity,
  PodtrustError,
  type ServiceAccountReference,
  checkName,
  checkServiceAccount,
  isKnown,
} from '../../core';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import type { PodApplication } from '../identity/pod-application';
import type { PodManagedIdentity } from '../identity/pod-managed-identity';
import { type WorkloadIdentityOptions, workloadIdentity } from '../identity/workload-identity';

/** The steps in their order; each may follow the one before it, and the one after it, on the way back. */
const STEPS = ['pod-identity', 'beside', 'credentials', 'switched', 'left'] as const;

/**
 * The steps out of AAD Pod Identity, and for each those that may be deployed when it is taken: its neighbours, so that each
 * step can be taken back.
 */
const DEPLOYED_BEFORE = {
  /** AAD Pod Identity alone. */
  'pod-identity': ['pod-identity', 'beside'],
  /** The cluster’s OIDC issuer and workload identity are on beside it. */
  beside: ['beside', 'pod-identity', 'credentials'],
  /** Identities trust service accounts by federated credentials, and the accounts are annotated. Pods are as before. */
  credentials: ['credentials', 'beside', 'switched'],
  /** Pods have the annotated account and the label of workload identity, all or all but some. */
  switched: ['switched', 'credentials', 'left'],
  /** AzureIdentities, their bindings, NMI, MIC and the add-on are gone. */
  left: ['left', 'switched'],
} as const satisfies Record<(typeof STEPS)[number], readonly (typeof STEPS)[number][]>;

/** A step of an {@link AadPodIdentityMove}. */
export type AadPodIdentityStep = keyof typeof DEPLOYED_BEFORE;

/**
 * Where a move is: the step that this program makes, and the one that is deployed. Both are the same once the step is
 * deployed. A step that is no neighbour of the deployed one is refused by the compiler, and at synthesis.
 */
export type AadPodIdentityMoveOptions = {
  readonly [Step in AadPodIdentityStep]: {
    readonly step: Step;
    /** The step that is deployed everywhere, with its pods rolled. */
    readonly deployed: (typeof DEPLOYED_BEFORE)[Step][number];
    /** How AAD Pod Identity runs in the cluster. */
    readonly mode: AadPodIdentityMode;
  } & (Step extends 'switched'
    ? {
        /** The accounts, as `namespace/name`, whose workloads stay on AAD Pod Identity for now. Default none. */
        readonly remaining?: readonly string[];
      }
    : { readonly remaining?: undefined });
}[AadPodIdentityStep];

/** An identity of a workload, and what its objects of AAD Pod Identity are called. */
export interface MovedIdentity {
  /**
   * Of an application, an AzureIdentity names a secret, which is not here: `podIdentities` leaves it out, and its AzureIdentity and
   * binding are yours to keep until the last step.
   */
  readonly identity: PodManagedIdentity | PodApplication;
  /** The AzureIdentity’s name. Default the identity’s, in lower case and with `-` for `_`. */
  readonly name?: string;
  /** The AzureIdentityBinding’s name. Default `<name>-binding`, as the add-on calls it. */
  readonly bindingName?: string;
  /** Whether pods of every namespace get it by the label, where that was so before. Not with the add-on. Default false. */
  readonly anyNamespace?: boolean;
}

/** A workload that moves; see {@link AadPodIdentityMove.addWorkload}. */
export interface MovedWorkloadOptions {
  readonly cluster: AksClusterReference;
  /**
   * What its pods become, at least one. The account names the first by its annotation; an application asks for the others by
   * their client ids.
   */
  readonly identities: readonly (PodManagedIdentity | PodApplication | MovedIdentity)[];
  /** The account of its own that the pods have after the move: never `default`, which every pod may have. */
  readonly serviceAccount: ServiceAccountReference;
  /** The pods’ label `aadpodidbinding`. Default the account’s name. */
  readonly selector?: string;
  /**
   * The account that the pods have before. With the name of {@link serviceAccount} it is made at all steps, and annotated by
   * the second. Default `default`.
   */
  readonly accountBefore?: string;
  /** See {@link WorkloadIdentityOptions.proxySidecar}: for SDKs that know managed identities alone. Default false. */
  readonly proxySidecar?: WorkloadIdentityOptions['proxySidecar'];
  /** See {@link WorkloadIdentityOptions.tokenExpirationSeconds}. */
  readonly tokenExpirationSeconds?: number;
  /** See {@link WorkloadIdentityOptions.skipContainers}. */
  readonly skipContainers?: readonly string[];
  /** See {@link WorkloadIdentityOptions.credentialName}. */
  readonly credentialName?: string;
}

/** The account that Kubernetes gives to pods which name none. */
const DEFAULT_ACCOUNT = 'default';

/**
 * Moves workloads of an AKS cluster from AAD Pod Identity to Entra Workload ID in four steps, a deployment each, in which the
 * same pods have the same identities all the time. Each step can be taken back.
 *
 * ```ts
 * const move = new AadPodIdentityMove({ mode: 'managed', deployed: 'beside', step: 'credentials' });
 * const pods = move.addWorkload({ cluster, identities: [reports], serviceAccount, selector: 'reports' });
 * new MovedWorkload(chart, 'reports', pods);
 * bindWorkload(deployment, pods.bindings);
 * ```
 *
 * What each step is, and what running pods get at it, is in docs/aad-pod-identity.md.
 *
 * @see Microsoft, “Migrate from pod-managed identity to workload identity”
 */
export class AadPodIdentityMove {
  public readonly step: AadPodIdentityStep;
  public readonly mode: AadPodIdentityMode;
  private readonly deployed: AadPodIdentityStep;
  private readonly remaining: ReadonlySet<string>;
  private readonly workloads: { readonly pods: MovedPods; readonly identities: readonly PodIdentity[] }[] = [];

  /** @throws PodtrustError `move-step-invalid`, `move-workload-invalid` */
  public constructor(options: AadPodIdentityMoveOptions) {
    const { step, deployed, mode, remaining = [] } = options;
    checkStep(step, deployed);
    if (!['standard', 'managed', 'addon'].includes(mode)) {
      throw workloadInvalid(
        `the mode is ${JSON.stringify(mode)}`,
        'Who takes identities off the nodes depends on it.',
        'Give standard, managed or addon.',
      );
    }
    if (remaining.length > 0 && step !== 'switched') {
      throw workloadInvalid(
        `${remaining.join(', ')} remain at the step ${step}`,
        'Some workloads are switched and others are not at the step switched alone.',
        'Leave remaining out.',
      );
    }
    this.step = step;
    this.deployed = deployed;
    this.mode = mode;
    this.remaining = new Set(remaining);
  }

  /** Whether the cluster’s OIDC issuer and workload identity are on: from the first step on. */
  public get hasWorkloadIdentity(): boolean {
    return this.isFrom('beside');
  }

  /** Whether AAD Pod Identity is there: up to the last step. */
  public get hasPodIdentity(): boolean {
    return this.step !== 'left';
  }

  /** The identities that labels give to pods, such as for {@link AksPodIdentityAddon}; none once they have left. */
  public get podIdentities(): readonly PodIdentity[] {
    return this.hasPodIdentity ? this.workloads.flatMap(({ identities }) => identities) : [];
  }

  /** The accounts of the workloads that were added, for `RolledPods`. */
  public get serviceAccounts(): readonly ServiceAccountReference[] {
    return this.workloads.map(({ pods }) => pods.serviceAccount);
  }

  /** The mechanism that no running pod may have any more when the step is deployed, for `RolledPods`. */
  public get takenAway(): 'aad-pod-identity' | 'entra-workload-identity' | undefined {
    if (this.step === 'left') return 'aad-pod-identity';
    return this.step === 'beside' && this.deployed === 'credentials' ? 'entra-workload-identity' : undefined;
  }

  /** What the step leaves to people, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    const { step, mode } = this;
    if (step === 'credentials' || (step === 'switched' && this.deployed === 'credentials')) {
      return ['A federated credential may take some minutes to hold: switch workloads after that.'];
    }
    if (step === 'pod-identity' && this.deployed === 'beside') {
      return ['AKS does not switch an OIDC issuer off again: the cluster keeps its issuer.'];
    }
    if (step !== 'left' || this.deployed === 'left') return [];
    return mode === 'managed'
      ? [
          'To take identities off the scale sets is left to you: `az vmss identity remove` for each scale set of the node resource group.',
        ]
      : mode === 'standard'
        ? [
            'MIC takes the identities off the nodes when their bindings are gone: remove MIC and NMI once no AzureAssignedIdentity is left.',
          ]
        : [];
  }

  /**
   * Adds a workload: lets its identities trust its account at the steps that have credentials, and says what account and pods
   * carry at this step. Call it once for each account.
   *
   * @throws PodtrustError `move-workload-invalid`, `name-invalid`, `subject-invalid`, and what {@link EntraIdentity.addTrust} throws
   */
  public addWorkload(options: MovedWorkloadOptions): MovedPods {
    const { cluster, serviceAccount, accountBefore = DEFAULT_ACCOUNT } = options;
    const identities = options.identities.map(given);
    this.check(options, identities);
    const [first] = identities;
    const account = textOf(serviceAccount);
    if (this.isFrom('credentials')) {
      const { tokenExpirationSeconds, skipContainers, credentialName, proxySidecar } = options;
      const trust = { cluster, serviceAccount, tokenExpirationSeconds, skipContainers, credentialName, proxySidecar };
      identities.forEach(({ identity }, position) =>
        identity.addTrust(workloadIdentity({ ...trust, bind: position === 0 })),
      );
    }
    const isSwitched = this.isFrom('switched') && !this.remaining.has(account);
    const selector = options.selector ?? serviceAccount.name;
    const ofLabel = identities.map((one) => podIdentityOf(one, serviceAccount.namespace, selector));
    const objects = ofLabel.filter((_, position) => !isApplication(identities[position]!));
    this.checkNames(objects, first!.identity.node.path);
    const further = identities.slice(1).map(({ identity }) => identity.clientId);
    const bound = (): Binding => withFurther(first!.identity.bindingFor(serviceAccount, cluster), further);
    const isAnnotated = this.isFrom('credentials');
    const pods: MovedPods = {
      serviceAccount,
      accountBindings: isAnnotated ? [bound()] : accountBefore === serviceAccount.name ? [] : undefined,
      bindings: isSwitched
        ? [new PlainBinding({ ...bound(), changesAccount: true })]
        : ofLabel.map(({ clientId }) => labelBinding({ ...serviceAccount, name: accountBefore }, selector, clientId)),
      podIdentities: this.hasPodIdentity && this.mode !== 'addon' ? objects : [],
    };
    this.workloads.push({ pods, identities: objects });
    if (this.workloads.length === 1) first!.identity.node.addValidation({ validate: () => this.unknownRemaining() });
    return pods;
  }

  private isFrom(step: AadPodIdentityStep): boolean {
    return STEPS.indexOf(this.step) >= STEPS.indexOf(step);
  }

  private check({ serviceAccount, selector }: MovedWorkloadOptions, identities: readonly MovedIdentity[]): void {
    const account = textOf(serviceAccount);
    if (identities.length === 0) {
      throw workloadInvalid(
        `the workload of ${account} has no identity`,
        'Its pods would become nothing.',
        'Give at least one PodManagedIdentity.',
      );
    }
    const where = identities[0]!.identity.node.path;
    checkServiceAccount(serviceAccount, where);
    if (serviceAccount.name === DEFAULT_ACCOUNT) {
      throw workloadInvalid(
        `the workload’s account is ${account}`,
        'Every pod of the namespace that names no account has this one, and would become the identity.',
        'Give the workload an account of its own.',
        where,
      );
    }
    if (this.serviceAccounts.some((one) => textOf(one) === account)) {
      throw workloadInvalid(
        `the workload of ${account} is added twice`,
        'One account has one annotation.',
        'Give each workload an account of its own, or hand what addWorkload gave to both.',
        where,
      );
    }
    if (selector !== undefined) checkName('label-value', selector, where);
    for (const one of identities) {
      if (!one.anyNamespace || this.mode === 'standard') continue;
      throw workloadInvalid(
        `${one.identity.name} is for pods of any namespace in the mode ${this.mode}`,
        'In managed mode NMI matches pods of the binding’s own namespace alone.',
        'Leave anyNamespace out.',
        where,
      );
    }
  }

  /** The cluster has one object of a name. */
  private checkNames(added: readonly PodIdentity[], where: string): void {
    const names = (one: PodIdentity): string[] => [
      `AzureIdentity ${one.namespace}/${one.name}`,
      `AzureIdentityBinding ${one.namespace}/${one.bindingName}`,
    ];
    const taken = new Set(this.workloads.flatMap(({ identities }) => identities.flatMap(names)));
    for (const name of added.flatMap(names)) {
      if (taken.has(name)) {
        throw workloadInvalid(
          `there would be two of ${name}`,
          'The cluster has one object of a name.',
          'Give the identity a name of its own: identities: [{ identity, name, bindingName }].',
          where,
        );
      }
      taken.add(name);
    }
  }

  private unknownRemaining(): string[] {
    const known = new Set(this.serviceAccounts.map(textOf));
    const unknown = [...this.remaining].filter((account) => !known.has(account));
    if (unknown.length === 0) return [];
    return [
      workloadInvalid(
        `${unknown.join(', ')} remain on AAD Pod Identity, and no workload of that account was added`,
        'The workload that was meant would be switched.',
        `Give accounts as namespace/name: ${[...known].join(', ')}.`,
      ).message,
    ];
  }
}

/** What pods carry that AAD Pod Identity gives an identity: the label alone, and the account that they have anyway. */
function labelBinding(serviceAccount: ServiceAccountReference, selector: string, identity: string): Binding {
  return new PlainBinding({
    mechanism: 'aad-pod-identity',
    changesAccount: true,
    serviceAccount,
    identity,
    podLabels: { [AAD_POD_IDENTITY_KEYS.bindingLabel]: selector },
  });
}

function given(one: PodManagedIdentity | PodApplication | MovedIdentity): MovedIdentity {
  return 'identity' in one ? one : { identity: one };
}

/** A binding whose account says as well which client ids the application asks for by itself: nothing else tells the proof. */
function withFurther(binding: Binding, further: readonly string[]): Binding {
  if (further.length === 0) return binding;
  const { serviceAccountAnnotations: annotations } = binding;
  const named = { ...annotations, [PODTRUST_KEYS.furtherClientIds]: further.join(',') };
  return new PlainBinding({ ...binding, serviceAccountAnnotations: named });
}

/** By its shape: of a class there may be two copies. */
function isApplication({ identity }: MovedIdentity): boolean {
  return 'signInAudience' in identity;
}

function podIdentityOf(
  { identity, name, bindingName, anyNamespace }: MovedIdentity,
  namespace: string,
  selector: string,
): PodIdentity {
  const where = identity.node.path;
  const called = name ?? (isKnown(identity.name) ? identity.name : identity.node.id).toLowerCase().replaceAll('_', '-');
  const bound = bindingName ?? `${called}-binding`;
  checkName('kubernetes-object', called, where);
  checkName('kubernetes-object', bound, where);
  return {
    name: called,
    bindingName: bound,
    namespace,
    selector,
    resourceId: identity.id,
    clientId: identity.clientId,
    principalId: identity.principalId,
    ...(anyNamespace ? { anyNamespace } : {}),
  };
}

function textOf({ namespace, name }: ServiceAccountReference): string {
  return `${namespace}/${name}`;
}

function checkStep(step: AadPodIdentityStep, deployed: AadPodIdentityStep): void {
  const before: readonly AadPodIdentityStep[] | undefined = Object.hasOwn(DEPLOYED_BEFORE, step)
    ? DEPLOYED_BEFORE[step]
    : undefined;
  if (before?.includes(deployed)) return;
  throw new PodtrustError({
    code: 'move-step-invalid',
    what: before
      ? `in a move out of AAD Pod Identity the step ${JSON.stringify(step)} does not come next to ${JSON.stringify(deployed)}, which is deployed`
      : `in a move out of AAD Pod Identity there is no step ${JSON.stringify(step)}`,
    why: 'Pods keep what they were made with: without the step between, some of them would get no token.',
    remedy: before
      ? `It comes after ${before.filter((one) => one !== step).join(', or back from ')}: deploy that first, and roll the pods.`
      : `Give one of ${STEPS.join(', ')}.`,
  });
}

function workloadInvalid(what: string, why: string, remedy: string, where?: string): PodtrustError {
  return new PodtrustError({ code: 'move-workload-invalid', where, what, why, remedy });
}
