import {
  actionRequirement,
  assess,
  inCallersWords,
  inOtherWords,
  list,
  nameOf,
  newBudget,
  withKnownVariables,
  within,
} from '../iam';
import type { Assessment, Budget, KnownRequest, Policy, Statement } from '../iam';
import { any, isUnknown, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { knownTextOf, valueOfKey } from './context';
import type { RequestContext } from './context';
import { coversResource } from './resource';

/** One request of a role's session. */
export interface PermissionRequest extends RequestContext {
  /** As it is asked for: `s3:GetObject`. */
  readonly action: string;
  /** The ARN of the resource, or `*` for an action that has none. May hold symbols. */
  readonly resource: string;
  /** Writes the names of things in a policy as `resource` has them. */
  write(text: string): string;
}

/** Statements of one document, and who has it. */
export interface Source {
  /** The id of the resource that holds it, or the name of a policy. */
  readonly id: string;
  readonly statements: readonly Statement[];
  readonly version: Policy['version'];
  /** Why none of it need be there. */
  readonly perhaps?: string;
}

/** How a statement fares, and whose it is. */
export interface SourcedAssessment extends Assessment {
  readonly source: string;
  /** Whether it is about the action at all. */
  readonly isOfAction: boolean;
}

/** What else a statement must be about. */
export type Further = KnownRequest['requirements'][number];

/** How each statement of some documents fares with a request; nothing where that is too much work. */
export function assessAll(
  sources: readonly Source[],
  request: PermissionRequest,
  further: (budget: Budget) => readonly Further[] = () => [],
): readonly SourcedAssessment[] | undefined {
  return within(() =>
    sources.flatMap((source) => {
      const budget = newBudget();
      const { version } = source;
      const valueOf = (key: string) => valueOfKey(key, request);
      const aboutAction = actionRequirement(request.action.toLowerCase(), request.action, budget);
      const known: KnownRequest = {
        ...{ version, budget, valueOf },
        keyHint: () => '',
        what: 'request',
        requirements: [
          aboutAction,
          {
            answer: (statement) => coversResource(statement, request.resource, { version, budget, context: request }),
            otherwise: ({ resources, notResource }) =>
              `its ${notResource ? 'NotResource' : 'Resource'} (${list(resources)}) ${notResource ? 'leaves out' : 'does not cover'} ${request.resource}`,
          },
          ...further(budget),
        ],
      };
      return source.statements.map((statement): SourcedAssessment => {
        const written = writtenFor(statement, request, version, source.perhaps);
        const assessment = assess(written, known);
        const isOfAction = assessment.applies !== false || aboutAction.answer(written) !== false;
        return { ...assessment, statement, source: source.id, isOfAction };
      });
    }),
  );
}

function writtenFor(
  statement: Statement,
  request: PermissionRequest,
  version: Policy['version'],
  perhaps: string | undefined,
): Statement {
  const { conditions, resources } = statement;
  const write = (text: string): string => (hasSymbol(text) ? request.write(text) : text);
  const textOf = (key: string): string | undefined => knownTextOf(key, request);
  const written: Statement = {
    ...statement,
    resources: resources.map(write),
    conditions: conditions.map((condition) => ({
      ...inOtherWords(condition, (value) => withKnownVariables(write(value), version, textOf)),
      key: write(condition.key),
    })),
    ...(perhaps !== undefined && statement.perhaps === undefined ? { perhaps } : {}),
  };
  return inCallersWords(written, request.caller);
}

/** Whether a statement of an effect applies to the request. */
export function anyApplies(assessments: readonly SourcedAssessment[], effect: Statement['effect']): Known {
  return any(
    assessments.filter(({ statement }) => statement.effect === effect),
    ({ applies, why }): Known => applies ?? unknown(why()),
  );
}

const MOST_REASONS = 8;

/** What some statements do, in words: `aws_iam_role_policy.api, statement 0, allows it: …`. */
export function sayEach(assessments: readonly SourcedAssessment[], does: string): readonly string[] {
  const said = assessments
    .slice(0, MOST_REASONS)
    .map(({ source, statement, why }) => describeSymbols(`${source}, ${nameOf(statement)}, ${does}: ${why()}`));
  const more = assessments.length - MOST_REASONS;
  return more > 0 ? [...said, `${more} more statements: the same`] : said;
}

/** Why no statement allows the request: those about the action one by one, the others counted. */
export function sayNone(assessments: readonly SourcedAssessment[], of: string): readonly string[] {
  const allows = assessments.filter(({ statement, applies }) => statement.effect === 'Allow' && applies === false);
  const near = allows.filter(({ isOfAction }) => isOfAction);
  const others = allows.length - near.length;
  const said = sayEach(near, 'does not apply');
  if (others === 0) return said.length > 0 ? said : [`${of} allows anything`];
  return [
    ...said,
    `${others} ${others === 1 ? 'statement that allows something is' : 'statements that allow something are'} about other actions`,
  ];
}

/** The reason of an answer that is not known. */
export function whyOf(answer: Known): readonly string[] {
  return isUnknown(answer) ? [describeSymbols(answer.why)] : [];
}
