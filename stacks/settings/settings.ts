import type { StateBackend } from '../../lib/terraform';

/** What the sample program can be told. Every setting has a default, so that synthesis needs none. */
export interface Settings {
  /** Part of most names, so that two environments fit into one account. Lower-case letters and digits, at most 12. */
  readonly environment: string;
  /** Tags of every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of {@link tags} that must have a value. */
  readonly requiredTags: readonly string[];
  readonly stateBackend: StateBackend;
  readonly aws: AwsSettings;
  readonly azure: AzureSettings;
  readonly workloads: WorkloadSettings;
}

export interface AwsSettings {
  readonly region: string;
  readonly kubernetesVersion: string;
  /** The IAM principal that deploys; it becomes the cluster's administrator by an access entry. */
  readonly deployerPrincipalArn?: string;
  /** Address ranges that reach the API server from outside the network. None: only the private endpoint. */
  readonly publicAccessCidrs: readonly string[];
  /** Whether the cluster, the table, and buckets that hold something are kept from deletion, `cdktf destroy` included. */
  readonly deletionProtection: boolean;
  /** The permissions boundary of every role of a pod. */
  readonly permissionsBoundaryArn?: string;
  readonly nodes: NodeSettings;
  /** How each workload gets its role. The sample shows both. */
  readonly mechanisms: {
    readonly frontend: 'irsa' | 'eks-pod-identity';
    readonly backend: 'irsa' | 'eks-pod-identity';
  };
}

export interface AzureSettings {
  readonly location: string;
  /** The major version of azurerm: 4 (from 4.78) or 5. No JSON with private endpoints is valid in both. */
  readonly azurermVersion: 4 | 5;
  /** Makes names unique that all of Azure shares (vault, storage, Cosmos DB, Service Bus). Lower-case, at most 8. */
  readonly nameSuffix: string;
  /** The Entra object that deploys; it becomes Azure Kubernetes Service RBAC Cluster Admin. */
  readonly deployerObjectId?: string;
  /** Entra groups that administer the cluster. */
  readonly adminGroupObjectIds: readonly string[];
  /** Address ranges that reach the API server. None: a private cluster. */
  readonly publicAccessCidrs: readonly string[];
  readonly nodes: NodeSettings;
}

export interface NodeSettings {
  /** An EC2 instance type or an Azure VM size, which must have a local drive of 64 GiB at least for the nodes' disks. */
  readonly size: string;
  readonly minimum: number;
  readonly maximum: number;
}

export interface WorkloadSettings {
  readonly replicas: number;
  readonly images: { readonly frontend: string; readonly backend: string };
}

/** The defaults: small, for trying it out. */
export const DEFAULT_SETTINGS: Settings = {
  environment: 'dev',
  tags: { application: 'todo', environment: 'dev' },
  requiredTags: [],
  stateBackend: { type: 'local' },
  aws: {
    region: 'eu-west-1',
    kubernetesVersion: '1.34',
    publicAccessCidrs: [],
    deletionProtection: true,
    nodes: { size: 'm7i.large', minimum: 2, maximum: 4 },
    mechanisms: { frontend: 'irsa', backend: 'eks-pod-identity' },
  },
  azure: {
    location: 'westeurope',
    azurermVersion: 5,
    nameSuffix: 'sample',
    adminGroupObjectIds: [],
    publicAccessCidrs: [],
    nodes: { size: 'Standard_D2ds_v5', minimum: 2, maximum: 4 },
  },
  workloads: {
    replicas: 3,
    images: {
      frontend: 'paolosalvatori.azurecr.io/todoweb:net60v06',
      backend: 'paolosalvatori.azurecr.io/todoapi:net60v06',
    },
  },
};
