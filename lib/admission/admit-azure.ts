import { createHash } from 'crypto';
import { posix } from 'path';
import { AZURE_KEYS } from '../core/kubernetes/annotations';
import { LIMITS } from '../core/limits';
import type { Admission } from './admission';
import { wholeNumber } from './annotation-values';
import { type AdmissionReason, reason, reasonText } from './reason';
import { apiServerRefusals } from './api-server';
import { type AzureFlags, azureFlags, type AzureSettings } from './azure-settings';
import { asksForCustomTokenEndpoint, CA_PATH, type CustomTokenEndpointFlags } from './custom-token-endpoint';
import {
  type Container,
  containersOf,
  copyOf,
  decodePod,
  namespaceOf,
  type Pod,
  type ProjectedSource,
  sameData,
  serviceAccountNameOf,
} from './pod';
import { type AnnotatedServiceAccount, decodeServiceAccount } from './service-account';

/** Where the token is, since version 1.6.0 of the webhook. Programs read AZURE_FEDERATED_TOKEN_FILE and never a path. */
const MOUNT_PATH = '/var/run/secrets/azure/wi';
const TOKEN_PATH = 'token/azure-identity-token';
const VOLUME_PREFIX = 'azure-workload-identity-reserved-';
/** Characters of a volume's name, the limit of a DNS label. */
const VOLUME_NAME_CHARACTERS = 63;

/** A variable that the webhook adds. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The init container that sends the pod's requests for the metadata service to the proxy. */
export const PROXY_INIT_CONTAINER = 'azwi-proxy-init';
/** The proxy. */
export const PROXY_CONTAINER = 'azwi-proxy';
const DEFAULT_PROXY_PORT = 8000;
const LARGEST_INT32 = 2 ** 31 - 1;

/**
 * What the webhook of azure-workload-identity, which AKS runs where workload identity is enabled, does to a pod when it is
 * made. Source: its documentation, "Service account labels and annotations", and its behaviour as of version 1.6.0.
 *
 * A pod that asks for AKS' identity bindings gets a token for the cluster's own endpoint, and what its SDK needs to find
 * that. The endpoint's address, its name for TLS and the source of its CA are not public: where the settings do not tell
 * them they are left out here, and `because` says so.
 *
 * @param pod a Pod; it is not changed
 * @param serviceAccount the ServiceAccount that the pod runs as, or nothing where there is none
 * @throws PodtrustError `admission-not-a-pod`, `admission-service-account`, `admission-settings`
 */
export function admitAzure(pod: unknown, serviceAccount: unknown, settings: AzureSettings = {}): Admission {
  const flags = azureFlags(settings);
  const decoded = decodePod(pod);
  const answer = (result: Admission['result'], reasons: AdmissionReason[], object = copyOf(pod as Pod)): Admission => ({
    webhook: 'azure',
    result,
    because: reasons.map(reasonText),
    reasons,
    object,
  });
  if (!decoded.pod) {
    return answer(
      'refused',
      decoded.problems.map((fault) => reason('undecodable', { fault })),
    );
  }
  const object = decoded.pod;
  const use = object.metadata.labels?.[AZURE_KEYS.useLabel];
  if (use !== 'true') return answer('untouched', [explainNoLabel(object, use)]);

  const account = decodeServiceAccount(serviceAccount, object);
  const id = `${namespaceOf(object)}/${serviceAccountNameOf(object)}`;
  if (!account) return answer('refused', [reason('account-missing', { account: id })]);

  const reasons: AdmissionReason[] = [];
  if (namespaceOf(object) === 'kube-system') {
    reasons.push(reason('kube-system'));
  }
  const refusal = injectProxy(object, flags, reasons) ?? mutate(object, id, account, flags, reasons);
  if (refusal) return answer('refused', [refusal]);
  if (sameData(object, decodePod(pod).pod)) {
    return answer('untouched', [...reasons, reason('all-there')]);
  }
  return answer('mutated', [...reasons, ...apiServerRefusals(object)], object);
}

function explainNoLabel(pod: Pod, use: string | undefined): AdmissionReason {
  if (use !== undefined) return reason('use-label-not-true', { value: use });
  return pod.metadata.annotations?.[AZURE_KEYS.useLabel] === undefined
    ? reason('use-label-missing')
    : reason('use-label-is-annotation');
}

/** Adds the two proxy containers where the annotation is there; returns why the pod is refused instead. */
function injectProxy(pod: Pod, flags: AzureFlags, reasons: AdmissionReason[]): AdmissionReason | undefined {
  const annotations = pod.metadata.annotations ?? {};
  const asked = annotations[AZURE_KEYS.injectProxySidecar];
  if (asked === undefined) return undefined;
  if (pod.spec.hostNetwork) {
    return reason('proxy-on-host-network');
  }
  const portText = annotations[AZURE_KEYS.proxySidecarPort];
  const port = portText === undefined ? DEFAULT_PROXY_PORT : wholeNumber(portText);
  if (port === undefined || port > LARGEST_INT32 || port < -LARGEST_INT32 - 1) {
    return reason('proxy-port-invalid', { port: portText });
  }
  reasons.push(reason('proxy-asked', { value: asked }));
  const inits = pod.spec.initContainers ?? [];
  pod.spec.initContainers = inits.some(({ name }) => name === PROXY_INIT_CONTAINER)
    ? inits
    : [...inits, proxyInitContainer(port, flags)];
  const field = flags.nativeSidecar ? 'initContainers' : 'containers';
  const containers = pod.spec[field] ?? [];
  if (!containers.some(({ name }) => name === PROXY_CONTAINER)) {
    pod.spec[field] = [proxyContainer(port, flags), ...containers];
  }
  return undefined;
}

function proxyInitContainer(port: number, flags: AzureFlags): Container {
  return {
    name: PROXY_INIT_CONTAINER,
    image: flags.proxyInitImage,
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: 'PROXY_PORT', value: String(port) }],
    securityContext: {
      capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
      privileged: true,
      runAsNonRoot: false,
      runAsUser: 0,
    },
  };
}

function proxyContainer(port: number, flags: AzureFlags): Container {
  const portArgument = `--proxy-port=${port}`;
  const levelArgument = `--log-level=${flags.logLevel}`;
  return {
    name: PROXY_CONTAINER,
    image: flags.proxyImage,
    imagePullPolicy: 'IfNotPresent',
    args: [portArgument, levelArgument],
    ports: [{ containerPort: port }],
    lifecycle: { postStart: { exec: { command: ['/proxy', portArgument, '--probe', levelArgument] } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
    ...(flags.nativeSidecar ? { restartPolicy: 'Always' } : {}),
  };
}

/** Adds variables, mounts and the volume; returns why the pod is refused instead. */
function mutate(
  pod: Pod,
  id: string,
  account: AnnotatedServiceAccount,
  flags: AzureFlags,
  reasons: AdmissionReason[],
): AdmissionReason | undefined {
  const seconds = expiration(pod, id, account);
  if (typeof seconds !== 'number') return seconds;
  const clientId = account.annotations[AZURE_KEYS.clientId] ?? '';
  const tenantId = account.annotations[AZURE_KEYS.tenantId] ?? flags.tenantId;
  reasons.push(
    clientId ? reason('client-id', { account: id, clientId }) : reason('client-id-missing', { account: id }),
  );
  if (!tenantId) {
    reasons.push(
      account.annotations[AZURE_KEYS.tenantId] === undefined
        ? reason('tenant-unknown')
        : reason('tenant-empty', { account: id }),
    );
  }
  const endpoint = endpointFor(pod, flags, reasons);
  const mountPath = flags.mountPathPerPod ? posix.join(MOUNT_PATH, hashOf(pod)) : MOUNT_PATH;
  const variables = [
    { name: 'AZURE_CLIENT_ID', value: clientId },
    { name: 'AZURE_TENANT_ID', value: tenantId },
    { name: 'AZURE_FEDERATED_TOKEN_FILE', value: posix.join(mountPath, TOKEN_PATH) },
    { name: 'AZURE_AUTHORITY_HOST', value: flags.authorityHost },
    ...(endpoint ? endpointVariables(endpoint, mountPath) : []),
  ].filter(({ value }) => value !== '');
  const volumeName = `${VOLUME_PREFIX}${hashOf(pod)}`;
  const skipped = containersToSkip(pod, reasons);
  for (const container of containersOf(pod)) {
    if (skipped.has(container.name)) {
      reasons.push(reason('container-skipped', { container: container.name, annotation: AZURE_KEYS.skipContainers }));
    } else {
      addToContainer(container, variables, { name: volumeName, mountPath }, reasons);
    }
  }
  const token = { audience: endpoint?.audience ?? flags.audience, expirationSeconds: seconds, path: TOKEN_PATH };
  const sources = [{ serviceAccountToken: token }, ...(endpoint ? authoritySources(endpoint) : [])];
  pod.spec.volumes = putByName(pod.spec.volumes ?? [], { name: volumeName, projected: { sources } });
  return undefined;
}

/** The endpoint that the pod asks for in Entra's place; nothing for most pods. */
function endpointFor(pod: Pod, flags: AzureFlags, reasons: AdmissionReason[]): CustomTokenEndpointFlags | undefined {
  const endpoint = flags.customTokenEndpoint;
  const { annotations } = pod.metadata;
  if (!endpoint) return undefined;
  const { annotation } = endpoint;
  if (!asksForCustomTokenEndpoint(annotations, endpoint)) {
    const asked = annotations?.[annotation];
    if (asked !== undefined) {
      reasons.push(reason('endpoint-not-asked', { annotation, value: asked }));
    }
    return undefined;
  }
  reasons.push(reason('endpoint-asked', { annotation, audience: endpoint.audience }));
  const unknown = [
    ...(endpoint.tokenProxy ? [] : ['AZURE_KUBERNETES_TOKEN_PROXY']),
    ...(endpoint.sniName ? [] : ['AZURE_KUBERNETES_SNI_NAME']),
  ];
  if (unknown.length > 0) {
    reasons.push(reason('endpoint-values-unknown', { variables: unknown }));
  }
  if (!endpoint.caConfigMap && !endpoint.caTrustBundleSigner) {
    reasons.push(reason('endpoint-ca-unknown', { path: CA_PATH }));
  }
  return endpoint;
}

function endpointVariables({ tokenProxy, sniName, caData }: CustomTokenEndpointFlags, mountPath: string): Variable[] {
  return [
    { name: 'AZURE_KUBERNETES_TOKEN_PROXY', value: tokenProxy },
    { name: 'AZURE_KUBERNETES_SNI_NAME', value: sniName },
    { name: 'AZURE_KUBERNETES_CA_FILE', value: posix.join(mountPath, CA_PATH) },
    { name: 'AZURE_KUBERNETES_CA_DATA', value: caData },
  ];
}

/** Where the endpoint's CA is projected from, beside the token. */
function authoritySources(endpoint: CustomTokenEndpointFlags): ProjectedSource[] {
  const { caConfigMap: name, caTrustBundleSigner: signerName, caTrustBundleLabelSelector: labelSelector } = endpoint;
  const configMap = { name, items: [{ key: 'ca.crt', path: CA_PATH }], optional: false };
  const bundle = { signerName, ...(labelSelector ? { labelSelector } : {}), path: CA_PATH, optional: false };
  return [...(name ? [{ configMap }] : []), ...(signerName ? [{ clusterTrustBundle: bundle }] : [])];
}

/** Seconds, or why the pod is refused. An empty annotation counts as none. */
function expiration(pod: Pod, id: string, account: AnnotatedServiceAccount): number | AdmissionReason {
  const ofPod = pod.metadata.annotations?.[AZURE_KEYS.tokenExpiration];
  const text = ofPod || account.annotations[AZURE_KEYS.tokenExpiration];
  const { minimum, maximum } = LIMITS.azureTokenSeconds;
  if (!text) return minimum;
  const facts = { value: text, ...(ofPod ? {} : { account: id }) };
  const seconds = wholeNumber(text);
  if (seconds === undefined) return reason('expiration-invalid', facts);
  return seconds < minimum || seconds > maximum
    ? reason('expiration-out-of-range', { ...facts, minimum, maximum })
    : seconds;
}

function containersToSkip(pod: Pod, reasons: AdmissionReason[]): ReadonlySet<string> {
  const text = pod.metadata.annotations?.[AZURE_KEYS.skipContainers];
  if (!text) return new Set();
  const names = text.split(';').map((name) => name.trim());
  const containers = new Set(containersOf(pod).map(({ name }) => name));
  for (const name of names.filter((skipped) => !containers.has(skipped))) {
    reasons.push(reason('skipped-name-unknown', { annotation: AZURE_KEYS.skipContainers, name, webhook: 'azure' }));
  }
  return new Set(names);
}

function addToContainer(
  container: Container,
  variables: readonly Variable[],
  mount: { readonly name: string; readonly mountPath: string },
  reasons: AdmissionReason[],
): void {
  const own = new Set((container.env ?? []).map(({ name }) => name));
  const kept = variables.filter(({ name }) => own.has(name)).map(({ name }) => name);
  if (kept.length > 0) reasons.push(reason('variables-kept', { container: container.name, variables: kept }));
  const added = variables.filter(({ name }) => !own.has(name));
  if (added.length > 0) container.env = [...(container.env ?? []), ...added];
  container.volumeMounts = putByName(container.volumeMounts ?? [], { ...mount, readOnly: true });
}

/** A hash of the pod's name or of what its name will start with, as long as a volume's name has room for it. */
function hashOf({ metadata: { name, generateName } }: Pod): string {
  const hash = createHash('sha256').update(name || `${generateName ?? ''} (prefix)`);
  return hash.digest('hex').slice(0, VOLUME_NAME_CHARACTERS - VOLUME_PREFIX.length);
}

/** The list with an item in place of the first one of the same name, or at its end. */
function putByName<T extends { readonly name: string }>(list: readonly T[], item: T): T[] {
  const index = list.findIndex(({ name }) => name === item.name);
  return index < 0 ? [...list, item] : list.with(index, item);
}
