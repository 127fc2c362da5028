import { Token } from 'cdktf';
import { Binding, EKS_KEYS, IMAGE_PULL_KEYS, LIMITS, STS_AUDIENCE, isKnownNumber } from '../../../core';
import type { IrsaTrust } from '../irsa';
import type { PodIdentityTrust } from '../pod-identity/pod-identity';
import type { PodRoleTrust } from './pod-role-trust';

/** Where the binding for a cluster without the EKS webhook mounts the token. */
const TOKEN_MOUNT_PATH = '/var/run/secrets/sts.amazonaws.com/serviceaccount';
const TOKEN_PATH = 'token';

/**
 * What a service account and its pods carry.
 *
 * With the webhook: annotations. Without it: the volume and the variables that it would inject. With Pod Identity nothing:
 * the association says it all.
 */
export function podRoleBinding(trust: PodRoleTrust, roleArn: string): Binding {
  return trust.mechanism === 'irsa' ? irsaBinding(roleArn, trust) : podIdentityBinding(roleArn, trust);
}

function podIdentityBinding(roleArn: string, { mechanism, serviceAccount, annotatedAs }: PodIdentityTrust): Binding {
  const { serviceAccountAnnotations } = annotatedAs ? irsaBinding(roleArn, annotatedAs) : {};
  return new Binding({ mechanism, serviceAccount, identity: roleArn, serviceAccountAnnotations });
}

function irsaBinding(roleArn: string, trust: IrsaTrust): Binding {
  const { mechanism, serviceAccount, audience, tokenExpirationSeconds, via } = trust;
  if (via !== undefined) {
    const serviceAccountAnnotations = { [IMAGE_PULL_KEYS.ecrRole]: roleArn };
    return new Binding({ mechanism, serviceAccount, identity: roleArn, via, serviceAccountAnnotations });
  }
  if (trust.webhook) {
    return new Binding({
      mechanism,
      serviceAccount,
      identity: roleArn,
      serviceAccountAnnotations: {
        [EKS_KEYS.roleArn]: roleArn,
        [EKS_KEYS.regionalSts]: 'true',
        ...(audience === STS_AUDIENCE ? {} : { [EKS_KEYS.audience]: audience }),
        ...(tokenExpirationSeconds === undefined ? {} : { [EKS_KEYS.tokenExpiration]: textOf(tokenExpirationSeconds) }),
      },
    });
  }
  return new Binding({
    mechanism,
    serviceAccount,
    identity: roleArn,
    environment: {
      AWS_ROLE_ARN: roleArn,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_MOUNT_PATH}/${TOKEN_PATH}`,
      AWS_REGION: trust.region,
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    },
    volumes: [
      {
        name: 'aws-iam-token',
        audience,
        expirationSeconds: tokenExpirationSeconds ?? LIMITS.eksTokenSeconds.default,
        path: TOKEN_PATH,
        mountPath: TOKEN_MOUNT_PATH,
      },
    ],
  });
}

/** A number that is not known yet is a token of text as well. */
function textOf(seconds: number): string {
  return isKnownNumber(seconds) ? String(seconds) : Token.asString(seconds);
}
