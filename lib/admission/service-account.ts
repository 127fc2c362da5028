import { PodtrustError } from '../core/errors';
import { isMapping, namespaceOf, type Pod, serviceAccountNameOf } from './pod';

/** A service account as a webhook sees it. */
export interface AnnotatedServiceAccount {
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Reads the service account that a pod runs as.
 *
 * @param serviceAccount the object, or nothing where the namespace has none of that name
 * @throws PodtrustError `admission-service-account` where it is another account than the pod's, or where its annotations
 *   are not text: the API server would not have taken it
 */
export function decodeServiceAccount(serviceAccount: unknown, pod: Pod): AnnotatedServiceAccount | undefined {
  if (serviceAccount === undefined || serviceAccount === null) return undefined;
  const wanted = { namespace: namespaceOf(pod), name: serviceAccountNameOf(pod) };
  if (!isMapping(serviceAccount)) throw problem('it is not a Kubernetes object', wanted);
  const { kind, metadata = {} } = serviceAccount;
  if (kind !== undefined && kind !== 'ServiceAccount') throw problem(`it is a ${JSON.stringify(kind)}`, wanted);
  if (!isMapping(metadata)) throw problem('its metadata is not a mapping', wanted);
  if (metadata.name !== undefined && metadata.name !== wanted.name) {
    throw problem(`its name is ${JSON.stringify(metadata.name)}`, wanted);
  }
  if (metadata.namespace !== undefined && pod.metadata.namespace && metadata.namespace !== wanted.namespace) {
    throw problem(`its namespace is ${JSON.stringify(metadata.namespace)}`, wanted);
  }
  const annotations = metadata.annotations ?? {};
  if (!isMapping(annotations)) throw problem('its annotations are not a mapping', wanted);
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotations)) {
    if (value !== null && typeof value !== 'string') throw problem(`its annotation "${key}" is not text`, wanted);
    texts[key] = value ?? '';
  }
  return { annotations: texts };
}

function problem(what: string, wanted: { namespace: string; name: string }): PodtrustError {
  return new PodtrustError({
    code: 'admission-service-account',
    what: `not the service account ${wanted.namespace}/${wanted.name} that the pod runs as: ${what}`,
    why: 'The webhooks look the account up by the pod’s namespace and serviceAccountName, and the API server accepts only text as annotations.',
    remedy: 'Give that ServiceAccount, with each annotation’s value in quotes, or nothing where there is none.',
  });
}
