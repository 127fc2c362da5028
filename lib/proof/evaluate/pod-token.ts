import type { Admission } from '../../admission/admission';
import { firstCsvRecord } from '../../admission/csv-record';
import type { AdmissionReason, AdmissionReasonCode } from '../../admission/reason';
import type { TokenMechanism } from '../../admission/received-token';
import { AZURE_KEYS, EKS_KEYS } from '../../core/kubernetes/annotations';
import { ENTRA_AUDIENCE } from '../../core/trust/audience';
import type { Accounts } from './accounts';
import type { Model } from '../model/model';
import { identityNamed } from '../model/kubernetes/service-account';
import type { ServiceAccount } from '../model/kubernetes/service-account';
import { hasSymbol } from '../model/known/symbol';
import type { Workload } from '../model/kubernetes/workload';
import type { DriverTokens } from './driver-token';
import { configMapIndex, withConfigMapVariables } from './config-map-variables';
import type { ConfigMapIndex } from './config-map-variables';

/** Loaded with the first pod that asks for an identity: a program without one starts faster. */
function admissionModule(): typeof import('../../admission') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../admission') as typeof import('../../admission');
}

/** Why a pod does not receive its token; each is a rule of its own. */
export type TokenLoss =
  'skip-label' | 'label' | 'all-skipped' | 'expiration' | 'host-network' | 'environment' | 'other';

/** A workload whose pods ask for an identity and do not receive its token, or perhaps not. */
export interface LostToken {
  readonly workload: Workload;
  readonly mechanism: TokenMechanism;
  /** The service account, the pod template itself or the association that asks for the identity. */
  readonly asks: string;
  readonly loss: TokenLoss;
  /** What admission said. */
  readonly because: readonly string[];
  /** Whether only the cluster will tell. */
  readonly uncertain: boolean;
}

/** The workloads whose pods would not receive the token of the identity that they ask for. */
export function findLostTokens(model: Model, accounts: Accounts, drivers: DriverTokens): readonly LostToken[] {
  const configMaps = configMapIndex(model);
  return model.workloads.flatMap((workload) =>
    workload.isPartial ? [] : lostBy(workload, accounts, configMaps, drivers),
  );
}

function lostBy(workload: Workload, index: Accounts, configMaps: ConfigMapIndex, drivers: DriverTokens): LostToken[] {
  const accounts = index.runAs(workload);
  const account = accounts[0];
  const { clusters, namespace, serviceAccount } = workload;
  const associated = clusters.some((cluster) => index.of(cluster, namespace, serviceAccount).associations.length > 0);
  const asked = (annotation: string): boolean =>
    account !== undefined && accounts.every((one) => identityNamed(one, annotation) !== undefined);
  // What the account asks for may be for the Secrets Store driver, which needs no token in a container.
  const isForDriver = (mechanism: 'irsa' | 'entra-workload-identity'): boolean =>
    drivers.of(workload, mechanism) !== undefined;
  const byHand = clusters
    .flatMap((cluster) => index.of(cluster, namespace, serviceAccount).claims)
    .filter((claim) => claim.byHand && claim.carrier === workload.id);
  const own = new Set(byHand.map(({ mechanism }) => mechanism));
  const lost: LostToken[] = [];
  const ask = (mechanism: TokenMechanism, asks: string, audience?: string): void => {
    const one = tokenOf(workload, account, mechanism, asks, audience, configMaps);
    if (one) lost.push(one);
  };
  const accountId = `ServiceAccount/${workload.namespace}/${workload.serviceAccount}`;
  // Where a pod brings a token of its own, whatever the service account says is not what counts.
  if (associated) ask('eks-pod-identity', accountId);
  else if (asked(EKS_KEYS.roleArn) && !own.has('irsa') && !isForDriver('irsa')) {
    const audience = account!.annotations[EKS_KEYS.audience];
    ask('irsa', accountId, audience);
  }
  const isEntra = asked(AZURE_KEYS.clientId) && !own.has('entra-workload-identity');
  if (isEntra && !isForDriver('entra-workload-identity')) ask('entra-workload-identity', accountId);
  for (const { mechanism, audience } of byHand) {
    // Unless the pod says otherwise: with AKS' token proxy it is another one, which its variables tell.
    ask(mechanism, workload.id, audience === ENTRA_AUDIENCE ? undefined : audience);
  }
  return lost;
}

function isLabelled({ podLabels }: Workload): boolean {
  return podLabels[AZURE_KEYS.useLabel] === 'true';
}

function tokenOf(
  workload: Workload,
  account: ServiceAccount | undefined,
  mechanism: TokenMechanism,
  asks: string,
  audience: string | undefined,
  configMaps: ConfigMapIndex,
): LostToken | undefined {
  const { podTemplateOf, receivesToken, reasonText } = admissionModule();
  const written = podTemplateOf(workload.object);
  const pod = written && mechanism !== 'entra-workload-identity' ? withoutUnknownLabels(written) : written;
  // An account "default" is in each namespace; any other that is not declared is found by another rule.
  if (!pod || (!account && workload.serviceAccount !== 'default')) return undefined;
  const admission = admit(pod, workload, account, mechanism);
  const object = withConfigMapVariables(admission.object, workload, configMaps);
  const answer = receivesToken({ ...admission, object }, mechanism, audience);
  const { receives, reasons } = answer;
  // How long a token lives keeps nobody from it.
  const aside = new Set(admission.reasons.filter(({ code }) => code === 'life-drawn').map(reasonText));
  const because = answer.because.filter((text) => !aside.has(text));
  if (receives === true) return skipMayBeAsked(workload, mechanism, asks);
  // Nobody writes a pod without containers: they were not read, or are somebody else's matter.
  if (reasons.some(listsNoContainer)) return undefined;
  // A field that Terraform has yet to fill in cannot be told from one of a wrong type.
  if (reasons.some(({ code }) => code === 'undecodable') && hasSymbol(JSON.stringify(pod))) {
    return { workload, mechanism, asks, loss: 'other', because, uncertain: true };
  }
  const loss = lossOf(workload, admission, mechanism, reasons);
  // What is mounted where, and which variable is set, is told by names alone.
  const isOpen = (loss === 'other' || loss === 'environment') && hasOpenName(pod);
  return { workload, mechanism, asks, loss, because, uncertain: receives === null || isOpen };
}

/** Whether the name of a volume, of where one is mounted, or of a variable is not known. */
function hasOpenName({ spec }: Record<string, unknown>): boolean {
  const { volumes, containers } = (spec ?? {}) as { volumes?: unknown; containers?: unknown };
  const lists = [volumes, ...itemsOf(containers).flatMap(({ env, volumeMounts }) => [env, volumeMounts])];
  return lists.flatMap(itemsOf).some(({ name }) => typeof name === 'string' && hasSymbol(name));
}

function itemsOf(list: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter((item) => item !== null) : [];
}

/** A pod without labels of which nothing is known: to the webhook of EKS only one of them is of any matter. */
function withoutUnknownLabels(pod: Record<string, unknown>): Record<string, unknown> {
  const { labels, ...metadata } = (pod.metadata ?? {}) as Record<string, unknown>;
  return typeof labels === 'string' && hasSymbol(labels) ? { ...pod, metadata } : pod;
}

/** Whether a pod that would get its token may have the label that keeps the webhook of EKS from it. */
function skipMayBeAsked(workload: Workload, mechanism: TokenMechanism, asks: string): LostToken | undefined {
  if (mechanism === 'entra-workload-identity' || !workload.openLabels) return undefined;
  const because = [
    `not all labels of its pods are known before apply: the webhook passes over those with ${EKS_KEYS.skipWebhookLabel}`,
  ];
  return { workload, mechanism, asks, loss: 'skip-label', because, uncertain: true };
}

function admit(
  pod: Record<string, unknown>,
  workload: Workload,
  account: ServiceAccount | undefined,
  mechanism: TokenMechanism,
): Admission {
  const { admitAzure, admitEks } = admissionModule();
  const serviceAccount = { metadata: { annotations: { ...account?.annotations } } };
  if (mechanism === 'entra-workload-identity') return admitAzure(pod, serviceAccount);
  if (mechanism === 'irsa') return admitEks(pod, serviceAccount);
  const associations = [{ namespace: workload.namespace, serviceAccount: workload.serviceAccount }];
  return admitEks(pod, serviceAccount, { containerCredentials: { associations } });
}

/** What a refusal of the webhook means for the token. */
const LOSS_OF_REFUSAL: { readonly [Code in AdmissionReasonCode]?: TokenLoss } = {
  'proxy-on-host-network': 'host-network',
  'expiration-invalid': 'expiration',
  'expiration-out-of-range': 'expiration',
};

/** Reasons that lie in what a container sets itself. */
const BY_OWN_VARIABLES: ReadonlySet<AdmissionReasonCode> = new Set([
  'identity-variables-own',
  'other-credentials-win',
  'other-credentials-may-win',
  'variables-kept',
  'variable-empty',
]);

function listsNoContainer({ code, facts }: AdmissionReason): boolean {
  return code === 'undecodable' && facts.fault.fault === 'no-container';
}

function lossOf(
  workload: Workload,
  admission: Admission,
  mechanism: TokenMechanism,
  reasons: readonly AdmissionReason[],
): TokenLoss {
  const { podLabels, podAnnotations } = workload;
  const azure = mechanism === 'entra-workload-identity';
  if (!azure && podLabels[EKS_KEYS.skipWebhookLabel] !== undefined) return 'skip-label';
  if (azure && !isLabelled(workload)) return 'label';
  if (admission.result === 'refused') {
    const losses = admission.reasons.map(({ code }) => LOSS_OF_REFUSAL[code]);
    return losses.find((loss) => loss) ?? 'other';
  }
  if (skipsEverything(workload, azure, podAnnotations)) return 'all-skipped';
  return reasons.some(({ code }) => BY_OWN_VARIABLES.has(code)) ? 'environment' : 'other';
}

function skipsEverything(workload: Workload, azure: boolean, annotations: Readonly<Record<string, string>>): boolean {
  const names = skippedContainers(annotations, azure);
  const containers = containerNames(workload);
  return names !== undefined && containers.every((name) => names.includes(name));
}

/** The containers that a pod's annotation keeps the token from; nothing where it has none. */
export function skippedContainers(annotations: Readonly<Record<string, string>>, azure: boolean): string[] | undefined {
  const text = annotations[azure ? AZURE_KEYS.skipContainers : EKS_KEYS.skipContainers];
  if (text === undefined) return undefined;
  return azure ? text.split(';').map((name) => name.trim()) : (firstCsvRecord(text) ?? []);
}

/** The names of a workload's containers, init containers too. */
export function containerNames({ object }: Workload): string[] {
  const spec = admissionModule().podTemplateOf(object)?.spec as
    { containers?: unknown; initContainers?: unknown } | undefined;
  return [spec?.initContainers, spec?.containers].flatMap((list) =>
    Array.isArray(list)
      ? list.flatMap((item: { name?: unknown } | null) => (typeof item?.name === 'string' ? [item.name] : []))
      : [],
  );
}

/** The mechanism as people call it. */
export function mechanismText(mechanism: TokenMechanism): string {
  return { irsa: 'IRSA', 'eks-pod-identity': 'EKS Pod Identity', 'entra-workload-identity': 'Entra Workload ID' }[
    mechanism
  ];
}
