/**
 * Every real component that the deploys run on, with its version. To move one, change it here and run
 * `npm run real:install`: the cache is keyed by version, so an older one stays usable beside it.
 */
export interface BuiltComponent {
  /** The folder's name in the cache. */
  readonly name: 'kubernetes-provider' | 'kubernetes' | 'azurerm-provider' | 'helm';
  /** What people call it. */
  readonly title: string;
  readonly version: string;
  /** The executable's file name. */
  readonly executable: string;
  /** A Go module, its version and the package in it for `go install`, or a folder of this repository for `go build`. */
  readonly source:
    | { readonly module: string; readonly moduleVersion: string; readonly package?: string }
    | { readonly folder: string };
  /** The lowest Go that compiles it, by its go.mod. */
  readonly minimumGo: string;
  /** GB that a first build takes in Go's caches, measured. */
  readonly gigabytes: number;
  /** How long a first build took on 2 cores, measured. */
  readonly took: string;
}

export const BUILT_COMPONENTS: readonly BuiltComponent[] = [
  {
    name: 'kubernetes-provider',
    title: 'Terraform kubernetes provider',
    version: '3.2.1',
    executable: 'terraform-provider-kubernetes',
    source: {
      module: 'github.com/hashicorp/terraform-provider-kubernetes',
      moduleVersion: 'v1.13.4-0.20260821094251-3a33fb6cc605',
    },
    minimumGo: '1.26.3',
    gigabytes: 1,
    took: '4 min',
  },
  {
    name: 'kubernetes',
    title: 'kube-apiserver and kube-controller-manager',
    version: '1.34.2',
    executable: 'kube',
    source: { folder: 'test/real/kube' },
    minimumGo: '1.24.0',
    gigabytes: 2,
    took: '11 min',
  },
  {
    name: 'azurerm-provider',
    title: 'Terraform azurerm provider',
    version: '5.2.0',
    executable: 'terraform-provider-azurerm',
    source: {
      module: 'github.com/hashicorp/terraform-provider-azurerm',
      moduleVersion: 'v1.44.1-0.20260824201233-fae580791926',
    },
    minimumGo: '1.26.6',
    gigabytes: 3.4,
    took: '18 min',
  },
  {
    name: 'helm',
    title: 'Helm',
    version: '3.22.0',
    executable: 'helm',
    source: { module: 'helm.sh/helm/v3', moduleVersion: 'v3.22.0', package: 'cmd/helm' },
    minimumGo: '1.26.0',
    gigabytes: 1,
    took: '4 min',
  },
];

/** What is found and not built: the oldest version that will do, and how to get it. */
export interface FoundComponent {
  readonly name: 'terraform' | 'etcd' | 'moto' | 'openssl' | 'aws-provider';
  readonly title: string;
  /** The oldest version that will do. */
  readonly minimum: string;
  readonly howToGet: string;
}

export const FOUND_COMPONENTS: readonly FoundComponent[] = [
  {
    name: 'terraform',
    title: 'Terraform',
    minimum: '1.10.0',
    howToGet: 'install Terraform and put it on PATH, or name it in TERRAFORM_BINARY_NAME',
  },
  {
    name: 'aws-provider',
    title: 'Terraform AWS provider',
    minimum: '5.100.0',
    howToGet:
      'make a mirror with `terraform providers mirror FOLDER` where the registry can be reached, and name FOLDER in PODTRUST_REAL_MIRROR',
  },
  { name: 'etcd', title: 'etcd', minimum: '3.4.23', howToGet: 'apt-get install etcd-server, or put etcd on PATH' },
  { name: 'moto', title: 'moto server', minimum: '5.1.0', howToGet: "pip install 'moto[server]'" },
  { name: 'openssl', title: 'openssl', minimum: '1.1.1', howToGet: 'apt-get install openssl' },
];

/** Whether a version such as `1.11.4` or `v3.4.23` is at least another one; numbers only, up to three. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [have, need] = [numbers(version), numbers(minimum)];
  for (const place of [0, 1, 2]) {
    const difference = (have[place] ?? 0) - (need[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
