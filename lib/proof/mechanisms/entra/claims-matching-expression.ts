import { matchesGlob } from '../../model/known/glob';

/** One comparison of a claims matching expression. */
export interface ClaimTest {
  readonly claim: string;
  /** `eq` compares exactly; `matches` reads `*` as any text and `?` as any one character. */
  readonly operator: 'eq' | 'matches';
  readonly comparand: string;
}

/** Tests joined by `and`, or what is wrong and where (characters from 0). */
export type ClaimsMatchingExpression =
  { readonly tests: readonly ClaimTest[] } | { readonly problem: string; readonly position: number };

/** A claim's name between brackets, an operator, and a text in which a quote is doubled; single spaces between them. */
const TEST = /claims\['([^']+)'\] (\S+) '((?:[^']|'')*)'/y;

/**
 * Parses version 1 of the language of flexible federated credentials.
 * Source: Entra Workload ID, "Flexible federated identity credentials".
 */
export function parseClaimsMatchingExpression(text: string): ClaimsMatchingExpression {
  const tests: ClaimTest[] = [];
  let position = 0;
  for (;;) {
    TEST.lastIndex = position;
    const match = TEST.exec(text);
    if (!match) {
      return { problem: "claims['<name>'] <operator> '<text>' is expected, with single spaces", position };
    }
    const [whole, claim, operator, comparand] = match as unknown as [string, string, string, string];
    if (operator !== 'eq' && operator !== 'matches') {
      return { problem: `${operator} is not an operator: there are eq and matches`, position };
    }
    tests.push({ claim, operator, comparand: comparand.replace(/''/g, "'") });
    position += whole.length;
    if (position === text.length) return { tests };
    if (!text.startsWith(' and ', position)) return { problem: 'only " and " joins two comparisons', position };
    position += ' and '.length;
  }
}

/** Whether a token with these claims is taken. A claim that it does not have matches nothing. */
export function matchesClaims(tests: readonly ClaimTest[], claims: Readonly<Record<string, string>>): boolean {
  return tests.every(({ claim, operator, comparand }) => {
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (value === undefined) return false;
    return operator === 'eq' ? value === comparand : matchesGlob(comparand, value);
  });
}

/** A token that would be taken: the first that is found by filling the wildcards; nothing where none is. */
export function exampleOfClaims(tests: readonly ClaimTest[]): Record<string, string> | undefined {
  const claims: Record<string, string> = {};
  // An exact text leaves no choice; of several patterns the longest says most.
  const order = [...tests].sort(
    (a, b) => Number(b.operator === 'eq') - Number(a.operator === 'eq') || b.comparand.length - a.comparand.length,
  );
  for (const { claim, operator, comparand } of order) {
    claims[claim] ??= operator === 'eq' ? comparand : comparand.replace(/\*/g, 'any').replace(/\?/g, 'x');
  }
  return matchesClaims(tests, claims) ? claims : undefined;
}
