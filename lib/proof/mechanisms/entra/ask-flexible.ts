import { matchesClaims, parseClaimsMatchingExpression } from './claims-matching-expression';
import { flexiblePlatform } from './flexible-platform';
import type { FlexibleCredential } from '../../model/identity/flexible-credential';
import { hasSymbol } from '../../model/known/symbol';
import type { Outcome } from '../outcome';
import type { SameIssuer } from '../difference';
import { issuerText } from '../presented-token';
import type { PresentedToken } from '../presented-token';
import { isUnknown } from '../../model/known/known';
import { equal } from '../../model/known/text';

/**
 * Whether a flexible federated credential takes a token. It is for pipelines: Entra accepts none for a cluster's issuer.
 * Entra Workload ID, "Flexible federated identity credentials".
 */
export function askFlexible(credential: FlexibleCredential, token: PresentedToken, sameIssuer: SameIssuer): Outcome {
  const { id, issuer, expression, audiences, languageVersion } = credential;
  const refuse = (why: string): Outcome => ({ admitted: false, because: [`${id} does not take it: ${why}`] });
  const isIssuer = sameIssuer(token, issuer);
  if (isIssuer === false) return refuse(`it is for tokens of ${issuerText(issuer)}`);
  const platform = flexiblePlatform(issuer);
  if (!hasSymbol(issuer) && !platform) {
    return refuse('Entra takes flexible credentials for GitHub, GitLab and Terraform Cloud only, and for no cluster');
  }
  if (audiences.every((audience) => equal(audience, token.audience) === false)) {
    return refuse(`its audience is ${audiences.map((audience) => JSON.stringify(audience)).join(', ') || 'none'}`);
  }
  const parsed = parseClaimsMatchingExpression(expression);
  if ('problem' in parsed && hasSymbol(expression)) {
    return { admitted: undefined, because: [`${id} may take it: its expression is not known before apply`] };
  }
  if ('problem' in parsed) return refuse(`its expression ${JSON.stringify(expression)} is none: ${parsed.problem}`);
  if (languageVersion !== undefined && languageVersion !== 1) {
    return refuse(`it has the language version ${languageVersion}, and there is version 1 only`);
  }
  const odd = parsed.tests.find(({ claim }) => platform && !platform.claims.includes(claim));
  if (odd && !hasSymbol(odd.claim))
    return refuse(`its expression tests the claim ${odd.claim}, which Entra does not take for ${platform!.name}`);
  const ofSubject = parsed.tests.filter(({ claim }) => claim === 'sub');
  if (!hasSymbol(expression + token.subject) && !matchesClaims(ofSubject, { sub: token.subject })) {
    return refuse(`its expression ${expression} fails for the subject`);
  }
  const others = parsed.tests.filter(({ claim }) => claim !== 'sub').map(({ claim }) => claim);
  if (others.length > 0) {
    return {
      admitted: undefined,
      because: [`${id} may take it: its expression asks for ${others.join(', ')} too, of which the query says nothing`],
    };
  }
  if (isUnknown(isIssuer) || hasSymbol(expression + token.subject + audiences.join())) {
    return { admitted: undefined, because: [`${id} may take it: what it asks for is not known before apply`] };
  }
  return { admitted: true, because: [`${id} takes it: the subject matches ${expression}`] };
}
