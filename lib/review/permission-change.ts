import { compareText } from '../proof/model/place';
import { cellsOf } from './cells';
import type { Cell } from './cells';
import {
  CONTROL_PLANE,
  DATA_PLANE,
  PLACEHOLDER,
  asPublished,
  foldAction,
  isRead,
  layerOf,
  limitsOf,
  scopesOf,
  termOf,
  termsOf,
  textsOf,
} from './permission-terms';
import type { AskedCondition, ComparedPolicy, Term } from './permission-terms';
import { openReference } from './resources/open-reference';
import { impliedByName } from './resources/policy-names';
import type { Writer } from './resources/resource-names';

/** What an identity may do on one side and not on the other. */
export interface PermissionChange {
  readonly is: 'beyond' | 'unknown';
  /** The statement, or the role and its scope, in words. */
  readonly what: string;
  /** A request: `s3:GetObject on arn:aws:s3:::data/x`. Absent where no action of it is written out. */
  readonly example?: string;
  readonly because?: string;
}

const asItIs: Writer = (text) => text;
const AS_WRITTEN = { own: asItIs, others: asItIs };

/** More conditions than this in one question are not tried in all combinations. */
const MOST_CONDITIONS = 8;
/** Texts of changes of one identity. */
const MOST_CELLS = 250_000;

/**
 * What the policies of an identity allow that others do not: Allow without Deny, within boundary and session, by their
 * meaning and not by how they are written. A condition is taken as something that may hold or not, the same on both sides
 * where it is written the same.
 */
export function allowedBeyond(
  own: readonly ComparedPolicy[],
  others: readonly ComparedPolicy[],
  write: { readonly own: Writer; readonly others: Writer } = AS_WRITTEN,
): PermissionChange[] {
  const mine = own.map(asPublished).flatMap((policy) => termsOf(policy, write.own));
  const theirs = others.map(asPublished).flatMap((policy) => termsOf(policy, write.others));
  if (sameTerms(mine, theirs) && limitsOf(own).join() === limitsOf(others).join()) return [];
  const limits = { own: limitsOf(own), others: limitsOf(others) };
  // What only one side names may have any value: what is allowed by that may have been allowed, and what is denied be denied.
  const further = {
    own: possibleTerms(mine, theirs, 'Deny'),
    others: [...possibleTerms(theirs, mine, 'Allow'), ...possibleTerms(theirs, mine, 'Deny')],
  };
  return new Comparison([...mine, ...further.own], [...theirs, ...further.others], limits).changes();
}

/** Actions on resources, as globs: ARNs of AWS, or scopes of Azure with all below them. */
export interface Asked {
  readonly cloud: 'aws' | 'azure';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * What the policies of an identity allow among some actions on some resources. A condition counts as one that may hold. Of a
 * policy that was not read it is unknown.
 */
export function allowedWithin(
  own: readonly ComparedPolicy[],
  asked: Asked,
  write: Writer = asItIs,
): PermissionChange[] {
  const policies = own.map(asPublished);
  const limit = policies.find(({ kind, ...one }) => (kind === 'boundary' || kind === 'session') && !isRead(one));
  const within = termWithin(asked);
  const limits = { own: [...limitsOf(policies), layerOf(within)].sort(), others: [] };
  const allowed = (terms: readonly Term[]): PermissionChange[] =>
    new Comparison([...terms, within], [], limits).changes();
  const isUnreadGift = ({ kind, named }: Term): boolean => kind === 'gives' && named !== undefined;
  const terms = policies.flatMap((policy) => termsOf(policy, write));
  const read = terms.filter((term) => !isUnreadGift(term));
  const certain = allowed(read);
  const isNew = ({ what }: PermissionChange): boolean => !certain.some((change) => change.what === what);
  const open = allowed(read.map(opened))
    .filter(isNew)
    .map(({ what }): PermissionChange => ({
      ...{ is: 'unknown', what },
      because: `it names ${PLACEHOLDER.exec(what)?.[0] ?? 'what'}, whose value is not known`,
    }));
  const found = [...certain, ...open].map((change): PermissionChange => {
    if (!limit || change.is === 'unknown') return change;
    return {
      is: 'unknown',
      what: change.what,
      because: `${limit.name ?? limit.source}, which limits it, was not read`,
    };
  });
  if (!terms.some(isUnreadGift)) return found;
  const isGift = ({ effect, kind, named }: Term): boolean => effect === 'Allow' && kind === 'gives' && !named;
  const perhaps = allowed(terms.filter((term) => !isGift(term))).map(({ what }): PermissionChange => ({
    ...{ is: 'unknown', what },
    because: 'what it gives was not read',
  }));
  return [...found, ...perhaps.filter(({ what }) => !found.some((change) => change.what === what))];
}

/** An Allow of whatever its values that are not known may be. */
function opened(term: Term): Term {
  if (term.effect === 'Deny' || term.isNotAction || term.isNotResource) return term;
  const all = (texts: readonly string[]): string[] =>
    texts.map((text) => text.replace(new RegExp(PLACEHOLDER, 'g'), '*')).sort();
  return { ...term, actions: all(term.actions), resources: all(term.resources) };
}

/** Terms as they may be, of those that name what only their side names and whose value is not known. */
function possibleTerms(terms: readonly Term[], others: readonly Term[], effect: Term['effect']): Term[] {
  const possible = terms.filter((term) => term.effect === effect && openReference(textsOf(term)) !== undefined);
  if (possible.length === 0) return [];
  const there = others.map(textsOf).join(' ');
  return possible.flatMap((term): Term[] => {
    const isOpen = (reference: string): boolean => openReference(reference) !== undefined && !there.includes(reference);
    const reference = textsOf(term)
      .match(/\$\{[^}]*\}/g)!
      .find(isOpen);
    if (reference === undefined) return [];
    const widest = (texts: readonly string[], isLeftOut: boolean): string[] => {
      const any = (text: string): string => text.replace(/\$\{[^}]*\}/g, (one) => (isOpen(one) ? '*' : one));
      return isLeftOut ? texts.filter((text) => any(text) === text) : texts.map(any).sort();
    };
    const perhaps = `it names ${reference}, whose value is not known`;
    return [
      {
        ...term,
        actions: widest(term.actions, term.isNotAction),
        resources: widest(term.resources, term.isNotResource),
        ...{ perhaps, perhapsKey: `${term.text}\n${perhaps}` },
      },
    ];
  });
}

/** A limit within which only what was asked about is left. */
function termWithin({ cloud, actions, resources }: Asked): Term {
  const within = termOf({ effect: 'Allow', actions, resources }, 'session', 'podtrust');
  if (cloud === 'aws') return within;
  return {
    ...within,
    actions: [CONTROL_PLANE, DATA_PLANE].flatMap((plane) => within.actions.map((action) => `${plane}${action}`)),
    resources: resources.flatMap(scopesOf),
  };
}

function sameTerms(a: readonly Term[], b: readonly Term[]): boolean {
  const text = (terms: readonly Term[]): string =>
    terms
      .map((term) => JSON.stringify(term))
      .sort()
      .join('\n');
  return text(a) === text(b);
}

class Comparison {
  private readonly actions: ReadonlyMap<string, number>;
  private readonly resources: ReadonlyMap<string, number>;

  public constructor(
    private readonly own: readonly Term[],
    private readonly others: readonly Term[],
    private readonly limits: { readonly own: readonly string[]; readonly others: readonly string[] },
  ) {
    const all = [...own, ...others];
    this.actions = numbered(all.flatMap(({ actions, except }) => [...actions, ...except]));
    this.resources = numbered(all.flatMap(({ resources }) => resources));
  }

  public changes(): PermissionChange[] {
    const actions = cellsOf([...this.actions.keys()]);
    const resources = cellsOf([...this.resources.keys()]);
    if (!actions || !resources || actions.length * resources.length > MOST_CELLS) {
      return [{ is: 'unknown', what: 'its policies', because: 'they are too large to be compared' }];
    }
    const found = new Map<string, PermissionChange>();
    for (const action of actions) {
      for (const resource of resources) {
        const change = this.inCell(action, resource);
        const before = change && found.get(change.what);
        if (!change || (before && before.is === 'beyond' && (change.is === 'unknown' || before.example !== undefined)))
          continue;
        if (before && change.is === 'unknown') continue;
        found.set(change.what, change);
      }
    }
    const changes = [...found.values()].sort((a, b) => compareText(a.what, b.what));
    // Where another one is in its place, that is said.
    const isOther = ({ is, because }: PermissionChange): boolean => is === 'unknown' && because !== GONE;
    return changes.some(isOther) ? changes.filter(({ because }) => because !== GONE) : changes;
  }

  /** What own policies allow of one kind of request, and the others do not. */
  private inCell(action: Cell, resource: Cell): PermissionChange | undefined {
    const matching = (terms: readonly Term[]): Term[] =>
      terms.filter(
        (term) =>
          this.isIn(term.actions, this.actions, action) !== term.isNotAction &&
          !this.isIn(term.except, this.actions, action) &&
          this.isIn(term.resources, this.resources, resource) !== term.isNotResource,
      );
    const own = matching(this.own);
    if (!own.some(({ effect, kind }) => effect === 'Allow' && kind === 'gives')) return undefined;
    const others = matching(this.others);
    const verdict = this.differ(own, others);
    if (!verdict) return undefined;
    const { what, is, because } = verdict;
    const written = what.written.find((one) => foldAction(one) === action.example);
    return {
      is,
      what: what.text,
      ...(written !== undefined && is === 'beyond' ? { example: `${written} on ${resource.example}` } : {}),
      ...(because === undefined ? {} : { because }),
    };
  }

  private isIn(globs: readonly string[], all: ReadonlyMap<string, number>, cell: Cell): boolean {
    return globs.some((glob) => cell.matches[all.get(glob)!]);
  }

  /** Whether some assignment of what is not known lets own terms allow what the others do not. */
  private differ(own: readonly Term[], others: readonly Term[]): Difference | undefined {
    const unknowns = unknownsOf(own, others);
    return this.certainly(own, others, unknowns) ?? this.perhaps(own, others, unknowns);
  }

  /** More, whatever is not known of it: but for what both sides have, which gives nothing, and conditions, which some request meets. */
  private certainly(own: readonly Term[], others: readonly Term[], unknowns: Unknowns): Difference | undefined {
    const { asked, nameSets, shared, ofOwn, ofOthers } = unknowns;
    const isAnythingGiven = this.others.some(({ effect, kind }) => effect === 'Allow' && kind === 'gives');
    // Where nothing was given, a policy of which nothing is known is more all the same.
    const isCounted = ({ kind, unread, isOfResource }: Term): boolean =>
      !isOfResource && (unread === undefined || (kind === 'gives' && !isAnythingGiven));
    const notCounted = new Set(ofOwn.filter((term) => !isCounted(term)).map(nameOf));
    const theirs = ofOthers.map(nameOf);
    for (const nameSet of nameSets) {
      for (const held of [[...asked.keys()], [], ...impliedSets([...asked.values()])]) {
        const assigned = [...held, ...[...nameSet, ...theirs].filter((name) => !notCounted.has(name))];
        const isBeyond = subsets([...shared]).every((some) =>
          this.isBeyond(own, others, { held: new Set([...assigned, ...some]), shared, isCertain: true }),
        );
        if (!isBeyond) continue;
        const term = responsible(own, others, { held: new Set(assigned), shared });
        const because = whyOpen(term, this.others);
        return because !== undefined && isAnythingGiven
          ? { what: term, is: 'unknown', because }
          : { what: term, is: 'beyond' };
      }
    }
    return undefined;
  }

  private perhaps(own: readonly Term[], others: readonly Term[], unknowns: Unknowns): Difference | undefined {
    const { asked, nameSets, shared, ofOwn, ofOthers } = unknowns;
    const conditions = subsets([...asked.keys()]).filter((some) => isPossible(some, asked));
    const allowing = (isWithUnread: boolean, by: readonly Term[]): ReadonlySet<string> | undefined => {
      const isLeftOut = ({ kind, unread, isOfResource }: Term): boolean =>
        isOfResource ?? (!isWithUnread && kind === 'gives' && unread !== undefined);
      const without = new Set(ofOwn.filter(isLeftOut).map(nameOf));
      for (const nameSet of nameSets) {
        const names = [...nameSet].filter((name) => !without.has(name));
        for (const held of conditions) {
          for (const some of subsets([...shared])) {
            const assigned = new Set([...held, ...names, ...some]);
            if (this.isBeyond(own, by, { held: assigned, shared, isCertain: false })) return assigned;
          }
        }
      }
      return undefined;
    };
    const held = allowing(false, others);
    if (held) {
      const isLimit = ({ kind, unread }: Term): boolean => kind !== 'gives' && unread !== undefined;
      const limit = ofOwn.find(isLimit);
      if (limit) return { what: limit, is: 'unknown', because: `this limit ${limit.unread}` };
      const gone = ofOthers.find(isLimit);
      if (gone) return { what: gone, is: 'unknown', because: 'this limit is gone, and what it left was not known' };
      const term = responsible(own, others, { held, shared });
      const because = term.perhaps ?? whyPerhaps(own, others, unknowns);
      return { what: term, is: 'unknown', because };
    }
    const ofUnread = ofOwn.find(({ kind, unread }) => kind === 'gives' && unread !== undefined);
    if (ofUnread && allowing(true, others)) return { what: ofUnread, is: 'unknown', because: whatItSays(ofUnread) };
    const denying = ofOthers.find(({ mayDeny }) => mayDeny);
    if (!denying || !allowing(false, [])) return undefined;
    const isThere = ofOwn.some(({ text }) => text === denying.text);
    const because = isThere ? whatItSays(denying) : GONE;
    return { what: denying, is: 'unknown', because };
  }

  private isBeyond(own: readonly Term[], others: readonly Term[], { held, shared, isCertain }: Assigned): boolean {
    return (
      allows(own, this.limits.own, { held, shared, isGenerous: !isCertain }) &&
      !allows(others, this.limits.others, { held, shared, isGenerous: isCertain })
    );
  }
}

/** Of what is not there any more, and was not read. */
const GONE = 'it is gone, and what it denied was not read';

/** What one side allows of a request and the other does not. */
interface Difference {
  readonly what: Term;
  readonly is: 'beyond' | 'unknown';
  readonly because?: string;
}

/** What is taken of what is not known. */
interface Assigned {
  /** The conditions, names and keys of what need not be there that hold. */
  readonly held: ReadonlySet<string>;
  /** The keys of what need not be there that both sides have. */
  readonly shared: ReadonlySet<string>;
  readonly isCertain: boolean;
}

/** What is not known of two sides. */
interface Unknowns {
  readonly asked: ReadonlyMap<string, AskedCondition>;
  /** Choices of names: a role or a policy by its name alone is not read, only which others give all of it. */
  readonly nameSets: readonly ReadonlySet<string>[];
  readonly shared: ReadonlySet<string>;
  /** Terms that are open, and are not on the other side. */
  readonly ofOwn: readonly Term[];
  readonly ofOthers: readonly Term[];
}

function unknownsOf(own: readonly Term[], others: readonly Term[]): Unknowns {
  const all = [...own, ...others];
  const namesOf = (terms: readonly Term[]): Set<string> => new Set(terms.flatMap(({ named }) => named ?? []));
  const names = [...namesOf(all)];
  const limitsIn = (terms: readonly Term[]): Set<string> => namesOf(terms.filter(({ kind }) => kind !== 'gives'));
  // What limits lets something through, or there is nothing to compare.
  const limits = [limitsIn(all), limitsIn(own)].filter(({ size }) => size > 0);
  const implied = names.map((name) => new Set(names.filter((other) => impliedByName(name, other))));
  const nameSets = [new Set(names), ...implied, new Set<string>()];
  const [mine, theirs] = [namesOf(own), namesOf(others)];
  const keysOf = (terms: readonly Term[]): string[] => terms.flatMap(({ perhapsKey }) => perhapsKey ?? []);
  const theirKeys = new Set(keysOf(others));
  const shared = new Set(keysOf(own).filter((key) => theirKeys.has(key)));
  const asked = new Map(all.flatMap(({ conditions }) => conditions.map((one) => [one.text, one] as const)));
  // Conditions are tried in all combinations with them.
  const most = Math.max(MOST_CONDITIONS - asked.size, MOST_CONDITIONS / 2);
  return {
    asked,
    nameSets: [...nameSets, ...limits.flatMap((some) => nameSets.map((one) => new Set([...one, ...some])))],
    shared: shared.size > most ? new Set() : shared,
    ofOwn: own.filter(({ isOpen, named }) => isOpen && !theirs.has(named!)),
    ofOthers: others.filter(({ isOpen, named }) => isOpen && !mine.has(named!)),
  };
}

function nameOf({ named }: Term): string {
  return named!;
}

/** The term by which own terms allow something: one that the others do not have, where there is one. */
function responsible(own: readonly Term[], others: readonly Term[], assigned: Omit<Assigned, 'isCertain'>): Term {
  const allowing = own.filter(
    (term) => term.effect === 'Allow' && term.kind === 'gives' && holds(term, assigned, true),
  );
  return allowing.find((term) => !isAmong(term, others)) ?? allowing[0]!;
}

function whyPerhaps(own: readonly Term[], others: readonly Term[], { asked, shared, ofOthers }: Unknowns): string {
  const open = ofOthers.find(({ kind }) => kind === 'gives');
  if (open) return `what ${open.text} gave is not known`;
  const perhaps = [...others, ...own].find(
    ({ perhapsKey }) => perhapsKey !== undefined && !shared.has(perhapsKey),
  )?.perhaps;
  if (perhaps !== undefined) return perhaps;
  // Both sides have it or neither does, and it does not say the same on both.
  const changed = others.find((term) => term.perhapsKey !== undefined && !isAmong(term, own))?.perhaps;
  if (changed !== undefined) return changed;
  return asked.size > 0
    ? 'its conditions are not those that were there'
    : 'what is not known of its policies keeps it from being certain';
}

function whatItSays({ unread }: Term): string {
  return unread === undefined || unread.startsWith('is not known')
    ? 'what it says is not known before apply'
    : `it ${unread}`;
}

/** Texts, sorted, each once and with its place among them. */
function numbered(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(texts)].sort().map((text, index) => [text, index]));
}

/** Why a term may be what was there all along. */
function whyOpen(term: Term, others: readonly Term[]): string | undefined {
  const { named } = term;
  if (term.unread !== undefined) return whatItSays(term);
  const there = others.map(textsOf).join(' ');
  // What both sides name is the same value: a subscription, an account.
  const own = textsOf(term).replace(new RegExp(PLACEHOLDER, 'g'), (one) => (there.includes(one) ? '' : one));
  const open = openReference(own) ?? PLACEHOLDER.exec(named ?? '')?.[0];
  return open === undefined ? undefined : `it names ${open}, whose value is not known`;
}

function isAmong(term: Term, others: readonly Term[]): boolean {
  return others.some((other) => other.text === term.text);
}

/** What counts of one side. */
interface Counted extends Omit<Assigned, 'isCertain'> {
  /** What need not be there is there where it allows, and not where it denies. */
  readonly isGenerous: boolean;
}

/**
 * Whether terms that match a request allow it.
 *
 * @param limits the boundary and sessions of the side; one of which no term matches allows nothing
 */
function allows(terms: readonly Term[], limits: readonly string[], { isGenerous, ...assigned }: Counted): boolean {
  const counting = terms.filter((term) => holds(term, assigned, (term.effect === 'Allow') === isGenerous));
  if (counting.some(({ effect }) => effect === 'Deny')) return false;
  if (!counting.some(({ kind }) => kind === 'gives')) return false;
  return limits.every((limit) => counting.some((term) => term.kind !== 'gives' && layerOf(term) === limit));
}

function holds(
  { conditions, perhapsKey, named }: Term,
  { held, shared }: Omit<Assigned, 'isCertain'>,
  withPerhaps: boolean,
): boolean {
  const isThere = perhapsKey === undefined || (shared.has(perhapsKey) ? held.has(perhapsKey) : withPerhaps);
  return isThere && conditions.every(({ text }) => held.has(text)) && (named === undefined || held.has(named));
}

/** Every choice of some; of too many only one left out, or one alone. */
function subsets(items: readonly string[]): readonly string[][] {
  if (items.length > MOST_CONDITIONS) {
    return [...items.map((item) => [item]), ...items.map((item) => items.filter((other) => other !== item))];
  }
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, index) => (bits >> index) & 1));
}

/** Whether a request that meets the first condition meets the second one: the same question with more answers. */
function implies(a: AskedCondition, b: AskedCondition): boolean {
  return (
    a.text === b.text ||
    (a.slot !== undefined && a.slot === b.slot && a.values.every((value) => b.values.includes(value)))
  );
}

/** A choice that leaves out nothing that it implies. */
function isPossible(held: readonly string[], asked: ReadonlyMap<string, AskedCondition>): boolean {
  return held.every((text) =>
    [...asked.values()].every((other) => held.includes(other.text) || !implies(asked.get(text)!, other)),
  );
}

/** Where all conditions ask one question, what a request with the answer of one of them meets: some request does. */
function impliedSets(asked: readonly AskedCondition[]): readonly string[][] {
  const slot = asked[0]?.slot;
  if (slot === undefined || asked.some((one) => one.slot !== slot)) return [];
  return asked.map((one) => asked.filter((other) => implies(one, other)).map(({ text }) => text));
}
