import { PodtrustError } from '../errors';
import { checkName } from '../names';
import { isKnown } from '../unknown';

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
 * Refuses a pattern that fits no service account, or every one of a cluster. `*` stands for any characters, `?` for one.
 *
 * @throws PodtrustError `subject-invalid`, `subject-wildcard`
 */
export function checkServiceAccountPattern({ namespace, name }: ServiceAccountReference, where?: string): void {
  for (const [value, form, of, most] of [
    [namespace, /^[-a-z0-9*?]+$/, 'a namespace', 63],
    [name, /^[-.a-z0-9*?]+$/, 'a service account', 253],
  ] as const) {
    if (typeof value === 'string' && (!isKnown(value) || (form.test(value) && fewestCharacters(value) <= most)))
      continue;
    throw new PodtrustError({
      code: 'subject-invalid',
      where,
      what: `${JSON.stringify(value) ?? 'nothing'} is no pattern of ${of}`,
      why: `Kubernetes knows no such name, of lower-case letters, digits and -${of === 'a namespace' ? '' : ' and .'}, at most ${most} of them: nobody would get in.`,
      remedy: 'Give a name with * for any characters and ? for one, such as preview-*.',
    });
  }
  if (![namespace, name].every((value) => /^[*?]*\*[*?]*$/.test(value))) return;
  throw new PodtrustError({
    code: 'subject-wildcard',
    where,
    what: `"${subjectOf({ namespace, name })}" admits every service account of the cluster`,
    why: 'Whoever can make a service account, or a pod, anywhere in the cluster would get in.',
    remedy: 'Name the namespaces, or the service accounts, by a part that only they have.',
  });
}

/** Whether a pattern, in which `*` stands for any characters and `?` for one, fits a known service account. */
export function isInPattern(pattern: ServiceAccountReference, { namespace, name }: ServiceAccountReference): boolean {
  return fits(pattern.namespace, namespace) && fits(pattern.name, name);
}

function fits(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function fewestCharacters(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}

/**
 * Refuses a service account that cannot exist, or that is a pattern where one account is meant.
 *
 * @param remedy what to do instead of a pattern
 * @throws PodtrustError `subject-wildcard`, `subject-invalid`
 */
export function checkServiceAccount(
  serviceAccount: ServiceAccountReference,
  where?: string,
  remedy = 'Name each service account in a trust of its own.',
): void {
  for (const value of [serviceAccount.namespace, serviceAccount.name]) {
    if (typeof value === 'string' && isKnown(value) && /[*?]/.test(value)) {
      throw new PodtrustError({
        code: 'subject-wildcard',
        where,
        what: `"${subjectOf(serviceAccount)}" holds a wildcard where one service account is meant`,
        why: 'IAM reads * and ? literally under StringEquals and Entra reads them literally always, so nobody would get in; under StringLike whoever can create a matching namespace or account would.',
        remedy,
      });
    }
  }
  checkName('namespace', serviceAccount.namespace, where, 'subject-invalid');
  checkName('service-account', serviceAccount.name, where, 'subject-invalid');
}
