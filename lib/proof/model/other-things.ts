import { issuerWithoutScheme } from '../../core/trust/issuer';
import type { Model } from './model';
import { hasSymbol } from './known/symbol';

/** What the program's own texts are that a principal may be by mistake, and that are no ARN of an OIDC provider. */
export function otherThings({ clusters, identities }: Pick<Model, 'clusters' | 'identities'>): Map<string, string> {
  const found = new Map<string, string>();
  const add = (text: string | undefined, what: string): void => {
    if (text !== undefined && hasSymbol(text)) found.set(text, what);
  };
  for (const { id, issuer, resourceId, name, cloud } of clusters) {
    add(issuer, `the issuer of ${id}`);
    add(issuerWithoutScheme(issuer), `the issuer of ${id}`);
    add(resourceId, `the ${cloud === 'aws' ? 'ARN' : 'id'} of ${id}`);
    add(name, `the name of ${id}`);
  }
  for (const { id, kind, claimName } of identities) {
    add(claimName, kind === 'iam-role' ? `the ARN of the role ${id}` : `the client id of ${id}`);
  }
  return found;
}
