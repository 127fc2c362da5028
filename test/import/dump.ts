import type { InMemoryDocument } from '../../lib/proof';

type Json = Readonly<Record<string, unknown>>;

/** The subscription of all identities here. */
export const SUBSCRIPTION = '0a1b2c3d-1111-4444-8888-cccccccccccc';

/** The resource id of a managed identity. */
export function resourceId(name: string): string {
  return `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

/** The client id of a managed identity, by a number that tells it from others. */
export function clientId(number: number): string {
  return `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

/** What `kubectl get … -o yaml` prints. */
export function dump(...items: readonly Json[]): InMemoryDocument {
  return { file: 'dump.yaml', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) };
}

/** An AzureIdentity of a managed identity. Its client id is made from the number. */
export function azureIdentity(
  [namespace, name]: readonly [string, string],
  number: number,
  { namespaced = true, spec = {} }: { readonly namespaced?: boolean; readonly spec?: Json } = {},
): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentity',
    metadata: {
      name,
      namespace,
      ...(namespaced ? { annotations: { 'aadpodidentity.k8s.io/Behavior': 'namespaced' } } : {}),
    },
    spec: { type: 0, resourceID: resourceId(`id-${number}`), clientID: clientId(number), ...spec },
  };
}

/** An AzureIdentityBinding. */
export function azureIdentityBinding(
  [namespace, name]: readonly [string, string],
  azureIdentityName: string,
  selector: string,
): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentityBinding',
    metadata: { name, namespace },
    spec: { azureIdentity: azureIdentityName, selector },
  };
}

/** An AzurePodIdentityException. */
export function azurePodIdentityException(
  [namespace, name]: readonly [string, string],
  podLabels: Readonly<Record<string, string>>,
): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzurePodIdentityException',
    metadata: { name, namespace },
    spec: { podLabels },
  };
}

/** Where each kind has its pod template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

const API_VERSIONS: Readonly<Record<string, string>> = {
  Pod: 'v1',
  ReplicationController: 'v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

/** What a test says of a workload. */
export interface WorkloadOptions {
  /** The pods’ label `aadpodidbinding`. Default none. */
  readonly selector?: string;
  /** Default that of the namespace, `default`. */
  readonly account?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** More of the pod’s spec. */
  readonly spec?: Json;
  /** More of the object’s metadata. */
  readonly metadata?: Json;
  /** `Kind/name` of the controller that owns it. */
  readonly owner?: string;
}

/** A workload as the API server has it. */
export function workload(
  kind: string,
  [namespace, name]: readonly [string, string],
  { selector, account, labels, spec, metadata, owner }: WorkloadOptions = {},
): Json {
  const podLabels = { app: name, ...labels, ...(selector === undefined ? {} : { aadpodidbinding: selector }) };
  const template = {
    metadata: { labels: podLabels },
    spec: {
      containers: [{ name: 'app', image: 'registry.example.com/app:1' }],
      ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
      ...spec,
    },
  };
  const path = TEMPLATES[kind] ?? ['spec', 'template'];
  const inner = path.reduceRight<Json>((content, key) => ({ [key]: content }), template);
  const [ownerKind, ownerName] = owner?.split('/') ?? [];
  const selectorOfPods = { selector: { matchLabels: { app: name } } };
  return {
    apiVersion: API_VERSIONS[kind] ?? 'apps/v1',
    kind,
    ...inner,
    ...(kind === 'Pod' || kind === 'CronJob' || kind === 'Job'
      ? {}
      : { spec: { ...selectorOfPods, ...(inner.spec as Json) } }),
    metadata: {
      ...(kind === 'Pod' ? { labels: podLabels } : {}),
      name,
      namespace,
      ...(owner ? { ownerReferences: [{ kind: ownerKind, name: ownerName, controller: true }] } : {}),
      ...metadata,
    },
  };
}

/** A service account. */
export function serviceAccount([namespace, name]: readonly [string, string], more: Json = {}): Json {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace }, ...more };
}
