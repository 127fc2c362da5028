import { parsePolicy, possibleStatements } from '../../iam';
import type { Statement, TrustPolicy } from '../../iam';
import type { Identity } from '../../model/identity/identity';
import { type Known, isNo, isYes, not, unknown } from '../../model/known/known';
import { whyItMayBind } from '../../model/identity/resource-control';
import type { ResourceControl } from '../../model/identity/resource-control';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { RoleAccount } from './role-account';
import { matchesRole } from './role-arn';

/** A policy's text with what a question tells written in. */
interface Writing {
  readonly key: string;
  write(text: string): string;
}

/** A role and its account, of which not all need be known. */
export interface ControlledRole {
  readonly role: Identity;
  readonly account: Pick<RoleAccount, 'id' | 'partition'>;
}

const AS_IT_IS: Writing = { key: '', write: (text) => text };

/** The fields of a statement that say which resources it is for. */
const RESOURCES = ['Resource', 'NotResource'];

/**
 * What resource control policies of an organisation deny, as statements of the trusts that they may be for.
 *
 * None is for a role's account for certain: they do not bind the organisation's management account, and which one that is, or
 * which accounts lie below a root or a unit, no program says. So what they deny is not known to be refused; and what they do not
 * deny, they leave as it is.
 */
export class ResourceControls {
  private readonly denials = new Map<string, Denials | undefined>();
  private readonly policies = new Map<string, { readonly policy: TrustPolicy; readonly limited: TrustPolicy }>();
  private readonly reasons = new Map<string, ResourceControl>();

  public constructor(private readonly controls: readonly ResourceControl[]) {}

  /**
   * A role's trust with what may be denied besides.
   *
   * @param controlled the role and its account
   */
  public over(policy: TrustPolicy, controlled: ControlledRole, writing: Writing = AS_IT_IS): TrustPolicy {
    if (this.controls.length === 0) return policy;
    const key = `${controlled.role.id}\n${writing.key}`;
    let found = this.policies.get(key);
    if (found?.policy !== policy) {
      const perhaps = this.controls.flatMap((control) => this.statementsOf(control, controlled, writing));
      const limited = perhaps.length === 0 ? policy : { ...policy, perhaps: [...policy.perhaps, ...perhaps] };
      this.policies.set(key, (found = { policy, limited }));
    }
    return found.limited;
  }

  /** The policies that some reasons of an uncertain answer come of. */
  public behind(reasons: readonly string[]): readonly ResourceControl[] {
    return [...new Set(reasons.flatMap((reason) => this.reasons.get(reason) ?? []))];
  }

  /** A trust as it would be with what one of them denies for certain: as if it were for the role's account. */
  public enforced(policy: TrustPolicy, control: ResourceControl, controlled: ControlledRole): TrustPolicy {
    const denials = this.denialsOf(control, AS_IT_IS) ?? NO_DENIALS;
    const certain = denials.statements.filter((one) => isYes(isAbout(denials, one, controlled)));
    return { ...policy, statements: [...policy.statements, ...certain.map((one) => ({ ...one, of: control.id }))] };
  }

  private statementsOf(control: ResourceControl, controlled: ControlledRole, writing: Writing): readonly Statement[] {
    const perhaps = whyPerhaps(control, controlled);
    if (perhaps === undefined) return [];
    this.reasons.set(describeSymbols(perhaps), control);
    const denials = this.denialsOf(control, writing);
    if (!denials) return [{ ...EVERYTHING, sid: control.id, of: control.id, perhaps }];
    return possibleStatements(denials)
      .filter((statement) => !isNo(isAbout(denials, statement, controlled)))
      .map((statement) => ({
        ...statement,
        of: control.id,
        sid: [statement.sid, control.id].filter(Boolean).join(' of '),
        perhaps,
      }));
  }

  /** What a policy denies; nothing where that is not known. One that Organizations would refuse denies nothing. */
  private denialsOf({ id, content }: ResourceControl, writing: Writing): Denials | undefined {
    if (content === undefined) return undefined;
    const place = `${writing.key}\n${id}`;
    if (!this.denials.has(place)) this.denials.set(place, denialsIn(writing.write(content)));
    return this.denials.get(place);
  }
}

/** What a policy denies, and what it may deny. */
interface Denials extends Pick<TrustPolicy, 'statements' | 'perhaps'> {
  /** The statements as they are written, by their place. */
  readonly written: readonly unknown[];
}

const NO_DENIALS: Denials = { statements: [], perhaps: [], written: [] };

/** Whether a statement is about a role. */
function isAbout({ written }: Denials, { index }: Statement, { role, account }: ControlledRole): Known {
  // What was read as a statement is an object.
  const { Resource, NotResource } = written[index] as Readonly<Record<string, unknown>>;
  const isNot = NotResource !== undefined;
  const globs = listOf(isNot ? NotResource : Resource);
  if (!globs.every((one) => typeof one === 'string')) return unknown('which resources it is for is not known');
  const named = matchesRole(globs, role, account);
  return isNot ? not(named) : named;
}

/** A statement of which nothing is known. */
const EVERYTHING: Omit<Statement, 'of' | 'perhaps'> = {
  index: 0,
  effect: 'Deny',
  principals: { everyone: true, aws: [], federated: [], service: [] },
  resources: [],
  notResource: false,
  actions: ['*'],
  actionsAsWritten: ['*'],
  notAction: false,
  conditions: [],
};

/** Why a policy may deny something to a role; nothing where it is known not to be for its account. */
function whyPerhaps(control: ResourceControl, { role, account }: ControlledRole): string | undefined {
  const where = whyItMayBind(control, { id: role.id, account: account.id });
  return where === undefined ? undefined : `${control.id}, a resource control policy, denies it, ${where}`;
}

function denialsIn(text: string): Denials | undefined {
  let document: unknown;
  try {
    document = parseSymbolicJson(text);
  } catch {
    // What is no JSON is no object either.
  }
  if (!isObject(document)) return hasSymbol(text) ? undefined : NO_DENIALS;
  const written = listOf(document.Statement);
  const policy = parsePolicy({ ...document, Statement: written.map(withoutResources) });
  if (policy.unknown.length > 0 || policy.open.size > 0) return undefined;
  const denies = ({ effect }: Statement): boolean => effect === 'Deny';
  return {
    statements: policy.statements.filter(denies),
    perhaps: policy.perhaps.filter(denies),
    written,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A statement as one of a trust is written, which names no resource. */
function withoutResources(statement: unknown): unknown {
  if (!isObject(statement)) return statement;
  return Object.fromEntries(Object.entries(statement).filter(([field]) => !RESOURCES.includes(field)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
