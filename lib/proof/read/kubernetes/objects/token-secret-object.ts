import type { TokenSecret } from '../../../model/kubernetes/token-secret';
import { objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** The type of a Secret that the API server fills with a token. Kubernetes, "Manually create a long-lived API token". */
export const TOKEN_SECRET = 'kubernetes.io/service-account-token';

/** The annotation that names the account. */
const ACCOUNT = 'kubernetes.io/service-account.name';

/** Adds a Secret that holds a token of a service account. */
export function readTokenSecret({ object, clusters, at }: DeclaredObject, into: TokenSecret[]): void {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || object.type !== TOKEN_SECRET) return;
  const metadata = objectAt(object, ['metadata']);
  into.push({
    clusters,
    namespace: textOf(metadata.namespace) ?? 'default',
    name: textOf(metadata.name) ?? textOf(metadata.generateName) ?? '',
    account: textOf(objectAt(metadata, ['annotations'])[ACCOUNT]),
    at,
  });
}
