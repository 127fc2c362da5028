import { Token } from 'cdktf';
import { AZURE_KEYS, Binding, LIMITS, PodtrustError, isKnownNumber } from '../../core';
import type { WorkloadIdentityTrust } from './workload-identity';

/** Where the webhook mounts its token too; the SDKs read the variable and not the path. */
const TOKEN = {
  name: 'azure-identity-token',
  path: 'azure-identity-token',
  mountPath: '/var/run/secrets/azure/tokens',
};

/** The identity's values, which may be tokens. */
export interface BoundIdentity {
  readonly clientId: string;
  readonly tenantId: string;
  readonly authorityHost: string;
}

/**
 * What a service account and its pods carry.
 *
 * With the webhook: annotations and the pod label. Without it: the volume and the variables that it would inject, and
 * no annotation or label that a webhook installed later would act on a second time.
 */
export function workloadIdentityBinding(trust: WorkloadIdentityTrust, identity: BoundIdentity): Binding {
  const { mechanism, serviceAccount, tokenExpirationSeconds } = trust;
  if (!trust.webhook) {
    return new Binding({
      mechanism,
      serviceAccount,
      identity: identity.clientId,
      environment: {
        AZURE_CLIENT_ID: identity.clientId,
        AZURE_TENANT_ID: trust.tenantId ?? identity.tenantId,
        AZURE_FEDERATED_TOKEN_FILE: `${TOKEN.mountPath}/${TOKEN.path}`,
        AZURE_AUTHORITY_HOST: identity.authorityHost,
      },
      volumes: [
        {
          ...TOKEN,
          audience: trust.audience,
          expirationSeconds: tokenExpirationSeconds ?? LIMITS.azureTokenSeconds.minimum,
        },
      ],
    });
  }
  return new Binding({
    mechanism,
    serviceAccount,
    identity: identity.clientId,
    serviceAccountAnnotations: {
      [AZURE_KEYS.clientId]: identity.clientId,
      [AZURE_KEYS.tenantId]: trust.tenantId ?? identity.tenantId,
      ...(tokenExpirationSeconds === undefined ? {} : { [AZURE_KEYS.tokenExpiration]: textOf(tokenExpirationSeconds) }),
    },
    podLabels: { [AZURE_KEYS.useLabel]: 'true' },
  });
}

/** @throws PodtrustError `token-expiration-invalid` outside 3600 to 86400 seconds */
export function checkTokenExpiration(
  { tokenExpirationSeconds: seconds }: Pick<WorkloadIdentityTrust, 'tokenExpirationSeconds'>,
  where: string,
): void {
  const { minimum, maximum } = LIMITS.azureTokenSeconds;
  if (
    seconds === undefined ||
    !isKnownNumber(seconds) ||
    (Number.isInteger(seconds) && seconds >= minimum && seconds <= maximum)
  )
    return;
  throw new PodtrustError({
    code: 'token-expiration-invalid',
    where,
    what: `a token of ${seconds} seconds`,
    why: `The webhook refuses the pod outside ${minimum} to ${maximum} seconds, and Entra takes no token that lives longer than a day.`,
    remedy: `Give ${minimum} to ${maximum} seconds, or leave it out.`,
  });
}

/** A number that is not known yet is a token of text as well. */
function textOf(seconds: number): string {
  return isKnownNumber(seconds) ? String(seconds) : Token.asString(seconds);
}
