import { posix } from 'path';
import { EKS_KEYS } from '../core/kubernetes/annotations';
import { isKnown } from '../core/unknown';
import { isRoleArn } from '../core/aws/role-arn';
import type { Admission } from './admission';
import { truthValue, wholeNumber } from './annotation-values';
import { type AdmissionReason, reason, reasonText } from './reason';
import { apiServerRefusals } from './api-server';
import { firstCsvRecord } from './csv-record';
import { atLeastMinimum, type EksFlags, eksFlags, type EksSettings } from './eks-settings';
import { type Container, containersOf, copyOf, decodePod, namespaceOf, type Pod, serviceAccountNameOf } from './pod';
import { type AnnotatedServiceAccount, decodeServiceAccount } from './service-account';

/** The label of pods that run with EKS Pod Identity. */
const POD_IDENTITY_LABEL = { key: 'eks.amazonaws.com/pod-identity', value: 'enabled' };

/** Seconds: where a Pod Identity token would live this long, the webhook draws a life between the two instead. */
const DRAWN_SECONDS = { minimum: 79200, maximum: 86400 };

/** The socket of the SPIFFE Workload API, which the agent of EKS Pod Identity serves. The webhook's own constants. */
const SOCKET = {
  variable: 'SPIFFE_ENDPOINT_SOCKET',
  volumeName: 'eks-workload-identity-socket',
  mountPath: '/var/run/secrets/pods.eks.amazonaws.com/workloadidentity',
  file: 'agent.sock',
  driver: 'spiffe.csi.eks.amazonaws.com',
};

/** What the webhook knows of a service account, from its annotations or from the ConfigMap. */
interface Entry {
  readonly roleArn: string;
  readonly audience: string;
  readonly regional: boolean;
  readonly seconds: number;
}

/** What one pod is given. */
interface Injection {
  readonly volumeName: string;
  readonly mountPath: string;
  readonly tokenPath: string;
  readonly audience: string;
  readonly seconds: number;
  readonly regional: boolean;
  /** The two variables of the mechanism, the one that names the token's file last. */
  readonly variables: readonly [string, string];
  /** The first variable's value. */
  readonly value: string;
  readonly podIdentity: boolean;
  /** Whether the socket of the SPIFFE Workload API is added too. */
  readonly socket: boolean;
}

/**
 * What amazon-eks-pod-identity-webhook, which EKS runs for each cluster, does to a pod when it is made.
 *
 * Two mechanisms, the second first: a role annotated on the service account gives web identity (IRSA); an association
 * gives EKS Pod Identity, and then the annotated role is not looked at. Source: the webhook's README and its behaviour.
 *
 * A token of Pod Identity that would live 86,400 seconds gets a random life of 79,200 to 86,400; here it keeps 86,400, so
 * that the same pod gives the same answer.
 *
 * @param pod a Pod; it is not changed
 * @param serviceAccount the ServiceAccount that the pod runs as, or nothing where there is none
 * @throws PodtrustError `admission-not-a-pod`, `admission-service-account`, `admission-settings`
 */
export function admitEks(pod: unknown, serviceAccount: unknown, settings: EksSettings = {}): Admission {
  const flags = eksFlags(settings);
  const decoded = decodePod(pod);
  if (!decoded.pod) {
    const faults = decoded.problems.map((fault) => reason('undecodable', { fault }));
    return answer('refused', faults, copyOf(pod as Pod));
  }
  const account = decodeServiceAccount(serviceAccount, decoded.pod);
  const reasons: AdmissionReason[] = [];
  const object = decoded.pod;
  const changed = mutate(object, account, flags, reasons);
  if (!changed) return answer('untouched', reasons, copyOf(pod as Pod));
  return answer('mutated', [...reasons, ...apiServerRefusals(object)], object);
}

function answer(result: Admission['result'], reasons: readonly AdmissionReason[], object: Pod): Admission {
  return { webhook: 'eks', result, because: reasons.map(reasonText), reasons, object };
}

function mutate(
  pod: Pod,
  account: AnnotatedServiceAccount | undefined,
  flags: EksFlags,
  reasons: AdmissionReason[],
): boolean {
  if (Object.hasOwn(pod.metadata.labels ?? {}, EKS_KEYS.skipWebhookLabel)) {
    reasons.push(reason('skip-label'));
    return false;
  }
  const injection = injectionFor(pod, account, flags, reasons);
  if (!injection) return false;
  if (injection.socket) reasons.push(reason('socket-added', { variable: SOCKET.variable }));
  const path = tokenFile(pod, injection);
  const skipped = containersToSkip(pod, flags, reasons);
  let changed = false;
  for (const container of containersOf(pod)) {
    if (skipped.has(container.name)) {
      const annotation = `${flags.annotationPrefix}/skip-containers`;
      reasons.push(reason('container-skipped', { container: container.name, annotation }));
    } else if (addToContainer(container, injection, path, flags, reasons)) {
      changed = true;
    }
  }
  if (addVolume(pod, injection, reasons)) changed = true;
  if (injection.socket && addSocketVolume(pod)) changed = true;
  if (injection.podIdentity && pod.metadata.labels?.[POD_IDENTITY_LABEL.key] !== POD_IDENTITY_LABEL.value) {
    pod.metadata.labels = { ...pod.metadata.labels, [POD_IDENTITY_LABEL.key]: POD_IDENTITY_LABEL.value };
    changed = true;
  }
  if (!changed) reasons.push(reason('all-there'));
  return changed;
}

/** The mechanism that wins, with all its values. */
function injectionFor(
  pod: Pod,
  account: AnnotatedServiceAccount | undefined,
  flags: EksFlags,
  reasons: AdmissionReason[],
): Injection | undefined {
  const namespace = namespaceOf(pod);
  const name = serviceAccountNameOf(pod);
  const id = `${namespace}/${name}`;
  const annotated = account && annotatedEntry(id, account, flags, reasons);
  // Of two entries of one name the webhook keeps the last.
  const association = flags.associations.findLast((other) => other.namespace === namespace && other.name === name);
  if (association) {
    reasons.push(reason('association', { account: id }));
    // Not the entry for all namespaces: the webhook does not look for that one here.
    const configured = flags.configMap.get(id);
    const regional = annotated?.regional ?? configured?.UseRegionalSTS ?? false;
    const seconds = annotated?.seconds ?? configured?.TokenExpiration ?? DRAWN_SECONDS.maximum;
    const injection = podIdentity(expiration(pod, seconds, flags, reasons), regional, flags, reasons);
    return { ...injection, socket: association.workloadIdentity && !isForWindows(pod) };
  }
  const entry = annotated?.roleArn ? annotated : configMapEntry(namespace, name, flags, reasons);
  if (!entry?.roleArn) {
    explainNoRole(id, pod, account, flags, reasons);
    return undefined;
  }
  explainRole(id, entry, reasons);
  return {
    volumeName: 'aws-iam-token',
    mountPath: flags.tokenMountPath,
    tokenPath: 'token',
    audience: entry.audience,
    seconds: expiration(pod, entry.seconds, flags, reasons),
    regional: entry.regional,
    variables: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
    value: entry.roleArn,
    podIdentity: false,
    socket: false,
  };
}

function podIdentity(seconds: number, regional: boolean, flags: EksFlags, reasons: AdmissionReason[]): Injection {
  const { volumeName, mountPath, tokenPath, audience, fullUri } = flags.containerCredentials;
  if (seconds === DRAWN_SECONDS.maximum) {
    reasons.push(reason('life-drawn', DRAWN_SECONDS));
  }
  const variables = ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] as const;
  return {
    volumeName,
    mountPath,
    tokenPath,
    audience,
    seconds,
    regional,
    variables,
    value: fullUri,
    podIdentity: true,
    socket: false,
  };
}

function annotatedEntry(
  id: string,
  account: AnnotatedServiceAccount,
  flags: EksFlags,
  reasons: AdmissionReason[],
): Entry {
  const { annotationPrefix: prefix, composeRoleArn: compose } = flags;
  const annotation = (name: string) => account.annotations[`${prefix}/${name}`];
  let roleArn = annotation('role-arn') ?? '';
  if (compose && annotation('role-arn') !== undefined && !roleArn.includes('arn:')) {
    roleArn = `arn:${compose.partition}:iam::${compose.accountId}:role/${roleArn}`;
  }
  const regionalText = annotation('sts-regional-endpoints');
  const regional = regionalText === undefined ? undefined : truthValue(regionalText);
  if (regionalText !== undefined && regional === undefined) {
    const facts = { annotation: `${prefix}/sts-regional-endpoints`, account: id, value: regionalText };
    reasons.push(reason('endpoints-ignored', facts));
  }
  const secondsText = annotation('token-expiration');
  const seconds = seconds64(secondsText, { annotation: `${prefix}/token-expiration`, account: id }, reasons);
  return {
    roleArn,
    audience: annotation('audience') ?? flags.defaultAudience,
    regional: regional ?? flags.regionalSTS,
    seconds: seconds ?? flags.tokenExpiration,
  };
}

function configMapEntry(
  namespace: string,
  name: string,
  flags: EksFlags,
  reasons: AdmissionReason[],
): Entry | undefined {
  const entry = flags.configMap.get(`${namespace}/${name}`) ?? flags.configMap.get(`*/${name}`);
  if (!entry) return undefined;
  if (entry.RoleARN) reasons.push(reason('role-of-config-map', { account: `${namespace}/${name}` }));
  const { RoleARN: roleArn, Audience: audience, UseRegionalSTS: regional, TokenExpiration: seconds } = entry;
  return { roleArn, audience, regional, seconds };
}

/** The pod's own annotation, where it is a whole number, before the service account's or the flag's. */
function expiration(pod: Pod, otherwise: number, flags: EksFlags, reasons: AdmissionReason[]): number {
  const annotation = `${flags.annotationPrefix}/token-expiration`;
  return seconds64(pod.metadata.annotations?.[annotation], { annotation }, reasons) ?? otherwise;
}

function seconds64(
  text: string | undefined,
  of: { readonly annotation: string; readonly account?: string },
  reasons: AdmissionReason[],
): number | undefined {
  if (text === undefined) return undefined;
  const seconds = wholeNumber(text);
  if (seconds === undefined) {
    reasons.push(reason('expiration-ignored', { ...of, value: text }));
    return undefined;
  }
  const raised = atLeastMinimum(seconds);
  if (raised !== seconds) reasons.push(reason('expiration-raised', { ...of, from: seconds, to: raised }));
  return raised;
}

function tokenFile(pod: Pod, { mountPath, tokenPath }: Injection): string {
  const path = posix.join(mountPath, tokenPath);
  return isForWindows(pod) ? `C:${path.replaceAll('/', '\\')}` : path;
}

function isForWindows({ spec }: Pod): boolean {
  const selector = spec.nodeSelector ?? {};
  return selector['beta.kubernetes.io/os'] === 'windows' || selector['kubernetes.io/os'] === 'windows';
}

function containersToSkip(pod: Pod, flags: EksFlags, reasons: AdmissionReason[]): ReadonlySet<string> {
  const key = `${flags.annotationPrefix}/skip-containers`;
  const text = pod.metadata.annotations?.[key];
  if (text === undefined) return new Set();
  const names = firstCsvRecord(text);
  if (!names) {
    reasons.push(reason('skip-list-invalid', { annotation: key, value: text }));
    return new Set();
  }
  const containers = new Set(containersOf(pod).map(({ name }) => name));
  for (const name of names.filter((skipped) => !containers.has(skipped))) {
    reasons.push(reason('skipped-name-unknown', { annotation: key, name, webhook: 'eks' }));
  }
  return new Set(names);
}

function addToContainer(
  container: Container,
  injection: Injection,
  path: string,
  flags: EksFlags,
  reasons: AdmissionReason[],
): boolean {
  const own = new Set((container.env ?? []).map(({ name }) => name));
  const [first, second] = injection.variables;
  const ownIdentity = [first, second].filter((name) => own.has(name));
  const ownRegion = own.has('AWS_REGION') || own.has('AWS_DEFAULT_REGION');
  const ownEndpoints = own.has('AWS_STS_REGIONAL_ENDPOINTS');
  if (ownIdentity.length > 0) {
    const facts = { container: container.name, variables: ownIdentity, pair: injection.variables };
    reasons.push(reason('identity-variables-own', facts));
  }
  const socketAdded = injection.socket && addSocket(container);
  if (ownIdentity.length > 0 && ownRegion && ownEndpoints && !socketAdded) {
    reasons.push(reason('region-own', { container: container.name }));
    return false;
  }
  const added = [
    ...(!ownEndpoints && injection.regional ? [{ name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' }] : []),
    ...(!ownRegion && flags.region
      ? ['AWS_DEFAULT_REGION', 'AWS_REGION'].map((name) => ({ name, value: flags.region }))
      : []),
    ...(ownIdentity.length === 0
      ? [
          { name: first, value: injection.value },
          { name: second, value: path },
        ]
      : []),
  ];
  if (added.length > 0) container.env = [...(container.env ?? []), ...added];
  const mounts = container.volumeMounts ?? [];
  if (mounts.some(({ name }) => name === injection.volumeName)) return socketAdded || added.length > 0;
  container.volumeMounts = [...mounts, { name: injection.volumeName, readOnly: true, mountPath: injection.mountPath }];
  return true;
}

/** The socket's variable and mount, each where the container has none of its name; whether either was added. */
function addSocket(container: Container): boolean {
  const { env, volumeMounts } = container;
  const { variable: name, mountPath, volumeName, file } = SOCKET;
  if (!env?.some((other) => other.name === name)) {
    container.env = [...(env ?? []), { name, value: `unix://${mountPath}/${file}` }];
  }
  if (!volumeMounts?.some((other) => other.name === volumeName)) {
    container.volumeMounts = [...(volumeMounts ?? []), { name: volumeName, mountPath, readOnly: true }];
  }
  return container.env !== env || container.volumeMounts !== volumeMounts;
}

function addSocketVolume(pod: Pod): boolean {
  const { volumeName: name, driver } = SOCKET;
  if (pod.spec.volumes?.some((volume) => volume.name === name)) return false;
  pod.spec.volumes = [...(pod.spec.volumes ?? []), { name, csi: { driver, readOnly: true } }];
  return true;
}

function addVolume(pod: Pod, injection: Injection, reasons: AdmissionReason[]): boolean {
  const { volumeName, audience, seconds, tokenPath } = injection;
  const volumes = pod.spec.volumes ?? [];
  const own = volumes.find(({ name }) => name === volumeName);
  if (own) {
    const tokens = (own.projected?.sources ?? []).map((source) => source.serviceAccountToken);
    if (!tokens.some((token) => token?.audience === audience && token.path === tokenPath)) {
      reasons.push(reason('volume-own', { volume: volumeName }));
    }
    return false;
  }
  const token = { ...(audience ? { audience } : {}), expirationSeconds: seconds, path: tokenPath };
  pod.spec.volumes = [{ name: volumeName, projected: { sources: [{ serviceAccountToken: token }] } }, ...volumes];
  return true;
}

function explainRole(id: string, { roleArn, audience }: Entry, reasons: AdmissionReason[]): void {
  reasons.push(reason('role', { account: id, role: roleArn }));
  // A value that Terraform has yet to give is not a mistake.
  if (isKnown(roleArn) && /^[ -~]*$/.test(roleArn) && !isRoleArn(roleArn)) {
    reasons.push(reason('role-not-an-arn', { role: roleArn }));
  }
  if (!audience) reasons.push(reason('no-audience'));
}

function explainNoRole(
  id: string,
  pod: Pod,
  account: AnnotatedServiceAccount | undefined,
  flags: EksFlags,
  reasons: AdmissionReason[],
): void {
  const key = `${flags.annotationPrefix}/role-arn`;
  reasons.push(
    account
      ? reason('role-missing', { account: id, annotation: key })
      : reason('account-and-association-missing', { account: id }),
  );
  for (const other of Object.keys(account?.annotations ?? {})) {
    if (other !== key && /(^|\/)role-arn$/.test(other))
      reasons.push(reason('annotation-of-other-prefix', { annotation: other, wanted: key }));
  }
  if (pod.metadata.annotations?.[key] !== undefined) {
    reasons.push(reason('annotation-on-pod', { annotation: key }));
  }
}
