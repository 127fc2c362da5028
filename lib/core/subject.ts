import { PodtrustError } from './errors';
import { checkName } from './names';
import { isKnown } from './unknown';

/** A Kubernetes service account, by namespace and name. */
export interface ServiceAccountReference {
  /** RFC 1123 label, at most 63 characters. */
  readonly namespace: string;
  /** RFC 1123 subdomain, at most 253 characters. */
  readonly name: string;
}

const PREFIX = 'system:serviceaccount:';

/** The `sub` claim of a service account's token: `system:serviceaccount:<namespace>:<name>`. */
export function subjectOf(serviceAccount: ServiceAccountReference): string {
  return `${PREFIX}${serviceAccount.namespace}:${serviceAccount.name}`;
}

/** The service account that a `sub` claim names, or nothing where it names none. */
export function parseSubject(subject: string): ServiceAccountReference | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject);
  return match ? { namespace: match[1]!, name: match[2]! } : undefined;
}

/**
 * Refuses a service account that cannot exist, or that is a pattern where one account is meant.
 *
 * @throws PodtrustError `subject-wildcard`, `subject-invalid`
 */
export function checkServiceAccount(serviceAccount: ServiceAccountReference, where?: string): void {
  for (const value of [serviceAccount.namespace, serviceAccount.name]) {
    if (typeof value === 'string' && isKnown(value) && /[*?]/.test(value)) {
      throw new PodtrustError({
        code: 'subject-wildcard',
        where,
        what: `"${subjectOf(serviceAccount)}" holds a wildcard where one service account is meant`,
        why: 'IAM reads * and ? literally under StringEquals and Entra reads them literally always, so nobody would get in; under StringLike whoever can create a matching namespace or account would.',
        remedy: 'Name each service account in a trust of its own.',
      });
    }
  }
  checkName('namespace', serviceAccount.namespace, where, 'subject-invalid');
  checkName('service-account', serviceAccount.name, where, 'subject-invalid');
}
