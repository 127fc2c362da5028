import { assessedStatements, coversCaller, parseResourcePolicy } from '../iam';
import type { Budget, Caller } from '../iam';
import type { CloudResource } from '../model/cloud-resource';
import { or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { parseSymbolicJson } from '../model/known/symbolic-json';
import { anyApplies, assessAll, sayEach } from './statements';
import type { Further, PermissionRequest, Source, SourcedAssessment } from './statements';

/** What a resource's own policies make of a request. */
export interface ResourceSide {
  /** Whether an Allow names the role. */
  readonly byRole: Known;
  /** Whether an Allow is for everybody. */
  readonly byEveryone: Known;
  /** Whether an Allow names the role, everybody, or the role's account, which leaves it to that account. */
  readonly byAccount: Known;
  readonly denied: Known;
  readonly because: {
    readonly allowed: readonly string[];
    readonly mayAllow: readonly string[];
    readonly denied: readonly string[];
  };
}

/** What the policies of a resource make of a request of a role. */
export function resourceSide({ policies }: CloudResource, request: PermissionRequest): ResourceSide {
  const sources: Source[] = [];
  const open: string[] = [];
  for (const { source, text, perhaps } of policies) {
    const read = text === undefined ? undefined : sourceOf(source, request.write(text), perhaps);
    if (typeof read === 'object') sources.push(read);
    else open.push(read ?? `what the policy of ${source} says is not known before apply`);
  }
  const { caller } = request;
  const byAccount = assessAll(sources, request, (budget) => [about(caller, true, budget)]);
  const byRole = assessAll(sources, request, (budget) => [about(caller, false, budget), isOfRole]);
  const byEveryone = assessAll(sources, request, (budget) => [about(caller, false, budget), isOfEveryone]);
  if (!byAccount || !byRole || !byEveryone) open.push('its policies are too large or too intricate to be worked out');
  const may: Known = open.length > 0 ? unknown(open[0]!) : false;
  const allows = (assessed: readonly SourcedAssessment[] = []): Known => or(anyApplies(assessed, 'Allow'), may);
  const said = (effect: 'Allow' | 'Deny', applies: boolean | undefined, does: string): readonly string[] =>
    sayEach(
      (byAccount ?? []).filter((one) => one.statement.effect === effect && one.applies === applies),
      does,
    );
  const isDenied = or(anyApplies(byAccount ?? [], 'Deny'), may);
  return {
    byRole: allows(byRole),
    byEveryone: allows(byEveryone),
    byAccount: allows(byAccount),
    denied: isDenied,
    because: {
      allowed: said('Allow', true, 'allows it'),
      mayAllow: [...said('Allow', undefined, 'may allow it'), ...open],
      denied:
        isDenied === true ? said('Deny', true, 'denies it') : [...said('Deny', undefined, 'may deny it'), ...open],
    },
  };
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
  const statements = assessedStatements(policy, 'Allow', 'Deny').map((statement) =>
    statement.resources.length > 0 ? statement : { ...statement, resources: ['*'] },
  );
  return { id, statements, version: policy.version, perhaps };
}

function about(caller: Caller, byAccount: boolean, budget: Budget): Further {
  return {
    answer: (statement) => coversCaller(statement, caller, byAccount || statement.effect === 'Deny', budget),
    otherwise: () => `its Principal is neither ${caller.role} nor its account`,
  };
}

const isEveryone: Further['answer'] = ({ principals }) => principals.everyone || principals.aws.includes('*');
const isOfEveryone: Further = { answer: isEveryone, otherwise: () => 'its Principal is not everybody' };
const isOfRole: Further = {
  answer: (statement) => !isEveryone(statement),
  otherwise: () => 'its Principal is everybody',
};
