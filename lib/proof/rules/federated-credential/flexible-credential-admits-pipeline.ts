import { exampleOfClaims, parseClaimsMatchingExpression } from '../../mechanisms/entra/claims-matching-expression';
import type { ClaimTest } from '../../mechanisms/entra/claims-matching-expression';
import { flexiblePlatform } from '../../mechanisms/entra/flexible-platform';
import { hasSymbol } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const flexibleCredentialAdmitsPipeline: Rule = {
  slug: 'flexible-credential-admits-pipeline',
  cloud: 'azure',
  level: 'warning',
  mildest: 'note',
  effect: 'Whoever can run such a pipeline has all that the identity may do, a pod’s included.',
  fix: 'Give pipelines an identity of their own. Name organisation, repository and branch or environment in the expression, a wildcard only where any value is meant.',
  sources: ['Entra Workload ID, “Flexible federated identity credentials”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const { id, identity, parentText, issuer, expression, at } of model.flexibleCredentials) {
      const platform = flexiblePlatform(issuer);
      const parsed = parseClaimsMatchingExpression(expression);
      if (!platform || !('tests' in parsed)) continue;
      if (hasSymbol(expression)) {
        undecided.push({ about: id, because: 'which pipelines it admits is not known before apply', at });
        continue;
      }
      const pods = identity !== undefined && evaluation.admissions.of(identity).length > 0;
      const example = exampleOfClaims(parsed.tests);
      const shown = example
        ? `for example ${Object.entries(example)
            .map(([claim, value]) => `${claim}=${value}`)
            .join(', ')}`
        : 'though no token was found that it accepts';
      findings.push(
        findingOf(flexibleCredentialAdmitsPipeline, {
          level: pods || isOpen(parsed.tests) ? 'warning' : 'note',
          message: `${withPlace(id, at)} lets ${platform.name} become ${identity ?? parentText}${pods ? ', which pods become as well' : ''}, where ${expression}: ${shown}.`,
          subject: identity ?? id,
          at,
        }),
      );
    }
    return { findings, undecided };
  },
};

/** No test fixes the owner, which is what stands before the second delimiter: `repo:<owner>/`, `organization:<owner>:`. */
function isOpen(tests: readonly ClaimTest[]): boolean {
  return !tests.some(({ operator, comparand }) => operator === 'eq' || /^[^*?]*[:/][^*?:/]+[:/]/.test(comparand));
}
