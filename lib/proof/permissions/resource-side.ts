import { assessedStatements, coversCaller, list, nameOf, namesSession, parseResourcePolicy, whySession } from '../iam';
import type { Budget, Caller, Condition, Statement } from '../iam';
import type { AttachedPolicy, CloudResource } from '../model/cloud-resource';
import { isNo, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { parseSymbolicJson } from '../model/known/symbolic-json';
import { whyPerhapsNone } from '../model/uncounted';
import type { Uncounted } from '../model/uncounted';
import { anyApplies, assessAll, sayEach } from './statements';
import type { Further, PermissionRequest, Source, SourcedAssessment } from './statements';

/** What a resource's own policies make of a request. */
export interface ResourceSide {
  /** Whether an Allow names the role: what limits the role limits that as well. */
  readonly byRole: Known;
  /** Whether an Allow is for everybody: whether what limits the role limits that is not documented. */
  readonly byEveryone: Known;
  /** Whether an Allow names a session of the role, or is for everybody on a condition on aws:PrincipalArn: nothing limits that. */
  readonly unlimited: Known;
  /** Whether an Allow names the role, a session of it, or its account, which leaves it to that account. */
  readonly byName: Known;
  /** The same, or everybody. */
  readonly byAccount: Known;
  /** Whether a grant of a key names the role. */
  readonly byGrant: Known;
  readonly denied: Known;
  readonly because: {
    readonly allowed: readonly string[];
    readonly mayAllow: readonly string[];
    readonly denied: readonly string[];
    readonly granted: readonly string[];
  };
}

/** What of a role decides how a resource's policy counts. */
export interface RoleFacts {
  /** Whether it has a permissions boundary. */
  readonly isBounded: Known;
  readonly uncounted: Uncounted;
}

/**
 * What the policies of a resource make of a request of a role.
 *
 * @see IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", "AWS JSON policy elements:
 * NotPrincipal"
 */
export function resourceSide(
  { policies, grants = [] }: CloudResource,
  request: PermissionRequest,
  role: RoleFacts,
): ResourceSide {
  const { sources, open } = sourcesOf(policies, request, role);
  const given = sourcesOf(grants, request, role);
  const { caller } = request;
  const who = (byAccount: boolean, budget: Budget): Further => about(caller, { ...role, byAccount, budget });
  const byAccount = assessAll(sources, request, (budget) => [who(true, budget)]);
  const byName = assessAll(sources, request, (budget) => [who(true, budget), isNamed]);
  const byRole = assessAll(sources, request, (budget) => [who(false, budget), isNamed, isNoSession(caller)]);
  const byEveryone = assessAll(sources, request, (budget) => [who(false, budget), isOfEveryone]);
  const unlimited = assessAll(sources, request, (budget) => [who(false, budget), isUnlimited(caller)]);
  const granted = assessAll(given.sources, request, (budget) => [granteeOf(caller, budget)]);
  if (![byAccount, byName, byRole, byEveryone, unlimited, granted].every((one) => one !== undefined)) {
    open.push('its policies are too large or too intricate to be worked out');
  }
  const may: Known = open.length > 0 ? unknown(open[0]!) : false;
  const allows = (assessed: readonly SourcedAssessment[] = []): Known => or(anyApplies(assessed, 'Allow'), may);
  const said = (effect: 'Allow' | 'Deny', applies: boolean | undefined, does: string): readonly string[] =>
    sayEach(
      (byAccount ?? []).filter((one) => one.statement.effect === effect && one.applies === applies),
      does,
    );
  const isDenied = or(anyApplies(byAccount ?? [], 'Deny'), may);
  const byGrant = or(anyApplies(granted ?? [], 'Allow'), given.open.length > 0 ? unknown(given.open[0]!) : false);
  return {
    byRole: allows(byRole),
    byEveryone: allows(byEveryone),
    unlimited: allows(unlimited),
    byName: allows(byName),
    byAccount: allows(byAccount),
    byGrant,
    denied: isDenied,
    because: {
      allowed: said('Allow', true, 'allows it'),
      mayAllow: [...said('Allow', undefined, 'may allow it'), ...open],
      denied: [
        ...(isYes(isDenied) ? said('Deny', true, 'denies it') : [...said('Deny', undefined, 'may deny it'), ...open]),
        ...(byAccount ?? []).flatMap((one) => whyDeniedThough(one, caller)),
      ],
      granted: sayGrants(granted ?? [], byGrant),
    },
  };
}

function sourcesOf(
  policies: readonly AttachedPolicy[],
  request: PermissionRequest,
  { uncounted }: RoleFacts,
): { readonly sources: Source[]; readonly open: string[] } {
  const sources: Source[] = [];
  const open: string[] = [];
  for (const { source, text, perhaps } of policies) {
    const maybe = perhaps ?? whyPerhapsNone(uncounted, [source]);
    const read = text === undefined ? undefined : sourceOf(source, request.write(text), maybe);
    if (typeof read === 'object') sources.push(read);
    else open.push(read ?? `what the policy of ${source} says is not known before apply`);
  }
  return { sources, open };
}

/** A policy's statements, or why they are not known. */
function sourceOf(id: string, text: string, perhaps: string | undefined): Source | string {
  let parsed: unknown;
  try {
    parsed = parseSymbolicJson(text);
  } catch {
    return `the policy of ${id} is not JSON, which AWS refuses`;
  }
  const policy = parseResourcePolicy(parsed);
  const [refused] = policy.refusals;
  if (refused !== undefined) return `AWS refuses the policy of ${id}: ${refused}`;
  const [unclear] = policy.unknown;
  if (unclear !== undefined) return `the policy of ${id}: ${unclear}`;
  // Of what may be there besides nothing is known: it may allow, and deny, anything.
  const statements = assessedStatements(policy, 'Allow', 'Deny');
  return { id, statements, version: policy.version, perhaps };
}

interface Who extends RoleFacts {
  readonly byAccount: boolean;
  readonly budget: Budget;
}

function about(caller: Caller, { byAccount, budget, isBounded }: Who): Further {
  return {
    answer: (statement) =>
      statement.notPrincipal
        ? isAboutOthers(statement, caller, isBounded, budget)
        : coversCaller(statement, caller, byAccount || statement.effect === 'Deny', budget),
    otherwise: ({ notPrincipal }) =>
      notPrincipal
        ? `its NotPrincipal leaves out ${caller.role}`
        : `its Principal is neither ${caller.role} nor its account`,
  };
}

/** Whom a grant of a key names. AWS KMS, "CreateGrant": also an account, of which it does not say who in it may use the grant. */
function granteeOf(caller: Caller, budget: Budget): Further {
  return {
    answer: (statement) => {
      const isRole = coversCaller(statement, caller, false, budget);
      if (isRole !== false || coversCaller(statement, caller, true, budget) === false) return isRole;
      return { why: `it is for an account, and AWS does not say whether ${caller.role} may use it` };
    },
    otherwise: () => `it is neither for ${caller.role} nor for its account`,
  };
}

/**
 * Whether a statement with `NotPrincipal` is about a role. A Deny is about each that has a permissions boundary; else about whom it does
 * not name, of whom AWS may hold account, role and session against it one by one. With an Allow AWS does not support it.
 */
function isAboutOthers(
  statement: Statement,
  caller: Caller,
  isBounded: Known,
  budget: Budget,
): ReturnType<typeof coversCaller> {
  if (statement.effect === 'Allow') {
    return { why: 'AWS does not support NotPrincipal with Allow, and does not say whom it lets in' };
  }
  if (isYes(isBounded)) return true;
  if (coversCaller(statement, caller, true, budget) === false) return true;
  return {
    why: `its NotPrincipal names ${caller.role} or its account, and AWS may hold account, role and session against it one by one: a Deny for everybody with ArnNotEquals on aws:PrincipalArn is decided`,
  };
}

function whyDeniedThough({ statement, source, applies }: SourcedAssessment, { role }: Caller): readonly string[] {
  const { notPrincipal, effect, principals } = statement;
  if (applies !== true || effect !== 'Deny' || !notPrincipal) return [];
  return [
    `${source}, ${nameOf(statement)}, has NotPrincipal (${list(principals.aws)}): it denies all others, and each role that has a permissions boundary, as ${role} may`,
  ];
}

const isEveryone = ({ principals, notPrincipal }: Statement): boolean =>
  !notPrincipal && (principals.everyone || principals.aws.includes('*'));
const isOfEveryone: Further = { answer: isEveryone, otherwise: () => 'its Principal is not everybody' };
const isNamed: Further = {
  answer: (statement) => !isEveryone(statement),
  otherwise: () => 'its Principal is everybody',
};

/** Without those statements of which only a session may be named. */
function isNoSession(caller: Caller): Further {
  return {
    answer: (statement) =>
      !namesSession(statement, caller) || statement.principals.aws.some((one) => caller.isCaller(one)),
    otherwise: () => 'its Principal is a session',
  };
}

function isUnlimited(caller: Caller): Further {
  return {
    answer: (statement) => {
      if (isEveryone(statement)) return statement.conditions.some(asksForRole);
      if (!namesSession(statement, caller)) return false;
      return { why: whySession(caller) };
    },
    otherwise: () => 'its Principal is limited',
  };
}

function asksForRole({ key, operator, perhaps }: Condition): boolean {
  const isOfText = /^(String|Arn)/.test(operator.family);
  return key.toLowerCase() === 'aws:principalarn' && isOfText && !operator.negated && perhaps === undefined;
}

function sayGrants(granted: readonly SourcedAssessment[], byGrant: Known): readonly string[] {
  if (isNo(byGrant)) return [];
  const applies = isYes(byGrant) ? true : undefined;
  return granted
    .filter((one) => one.applies === applies)
    .map(({ source, statement, why }) => {
      if (applies) return describeSymbols(`${source} grants it`);
      const because = statement.conditions.length > 0 ? 'its constraints ask for an encryption context' : why();
      return describeSymbols(`${source} may grant it: ${because}`);
    });
}
