import { listOf } from '../proof/read/kubernetes/kubernetes-object';
import type { JsonObject } from '../proof/read/kubernetes/kubernetes-object';
import { desiredManifest } from './desired-manifest';

/** A kept account as it is: with a name alone where it was not read. */
export function keptAccount(namespace: string, name: string, declared: JsonObject | undefined): JsonObject {
  if (!declared) return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const account = desiredManifest(declared);
  // Kubernetes’ own: each is a Secret that it made for the account.
  const rest = Object.fromEntries(Object.entries(account).filter(([field]) => field !== 'secrets'));
  return { ...rest, metadata: { ...(account.metadata as JsonObject), namespace } };
}

/**
 * A new account, by which pods pull images and reach the API server as they did by their former ones.
 *
 * @param former those that were read
 * @param isWhole whether all of them were
 */
export function newAccount(
  namespace: string,
  name: string,
  former: readonly JsonObject[],
  isWhole: boolean,
): JsonObject {
  const secrets = former.flatMap(({ imagePullSecrets }) => listOf(imagePullSecrets));
  const distinct = [...new Map(secrets.map((secret) => [JSON.stringify(secret), secret])).values()];
  const isClosed =
    isWhole && former.every(({ automountServiceAccountToken: isMounted }) => isMounted === false) && former.length > 0;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    ...(isClosed ? { automountServiceAccountToken: false } : {}),
    ...(distinct.length > 0 ? { imagePullSecrets: distinct } : {}),
  };
}
