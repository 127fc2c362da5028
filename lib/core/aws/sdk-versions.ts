/** How an SDK gets the credentials of a pod's role. */
type AwsMechanism = 'irsa' | 'eks-pod-identity';

/** The oldest version of an SDK of AWS that gets a pod's role. */
export interface OldestSdk {
  /** As the EKS user guide calls it. */
  readonly sdk: string;
  /** The oldest version by IRSA; `all` where every one will do, nothing where the guide lists none. */
  readonly irsa?: string;
  /** The oldest version by EKS Pod Identity; `none` where there is none, nothing where the guide lists none. */
  readonly podIdentity?: string;
  /** What is needed besides. */
  readonly note?: string;
}

/** Where the versions are from. */
export const OLDEST_SDKS_SOURCES: Readonly<Record<AwsMechanism, { readonly url: string; readonly read: string }>> = {
  irsa: {
    url: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html',
    read: '2026-11-28',
  },
  'eks-pod-identity': {
    url: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html',
    read: '2026-11-28',
  },
};

/**
 * The oldest versions of AWS' SDKs that know a web identity token file, and the container credentials of the EKS Pod Identity
 * agent. An older one goes past both in its chain of credentials and ends with the node's role, or with none.
 *
 * @see {@link OLDEST_SDKS_SOURCES}
 */
export const OLDEST_SDKS: readonly OldestSdk[] = [
  { sdk: 'Java 2', irsa: '2.10.11', podIdentity: '2.21.30', note: 'IRSA needs the module `sts` on the class path' },
  {
    sdk: 'Java 1',
    irsa: '1.12.782',
    podIdentity: 'none',
    note: 'the guide once said 1.12.746 of Pod Identity, and calls that an error',
  },
  { sdk: 'Go 1', irsa: '1.23.13', podIdentity: '1.47.11' },
  { sdk: 'Go 2', irsa: 'all', podIdentity: 'release-2023-11-14' },
  { sdk: 'Python (boto3)', irsa: '1.9.220', podIdentity: '1.34.41' },
  { sdk: 'Python (botocore)', irsa: '1.12.200', podIdentity: '1.34.41' },
  { sdk: 'AWS CLI 1', irsa: '1.16.232', podIdentity: '1.30.0' },
  { sdk: 'AWS CLI 2', podIdentity: '2.15.0' },
  { sdk: 'JavaScript 2', irsa: '2.525.0', podIdentity: '2.1550.0' },
  { sdk: 'JavaScript 3', irsa: '3.27.0', podIdentity: '3.458.0' },
  { sdk: 'Kotlin', podIdentity: '1.0.1' },
  { sdk: 'Ruby', irsa: '3.58.0', podIdentity: '3.188.0' },
  { sdk: 'Rust', podIdentity: 'release-2024-03-13' },
  { sdk: 'C++', irsa: '1.7.174', podIdentity: '1.11.263' },
  {
    sdk: '.NET',
    irsa: '3.3.659.1',
    podIdentity: '3.7.734.0',
    note: 'IRSA needs `AWSSDK.SecurityToken`; Pod Identity came with `AWSSDK.Core` 3.7.302',
  },
  { sdk: 'PowerShell', podIdentity: '4.1.502' },
  { sdk: 'PHP', irsa: '3.110.7', podIdentity: '3.287.1' },
];
