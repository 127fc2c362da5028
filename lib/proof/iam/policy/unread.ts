import type { UnreadPolicy } from '../../model/identity/identity-policy';
import { reasonOfPart, expressionsOfPerhaps, withoutMarks } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol, isSymbol } from '../../model/known/symbol';
import { possibleStatements } from './policy';
import type { parsePermissionPolicy } from './policy';

/**
 * A policy of which nothing is known.
 *
 * @param whole its text, or the expression that gives it
 */
export function unreadAsWhole(because: string, whole: string): UnreadPolicy {
  return { because, statements: [], rest: [withoutMarks(describeSymbols(whole))], depends: [] };
}

/**
 * What is known of a policy that is not wholly known, and what is not.
 *
 * @param parsed its JSON
 * @param whole its text
 * @param parse reads it as what it is: an identity's, or a resource's
 */
export function unreadInPart(
  because: string,
  parsed: unknown,
  whole: string,
  parse: typeof parsePermissionPolicy,
): UnreadPolicy {
  const { Version: version, ...others } = (parsed ?? {}) as {
    readonly Version?: unknown;
    readonly Statement?: unknown;
  };
  const isVersionKnown = !hasSymbol(JSON.stringify(version ?? null));
  const written = Array.isArray(others.Statement) ? (others.Statement as readonly unknown[]) : [others.Statement];
  const document = parse(isVersionKnown ? parsed : others);
  const isKnownInPart = document.refusals.length === 0 && document.unknown.length === 0;
  // Of statements that are all not known the document says that nothing is.
  if (!isKnownInPart && !written.every((one) => typeof one === 'string' && isSymbol(one))) {
    return unreadAsWhole(because, whole);
  }
  const statements = possibleStatements(document);
  const known = new Set(statements.map(({ index }) => index));
  const rest = written.filter((_, index) => !known.has(index)).map(textOf);
  const depends = written.filter((_, index) => known.has(index)).flatMap(dependenciesOf);
  return {
    because: reasonOfPart(because),
    statements: statements.map((one) =>
      one.perhaps === undefined ? one : { ...one, perhaps: reasonOfPart(one.perhaps) },
    ),
    rest: isVersionKnown ? rest : [...rest, `Version ${describeSymbols(String(version))}`],
    depends: [...new Set(depends.map(describeSymbols))].sort(),
  };
}

function textOf(statement: unknown): string {
  return withoutMarks(describeSymbols(typeof statement === 'string' ? statement : JSON.stringify(statement)));
}

/** What decides whether a statement that is known is there, and what of its conditions. */
function dependenciesOf(statement: unknown): readonly string[] {
  const { Effect: effect } = statement as { readonly Effect: string };
  return [...expressionsOfPerhaps(statement), ...(hasSymbol(effect) ? [effect] : [])];
}
