import type { Evaluation } from '../../evaluate/evaluation';
import { accountText, withPlace } from '../words';

/** Declared service accounts that may be meant by one that is not, in words: of the same namespace, or of the same name. */
export function nearAccounts({ accounts }: Evaluation, cluster: string, namespace: string, name: string): string {
  const [ofNamespace, ofName] = accounts.declaredNear(cluster, namespace, name);
  const count = ofNamespace.length + ofName.length;
  if (count === 0) return 'none in that namespace or of that name';
  const shown = [...ofNamespace.slice(0, 3), ...ofName.slice(0, 3)]
    .slice(0, 3)
    .map((account) => withPlace(accountText(account.namespace, account.name), account.at));
  return `${shown.join(', ')}${count > 3 ? ` and ${count - 3} more` : ''}`;
}
