import { parseClaimsMatchingExpression } from '../../mechanisms/entra/claims-matching-expression';
import { flexiblePlatform } from '../../mechanisms/entra/flexible-platform';
import type { FlexibleCredential } from '../../model/identity/flexible-credential';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput } from '../rule';
import { withPlace } from '../words';

export const flexibleCredentialUnsupported: Rule = {
  slug: 'flexible-credential-unsupported',
  cloud: 'azure',
  level: 'error',
  effect: 'Entra refuses it when it is made, and no token is exchanged by it; pods of a cluster least of all.',
  fix: 'Flexible credentials are for GitHub, GitLab and Terraform Cloud. For pods make a federated credential for each service account, with its exact subject, or use AKS identity bindings where there are many.',
  sources: ['Entra Workload ID, “Flexible federated identity credentials”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const credential of model.flexibleCredentials) {
      const { id, issuer, at } = credential;
      if (hasSymbol(issuer) && evaluation.clusterOfIssuer.get(issuer)?.resourceId === undefined) {
        undecided.push({ about: id, because: `its issuer ${describeSymbols(issuer)} is not known before apply`, at });
        continue;
      }
      const what = problemOf(credential, evaluation);
      if (what === undefined) continue;
      if (hasSymbol(credential.expression) && flexiblePlatform(issuer)) {
        const because = `its expression ${describeSymbols(credential.expression)} is not known before apply`;
        undecided.push({ about: id, because, at });
        continue;
      }
      findings.push(
        findingOf(flexibleCredentialUnsupported, { message: `${withPlace(id, at)} ${what}.`, subject: id, at }),
      );
    }
    return { findings, undecided };
  },
};

function problemOf(credential: FlexibleCredential, evaluation: RuleInput['evaluation']): string | undefined {
  const { issuer, expression, languageVersion } = credential;
  const platform = flexiblePlatform(issuer);
  if (!platform) {
    const cluster = evaluation.clusterOfIssuer.get(issuer);
    const whose = cluster ? `${withPlace(cluster.id, cluster.at)}, a cluster` : 'none of the supported platforms';
    return hasSymbol(issuer) ? `has the issuer of ${whose}` : `has the issuer ${issuer} of ${whose}`;
  }
  if (languageVersion !== undefined && languageVersion !== 1) {
    return `has the language version ${languageVersion}; there is version 1 only`;
  }
  const parsed = parseClaimsMatchingExpression(expression);
  if ('problem' in parsed) {
    return `has the expression ${JSON.stringify(describeSymbols(expression))}: ${parsed.problem} (character ${parsed.position + 1})`;
  }
  const other = parsed.tests.find(({ claim }) => !platform.claims.includes(claim));
  return other && `tests the claim ${other.claim}; of ${platform.name} it may test ${platform.claims.join(' and ')}`;
}
