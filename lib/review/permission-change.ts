import type { InventoryCondition, InventoryPolicy, InventoryStatement } from '../proof/inventory-policies';
import { compareText } from '../proof/model/place';
import { cellsOf } from './cells';
import type { Cell } from './cells';
import { openReference } from './resources/open-reference';
import { impliedByName, publishedStatements } from './resources/policy-names';
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

/** A statement as the comparison needs it. */
interface Term {
  readonly effect: 'Allow' | 'Deny';
  /** `permissions` of IAM and assignments of Azure add up; each of the others must allow as well. */
  readonly kind: 'gives' | 'boundary' | 'session';
  readonly policy: string;
  /** The actions as they are written. */
  readonly written: readonly string[];
  /** The same as they are compared: in lower case. */
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  /** Of Azure: taken out of the actions. */
  readonly except: readonly string[];
  /** What must hold besides; all of them. */
  readonly conditions: readonly AskedCondition[];
  /** The name of a policy or a role whose content was not read. */
  readonly named?: string;
  /** Of {@link named}: it is no name, but where a policy stands of which nothing is known. */
  readonly isUnread?: true;
  readonly perhaps?: string;
  readonly text: string;
}

/** One condition, the same where its text is. */
interface AskedCondition {
  readonly text: string;
  /** Its operator and key. Two conditions of one slot are comparable by their values; nothing where they are not. */
  readonly slot?: string;
  readonly values: readonly string[];
}

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
  own: readonly InventoryPolicy[],
  others: readonly InventoryPolicy[],
  write: { readonly own: Writer; readonly others: Writer } = AS_WRITTEN,
): PermissionChange[] {
  const mine = own.map(asPublished).flatMap((policy) => termsOf(policy, write.own));
  const theirs = others.map(asPublished).flatMap((policy) => termsOf(policy, write.others));
  if (sameTerms(mine, theirs) && limitsOf(own).join() === limitsOf(others).join()) return [];
  return new Comparison(mine, theirs, { own: limitsOf(own), others: limitsOf(others) }).changes();
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
  own: readonly InventoryPolicy[],
  asked: Asked,
  write: Writer = asItIs,
): PermissionChange[] {
  const policies = own.map(asPublished);
  const unread = policies.filter(({ statements, kind }) => statements === undefined && kind !== 'trust');
  const limit = unread.find(({ kind }) => kind === 'boundary' || kind === 'session');
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

/** What a program works out, or a request tells: any value. IAM's own way to write `*`, `?` and `$` is none. */
const PLACEHOLDER = /\$\{(?![*?$]\})[^}]*\}/;

/** An Allow of whatever its values that are not known may be. */
function opened(term: Term): Term {
  if (term.effect === 'Deny' || term.isNotAction || term.isNotResource) return term;
  const all = (texts: readonly string[]): string[] =>
    texts.map((text) => text.replace(new RegExp(PLACEHOLDER, 'g'), '*')).sort();
  return { ...term, actions: all(term.actions), resources: all(term.resources) };
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
    return [...found.values()].sort((a, b) => compareText(a.what, b.what));
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
    const { term, is, because } = verdict;
    const written = term.written.find((one) => foldAction(one) === action.example);
    return {
      is,
      what: term.text,
      ...(written !== undefined && is === 'beyond' ? { example: `${written} on ${resource.example}` } : {}),
      ...(because === undefined ? {} : { because }),
    };
  }

  private isIn(globs: readonly string[], all: ReadonlyMap<string, number>, cell: Cell): boolean {
    return globs.some((glob) => cell.matches[all.get(glob)!]);
  }

  /** Whether some assignment of what is not known lets own terms allow what the others do not. */
  private differ(
    own: readonly Term[],
    others: readonly Term[],
  ): { readonly term: Term; readonly is: 'beyond' | 'unknown'; readonly because?: string } | undefined {
    const asked = new Map(
      [...own, ...others].flatMap((term) => term.conditions.map((one) => [one.text, one] as const)),
    );
    const conditions = [...asked.keys()];
    const names = [...new Set([...own, ...others].flatMap(({ named }) => named ?? []))];
    const isBeyond = (held: ReadonlySet<string>, certain: boolean): boolean =>
      allows(own, this.limits.own, held, !certain) && !allows(others, this.limits.others, held, certain);
    const responsible = (held: ReadonlySet<string>): Term =>
      own.find(
        (term) => term.effect === 'Allow' && term.kind === 'gives' && holds(term, held, true) && !isAmong(term, others),
      ) ?? own.find((term) => term.effect === 'Allow' && term.kind === 'gives' && holds(term, held, true))!;

    // A role or a policy by its name alone: what it gives is not read, only which others give all of it.
    const nameSets = [
      new Set(names),
      ...names.map((name) => new Set(names.filter((other) => impliedByName(name, other)))),
    ];
    nameSets.push(new Set());
    for (const nameSet of nameSets) {
      for (const held of [conditions, [], ...impliedSets([...asked.values()])]) {
        const assigned = new Set([...held, ...nameSet]);
        if (isBeyond(assigned, true)) {
          const term = responsible(assigned);
          const because = whyOpen(term, this.others);
          if (because !== undefined && this.others.some(({ effect, kind }) => effect === 'Allow' && kind === 'gives')) {
            return { term, is: 'unknown', because };
          }
          return { term, is: 'beyond' };
        }
      }
    }
    for (const nameSet of nameSets) {
      for (const held of subsets(conditions).filter((some) => isPossible(some, asked))) {
        const assigned = new Set([...held, ...nameSet]);
        if (!isBeyond(assigned, false)) continue;
        const term = responsible(assigned);
        const because =
          term.perhaps ??
          (conditions.length > 0
            ? 'its conditions are not those that were there'
            : 'what is not known of its policies keeps it from being certain');
        return { term, is: 'unknown', because };
      }
    }
    return undefined;
  }
}

/** Texts, sorted, each once and with its place among them. */
function numbered(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(texts)].sort().map((text, index) => [text, index]));
}

/** Why a term may be what was there all along. */
function whyOpen({ resources, named, isUnread }: Term, others: readonly Term[]): string | undefined {
  if (isUnread) return 'what it says is not known before apply';
  const there = others.flatMap((other) => other.resources).join(' ');
  // What both sides name is the same value: a subscription, an account.
  const own = resources.join(' ').replace(new RegExp(PLACEHOLDER, 'g'), (one) => (there.includes(one) ? '' : one));
  const open = openReference(own) ?? PLACEHOLDER.exec(named ?? '')?.[0];
  return open === undefined ? undefined : `it names ${open}, whose value is not known`;
}

/** Which limits policies have at all, whether or not they match a request. */
function limitsOf(policies: readonly InventoryPolicy[]): readonly string[] {
  const limits = policies.flatMap(({ kind, source }) =>
    kind === 'boundary'
      ? [layerOf({ kind, policy: '' })]
      : kind === 'session'
        ? [layerOf({ kind, policy: source })]
        : [],
  );
  return [...new Set(limits)].sort();
}

function layerOf({ kind, policy }: Pick<Term, 'kind' | 'policy'>): string {
  return kind === 'boundary' ? 'boundary' : `session ${policy}`;
}

function isAmong(term: Term, others: readonly Term[]): boolean {
  return others.some((other) => other.text === term.text);
}

/**
 * Whether terms that match a request allow it.
 *
 * @param limits the boundary and sessions of the side; one of which no term matches allows nothing
 * @param generous what need not be there is there where it allows, and not where it denies
 */
function allows(
  terms: readonly Term[],
  limits: readonly string[],
  held: ReadonlySet<string>,
  generous: boolean,
): boolean {
  const counting = terms.filter((term) => holds(term, held, (term.effect === 'Allow') === generous));
  if (counting.some(({ effect }) => effect === 'Deny')) return false;
  if (!counting.some(({ kind }) => kind === 'gives')) return false;
  return limits.every((limit) => counting.some((term) => term.kind !== 'gives' && layerOf(term) === limit));
}

function holds({ conditions, perhaps, named }: Term, held: ReadonlySet<string>, withPerhaps: boolean): boolean {
  return (
    (perhaps === undefined || withPerhaps) &&
    conditions.every(({ text }) => held.has(text)) &&
    (named === undefined || held.has(named))
  );
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

/** A policy that is known by its name only, with what is published of it. */
function asPublished(policy: InventoryPolicy): InventoryPolicy {
  const { name, statements, kind } = policy;
  if (statements || name === undefined || kind === 'role-assignment') return policy;
  const published = publishedStatements(name);
  return published ? { ...policy, statements: published } : policy;
}

function termsOf(policy: InventoryPolicy, write: Writer): Term[] {
  const { kind, name, statements } = policy;
  if (kind === 'trust') return [];
  if (kind === 'role-assignment') return assignmentTerms(policy, write);
  const layer = kind === 'permissions' ? 'gives' : kind;
  const limit = kind === 'session' ? policy.source : '';
  if (!statements) {
    const named = name ?? policy.source;
    const all = termOf({ effect: 'Allow', actions: ['*'] }, layer, limit);
    return [{ ...all, written: [], named, text: named, ...(name === undefined ? { isUnread: true } : {}) }];
  }
  const terms = statements.map((statement) => withResourcesOf(termOf(statement, layer, limit), write));
  // People know a published policy by its name, and not by all that it says.
  return name === undefined || publishedStatements(name) === undefined
    ? terms
    : terms.map((term) => ({ ...term, text: name }));
}

/** A term with its resources as what they stand for; its text stays as people wrote it. */
function withResourcesOf(term: Term, write: Writer): Term {
  if (!term.resources.some((text) => text.includes('${'))) return term;
  return { ...term, resources: term.resources.map(write).sort() };
}

function termOf(statement: InventoryStatement, kind: Term['kind'], policy: string): Term {
  const { effect, actions, notActions, resources, notResources, conditions = [], perhaps } = statement;
  return {
    ...{ effect, kind, policy },
    written: actions ?? [],
    actions: (actions ?? notActions ?? []).map(foldAction).sort(),
    isNotAction: actions === undefined && notActions !== undefined,
    resources: [...(resources ?? notResources ?? ['*'])].sort(),
    isNotResource: resources === undefined && notResources !== undefined,
    except: [],
    conditions: conditions.map(askedOf),
    ...(perhaps === undefined ? {} : { perhaps }),
    text: statementText(statement),
  };
}

/** IAM compares actions without case, and `*:*` is all of them. */
function foldAction(action: string): string {
  return action === '*:*' ? '*' : action.toLowerCase();
}

/** Operators of which more values are more answers. */
const COMPARABLE =
  /^(?:ForA(?:ll|ny)Values?:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress|Bool)(?:IfExists)?$/i;

function askedOf(condition: InventoryCondition): AskedCondition {
  const { operator, key, values, perhaps, perhapsValues } = condition;
  const isComparable = COMPARABLE.test(operator) && perhaps === undefined && perhapsValues === undefined;
  return {
    text: conditionText(condition),
    ...(isComparable ? { slot: `${operator} ${key.toLowerCase()}` } : {}),
    values,
  };
}

function conditionText({ operator, key, values, perhaps, perhapsValues = [] }: InventoryCondition): string {
  const optional = perhaps === undefined ? '' : ' (perhaps)';
  const all = [...values, ...perhapsValues.map((value) => `${value} (perhaps)`)].sort();
  return `${operator} ${key.toLowerCase()}: ${all.join(' or ')}${optional}`;
}

function statementText(statement: InventoryStatement): string {
  const { effect, actions, notActions, resources, notResources, conditions = [] } = statement;
  const what = actions ? [...actions].sort().join(', ') : `all but ${[...(notActions ?? [])].sort().join(', ')}`;
  const where = resources
    ? [...resources].sort().join(', ')
    : notResources
      ? `all but ${[...notResources].sort().join(', ')}`
      : '*';
  const asked = conditions.length === 0 ? '' : ` if ${conditions.map(conditionText).sort().join(' and ')}`;
  return `${effect === 'Deny' ? 'not ' : ''}${what} on ${where}${asked}`;
}

/** What Azure's two planes begin with here, so that an action of one is never taken for one of the other. */
const CONTROL_PLANE = 'control: ';
const DATA_PLANE = 'data: ';

/** Azure compares scopes and actions without case; a role holds at a scope and at all below it. */
function assignmentTerms({ name, scope = '*', condition, statements, source }: InventoryPolicy, write: Writer): Term[] {
  const at = scope.replace(/\/+$/, '');
  const common = {
    effect: 'Allow',
    kind: 'gives',
    policy: '',
    isNotAction: false,
    isNotResource: false,
    resources: scopesOf(write(at)),
    conditions: condition === undefined ? [] : [{ text: condition, values: [] }],
  } as const;
  const role = name ?? source;
  const asked = condition === undefined ? '' : ` if ${condition}`;
  if (!statements) {
    const text = `${role} on ${at === '' ? '/' : at}${asked}`;
    return [{ ...common, written: [], actions: ['*'], except: [], named: role.toLowerCase(), text }];
  }
  return statements.flatMap(({ actions = [], notActions = [], dataActions = [], notDataActions = [] }) => {
    const block = (plane: string, does: readonly string[], doesNot: readonly string[]): Term[] =>
      does.length === 0
        ? []
        : [
            {
              ...common,
              written: [],
              actions: does.map((action) => `${plane}${foldAction(action)}`).sort(),
              except: doesNot.map((action) => `${plane}${foldAction(action)}`).sort(),
              text: `${role} (${[...does].sort().join(', ')}${doesNot.length > 0 ? ` but ${[...doesNot].sort().join(', ')}` : ''}) on ${at}${asked}`,
            },
          ];
    return [...block(CONTROL_PLANE, actions, notActions), ...block(DATA_PLANE, dataActions, notDataActions)];
  });
}

/** A scope and all below it. */
function scopesOf(scope: string): string[] {
  const at = scope.replace(/\/+$/, '');
  return at === '*' || at === '' ? ['*'] : [foldOutside(at), `${foldOutside(at)}/*`];
}

/** In lower case, but for references. */
function foldOutside(text: string): string {
  return text.replace(/\$\{[^}]*\}|[A-Z]+/g, (piece) => (piece.startsWith('${') ? piece : piece.toLowerCase()));
}
