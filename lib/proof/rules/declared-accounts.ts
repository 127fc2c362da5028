import type { Evaluation } from '../evaluate/evaluation';
import { accountKey } from '../evaluate/trust';
import type { Model } from '../model/model';
import { accountText, withPlace } from './words';

/** Whether something that was not read, such as a Helm release, may declare service accounts in a namespace. */
export function isOpaque(model: Model, cluster: string, namespace: string): boolean {
  return model.opaqueNamespaces.some(
    (opaque) => opaque.clusters.includes(cluster) && (opaque.namespace === undefined || opaque.namespace === namespace),
  );
}

/** Declared service accounts that may be meant by one that is not declared: of the same namespace, or of the same name. */
export function nearAccounts(evaluation: Evaluation, cluster: string, namespace: string, name: string): string {
  const declared = (evaluation.namedAccountsOfCluster.get(cluster) ?? []).flatMap(
    (account) => evaluation.accounts.get(accountKey(cluster, account.namespace, account.name)) ?? [],
  );
  const near = declared.filter((account) => account.namespace === namespace || account.name === name);
  if (near.length === 0) return 'none in that namespace or of that name';
  const shown = near.slice(0, 3).map((account) => withPlace(accountText(account.namespace, account.name), account.at));
  return `${shown.join(', ')}${near.length > 3 ? ` and ${near.length - 3} more` : ''}`;
}
