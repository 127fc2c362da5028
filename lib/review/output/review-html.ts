import { grouped } from '../../core/groups';
import type { Inventory } from '../../proof/inventory';
import { matchesGlob } from '../../proof/model/known/glob';
import type { Permission } from '../../proof/model/identity/permission';
import { accountText, accountTextWithExceptions, clusterNames } from '../../report/access-words';
import { MAP_CHANGES } from '../../report/map/map-data';
import type { MapChange, MapChangeEntry } from '../../report/map/map-data';
import { findingInWords, mapOfInventory } from '../../report/map/map-of-inventory';
import { mapPage } from '../../report/map/page';
import { shortReference } from '../../report/short-names';
import type { Change } from '../change';
import { changeLists, changeSentence, plannedTexts } from './change-words';
import type { Violation } from '../gate/violations';
import { countsOf, headingOf } from './review-markdown';
import type { Review } from '../review';

/**
 * A review as one page for a browser: the map of the head, in which the access entries are marked that change, by who gets in,
 * by what the identity may do or by who can become the pod; and those that the policy of the gate does not allow. What the head
 * no longer has is in the list of changes alone.
 */
export function reviewHtml(review: Review, head: Inventory): string {
  const told = entriesOf(review);
  const byMarked = grouped(
    told.flatMap(({ marks, entry, request }, place) =>
      marks.map((mark) => ({ mark, change: entry.change, request, place })),
    ),
    ({ mark }) => mark,
  );
  const of = (...keys: readonly string[]): Marking[] => [...new Set(keys)].flatMap((key) => byMarked.get(key) ?? []);
  const names = clusterNames(head);
  const map = mapOfInventory(head, {
    access: (entry) => {
      const { identity, cluster, namespace, serviceAccount } = entry;
      const own = names.get(cluster) ?? cluster;
      const texts = [accountText(entry), accountTextWithExceptions(entry)];
      const ofEntry = of(...texts.map((account) => entryKey(identity, own, account)));
      const ofAccount = of(accountKey(own, `${namespace}/${serviceAccount}`));
      const changes = [...ofEntry, ...ofAccount, ...of(identity)].map(({ place }) => place).sort((a, b) => a - b);
      const [change, account] = [worstOf(ofEntry), worstOf(ofAccount)];
      return { ...(change && { change }), ...(account && { account }), ...(changes.length > 0 && { changes }) };
    },
    identity: (id) => worstOf(of(id)),
    permission: (permission) => worstOf(of(permission.identity).filter(({ request }) => gives(permission, request))),
  });
  const isNew = new Set(review.findings.new);
  return mapPage({
    ...map,
    findings: map.findings.map((one, index) => (isNew.has(head.findings[index]!) ? { ...one, isNew: true } : one)),
    change: {
      verdict: headingOf(review),
      counts: countsOf(review),
      entries: told.map(({ entry }) => entry),
      gone: review.findings.gone.map(findingInWords),
    },
  });
}

interface Told {
  readonly entry: MapChangeEntry;
  /** Keys of what it marks in the map: an access entry, an account, or an identity. */
  readonly marks: readonly string[];
  /** Of what an identity may do: an example of it, `s3:GetObject on arn:…`. */
  readonly request?: string;
}

type Marking = Pick<Told, 'request'> & { readonly change: MapChange; readonly place: number };

function worstOf(marks: readonly Marking[]): MapChange | undefined {
  return MAP_CHANGES.find((kind) => marks.some(({ change }) => change === kind));
}

/** Whether a permission, as it is written, gives what a request is. */
function gives({ actions, resource }: Permission, request = ''): boolean {
  const [action = '', on] = request.split(/ on (.*)/s);
  return (
    on !== undefined &&
    actions.some((one) => matchesGlob(one.toLowerCase(), action.toLowerCase())) &&
    matchesGlob(resource, on)
  );
}

/** The worst first: what the policy does not allow, then the changes as they are sorted, with what the policy may not allow. */
function entriesOf({ changes, gate }: Review): readonly Told[] {
  const all = [
    ...(gate?.violations ?? []).map((one) => ofViolation(one, 'violated')),
    ...(gate?.undecided ?? []).map((one) => ofViolation(one, 'unknown')),
    ...changes.map(ofChange),
  ];
  return MAP_CHANGES.flatMap((kind) => all.filter(({ entry }) => entry.change === kind));
}

function ofChange(change: Change): Told {
  const { subject, id = '', cluster = '', account = '', accounts = [], example, because } = change;
  const planned = plannedTexts(change);
  const entry = {
    ...{ change: change.change, what: changeSentence(change) },
    // A change of one action on one resource is its own example.
    ...(example === undefined || subject === 'becoming' || example === change.what
      ? {}
      : { example: `${subject === 'access' ? 'a token of ' : ''}${shortReference(example)}` }),
    ...(because === undefined ? {} : { because }),
    lists: [...changeLists(change), ...(planned.length > 0 ? [['in the plan', planned] as const] : [])],
  };
  switch (subject) {
    case 'access':
      return { entry, marks: [entryKey(id, cluster, account)] };
    case 'permission':
    case 'outbound':
      return { entry, marks: id === '' ? [] : [id], ...(example === undefined ? {} : { request: example }) };
    case 'becoming':
      // Of an identity of a cloud, whoever becomes it needs no pod.
      return { entry, marks: [...accounts.map((one) => accountKey(cluster, one)), ...(id === '' ? [] : [id])] };
    default:
      return { entry, marks: [] };
  }
}

function ofViolation(violation: Violation, change: 'violated' | 'unknown'): Told {
  const { what, at, id, cluster, account, steps = [], example, because, reason, isNew } = violation;
  const ofEntry = cluster !== undefined && account !== undefined;
  return {
    entry: {
      ...{ change, what },
      ...(example === undefined ? {} : { example: shortReference(example) }),
      ...(because === undefined ? {} : { because }),
      lists: [
        ['policy', [`${at.file}#${at.pointer}${isNew ? '' : ' (as before)'}`]],
        ...(steps.length > 0 ? [['by', steps] as const] : []),
        ...(reason === undefined ? [] : [['reason', [reason]] as const]),
      ],
    },
    marks: id === undefined ? [] : [ofEntry ? entryKey(id, cluster, account) : id],
    ...(example === undefined ? {} : { request: example }),
  };
}

function entryKey(identity: string, cluster: string, account: string): string {
  return [identity, cluster, account].join('\n');
}

function accountKey(cluster: string, account: string): string {
  return ['', cluster, account].join('\n');
}
