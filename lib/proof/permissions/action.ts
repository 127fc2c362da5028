import { PodtrustError } from '../../core/errors';

/** An action of AWS: `service:Name`. IAM compares it without regard to case. IAM User Guide, "IAM JSON policy elements: Action". */
const OF_AWS = /^[a-z0-9-]+:[a-z0-9]+$/i;
/** An action of Azure: `Provider.Name/type/verb`. */
const OF_AZURE = /^[A-Za-z]+(?:\.[A-Za-z]+)*(?:\/[\w.-]+)+$/;

/** Whether a text may be a single action of AWS. */
export function isAwsAction(action: string): boolean {
  return OF_AWS.test(action);
}

/**
 * Refuses what is no single action of a cloud.
 *
 * @throws PodtrustError `action-unknown`
 */
export function checkAction(action: string, cloud: 'aws' | 'azure'): void {
  if (/[*?]/.test(action)) {
    throw new PodtrustError({
      code: 'action-unknown',
      what: `${JSON.stringify(action)} is a pattern, and a request is for one action`,
      remedy: `Name one action, such as ${EXAMPLES[cloud]}.`,
    });
  }
  if (cloud === 'aws' ? isAwsAction(action) : OF_AZURE.test(action)) return;
  throw new PodtrustError({
    code: 'action-unknown',
    what: `${JSON.stringify(action)} is no action of ${cloud === 'aws' ? 'AWS' : 'Azure'}`,
    remedy: `Write it as the cloud does: ${EXAMPLES[cloud]}.`,
  });
}

const EXAMPLES = { aws: 's3:GetObject', azure: 'Microsoft.KeyVault/vaults/secrets/getSecret/action' } as const;
