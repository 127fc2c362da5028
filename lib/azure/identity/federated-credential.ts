import { createHash } from 'node:crypto';
import {
  LIMITS,
  PodtrustError,
  checkIssuerUrl,
  checkName,
  checkServiceAccount,
  isKnown,
  isValidName,
  issuerWithoutScheme,
  knownNameOf,
  subjectOf,
} from '../../core';
import type { WorkloadIdentityTrust } from './workload-identity';

/** What Entra compares a pod's token with, each character by character. */
export interface FederatedCredential {
  /** 3-120 characters, unique in its identity whatever their case, never changed. */
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/**
 * The credential of a trust.
 *
 * Azure takes at creation what can never match a token, so all of it is checked here.
 *
 * @throws PodtrustError `issuer-not-https`, `subject-wildcard`, `subject-invalid`,
 * `federated-credential-audience-wrong`, `federated-credential-field-too-long`, `federated-credential-unnamed`, `name-invalid`
 */
export function federatedCredentialOf(trust: WorkloadIdentityTrust, where: string): FederatedCredential {
  const { issuer, serviceAccount, audience } = trust;
  checkIssuerUrl(issuer.url, where);
  checkServiceAccount(serviceAccount, where);
  checkAudience(audience, where);
  const credential = {
    name: trust.credentialName ?? credentialName(trust, where),
    issuer: issuer.url,
    subject: subjectOf(serviceAccount),
    audience,
  };
  checkLength('issuer', credential.issuer, where);
  checkLength('subject', credential.subject, where);
  checkLength('audience', credential.audience, where);
  checkName('federated-credential', credential.name, where);
  return credential;
}

/**
 * `<cluster>_<namespace>_<service account>`, which depends on no other trust. Neither a namespace nor a service account
 * holds `_`, so the parts never run together; only where a character or the length has to go, a hash keeps two apart. A
 * cluster whose name is a token is called what it is in its ClusterSet, or by its path.
 */
function credentialName(trust: WorkloadIdentityTrust, where: string): string {
  const { issuer, serviceAccount, member } = trust;
  const cluster = trust.cluster
    ? isKnown(trust.cluster.name)
      ? trust.cluster.name
      : (member?.name ?? knownNameOf(trust.cluster))
    : isKnown(issuer.url)
      ? issuerWithoutScheme(issuer.url)
      : undefined;
  const parts = [cluster ?? '', serviceAccount.namespace, serviceAccount.name];
  if (cluster === undefined || !parts.every(isKnown)) {
    throw new PodtrustError({
      code: 'federated-credential-unnamed',
      where,
      what: 'nothing that is known before apply can name the federated credential',
      why: 'The name is part of the credential’s resource id and can never change.',
      remedy: 'Give `cluster` with a known name in place of `issuer`, or give `credentialName`.',
    });
  }
  const plain = parts.join('_');
  if (isValidName('federated-credential', plain)) return plain;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  const longest = 120 - hash.length - 1;
  return `${plain
    .replace(/[^a-zA-Z0-9_-]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, longest)}_${hash}`;
}

/** Entra accepts one audience and reads `*` literally, so that nobody would get in. */
function checkAudience(audience: string, where: string): void {
  if (typeof audience === 'string' && (!isKnown(audience) || /^[^\s*?]+$/.test(audience))) return;
  throw new PodtrustError({
    code: 'federated-credential-audience-wrong',
    where,
    what: `${JSON.stringify(audience) ?? 'nothing'} cannot be the audience of a federated credential`,
    why: 'A federated credential has exactly one audience, compared character by character with the token’s aud claim.',
    remedy: 'Leave it out: every azure-workload-identity webhook asks for api://AzureADTokenExchange.',
  });
}

function checkLength(field: string, value: string, where: string): void {
  const longest = LIMITS.federatedCredentialFieldCharacters;
  if (!isKnown(value) || value.length <= longest) return;
  throw new PodtrustError({
    code: 'federated-credential-field-too-long',
    where,
    what: `the ${field} has ${value.length} characters: "${value.slice(0, 40)}…"`,
    why: `Entra accepts at most ${longest} characters of a federated credential’s issuer, subject and audience each.`,
    remedy: `Shorten the ${field}.`,
  });
}
