import { patternOf, spend, withKnownVariables } from '../iam';
import type { Budget, Statement } from '../iam';
import { any, not, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { takesPieces } from '../model/known/glob';
import { ONE, RUN, mayMeetPieces, pieceCovers, piecesOf } from '../model/known/pattern';
import { areTwoResources, readOfResource } from '../model/known/two-resources';
import type { ReadOfResource } from '../model/known/two-resources';
import { knownTextOf, valueOfKey } from './context';
import type { RequestContext } from './context';

/** Any text without a colon. */
const WITHIN = '\uE005';

/**
 * Whether a statement is about a resource by its `Resource` or `NotResource`. Case counts; `*` and `?` are wildcards, and policy
 * variables stand for what the request has.
 *
 * @param resource the ARN as the request has it; may hold symbols
 * @see IAM User Guide, "IAM JSON policy elements: Resource"
 */
export function coversResource(
  { resources, notResource }: Pick<Statement, 'resources' | 'notResource'>,
  resource: string,
  reading: {
    readonly version: '2008-10-17' | '2012-10-17';
    readonly budget: Budget;
    readonly context: RequestContext;
  },
): Known {
  const named = any(resources, (pattern): Known => {
    if (pattern === '*' || pattern === resource) return true;
    if (areTwoPolicies(pattern, resource)) return false;
    const written = withKnownVariables(pattern, reading.version, (key) => knownTextOf(key, reading.context));
    const isAbsent = (key: string): boolean => valueOfKey(key, reading.context).kind === 'absent';
    const { glob, certain, never } = patternOf(written, 'StringLike', reading.version, isAbsent);
    if (never) return false;
    const answer = matchesArn(glob, resource, reading.budget);
    if (certain || answer === false) return answer;
    return unknown(`what the variables in ${pattern} stand for is not known`);
  });
  return notResource ? not(named) : named;
}

/** Whether two ARNs that are not known are of two policies that the program makes. */
function areTwoPolicies(one: string, other: string): boolean {
  const [first, second] = [readOfPolicy(one), readOfPolicy(other)];
  return first !== undefined && second !== undefined && (first.root !== second.root || areTwoResources(first, second));
}

function readOfPolicy(arn: string): ReadOfResource | undefined {
  const read = readOfResource(arn);
  return read?.type === 'aws_iam_policy' && read.attribute === 'arn' ? read : undefined;
}

/** @param pattern with {@link RUN} for what may be any text */
function matchesArn(pattern: string, resource: string, budget: Budget): Known {
  const wanted = piecesOf(pattern);
  const given = piecesOf(resource);
  spend(budget, wanted.length + given.length);
  const [rest, own] = withoutStart(wanted, given);
  if (takesPieces(rest, own, RUN, pieceCovers)) {
    if (isWithinSegments(wanted, given)) return true;
    return unknown(`AWS does not say whether a * in the middle of a part goes beyond its colon, to ${resource}`);
  }
  return mayMeetPieces(rest, own) ? unknown(`whether it is about ${resource} is not known before apply`) : false;
}

/** Both without what they begin with alike, which no wildcard is: of one unknown value each is the same. */
function withoutStart(
  wanted: readonly string[],
  given: readonly string[],
): readonly [readonly string[], readonly string[]] {
  let at = 0;
  while (at < wanted.length && wanted[at] === given[at] && wanted[at] !== RUN && wanted[at] !== ONE) at++;
  return [wanted.slice(at), given.slice(at)];
}

/** Whether it matches though only a wildcard at the end of a part goes beyond its colon, which is what is documented. */
function isWithinSegments(wanted: readonly string[], given: readonly string[]): boolean {
  const runs = wanted.map((piece, index) => {
    const next = wanted[index + 1];
    return piece === RUN && next !== undefined && next !== ':' && next !== RUN && beforeLastPart(wanted, index)
      ? WITHIN
      : piece;
  });
  return takesWithin(runs, given);
}

/** Whether a piece stands in one of the five parts before the last, which is all that has colons of its own. */
function beforeLastPart(wanted: readonly string[], index: number): boolean {
  return wanted.slice(0, index).filter((piece) => piece === ':').length < 5;
}

/** As `takesPieces`, of two kinds of runs. Time is bounded by the product of the lengths. */
function takesWithin(pattern: readonly string[], text: readonly string[]): boolean {
  if (!pattern.includes(WITHIN)) return true;
  let places = new Set([0]);
  const skip = (from: Set<number>): Set<number> => {
    for (const place of from) if (pattern[place] === RUN || pattern[place] === WITHIN) from.add(place + 1);
    return from;
  };
  places = skip(places);
  for (const own of text) {
    const next = new Set<number>();
    for (const place of places) {
      const piece = pattern[place];
      if (piece === undefined) continue;
      if (piece === RUN || (piece === WITHIN && own !== ':')) next.add(place);
      else if (piece !== WITHIN && pieceCovers(piece, own)) next.add(place + 1);
    }
    places = skip(next);
  }
  return places.has(pattern.length);
}
