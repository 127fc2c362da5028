import { askFlexible } from '../../../../lib/proof/mechanisms/entra/ask-flexible';
import { flexiblePlatform } from '../../../../lib/proof/mechanisms/entra/flexible-platform';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { PresentedToken } from '../../../../lib/proof/mechanisms/presented-token';
import type { FlexibleCredential } from '../../../../lib/proof/model/identity/flexible-credential';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { equal } from '../../../../lib/proof/model/known/text';

const GITHUB = 'https://token.actions.githubusercontent.com';
const AUDIENCE = 'api://AzureADTokenExchange';
const EXPRESSION = `claims['sub'] matches 'repo:contoso/*'`;
const UNKNOWN = symbolOf('var.x');

/** How a pipeline of contoso/app fares with a credential for all of contoso, but for what is said. */
function asked(parts: Partial<FlexibleCredential>, presented: Partial<PresentedToken> = {}): Outcome {
  const credential: FlexibleCredential = {
    id: 'fic',
    parentText: 'app',
    issuer: GITHUB,
    expression: EXPRESSION,
    audiences: [AUDIENCE],
    at: { file: 'main.tf', pointer: '' },
    ...parts,
  };
  const token = { issuer: GITHUB, subject: 'repo:contoso/app', audience: AUDIENCE, ...presented };
  return askFlexible(credential, token, ({ issuer }, other) => equal(issuer, other));
}
const refused = (why: string): Outcome => ({ admitted: false, because: [`fic does not take it: ${why}`] });
const open = (why: string): Outcome => ({ admitted: undefined, because: [`fic may take it: ${why}`] });

describe('a flexible credential', () => {
  test('takes a token whose subject its expression matches', () => {
    expect(asked({})).toEqual({ admitted: true, because: [`fic takes it: the subject matches ${EXPRESSION}`] });
    expect(asked({ languageVersion: 1 }).admitted).toBe(true);
    expect(asked({ audiences: ['other', AUDIENCE] }).admitted).toBe(true);
  });

  test('refuses a token of another issuer', () => {
    expect(asked({}, { issuer: 'https://gitlab.com' })).toEqual(refused(`it is for tokens of "${GITHUB}"`));
  });

  test('refuses a cluster’s token, whatever it asks for', () => {
    const issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
    expect(asked({ issuer }, { issuer })).toEqual(
      refused('Entra takes flexible credentials for GitHub, GitLab and Terraform Cloud only, and for no cluster'),
    );
  });

  test('refuses another audience', () => {
    expect(asked({ audiences: ['a', 'b'] })).toEqual(refused('its audience is "a", "b"'));
    expect(asked({ audiences: [] })).toEqual(refused('its audience is none'));
  });

  test('refuses everybody by an expression that is none, of another version, or on a claim of another platform', () => {
    expect(asked({ expression: 'sub' })).toEqual(
      refused(`its expression "sub" is none: claims['<name>'] <operator> '<text>' is expected, with single spaces`),
    );
    expect(asked({ expression: `claims['sub'] is 'x'` })).toEqual(
      refused(`its expression "claims['sub'] is 'x'" is none: is is not an operator: there are eq and matches`),
    );
    expect(asked({ expression: `claims['sub'] eq 'x' or claims['sub'] eq 'y'` })).toEqual(
      refused(
        `its expression "claims['sub'] eq 'x' or claims['sub'] eq 'y'" is none: only " and " joins two comparisons`,
      ),
    );
    expect(asked({ languageVersion: 2 })).toEqual(
      refused('it has the language version 2, and there is version 1 only'),
    );
    expect(asked({ expression: `claims['ref'] eq 'main'` })).toEqual(
      refused('its expression tests the claim ref, which Entra does not take for GitHub Actions'),
    );
  });

  test('refuses a subject that its expression does not match', () => {
    expect(asked({}, { subject: 'repo:other/app' })).toEqual(
      refused(`its expression ${EXPRESSION} fails for the subject`),
    );
    const workflow = `claims['job_workflow_ref'] eq 'x' and claims['sub'] eq 'y'`;
    expect(asked({ expression: workflow })).toEqual(refused(`its expression ${workflow} fails for the subject`));
  });

  test('is not decided where it asks for a claim that the question does not tell', () => {
    const expression = `${EXPRESSION} and claims['job_workflow_ref'] eq 'x'`;
    expect(asked({ expression })).toEqual(
      open('its expression asks for job_workflow_ref too, of which the query says nothing'),
    );
    expect(asked({ expression: `${expression} and claims['job_workflow_ref'] matches '*'` })).toEqual(
      open('its expression asks for job_workflow_ref, job_workflow_ref too, of which the query says nothing'),
    );
  });

  test.each<[string, Partial<FlexibleCredential>, Partial<PresentedToken>]>([
    ['issuer', { issuer: `https://${UNKNOWN}` }, {}],
    ['audience', { audiences: [UNKNOWN] }, {}],
    ['comparand', { expression: `claims['sub'] eq '${UNKNOWN}'` }, {}],
    ['claim', { expression: `claims['sub'] matches '*' and claims['sub'] eq '${UNKNOWN}'` }, {}],
    ['token’s subject', {}, { subject: UNKNOWN }],
  ])('is not decided where the %s is not known', (_, parts, presented) => {
    expect(asked(parts, presented)).toEqual(open('what it asks for is not known before apply'));
  });

  test('is not decided where the expression, or a claim’s name in it, is not known', () => {
    expect(asked({ expression: UNKNOWN })).toEqual(open('its expression is not known before apply'));
    expect(asked({ expression: `claims['${UNKNOWN}'] eq 'x'` }).admitted).toBeUndefined();
  });
});

describe('the platforms of flexible credentials', () => {
  test.each([
    [GITHUB, 'GitHub Actions', ['sub', 'job_workflow_ref']],
    ['https://gitlab.com', 'GitLab pipelines', ['sub']],
    ['https://gitlab.example.com', 'GitLab pipelines', ['sub']],
    ['https://gitlab.example.ca', 'GitLab pipelines', ['sub']],
    ['https://app.terraform.io', 'Terraform Cloud runs', ['sub']],
    ['https://app.eu.terraform.io', 'Terraform Cloud runs', ['sub']],
  ])('%s is that of %s, with its claims', (issuer, name, claims) => {
    expect(flexiblePlatform(issuer)).toEqual({ name, claims });
  });

  test.each([
    'https://gitlab.ca',
    'https://gitlab.a.b.com',
    'https://gitlab..com',
    'https://gitlab.com/',
    'http://gitlab.com',
    'xhttps://gitlab.com',
    'https://my.gitlab.com',
    'https://gitlab.com.evil.org',
    'https://app.us.terraform.io',
    'https://app.terraform.io/',
    'xhttps://app.terraform.io',
    'https://token.actions.githubusercontent.com/enterprise',
  ])('%s is of none', (issuer) => {
    expect(flexiblePlatform(issuer)).toBeUndefined();
  });
});
