import type { Workload } from '../../../lib/proof/model/kubernetes/workload';

const at = { file: 'app.yaml', pointer: '' };

/** A plain Deployment shop/app of the cluster "main" that runs as the account "app", but for what is said. */
export function workload(parts: Partial<Workload> = {}): Workload {
  return {
    clusters: ['main'],
    id: 'Deployment/shop/app',
    object: {},
    namespace: 'shop',
    serviceAccount: 'app',
    isPartial: false,
    podLabels: {},
    podAnnotations: {},
    objectLabels: {},
    environment: {},
    openVariables: [],
    images: [],
    namedInArguments: [],
    mountsSettings: false,
    projectedTokens: [],
    secretProviderClasses: [],
    keepsNetRaw: false,
    hostNetwork: false,
    at,
    templateAt: at,
    ...parts,
  };
}
