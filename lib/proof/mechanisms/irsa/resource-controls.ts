import { parsePolicy, possibleStatements } from '../../iam';
import type { Statement, TrustPolicy } from '../../iam';
import { isAccountId } from '../../model/aws-account';
import type { ResourceControl } from '../../model/resource-control';
import { describeSymbols, hasSymbol } from '../../model/symbol';
import { parseSymbolicJson } from '../../model/symbolic-json';

/** A policy's text with what a question tells written in. */
interface Writing {
  readonly key: string;
  write(text: string): string;
}

/** A role, by its id, and its account, where that is known. */
interface ControlledRole {
  readonly id: string;
  readonly account?: string;
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
   * @param role its account, where that is known
   */
  public over(policy: TrustPolicy, role: ControlledRole, writing: Writing = AS_IT_IS): TrustPolicy {
    if (this.controls.length === 0) return policy;
    const key = `${role.id}\n${writing.key}`;
    let found = this.policies.get(key);
    if (found?.policy !== policy) {
      const perhaps = this.controls.flatMap((control) => this.statementsOf(control, role, writing));
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
  public enforced(policy: TrustPolicy, control: ResourceControl): TrustPolicy {
    const { statements } = this.denialsOf(control, AS_IT_IS) ?? NO_DENIALS;
    return { ...policy, statements: [...policy.statements, ...statements.map((one) => ({ ...one, of: control.id }))] };
  }

  private statementsOf(control: ResourceControl, role: ControlledRole, writing: Writing): readonly Statement[] {
    const perhaps = whyPerhaps(control, role);
    if (perhaps === undefined) return [];
    this.reasons.set(describeSymbols(perhaps), control);
    const denials = this.denialsOf(control, writing);
    if (!denials) return [{ ...EVERYTHING, sid: control.id, of: control.id, perhaps }];
    return possibleStatements(denials).map((statement) => ({
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
type Denials = Pick<TrustPolicy, 'statements' | 'perhaps'>;

const NO_DENIALS: Denials = { statements: [], perhaps: [] };

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

/** Why a policy may be for a role; nothing where it is known not to be: it is attached to other accounts alone. */
function whyPerhaps({ id, targets }: ResourceControl, { id: role, account }: ControlledRole): string | undefined {
  const isOther = (target: string): boolean => account !== undefined && isAccountId(target) && target !== account;
  if (targets.length > 0 && targets.every(isOther)) return undefined;
  const unless = 'the organisation’s management account, which such policies do not bind';
  if (account !== undefined && targets.includes(account)) {
    return `${id}, a resource control policy, denies it, unless ${account} is ${unless}`;
  }
  const where = targets.filter((target) => target !== '' && !isOther(target));
  const below = where.length > 0 ? where.join(' or ') : 'what it is attached to, which is not in the input,';
  return `${id}, a resource control policy, denies it, if the account of ${role} lies below ${below} and is not ${unless}`;
}

function denialsIn(text: string): Denials | undefined {
  let document: unknown;
  try {
    document = parseSymbolicJson(text);
  } catch {
    return hasSymbol(text) ? undefined : NO_DENIALS;
  }
  const policy = parsePolicy(withoutResources(document));
  if (policy.unknown.length > 0 || policy.open.size > 0) return undefined;
  const denies = ({ effect }: Statement): boolean => effect === 'Deny';
  return { statements: policy.statements.filter(denies), perhaps: policy.perhaps.filter(denies) };
}

/** A policy as a trust is written: which resources a statement is for is not looked at, so that it may be for the role. */
function withoutResources(document: unknown): unknown {
  if (!isObject(document)) return document;
  const { Statement: written } = document;
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  return {
    ...document,
    Statement: list.map((statement) =>
      isObject(statement)
        ? Object.fromEntries(Object.entries(statement).filter(([field]) => !RESOURCES.includes(field)))
        : statement,
    ),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
