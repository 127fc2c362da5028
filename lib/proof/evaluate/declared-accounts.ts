import type { Evaluation } from './evaluation';
import type { Model } from '../model/model';
import { accountText, withPlace } from '../rules/words';

/** Whether something that was not read, such as a Helm release, may declare service accounts in a namespace. */
export function isOpaque(model: Model, cluster: string, namespace: string): boolean {
  return model.opaqueNamespaces.some(
    (opaque) => opaque.clusters.includes(cluster) && (opaque.namespace === undefined || opaque.namespace === namespace),
  );
}

/** Declared service accounts that may be meant by one that is not: of the same namespace, or of the same name. */
export function nearAccounts(evaluation: Evaluation, cluster: string, namespace: string, name: string): string {
  const ofNamespace = evaluation.accountsOfNamespace.get(`${cluster}\n${namespace}`) ?? [];
  const ofName = evaluation.accountsOfName.get(`${cluster}\n${name}`) ?? [];
  const count = ofNamespace.length + ofName.length;
  if (count === 0) return 'none in that namespace or of that name';
  const shown = [...ofNamespace.slice(0, 3), ...ofName.slice(0, 3)]
    .slice(0, 3)
    .map((account) => withPlace(accountText(account.namespace, account.name), account.at));
  return `${shown.join(', ')}${count > 3 ? ` and ${count - 3} more` : ''}`;
}
