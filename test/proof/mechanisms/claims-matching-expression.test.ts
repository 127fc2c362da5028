import fc from 'fast-check';
import {
  exampleOfClaims,
  matchesClaims,
  parseClaimsMatchingExpression,
} from '../../../lib/proof/mechanisms/entra/claims-matching-expression';
import type { ClaimTest } from '../../../lib/proof/mechanisms/entra/claims-matching-expression';
import { flexiblePlatform } from '../../../lib/proof/mechanisms/entra/flexible-platform';

function testsOf(expression: string): readonly ClaimTest[] {
  const parsed = parseClaimsMatchingExpression(expression);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.tests;
}

/** Whether a token with this subject is taken. */
function takes(expression: string, sub: string): boolean {
  return matchesClaims(testsOf(expression), { sub });
}

describe('the expression of a flexible credential', () => {
  test('compares exactly with eq, wildcards and case included', () => {
    expect(takes("claims['sub'] eq 'repo:contoso/app:*'", 'repo:contoso/app:*')).toBe(true);
    expect(takes("claims['sub'] eq 'repo:contoso/app:*'", 'repo:contoso/app:x')).toBe(false);
    expect(takes("claims['sub'] eq 'repo:Contoso/app'", 'repo:contoso/app')).toBe(false);
  });

  test('reads * as any text and ? as one character with matches', () => {
    const expression = "claims['sub'] matches 'repo:contoso/app-*:ref:refs/heads/????'";
    expect(takes(expression, 'repo:contoso/app-1:ref:refs/heads/main')).toBe(true);
    expect(takes(expression, 'repo:contoso/app-:ref:refs/heads/main')).toBe(true);
    expect(takes(expression, 'repo:contoso/app-1:ref:refs/heads/master')).toBe(false);
    expect(takes(expression, 'repo:Contoso/app-1:ref:refs/heads/main')).toBe(false);
  });

  test('takes a token only if all that “and” joins is true of it', () => {
    const tests = testsOf("claims['sub'] matches 'repo:o/*' and claims['job_workflow_ref'] matches 'o/ci/*@main'");
    expect(matchesClaims(tests, { sub: 'repo:o/a', job_workflow_ref: 'o/ci/x.yml@main' })).toBe(true);
    expect(matchesClaims(tests, { sub: 'repo:o/a', job_workflow_ref: 'o/ci/x.yml@dev' })).toBe(false);
    expect(matchesClaims(tests, { sub: 'repo:o/a' })).toBe(false);
  });

  test('has a quote in a text doubled', () => {
    expect(testsOf("claims['sub'] eq 'it''s'")).toEqual([{ claim: 'sub', operator: 'eq', comparand: "it's" }]);
  });

  test.each([
    ['', 0],
    ['sub eq x', 0],
    ["claims['sub'] eq repo:o/a", 0],
    ['claims[‘sub’] eq ‘repo:o/a’', 0],
    ["claims['sub']  eq 'a'", 0],
    ["claims['sub'] startsWith 'a'", 0],
    ["claims['sub'] EQ 'a'", 0],
    ["claims['sub'] eq 'a' or claims['sub'] eq 'b'", 20],
    ["claims['sub'] eq 'a' and ", 25],
    ["claims['sub'] eq 'a", 0],
  ])('that is none is refused, with the place: %s', (expression, position) => {
    expect(parseClaimsMatchingExpression(expression)).toEqual({ problem: expect.any(String), position });
  });

  test('that is hostile is told of at once', () => {
    const start = performance.now();
    parseClaimsMatchingExpression(`claims['sub'] eq '${"''".repeat(50_000)}`);
    takes(`claims['sub'] matches '${'*a'.repeat(60)}b'`, 'a'.repeat(2_000));
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('laws', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', "'", '*', '?'), maxLength: 8 });
  const test1 = fc.record({
    claim: fc.constantFrom('sub', 'ref'),
    operator: fc.constantFrom('eq', 'matches'),
    comparand: text,
  });

  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.array(test1, { minLength: 1, maxLength: 3 }), (tests) => {
        const written = tests.map(
          ({ claim, operator, comparand }) => `claims['${claim}'] ${operator} '${comparand.replaceAll("'", "''")}'`,
        );
        expect(testsOf(written.join(' and '))).toEqual(tests);
      }),
    );
  });

  test('a text matches a pattern as a naive matcher says', () => {
    const naive = (pattern: string, value: string): boolean => {
      if (pattern === '') return value === '';
      if (pattern[0] === '*') return naive(pattern.slice(1), value) || (value !== '' && naive(pattern, value.slice(1)));
      return value !== '' && (pattern[0] === '?' || pattern[0] === value[0]) && naive(pattern.slice(1), value.slice(1));
    };
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const tests: ClaimTest[] = [{ claim: 'sub', operator: 'matches', comparand: pattern }];
        expect(matchesClaims(tests, { sub: value })).toBe(naive(pattern, value));
      }),
      { numRuns: 1000 },
    );
  });

  test('an example takes an exact text first, and the longest of several patterns', () => {
    const sub = (operator: ClaimTest['operator'], comparand: string): ClaimTest => ({
      claim: 'sub',
      operator,
      comparand,
    });
    expect(exampleOfClaims([sub('matches', 'a*')])).toEqual({ sub: 'aany' });
    expect(exampleOfClaims([sub('matches', 'a?c')])).toEqual({ sub: 'axc' });
    expect(exampleOfClaims([sub('eq', 'a*')])).toEqual({ sub: 'a*' });
    for (const tests of [
      [sub('matches', 'a*longer'), sub('eq', 'ab-longer')],
      [sub('eq', 'ab-longer'), sub('matches', 'a*longer')],
    ]) {
      expect(exampleOfClaims(tests)).toEqual({ sub: 'ab-longer' });
    }
    for (const tests of [
      [sub('matches', '****a'), sub('eq', 'a')],
      [sub('eq', 'a'), sub('matches', '****a')],
    ]) {
      expect(exampleOfClaims(tests)).toEqual({ sub: 'a' });
    }
    for (const tests of [
      [sub('matches', '*'), sub('matches', 'repo:*')],
      [sub('matches', 'repo:*'), sub('matches', '*')],
    ]) {
      expect(exampleOfClaims(tests)).toEqual({ sub: 'repo:any' });
    }
    expect(exampleOfClaims([sub('eq', 'a'), sub('eq', 'b')])).toBeUndefined();
  });

  test('an example is always taken', () => {
    fc.assert(
      fc.property(fc.array(test1 as fc.Arbitrary<ClaimTest>, { minLength: 1, maxLength: 3 }), (tests) => {
        const example = exampleOfClaims(tests);
        if (example) expect(matchesClaims(tests, example)).toBe(true);
        // One test can always be met, and its example is found.
        else expect(tests.length).toBeGreaterThan(1);
      }),
    );
  });
});

test('flexible credentials are for GitHub, GitLab and Terraform Cloud', () => {
  const named = (issuer: string): string | undefined => flexiblePlatform(issuer)?.name;
  expect(named('https://token.actions.githubusercontent.com')).toBe('GitHub Actions');
  for (const host of ['gitlab.com', 'gitlab.contoso.com', 'gitlab.contoso.ca']) {
    expect(named(`https://${host}`)).toBe('GitLab pipelines');
  }
  for (const host of ['app.terraform.io', 'app.eu.terraform.io']) {
    expect(named(`https://${host}`)).toBe('Terraform Cloud runs');
  }
  for (const issuer of [
    'https://token.actions.githubusercontent.com/',
    'https://gitlab.ca',
    'https://gitlab.contoso.org',
    'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    'https://westeurope.oic.prod-aks.azure.com/t/c/',
  ]) {
    expect(named(issuer)).toBeUndefined();
  }
});
