import type { Model } from '../../../lib/proof/model/model';

/** A program of which nothing was read, but for what is said. */
export function modelOf(parts: Partial<Model> = {}): Model {
  return {
    clusters: [],
    identities: [],
    oidcProviders: [],
    federatedCredentials: [],
    flexibleCredentials: [],
    identityBindings: [],
    associations: [],
    addonRoles: [],
    serviceAccounts: [],
    workloads: [],
    configMaps: [],
    aadPodIdentity: { identities: [], bindings: [], exceptions: [], installations: [], netRawRefusals: [] },
    accessControl: { roles: [], bindings: [], namespacedRoles: [], namespacedBindings: [] },
    permissions: [],
    policies: [],
    runtime: {
      nodes: [],
      fargateProfiles: [],
      addons: [],
      autoModeClusters: new Set(),
      ownClusters: new Set(),
      issuersOff: new Map(),
      webhooksOff: new Map(),
    },
    metadataBarriers: { refusals: [], networkPolicies: [] },
    unreadModules: [],
    awsAuthEntries: [],
    tokenSecrets: [],
    kiamNamespaces: [],
    accountMakers: [],
    elsewhere: [],
    identityReferences: [],
    secretProviderClasses: new Set(),
    uncounted: new Map(),
    undecided: [],
    ...parts,
  };
}
