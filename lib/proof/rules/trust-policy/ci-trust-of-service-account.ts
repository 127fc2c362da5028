import { issuerWithoutScheme } from '../../../core/trust/issuer';
import type { ClaimCondition } from '../../evaluate/trust-statements';
import { statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { isYes } from '../../model/known/known';
import type { Place } from '../../model/place';
import { serviceOfIssuer } from '../../model/cluster/service-issuer';
import { describeSymbols } from '../../model/known/symbol';
import { startsWith } from '../../model/known/text';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const SERVICE_ACCOUNT = 'system:serviceaccount:';

export const ciTrustOfServiceAccount: Rule = {
  slug: 'ci-trust-of-service-account',
  level: 'warning',
  effect:
    'Nobody gets the identity by it: only a Kubernetes cluster signs tokens with the subject of a service account.',
  fix: 'For pods, trust the issuer of their cluster. For a pipeline, name its own subject, such as repo:<owner>/<name>:ref:refs/heads/main.',
  sources: [
    'Kubernetes, “Service account tokens”',
    'GitHub Docs, “OpenID Connect reference: example subject claims”',
    'GitLab Docs, “OpenID Connect in AWS”',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    const add = (what: string, issuer: string, subject: string, identity: string, at: Place): void => {
      const name = serviceOfIssuer(issuer)?.name;
      findings.push(
        findingOf(ciTrustOfServiceAccount, {
          message: `${what} asks for the subject ${describeSymbols(subject)} of ${describeSymbols(issuerWithoutScheme(issuer))}, the issuer of ${name}, which is not a cluster and signs no token of a service account: it admits nobody.`,
          subject: identity,
          at,
        }),
      );
    };
    for (const { role, statement, providers, claims } of webIdentityStatements(input)) {
      const [provider] = providers;
      if (!provider || statement.effect !== 'Allow') continue;
      if (!providers.every(({ issuer }) => serviceOfIssuer(issuer))) continue;
      const subject = claims.find(isForServiceAccounts)?.condition.values[0];
      if (subject === undefined) continue;
      const what = `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)}`;
      add(what, provider.issuer, subject, role.id, role.trustAt);
    }
    for (const { id, identity, parentText, issuer, subject, at } of input.model.federatedCredentials) {
      if (!serviceOfIssuer(issuer) || !isYes(startsWith(subject, SERVICE_ACCOUNT))) continue;
      add(withPlace(id, at), issuer, subject, identity ?? parentText, at);
    }
    return { findings };
  },
};

/** Whether a condition holds for subjects of service accounts only. */
function isForServiceAccounts({ condition, claim, own }: ClaimCondition): boolean {
  const { family, negated, ifExists, set } = condition.operator;
  if (claim !== 'sub' || own !== true || negated || ifExists || set === 'ForAllValues') return false;
  if (family !== 'StringEquals' && family !== 'StringLike') return false;
  return condition.values.length > 0 && condition.values.every((value) => isYes(startsWith(value, SERVICE_ACCOUNT)));
}
