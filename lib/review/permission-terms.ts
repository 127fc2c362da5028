import type {
  InventoryCondition,
  InventoryPolicy,
  InventoryStatement,
  InventoryUnread,
} from '../proof/inventory-policies';
import { givesAllOf } from '../proof/permissions/azure-actions';
import { publishedStatements } from './resources/policy-names';
import type { Writer } from './resources/resource-names';

/** A statement as the comparison needs it. */
export interface Term {
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
  /** The name of a policy or a role whose content was not read; of what is not known of a policy, what that is made of. */
  readonly named?: string;
  /** Of {@link named}: it is no name, but what is not known of a policy, and this is why. */
  readonly unread?: string;
  /** Of {@link named}: what it gives, its name does not tell. */
  readonly isOpen?: true;
  /** Of {@link isOpen}: it may deny as well. */
  readonly mayDeny?: true;
  /** Of {@link isOpen}: it is of the policy of a resource. That this is not known is said of the resource. */
  readonly isOfResource?: true;
  readonly perhaps?: string;
  /** Of {@link perhaps}: two with the same are both there, or neither is. */
  readonly perhapsKey?: string;
  readonly text: string;
}

/** A policy of an identity, or what a resource's policy is to it. */
export interface ComparedPolicy extends InventoryPolicy {
  /** The ARN of the resource whose policy it is. */
  readonly on?: string;
  /** Set where it is not known whether it is the identity's: what decides that, and in words. */
  readonly perhaps?: { readonly whose: string; readonly because: string };
}

/** One condition, the same where its text is. */
export interface AskedCondition {
  readonly text: string;
  /** Its operator and key. Two conditions of one slot are comparable by their values; nothing where they are not. */
  readonly slot?: string;
  readonly values: readonly string[];
  /** Whether it, or a value of it, need not be there. */
  readonly isPerhaps?: true;
}

/** What a program works out, or a request tells: any value. IAM's own way to write `*`, `?` and `$` is none. */
export const PLACEHOLDER = /\$\{(?![*?$]\})[^}]*\}/;

export function textsOf({ actions, resources }: Term): string {
  return [...actions, ...resources].join(' ');
}

/** Which limits policies have at all, whether or not they match a request. */
export function limitsOf(policies: readonly InventoryPolicy[]): readonly string[] {
  const limits = policies.flatMap(({ kind, source }) =>
    kind === 'boundary'
      ? [layerOf({ kind, policy: '' })]
      : kind === 'session'
        ? [layerOf({ kind, policy: source })]
        : [],
  );
  return [...new Set(limits)].sort();
}

export function layerOf({ kind, policy }: Pick<Term, 'kind' | 'policy'>): string {
  return kind === 'boundary' ? 'boundary' : `session ${policy}`;
}

/** A policy that is known by its name only, with what is published of it. */
export function asPublished(policy: ComparedPolicy): ComparedPolicy {
  const { name, statements, kind } = policy;
  if (statements || name === undefined || kind === 'role-assignment') return policy;
  const published = publishedStatements(name);
  return published ? { ...policy, statements: published } : policy;
}

/** Whether all that a policy says is known, but for which of its statements are there. */
export function isRead({ statements, unread }: Pick<InventoryPolicy, 'statements' | 'unread'>): boolean {
  return statements !== undefined || unread?.rest.length === 0;
}

export function termsOf(policy: ComparedPolicy, write: Writer): Term[] {
  const terms = certainTermsOf(policy, write);
  if (!policy.perhaps) return terms;
  const { whose, because } = policy.perhaps;
  return terms.map((term) => ({ ...term, perhaps: because, perhapsKey: `${term.perhapsKey ?? ''}\n${whose}` }));
}

function certainTermsOf(policy: ComparedPolicy, write: Writer): Term[] {
  const { kind, name, statements, unread } = policy;
  if (kind === 'trust') return [];
  if (kind === 'role-assignment') return assignmentTerms(policy, write);
  const layer = kind === 'permissions' ? 'gives' : kind;
  const limit = kind === 'session' ? policy.source : '';
  if (!statements && unread) return unreadTerms(policy, unread, layer, write);
  if (!statements) {
    const named = name ?? policy.source;
    const all = termOf({ effect: 'Allow', actions: ['*'] }, layer, limit);
    const isOfOthers = name === undefined || !OF_AWS.test(name);
    return [
      {
        ...{ ...all, written: [], named, text: named },
        ...(name === undefined ? { unread: NOT_KNOWN } : {}),
        ...(isOfOthers ? { isOpen: true, mayDeny: true } : {}),
      },
    ];
  }
  const terms = statements.map((statement) => withResourcesOf(termOf(statement, layer, limit), write));
  // People know a published policy by its name, and not by all that it says.
  return name === undefined || publishedStatements(name) === undefined
    ? terms
    : terms.map((term) => ({ ...term, text: name }));
}

/** In every partition; what such a policy gives, its name tells. */
const OF_AWS = /^arn:[^:]*:iam::aws:policy\//;
const NOT_KNOWN = 'is not known before apply';

/** What is known of a policy that was not wholly read, and what is not, as something that may give all and deny all. */
function unreadTerms(policy: ComparedPolicy, unread: InventoryUnread, kind: Term['kind'], write: Writer): Term[] {
  const { source, on } = policy;
  const { statements = [], rest, depends, because } = unread;
  const layer = kind === 'session' ? source : '';
  const key = JSON.stringify([rest.map(write), depends.map(write)]);
  const known = statements.map((statement): Term => {
    const term = withResourcesOf(termOf(statement, kind, layer), write);
    return {
      ...term,
      ...(term.perhapsKey === undefined ? {} : { perhapsKey: `${term.perhapsKey}\n${key}` }),
      // The same text of a condition is the same condition only where it is decided by the same.
      conditions: term.conditions.map((one) => (one.isPerhaps ? { ...one, text: `${one.text}\n${key}` } : one)),
    };
  });
  if (rest.length === 0) return known;
  const resources = on === undefined ? undefined : [on, `${on}/*`];
  const all = withResourcesOf(termOf({ effect: 'Allow', actions: ['*'], resources }, kind, layer), write);
  const own = on === undefined ? ({ unread: because, mayDeny: true } as const) : ({ isOfResource: true } as const);
  return [...known, { ...all, written: [], named: `${on ?? ''} ${key}`, text: source, isOpen: true, ...own }];
}

/** A term with its resources as what they stand for; its text stays as people wrote it. */
function withResourcesOf(term: Term, write: Writer): Term {
  if (!term.resources.some((text) => text.includes('${'))) return term;
  return { ...term, resources: term.resources.map(write).sort() };
}

export function termOf(statement: InventoryStatement, kind: Term['kind'], policy: string): Term {
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
    ...(perhaps === undefined ? {} : { perhaps, perhapsKey: `${perhaps}\n${statementText(statement)}` }),
    text: statementText(statement),
  };
}

/** IAM compares actions without case, and `*:*` is all of them. */
export function foldAction(action: string): string {
  return action === '*:*' ? '*' : action.toLowerCase();
}

/** Operators of which more values are more answers. */
const COMPARABLE =
  /^(?:ForA(?:ll|ny)Values?:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress|Bool)(?:IfExists)?$/i;

function askedOf(condition: InventoryCondition): AskedCondition {
  const { operator, key, values, perhaps, perhapsValues } = condition;
  const isPerhaps = perhaps !== undefined || perhapsValues !== undefined;
  const isComparable = COMPARABLE.test(operator) && !isPerhaps;
  return {
    text: conditionText(condition),
    ...(isPerhaps ? { isPerhaps } : {}),
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
export const CONTROL_PLANE = 'control: ';
export const DATA_PLANE = 'data: ';

/** Azure compares scopes and actions without case; a role holds at a scope and at all below it. */
function assignmentTerms(policy: InventoryPolicy, write: Writer): Term[] {
  const { name, scope = '*', condition, statements, source, unread } = policy;
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
    const all = {
      ...common,
      written: [],
      actions: ['*'],
      except: [],
      text: `${role} on ${at === '' ? '/' : at}${asked}`,
    };
    if (!unread) return [{ ...all, named: role.toLowerCase(), ...(isOpenRole(role) ? { isOpen: true } : {}) }];
    const named = JSON.stringify([unread.rest, unread.depends]);
    return [{ ...all, named, unread: unread.because, isOpen: true }];
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

/** What is given by a name that does not tell what it gives: a role that somebody defined, or one that is not known. */
function isOpenRole(role: string): boolean {
  return PLACEHOLDER.test(role) || !(givesAllOf(role, role) || TELLING.test(role));
}

const TELLING = /^(?:access policy|app role|directory role) /;

/** A scope and all below it. */
export function scopesOf(scope: string): string[] {
  const at = scope.replace(/\/+$/, '');
  return at === '*' || at === '' ? ['*'] : [foldOutside(at), `${foldOutside(at)}/*`];
}

/** In lower case, but for references. */
function foldOutside(text: string): string {
  return text.replace(/\$\{[^}]*\}|[A-Z]+/g, (piece) => (piece.startsWith('${') ? piece : piece.toLowerCase()));
}
