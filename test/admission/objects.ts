import type { AdmissionObject } from '../../lib/admission';

/** A pod's parts that a test cares about. */
export interface PodParts {
  readonly labels?: Record<string, unknown>;
  readonly annotations?: Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
  readonly containers?: Record<string, unknown>[];
  readonly metadata?: Record<string, unknown>;
}

/** The pod todo/backend-0, which runs as todo/backend. */
export function pod({ labels, annotations, spec, containers, metadata }: PodParts = {}): AdmissionObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'backend-0',
      namespace: 'todo',
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...metadata,
    },
    spec: { serviceAccountName: 'backend', containers: containers ?? [{ name: 'api', image: 'api' }], ...spec },
  };
}

/** The service account todo/backend. */
export function serviceAccount(annotations: Record<string, unknown> = {}): AdmissionObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'backend', namespace: 'todo', annotations } };
}

interface Spec {
  readonly containers: { name: string; env?: { name: string; value?: string }[]; volumeMounts?: { name: string }[] }[];
  readonly initContainers?: Spec['containers'];
  readonly volumes?: {
    name: string;
    projected?: { sources: { serviceAccountToken: { audience?: string; expirationSeconds: number; path: string } }[] };
  }[];
}

/** An admitted pod's spec. */
export function specOf({ object }: { readonly object: AdmissionObject }): Spec {
  return object.spec as Spec;
}

/** The variables of an admitted pod's first container, or of another one. */
export function variablesOf(admission: { readonly object: AdmissionObject }, name?: string): Record<string, string> {
  const { containers, initContainers = [] } = specOf(admission);
  const container = name ? [...containers, ...initContainers].find((other) => other.name === name) : containers[0];
  return Object.fromEntries((container?.env ?? []).map((variable) => [variable.name, variable.value ?? '']));
}

/** The token that an admitted pod projects. */
export function tokenOf(admission: { readonly object: AdmissionObject }) {
  const projected = (specOf(admission).volumes ?? []).find((volume) => volume.projected);
  return projected?.projected?.sources[0]?.serviceAccountToken;
}
