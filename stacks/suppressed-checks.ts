import { suppressCheck } from '../lib/terraform';
import type { AksPlatformStack } from './aks/aks-platform';
import type { EksPlatformStack } from './eks/eks-platform';

// What checkov asks for and the sample does not do, each with its reason. docs/security.md has the same as a table, and says
// what it would cost to do it.

/** The checks that the AWS platform does not pass on purpose. */
export function suppressEksChecks({ data }: EksPlatformStack): void {
  for (const bucket of [data.bucket, data.accessLogs]) {
    suppressCheck(
      bucket,
      'CKV_AWS_144',
      'Versions guard against loss. A copy in a second region would double the cost and take the data out of its region.',
    );
  }
  suppressCheck(
    data.accessLogs,
    'CKV_AWS_145',
    'S3 writes access logs only into a bucket that is encrypted under its own key (SSE-S3).',
  );
}

/** The checks that the Azure platform does not pass on purpose. */
export function suppressAksChecks({ cluster, data }: AksPlatformStack): void {
  const { storage, container, cosmos, serviceBus } = data;
  const microsoftKey =
    'Encrypted under a key of Microsoft’s. One’s own would be made in a vault that is closed to who deploys, and losing the vault would lose the data.';
  suppressCheck(storage, 'CKV2_AZURE_1', microsoftKey);
  suppressCheck(cosmos, 'CKV_AZURE_100', microsoftKey);
  suppressCheck(
    cluster.resource,
    'CKV_AZURE_117',
    'The nodes’ disks are on the machines’ own drives and encrypted at the host; the sample has no volumes.',
  );

  suppressCheck(
    container,
    'CKV2_AZURE_21',
    'A diagnostic setting sends reads, writes and deletions to Log Analytics. The check asks for storage insights, which need the account’s key, and keys are off.',
  );
  suppressCheck(
    storage,
    'CKV_AZURE_33',
    'The account has no queues, and azurerm 5 has no such block: queues would be logged by a diagnostic setting.',
  );
  suppressCheck(
    cluster.resource,
    'CKV_AZURE_4',
    'A diagnostic setting sends the control plane’s logs to Log Analytics. The check asks for the agent that collects what pods print.',
  );
  suppressCheck(
    cluster.resource,
    'CKV_AZURE_172',
    'The Secrets Store driver is not installed: pods read the vault by their own identities.',
  );

  const premium =
    'Azure Service Bus has this in its premium tier only, for some sixty times the price of the standard one.';
  suppressCheck(serviceBus, 'CKV_AZURE_204', `${premium} No key opens the namespace: only identities with a role.`);
  suppressCheck(serviceBus, 'CKV_AZURE_201', `${premium} Messages are encrypted under a key of Microsoft’s.`);
  suppressCheck(serviceBus, 'CKV_AZURE_199', `${premium} Messages are encrypted under a key of Microsoft’s.`);
  suppressCheck(
    serviceBus,
    'CKV_AZURE_202',
    'The namespace calls nobody. An identity would be for reading a key of one’s own, which the standard tier has not.',
  );
}
