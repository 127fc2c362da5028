import type { Access, Inventory } from '../proof/inventory';
import { accountTextWithExceptions, clusterNames } from '../report/access-words';
import { mapOfInventory } from '../report/map/map-of-inventory';
import type { ChangedAccess } from '../report/map/map-of-inventory';
import { mapPage } from '../report/map/page';
import type { Change } from './change';
import { headingOf } from './review-markdown';
import type { Review } from './review';

/** The worst first. */
const KINDS = ['widened', 'unknown', 'narrowed', 'moved'] as const;

/**
 * A review as one page for a browser: the map of the head, in which the access entries are marked that change, by who gets in or
 * by what the identity may do. What the head no longer has is in the list of changes alone.
 */
export function reviewHtml(review: Review, head: Inventory): string {
  const ofAccess = new Map<string, Change>();
  const ofIdentity = new Map<string, Change>();
  const worst = (of: Map<string, Change>, key: string, change: Change): void => {
    const before = of.get(key);
    if (!before || KINDS.indexOf(change.change) < KINDS.indexOf(before.change)) of.set(key, change);
  };
  for (const change of review.changes) {
    const { subject, id, cluster, account } = change;
    if (id === undefined) continue;
    if (subject === 'access') worst(ofAccess, [id, cluster, account].join('\n'), change);
    else if (subject === 'permission' || subject === 'outbound') worst(ofIdentity, id, change);
  }
  const names = clusterNames(head);
  const changed = (entry: Access): ChangedAccess | undefined => {
    const key = [entry.identity, names.get(entry.cluster) ?? entry.cluster, accountTextWithExceptions(entry)].join(
      '\n',
    );
    const [first] = [ofAccess.get(key), ofIdentity.get(entry.identity)]
      .filter((one) => one !== undefined)
      .sort((one, other) => KINDS.indexOf(one.change) - KINDS.indexOf(other.change));
    return first && { change: first.change, what: first.what };
  };
  const map = mapOfInventory(head, changed);
  const entries = review.changes.map(({ change, subject, identity, cluster, account, who, what, example, because }) => {
    const whose = subject === 'access' ? `${account} of ${cluster} ${what} ${identity}` : undefined;
    const others = [identity ?? who, what].filter((text) => text !== undefined).join(': ');
    return {
      ...{ change, what: whose ?? others },
      ...(example === undefined ? {} : { example }),
      ...(because === undefined ? {} : { because }),
    };
  });
  return mapPage({ ...map, change: { verdict: headingOf(review), entries, unchanged: review.unchanged.access } });
}
