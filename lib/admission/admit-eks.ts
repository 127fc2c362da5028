import { posix } from 'path';
import { EKS_KEYS } from '../core/annotations';
import { isKnown } from '../core/unknown';
import { isRoleArn } from '../core/role-arn';
import type { Admission } from './admission';
import { truthValue, wholeNumber } from './annotation-values';
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
    const because = decoded.problems.map((problem) => `the API server cannot take the pod: ${problem}`);
    return { webhook: 'eks', result: 'refused', because, object: copyOf(pod as Pod) };
  }
  const account = decodeServiceAccount(serviceAccount, decoded.pod);
  const because: string[] = [];
  const object = decoded.pod;
  const changed = mutate(object, account, flags, because);
  if (!changed) return { webhook: 'eks', result: 'untouched', because, object: copyOf(pod as Pod) };
  return { webhook: 'eks', result: 'mutated', because: [...because, ...apiServerRefusals(object)], object };
}

function mutate(pod: Pod, account: AnnotatedServiceAccount | undefined, flags: EksFlags, because: string[]): boolean {
  if (Object.hasOwn(pod.metadata.labels ?? {}, EKS_KEYS.skipWebhookLabel)) {
    because.push(`the pod’s label ${EKS_KEYS.skipWebhookLabel} keeps the webhook away, whatever its value`);
    return false;
  }
  const injection = injectionFor(pod, account, flags, because);
  if (!injection) return false;
  if (injection.socket)
    because.push(`its association adds ${SOCKET.variable} and the socket of the SPIFFE Workload API`);
  const path = tokenFile(pod, injection);
  const skipped = containersToSkip(pod, flags, because);
  let changed = false;
  for (const container of containersOf(pod)) {
    if (skipped.has(container.name)) {
      because.push(`container "${container.name}" is named in ${flags.annotationPrefix}/skip-containers`);
    } else if (addToContainer(container, injection, path, flags, because)) {
      changed = true;
    }
  }
  if (addVolume(pod, injection, because)) changed = true;
  if (injection.socket && addSocketVolume(pod)) changed = true;
  if (injection.podIdentity && pod.metadata.labels?.[POD_IDENTITY_LABEL.key] !== POD_IDENTITY_LABEL.value) {
    pod.metadata.labels = { ...pod.metadata.labels, [POD_IDENTITY_LABEL.key]: POD_IDENTITY_LABEL.value };
    changed = true;
  }
  if (!changed) because.push('every container has its variables and the mount already');
  return changed;
}

/** The mechanism that wins, with all its values. */
function injectionFor(
  pod: Pod,
  account: AnnotatedServiceAccount | undefined,
  flags: EksFlags,
  because: string[],
): Injection | undefined {
  const namespace = namespaceOf(pod);
  const name = serviceAccountNameOf(pod);
  const id = `${namespace}/${name}`;
  const annotated = account && annotatedEntry(id, account, flags, because);
  // Of two entries of one name the webhook keeps the last.
  const association = flags.associations.findLast((other) => other.namespace === namespace && other.name === name);
  if (association) {
    because.push(`service account ${id} has a Pod Identity association, which wins over any role annotation`);
    // Not the entry for all namespaces: the webhook does not look for that one here.
    const configured = flags.configMap.get(id);
    const regional = annotated?.regional ?? configured?.UseRegionalSTS ?? false;
    const seconds = annotated?.seconds ?? configured?.TokenExpiration ?? DRAWN_SECONDS.maximum;
    const injection = podIdentity(expiration(pod, seconds, flags, because), regional, flags, because);
    return { ...injection, socket: association.workloadIdentity && !isForWindows(pod) };
  }
  const entry = annotated?.roleArn ? annotated : configMapEntry(namespace, name, flags, because);
  if (!entry?.roleArn) {
    explainNoRole(id, pod, account, flags, because);
    return undefined;
  }
  explainRole(id, entry, because);
  return {
    volumeName: 'aws-iam-token',
    mountPath: flags.tokenMountPath,
    tokenPath: 'token',
    audience: entry.audience,
    seconds: expiration(pod, entry.seconds, flags, because),
    regional: entry.regional,
    variables: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
    value: entry.roleArn,
    podIdentity: false,
    socket: false,
  };
}

function podIdentity(seconds: number, regional: boolean, flags: EksFlags, because: string[]): Injection {
  const { volumeName, mountPath, tokenPath, audience, fullUri } = flags.containerCredentials;
  if (seconds === DRAWN_SECONDS.maximum) {
    because.push(
      `the token’s life is drawn anew for each pod, ${DRAWN_SECONDS.minimum} to ${DRAWN_SECONDS.maximum} seconds; shown is the longest`,
    );
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

function annotatedEntry(id: string, account: AnnotatedServiceAccount, flags: EksFlags, because: string[]): Entry {
  const { annotationPrefix: prefix, composeRoleArn: compose } = flags;
  const annotation = (name: string) => account.annotations[`${prefix}/${name}`];
  let roleArn = annotation('role-arn') ?? '';
  if (compose && annotation('role-arn') !== undefined && !roleArn.includes('arn:')) {
    roleArn = `arn:${compose.partition}:iam::${compose.accountId}:role/${roleArn}`;
  }
  const regionalText = annotation('sts-regional-endpoints');
  const regional = regionalText === undefined ? undefined : truthValue(regionalText);
  if (regionalText !== undefined && regional === undefined) {
    because.push(`${prefix}/sts-regional-endpoints of ${id} is ${JSON.stringify(regionalText)}: ignored silently`);
  }
  const secondsText = annotation('token-expiration');
  const seconds = seconds64(secondsText, `${prefix}/token-expiration of ${id}`, because);
  return {
    roleArn,
    audience: annotation('audience') ?? flags.defaultAudience,
    regional: regional ?? flags.regionalSTS,
    seconds: seconds ?? flags.tokenExpiration,
  };
}

function configMapEntry(namespace: string, name: string, flags: EksFlags, because: string[]): Entry | undefined {
  const entry = flags.configMap.get(`${namespace}/${name}`) ?? flags.configMap.get(`*/${name}`);
  if (!entry) return undefined;
  if (entry.RoleARN) because.push(`the ConfigMap pod-identity-webhook gives ${namespace}/${name} its role`);
  const { RoleARN: roleArn, Audience: audience, UseRegionalSTS: regional, TokenExpiration: seconds } = entry;
  return { roleArn, audience, regional, seconds };
}

/** The pod's own annotation, where it is a whole number, before the service account's or the flag's. */
function expiration(pod: Pod, otherwise: number, flags: EksFlags, because: string[]): number {
  const key = `${flags.annotationPrefix}/token-expiration`;
  return seconds64(pod.metadata.annotations?.[key], `${key} of the pod`, because) ?? otherwise;
}

function seconds64(text: string | undefined, what: string, because: string[]): number | undefined {
  if (text === undefined) return undefined;
  const seconds = wholeNumber(text);
  if (seconds === undefined) {
    because.push(`${what} is ${JSON.stringify(text)}, no whole number: ignored silently`);
    return undefined;
  }
  const raised = atLeastMinimum(seconds);
  if (raised !== seconds) because.push(`${what} is raised from ${seconds} to ${raised} seconds`);
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

function containersToSkip(pod: Pod, flags: EksFlags, because: string[]): ReadonlySet<string> {
  const key = `${flags.annotationPrefix}/skip-containers`;
  const text = pod.metadata.annotations?.[key];
  if (text === undefined) return new Set();
  const names = firstCsvRecord(text);
  if (!names) {
    because.push(`${key} is ${JSON.stringify(text)}, no line of comma-separated names: nothing is skipped`);
    return new Set();
  }
  const containers = new Set(containersOf(pod).map(({ name }) => name));
  for (const name of names.filter((skipped) => !containers.has(skipped))) {
    because.push(`${key} names ${JSON.stringify(name)}, which is not a container: blanks around a name count`);
  }
  return new Set(names);
}

function addToContainer(
  container: Container,
  injection: Injection,
  path: string,
  flags: EksFlags,
  because: string[],
): boolean {
  const own = new Set((container.env ?? []).map(({ name }) => name));
  const [first, second] = injection.variables;
  const ownIdentity = [first, second].filter((name) => own.has(name));
  const ownRegion = own.has('AWS_REGION') || own.has('AWS_DEFAULT_REGION');
  const ownEndpoints = own.has('AWS_STS_REGIONAL_ENDPOINTS');
  if (ownIdentity.length > 0) {
    because.push(
      `container "${container.name}" sets ${ownIdentity.join(' and ')} itself, so neither ${first} nor ${second} is added`,
    );
  }
  const socketAdded = injection.socket && addSocket(container);
  if (ownIdentity.length > 0 && ownRegion && ownEndpoints && !socketAdded) {
    because.push(`container "${container.name}" sets its region and endpoint too, so the token is not mounted either`);
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

function addVolume(pod: Pod, injection: Injection, because: string[]): boolean {
  const { volumeName, audience, seconds, tokenPath } = injection;
  const volumes = pod.spec.volumes ?? [];
  const own = volumes.find(({ name }) => name === volumeName);
  if (own) {
    const tokens = (own.projected?.sources ?? []).map((source) => source.serviceAccountToken);
    if (!tokens.some((token) => token?.audience === audience && token.path === tokenPath)) {
      because.push(`the pod has a volume "${volumeName}" of its own, which is mounted in the token’s place`);
    }
    return false;
  }
  const token = { ...(audience ? { audience } : {}), expirationSeconds: seconds, path: tokenPath };
  pod.spec.volumes = [{ name: volumeName, projected: { sources: [{ serviceAccountToken: token }] } }, ...volumes];
  return true;
}

function explainRole(id: string, { roleArn, audience }: Entry, because: string[]): void {
  because.push(`service account ${id} names the role ${roleArn}`);
  // A value that Terraform has yet to give is not a mistake.
  if (isKnown(roleArn) && /^[ -~]*$/.test(roleArn) && !isRoleArn(roleArn)) {
    because.push(`${roleArn} is not a role’s ARN: the webhook logs that and adds it all the same`);
  }
  if (!audience) because.push('no audience is set, so the token is for the API server and STS refuses it');
}

function explainNoRole(
  id: string,
  pod: Pod,
  account: AnnotatedServiceAccount | undefined,
  flags: EksFlags,
  because: string[],
): void {
  const key = `${flags.annotationPrefix}/role-arn`;
  because.push(
    account
      ? `service account ${id} has no annotation ${key} and no Pod Identity association`
      : `service account ${id} is not there, and has no Pod Identity association`,
  );
  for (const other of Object.keys(account?.annotations ?? {})) {
    if (other !== key && /(^|\/)role-arn$/.test(other))
      because.push(`annotation ${other} is not read: it must be ${key}`);
  }
  if (pod.metadata.annotations?.[key] !== undefined) {
    because.push(`annotation ${key} of the pod is not read: it belongs on the service account`);
  }
}
