import { grouped } from '../core/groups';
import type { Access, Inventory } from '../proof/inventory';
import { accountTextWithExceptions, clusterNames } from '../report/access-words';
import { mapOfInventory } from '../report/map/map-of-inventory';
import type { ChangedAccess } from '../report/map/map-of-inventory';
import { mapPage } from '../report/map/page';
import { CHANGE_KINDS } from './change';
import type { Change } from './change';
import { changeSentence } from './change-words';
import { headingOf } from './review-markdown';
import type { Review } from './review';

/**
 * A review as one page for a browser: the map of the head, in which the access entries are marked that change, by who gets in or
 * by what the identity may do. What the head no longer has is in the list of changes alone.
 */
export function reviewHtml(review: Review, head: Inventory): string {
  const { changes, unchanged } = review;
  const names = clusterNames(head);
  const byMarked = grouped(changes, markedBy);
  const changed = (entry: Access): ChangedAccess | undefined => {
    const { identity, cluster } = entry;
    const keys = [entryKey(identity, names.get(cluster) ?? cluster, accountTextWithExceptions(entry)), identity];
    const found = keys.flatMap((key) => byMarked.get(key) ?? []);
    const worst = CHANGE_KINDS.flatMap((kind) => found.find(({ change }) => change === kind) ?? [])[0];
    return worst && { change: worst.change, what: worst.what };
  };
  const map = mapOfInventory(head, changed);
  const entries = changes.map((one) => {
    const { change, example, because } = one;
    return {
      ...{ change, what: changeSentence(one) },
      ...(example === undefined ? {} : { example }),
      ...(because === undefined ? {} : { because }),
    };
  });
  return mapPage({ ...map, change: { verdict: headingOf(review), entries, unchanged: unchanged.access } });
}

/** The entry that a change marks, or the identity all of whose entries it does; nothing where it marks none. */
function markedBy({ subject, id = '', cluster = '', account = '' }: Change): string {
  if (subject === 'access') return entryKey(id, cluster, account);
  return subject === 'permission' || subject === 'outbound' ? id : '';
}

function entryKey(identity: string, cluster: string, account: string): string {
  return [identity, cluster, account].join('\n');
}
