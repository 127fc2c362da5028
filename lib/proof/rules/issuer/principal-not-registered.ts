import { describeSymbols } from '../../model/symbol';
import { accountElsewhere } from './provider-in-other-account';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, trustStatementOf } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const principalNotRegistered: Rule = {
  slug: 'principal-not-registered',
  level: 'note',
  description:
    'A statement of a role’s trust names a federated principal that is no OIDC provider of the role’s account.',
  effect:
    'Nobody gets in by it: STS answers InvalidIdentityToken: No OpenIDConnect provider found in your account. Other principals and statements still hold.',
  fix: 'Name the provider as arn:aws:iam::<account>:oidc-provider/<issuer without https://>, or reference its arn; or take the principal away.',
  sources: [
    'IAM User Guide, “AWS JSON policy elements: Principal”',
    'IAM User Guide, “Troubleshooting OIDC federation”',
  ],
  check: (input) => {
    const { problems, roleAccounts } = input.evaluation;
    const findings: Finding[] = [];
    for (const { identity, unregistered, at } of problems) {
      if (!unregistered) continue;
      const found = trustStatementOf(input, identity, unregistered.statement)!;
      // An error of its own.
      if (accountElsewhere(unregistered.principal, found, roleAccounts.get(identity)!) !== undefined) continue;
      findings.push(
        findingOf(principalNotRegistered, {
          message: `${statementText(found.statement)} of the trust of ${withPlace(identity, at)} names ${describeSymbols(unregistered.principal)}, which is no OIDC provider of the role’s account.`,
          subject: identity,
          at,
        }),
      );
    }
    return { findings };
  },
};
