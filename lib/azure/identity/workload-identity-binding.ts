import { Token } from 'cdktf';
import { AZURE_KEYS, Binding, LIMITS, PodtrustError, checkName, isKnownNumber } from '../../core';
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
  const { mechanism, serviceAccount, tokenExpirationSeconds, skipContainers } = trust;
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
      skipContainers,
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
    podAnnotations: podAnnotationsOf(trust),
    skipContainers,
  });
}

/** What the webhook reads of the pod, beside the label. */
function podAnnotationsOf({ skipContainers = [], proxySidecarPort }: WorkloadIdentityTrust): Record<string, string> {
  return {
    ...(skipContainers.length === 0 ? {} : { [AZURE_KEYS.skipContainers]: skipContainers.join(';') }),
    ...(proxySidecarPort === undefined
      ? {}
      : { [AZURE_KEYS.injectProxySidecar]: 'true', [AZURE_KEYS.proxySidecarPort]: textOf(proxySidecarPort) }),
  };
}

/**
 * What a trust says of its pods.
 *
 * @throws PodtrustError `name-invalid`, `proxy-sidecar-invalid`, `token-expiration-invalid`
 */
export function checkPods(trust: WorkloadIdentityTrust, where: string): void {
  checkTokenExpiration(trust, where);
  for (const name of trust.skipContainers ?? []) checkName('container', name, where);
  const { proxySidecarPort: port, webhook } = trust;
  if (port === undefined) return;
  const isPort = !isKnownNumber(port) || (Number.isInteger(port) && port >= 1 && port <= 65535);
  if (webhook && isPort) return;
  throw new PodtrustError({
    code: 'proxy-sidecar-invalid',
    where,
    what: webhook
      ? `the proxy sidecar is to listen on ${port}`
      : 'a proxy sidecar is asked for, and no webhook injects it',
    why: 'The azure-workload-identity webhook puts the proxy into the pods, and refuses them with a port that is none.',
    remedy: webhook
      ? 'Give a port of 1 to 65535 that no container of the pods uses.'
      : 'Leave proxySidecar out, and use an SDK that knows workload identity; or install the webhook, and say webhook: true.',
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
