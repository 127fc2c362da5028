import { type AzureCloud, PodtrustError } from '../../core';
import { checkGuid } from '../guid';

/** What azure-workload-identity calls the clouds. */
const ENVIRONMENTS: Readonly<Record<AzureCloud, string>> = {
  public: 'AzurePublicCloud',
  'us-government': 'AzureUSGovernmentCloud',
  china: 'AzureChinaCloud',
};

/** Options of {@link workloadIdentityWebhook}. */
export interface WorkloadIdentityWebhookOptions {
  /** The tenant of service accounts that name none. A token passes. */
  readonly tenantId: string;
  /** Where pods sign in. Default `public`. */
  readonly cloud?: AzureCloud;
  /** Of the chart. Default `1.6.0`. */
  readonly version?: string;
}

/** A Helm release, as `Release` of `@cdktf/provider-helm` takes it. */
export interface WebhookRelease {
  readonly name: string;
  readonly chart: string;
  readonly repository: string;
  readonly version: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** YAML. */
  readonly values: string[];
}

/**
 * The release of the azure-workload-identity webhook, for a cluster whose cloud brings none, such as EKS. Its trusts then say
 * `webhook: true`, and pods carry a label and their service account annotations, as on AKS.
 *
 * Without it the binding brings the token's volume and the variables itself, which works in every cluster.
 *
 * @throws PodtrustError `guid-invalid`, `authority-host-invalid`
 */
export function workloadIdentityWebhook(options: WorkloadIdentityWebhookOptions): WebhookRelease {
  const { tenantId, cloud = 'public', version = '1.6.0' } = options;
  checkGuid('the id of an Entra tenant', tenantId, 'workloadIdentityWebhook');
  if (!Object.hasOwn(ENVIRONMENTS, cloud)) {
    throw new PodtrustError({
      code: 'authority-host-invalid',
      where: 'workloadIdentityWebhook',
      what: `there is no cloud "${cloud}"`,
      why: 'The webhook tells pods the host of its cloud, and does not start with a name that it does not know.',
      remedy: `Give one of ${Object.keys(ENVIRONMENTS).join(', ')}.`,
    });
  }
  const values = { azureTenantID: tenantId, azureEnvironment: ENVIRONMENTS[cloud] };
  return {
    name: 'workload-identity-webhook',
    chart: 'workload-identity-webhook',
    repository: 'https://azure.github.io/azure-workload-identity/charts',
    version,
    namespace: 'azure-workload-identity-system',
    createNamespace: true,
    // JSON is YAML, and a token in it stays one.
    values: [JSON.stringify(values)],
  };
}
