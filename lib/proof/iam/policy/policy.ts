import type { Condition, Principals, Statement } from '../../model/identity/statement';
import { piecesOf } from '../../model/known/pattern';
import { PERHAPS, causeText, dependsOn, readPerhaps } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol, inLowerCase, isSymbol, symbolOf } from '../../model/known/symbol';
import { splitOutsideSymbols } from '../../model/known/text';
import { parseOperator } from './operator';

/** A policy of IAM, as far as IAM would take it. */
export interface Policy {
  /** Policy variables exist only in 2012-10-17. An absent version means 2008-10-17. */
  readonly version: '2008-10-17' | '2012-10-17';
  /** Those that are there as they are. Empty where the document is refused or unknown. */
  readonly statements: readonly Statement[];
  /** Those that need not be there, or of which a condition, or a value of one, need not. */
  readonly perhaps: readonly Statement[];
  /**
   * Why there may be further statements of which nothing is known: they may allow, and deny, anything. With the place in the
   * document, from 0, where each of these reasons is met first.
   */
  readonly open: ReadonlyMap<string, number>;
  /** Why IAM would refuse the document; a refused document admits nobody. Empty for a valid one. */
  readonly refusals: readonly string[];
  /** Why the document's very structure is not known before apply; such a document may admit anybody. */
  readonly unknown: readonly string[];
}

/** A role's trust policy. */
export type TrustPolicy = Policy;

/** The elements of a statement. */
const OF_PERMISSIONS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const OF_TRUST = [...OF_PERMISSIONS, 'Principal', 'NotPrincipal'];

const NAMES = {
  trust: 'a trust policy',
  permissions: 'a policy of permissions',
  resource: 'a policy of a resource',
} as const;

const NOBODY: Principals = { everyone: false, aws: [], federated: [], service: [] };

/** Characters that stand for wildcards inside the evaluator; no policy that IAM accepts holds them. */
const RESERVED = /[\uE002-\uE00F]/;
const MAXIMUM_REASONS = 20;

/**
 * Reads a trust policy that is parsed JSON already.
 *
 * It refuses what IAM is known to refuse (IAM User Guide, "Grammar of the IAM JSON policy language" and "Principal"), and
 * nothing else: to call a valid document refused would hide whom it admits.
 *
 * @param value any JSON value
 */
export function parsePolicy(value: unknown): TrustPolicy {
  return parse(value, 'trust');
}

/** Reads a policy of permissions, a permissions boundary or a session policy, as {@link parsePolicy} reads a trust. */
export function parsePermissionPolicy(value: unknown): Policy {
  return parse(value, 'permissions');
}

/**
 * Reads the policy of a bucket, a key or another resource, as {@link parsePolicy} reads a trust. A statement without a Resource, as
 * ECR takes them, is about the resource that has it.
 */
export function parseResourcePolicy(value: unknown): Policy {
  return parse(value, 'resource');
}

/** What a policy is of: a role that is trusted, an identity that may do something, a resource that lets somebody. */
type PolicyKind = 'trust' | 'permissions' | 'resource';

function parse(value: unknown, kind: PolicyKind): Policy {
  const reading = new Reading(kind);
  const document = reading.object(value, 'the policy');
  if (!document) return reading.result('2008-10-17', []);
  const elements = reading.elements(document, ['Version', 'Id', 'Statement'], 'the policy');
  if (!elements) return reading.result('2008-10-17', []);
  const version = reading.version(elements['Version']);
  const statements = reading.statements(elements['Statement']);
  return reading.result(version, statements);
}

/** The statements that a policy has or may have, in their order. */
export function possibleStatements({
  statements,
  perhaps,
}: Pick<Policy, 'statements' | 'perhaps'>): readonly Statement[] {
  return perhaps.length === 0 ? statements : [...statements, ...perhaps].sort((a, b) => a.index - b.index);
}

/**
 * As {@link possibleStatements}; of what may be there besides, one that denies everything.
 *
 * @param effects `Allow` too where the question is whether somebody gets in at all
 */
export function assessedStatements(policy: Policy, ...effects: readonly Statement['effect'][]): readonly Statement[] {
  const [open] = policy.open;
  const all = possibleStatements(policy);
  if (!open) return all;
  const [perhaps, index] = open;
  return [...all, ...effects.map((effect) => ({ ...aboutAnything(effect), resources: ['*'], index, perhaps }))];
}

function aboutAnything(effect: Statement['effect']): Statement {
  return parsePolicy({ Statement: { Effect: effect, Principal: '*', Action: '*' } }).statements[0]!;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** One pass over a document, with what was found wrong on the way. */
class Reading {
  private readonly refusals: string[] = [];
  private readonly unknown: string[] = [];
  private readonly open = new Map<string, number>();

  private readonly isTrust: boolean;

  public constructor(private readonly kind: PolicyKind) {
    this.isTrust = kind === 'trust';
  }

  public result(version: TrustPolicy['version'], statements: readonly Statement[]): TrustPolicy {
    const usable = this.isUsable() ? statements : [];
    return {
      version,
      statements: usable.filter((statement) => isCertain(statement)),
      perhaps: usable.filter((statement) => !isCertain(statement)),
      open: this.isUsable() ? this.open : new Map(),
      refusals: this.refusals,
      // A document that IAM refuses anyway admits nobody, whatever the rest of it turns out to be.
      unknown: this.refusals.length > 0 ? [] : this.unknown,
    };
  }

  private isUsable(): boolean {
    return this.refusals.length === 0 && this.unknown.length === 0;
  }

  public refuse(why: string): undefined {
    if (this.refusals.length < MAXIMUM_REASONS) this.refusals.push(describeSymbols(why));
    return undefined;
  }

  private cannotTell(why: string): undefined {
    if (this.unknown.length < MAXIMUM_REASONS) this.unknown.push(describeSymbols(why));
    return undefined;
  }

  private leaveOpen(why: string, index: number): void {
    if (!this.open.has(why)) this.open.set(why, index);
  }

  public object(value: unknown, what: string): JsonObject | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    if (typeof value === 'string' && hasSymbol(value))
      return this.cannotTell(`${what} is ${value}, unknown before apply`);
    return this.refuse(`${what} is ${kindOf(value)} where an object is needed`);
  }

  /**
   * The elements by their names. One in another case is read as the element that it may be, so that this is not called
   * missing; nothing where a name is not known, which may be that of any.
   */
  public elements(object: JsonObject, known: readonly string[], what: string): JsonObject | undefined {
    const elements: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(object)) {
      if (hasSymbol(name)) return this.cannotTell(`${what} has an element named ${name}, unknown before apply`);
      const meant = known.includes(name) ? name : known.find((element) => element.toLowerCase() === name.toLowerCase());
      if (meant === undefined) {
        this.refuse(`${what} has an element ${quote(name)}, which ${NAMES[this.kind]} does not take`);
      } else if (meant === name) elements[name] = value;
      else {
        this.cannotTell(`${what} has an element ${quote(name)}: whether IAM reads it as ${meant} is not documented`);
        elements[meant] ??= value;
      }
    }
    return elements;
  }

  public version(value: unknown): TrustPolicy['version'] {
    if (value === undefined) return '2008-10-17';
    if (value === '2008-10-17' || value === '2012-10-17') return value;
    if (typeof value === 'string' && hasSymbol(value)) this.cannotTell(`Version is ${value}, unknown before apply`);
    else this.refuse(`Version is ${quote(value)}; IAM knows 2012-10-17 and 2008-10-17`);
    return '2008-10-17';
  }

  public statements(value: unknown): readonly Statement[] {
    if (value === undefined) {
      this.refuse('the policy has no Statement');
      return [];
    }
    const list = Array.isArray(value) ? value : [value];
    const statements: Statement[] = [];
    const sids = new Set<string>();
    list.forEach((entry: unknown, index) => {
      for (const possible of eitherEffect(entry)) {
        const statement = this.possibleStatement(possible, index);
        if (!statement) continue;
        // Terraform once wrote an empty Sid into every statement, and IAM takes that.
        if (statement.sid && statement.perhaps === undefined) {
          if (sids.has(statement.sid)) this.refuse(`two statements have the Sid ${quote(statement.sid)}`);
          sids.add(statement.sid);
        }
        statements.push(statement);
      }
    });
    // Nothing is known of any of them: then that is what is said.
    if (statements.length === 0) for (const why of this.open.keys()) this.cannotTell(why);
    return statements;
  }

  /** A statement, which may need not be there. Of what it is that cannot be told, nothing is known but that. */
  private possibleStatement(value: unknown, index: number): Statement | undefined {
    const { [PERHAPS]: cause, ...written } = (typeof value === 'object' && value !== null ? value : {}) as JsonObject;
    const reading = new Reading(this.kind);
    const statement = reading.statement(cause === undefined ? value : written, index);
    if (cause === undefined) {
      reading.refusals.forEach((why) => this.refuse(why));
      // Of a list of statements that is not known nothing is known but what it depends on.
      const unknown = isUnknownText(value) ? [dependsOn(describeSymbols(value))] : reading.unknown;
      unknown.forEach((why) => this.leaveOpen(why, index));
      return unknown.length === 0 ? statement : undefined;
    }
    const perhaps = dependsOn(causeText(String(cause)));
    // With a statement that it refuses, IAM refuses the whole document.
    if (statement && reading.isUsable()) return { ...statement, perhaps };
    this.leaveOpen(perhaps, index);
    return undefined;
  }

  private statement(value: unknown, index: number): Statement | undefined {
    const what = `statement ${index}`;
    const written = this.object(value, what);
    const object = written && this.elements(written, this.kind === 'permissions' ? OF_PERMISSIONS : OF_TRUST, what);
    if (!object) return undefined;
    if (this.isTrust) this.onlyOfTrust(object, what);
    const sid = this.sid(object['Sid'], what);
    const effect = this.effect(object['Effect'], what);
    const actionsAsWritten = this.actions(object, what);
    const principals = this.kind === 'permissions' ? NOBODY : this.principalsOf(object, what);
    const resources = this.isTrust ? [] : this.resources(object, what);
    const conditions = this.conditions(object['Condition'], what);
    if (!effect || !actionsAsWritten || !principals || !resources) return undefined;
    const actions = actionsAsWritten.map((action) => inLowerCase(action));
    const notResource = object['NotResource'] !== undefined;
    const notAction = object['NotAction'] !== undefined;
    return {
      ...{ index, sid, effect, principals, resources, notResource },
      ...{ actions, actionsAsWritten, notAction, conditions },
      ...(object['NotPrincipal'] === undefined ? {} : { notPrincipal: true as const }),
    };
  }

  private onlyOfTrust(object: JsonObject, what: string): void {
    if (object['NotPrincipal'] !== undefined) this.refuse(`${what} has NotPrincipal, which a trust policy cannot have`);
    for (const element of ['Resource', 'NotResource']) {
      if (object[element] !== undefined)
        this.refuse(`${what} has ${element}: the resource of a trust policy is its role`);
    }
  }

  private principalsOf(object: JsonObject, what: string): Principals | undefined {
    if (object['NotPrincipal'] === undefined) return this.principals(object['Principal'], what);
    if (this.isTrust) return undefined;
    if (object['Principal'] !== undefined) return this.refuse(`${what} has both Principal and NotPrincipal`);
    return this.principals(object['NotPrincipal'], what);
  }

  private resources(object: JsonObject, what: string): readonly string[] | undefined {
    const element = object['NotResource'] === undefined ? 'Resource' : 'NotResource';
    if (object['Resource'] !== undefined && element === 'NotResource')
      return this.refuse(`${what} has both Resource and NotResource`);
    if (object[element] === undefined) {
      return this.kind === 'resource' ? ['*'] : this.refuse(`${what} has neither Resource nor NotResource`);
    }
    return this.strings(object[element], () => `${what}, ${element}`);
  }

  private sid(value: unknown, what: string): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.refuse(`${what} has a Sid that is ${kindOf(value)}`);
    if (!hasSymbol(value) && !/^[0-9A-Za-z]*$/.test(value)) {
      return this.refuse(`${what} has the Sid ${quote(value)}; IAM accepts only letters and digits`);
    }
    return value;
  }

  private effect(value: unknown, what: string): Statement['effect'] | undefined {
    if (value === 'Allow' || value === 'Deny') return value;
    return this.refuse(value === undefined ? `${what} has no Effect` : `${what} has the Effect ${quote(value)}`);
  }

  private actions(object: JsonObject, what: string): readonly string[] | undefined {
    const element = object['NotAction'] === undefined ? 'Action' : 'NotAction';
    if (object['Action'] !== undefined && element === 'NotAction')
      return this.refuse(`${what} has both Action and NotAction`);
    if (object[element] === undefined) return this.refuse(`${what} has neither Action nor NotAction`);
    const actions = this.strings(object[element], () => `${what}, ${element}`);
    for (const action of actions ?? []) {
      const service = /^([a-z0-9-]+):/i.exec(action)?.[1];
      if (action !== '*' && !hasSymbol(action) && !/^[^:]+:[^:]+$/.test(action)) {
        this.refuse(`${what} has the action ${quote(action)}, which is not <service>:<action>`);
      } else if (this.isTrust && element === 'Action' && service !== undefined && service.toLowerCase() !== 'sts') {
        this.refuse(`${what} has the action ${quote(action)}; a trust policy has only actions of STS`);
      }
    }
    return actions;
  }

  private principals(value: unknown, what: string): Principals | undefined {
    if (value === '*') return { everyone: true, aws: [], federated: [], service: [] };
    if (value === undefined) return this.refuse(`${what} has no Principal`);
    if (typeof value === 'string' && !hasSymbol(value)) {
      return this.refuse(`${what} has the Principal ${quote(value)}; as plain text only "*" is valid`);
    }
    const object = this.object(value, `${what}, Principal`);
    if (!object) return undefined;
    for (const kind of Object.keys(object)) {
      if (hasSymbol(kind)) this.cannotTell(`${what} has a principal of the kind ${kind}, unknown before apply`);
      else if (!['AWS', 'Federated', 'Service', 'CanonicalUser'].includes(kind)) {
        this.refuse(`${what} has a principal of the kind ${quote(kind)}`);
      }
    }
    const read = (kind: string): readonly string[] => {
      if (object[kind] === undefined) return [];
      const names = this.strings(object[kind], () => `${what}, Principal ${kind}`) ?? [];
      for (const name of names) {
        if (name !== '*' && piecesOf(name).some((piece) => piece === '*' || piece === '?')) {
          this.refuse(`${what} has the principal ${quote(name)}: a wildcard inside a principal is not taken`);
        }
        if (kind === 'Federated' && isIssuer(name)) {
          this.refuse(
            `${what} has the principal ${quote(name)}, an issuer: Federated takes the ARN of the OIDC provider that registers it`,
          );
        }
        if (kind === 'AWS' && splitOutsideSymbols(name, ':')[5]?.match(/^(?:oidc|saml)-provider\//)) {
          this.refuse(
            `${what} has the principal ${quote(name)} under AWS: a provider of identities goes under Federated`,
          );
        }
        if (kind === 'Service' && name.startsWith('arn:')) {
          this.refuse(`${what} has the principal ${quote(name)} under Service, which takes the name of a service`);
        }
      }
      return names;
    };
    const principals = { everyone: false, aws: read('AWS'), federated: read('Federated'), service: read('Service') };
    const canonical = read('CanonicalUser').map((name) => symbolOf(`the account of the canonical user ${name}`));
    return this.isTrust ? principals : { ...principals, aws: [...principals.aws, ...canonical] };
  }

  private conditions(value: unknown, what: string): readonly Condition[] {
    if (value === undefined) return [];
    if (isUnknownText(value)) return [unknownCondition(value)];
    const block = this.object(value, `${what}, Condition`);
    if (!block) return [];
    const conditions: Condition[] = [];
    for (const name of Object.keys(block)) {
      const operator = parseOperator(name);
      if (!operator) {
        // Further conditions, whatever they are, leave no more than these.
        if (hasSymbol(name)) conditions.push(unknownCondition(name));
        else this.refuse(`${what} has the condition operator ${quote(name)}, which IAM does not know`);
        continue;
      }
      if (isUnknownText(block[name])) {
        conditions.push(unknownCondition(block[name]));
        continue;
      }
      const object = this.object(block[name], `${what}, Condition ${name}`);
      if (!object) continue;
      const seen = new Set<string>();
      for (const written of Object.keys(object)) {
        const { text: key, cause } = readPerhaps(written);
        const values = this.strings(object[written], () => `${what}, Condition ${name} ${quote(key)}`, true);
        const sameToAws = key.toLowerCase();
        if (seen.has(sameToAws)) {
          this.cannotTell(
            `${what} has the key ${quote(key)} twice under ${name}: which of them IAM keeps is not documented`,
          );
        }
        seen.add(sameToAws);
        if (values) conditions.push(conditionOf(operator, key, values, cause));
      }
    }
    return conditions;
  }

  /** A string or a list of them; in a condition a number or a boolean counts as its text. */
  private strings(value: unknown, what: () => string, scalars = false): readonly string[] | undefined {
    const list = Array.isArray(value) ? value : [value];
    const texts: string[] = [];
    for (const entry of list) {
      if (typeof entry === 'string') {
        if (RESERVED.test(entry)) return this.refuse(`${what()} holds private-use characters`);
        texts.push(entry);
      } else if (scalars && (typeof entry === 'number' || typeof entry === 'boolean')) texts.push(String(entry));
      else return this.refuse(`${what()} holds ${kindOf(entry)} where a text is needed`);
    }
    return texts;
  }
}

/** A statement as it is written; one whose effect is not known as one of each, of which neither need be there. */
function eitherEffect(value: unknown): readonly unknown[] {
  const { Effect: effect, [PERHAPS]: cause = effect, ...others } = (value ?? {}) as JsonObject;
  if (typeof effect !== 'string' || !hasSymbol(effect)) return [value];
  const why = describeSymbols(String(cause));
  return ['Allow', 'Deny'].map((one) => ({ ...others, Effect: one, [PERHAPS]: why }));
}

/** Whether a value is nothing but a text that is not known. */
function isUnknownText(value: unknown): value is string {
  return typeof value === 'string' && isSymbol(value);
}

/** Conditions of which nothing is known but what they depend on. */
function unknownCondition(symbol: string): Condition {
  const operator = { name: 'Condition', family: 'StringEquals', negated: false, ifExists: false } as const;
  const cause = describeSymbols(symbol).replace('${any key of ', '${');
  return { operator, key: symbol, values: [symbol], perhaps: dependsOn(cause) };
}

function conditionOf(
  operator: Condition['operator'],
  key: string,
  written: readonly string[],
  cause: string | undefined,
): Condition {
  const perhaps = cause === undefined ? {} : { perhaps: dependsOn(cause) };
  const read = written.map(readPerhaps);
  if (read.every((value) => value.cause === undefined)) return { operator, key, values: written, ...perhaps };
  const certain = new Set(read.filter((value) => value.cause === undefined).map(({ text }) => text));
  const open = read.filter(({ text }) => !certain.has(text));
  return {
    ...{ operator, key, values: [...new Set(read.map(({ text }) => text))] },
    ...(open.length > 0 && { perhapsValues: new Map(open.map((one) => [one.text, dependsOn(one.cause!)])) }),
    ...perhaps,
  };
}

/** Whether a statement is there, and all of its conditions with all of their values are. */
export function isCertain({ perhaps, conditions }: Statement): boolean {
  return perhaps === undefined && conditions.every((one) => one.perhaps === undefined && !one.perhapsValues);
}

/** A URL, or a host and a path, as an issuer is written; no ARN, and no bare domain such as accounts.google.com. */
function isIssuer(principal: string): boolean {
  return /^(https?:\/\/|[a-z0-9.-]+\.[a-z]+\/)/i.test(principal);
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : kindOf(value);
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
