import { providerAccount } from '../evaluate/role-account';
import { describeSymbols } from '../model/symbol';
import { findingOf } from './rule';
import type { Finding, Rule } from './rule';
import { statementText, trustStatements } from './trust-statements';
import { withPlace } from './words';

export const providerInOtherAccount: Rule = {
  slug: 'provider-in-other-account',
  level: 'error',
  description: 'A role trusts an OIDC provider of another account than its own.',
  effect:
    'STS looks for the issuer in the account of the role alone, and answers InvalidIdentityToken: No OpenIDConnect provider found in your account.',
  mending: 'Register the issuer in the account of the role as well, and name that provider.',
  sources: ['Amazon EKS, “Authenticate to another account with IRSA”', 'IAM User Guide, “OIDC federation”'],
  check: (input) => {
    const { evaluation } = input;
    const findings: Finding[] = [];
    const registered = new Map(
      input.model.oidcProviders.filter(({ arn }) => !arn.startsWith('arn:')).map((one) => [one.issuer, one]),
    );
    for (const { role, statement, providers } of trustStatements(input)) {
      if (statement.effect !== 'Allow') continue;
      const own = evaluation.roleAccounts.get(role.id);
      for (const arn of statement.principals.federated) {
        const provider = providers.find((one) => one.arn === arn);
        const account = providerAccount(provider ?? { arn });
        if (account === undefined || account === own) continue;
        const text = `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)}`;
        if (own !== undefined) {
          findings.push(
            findingOf(providerInOtherAccount, {
              message: `${text}, a role of the account ${own}, names ${describeSymbols(arn)}, a provider of the account ${account}.`,
              subject: role.id,
              at: role.trustAt,
            }),
          );
          continue;
        }
        const twin = provider && registered.get(provider.issuer);
        if (!twin || twin === provider) continue;
        findings.push(
          findingOf(providerInOtherAccount, {
            level: 'note',
            message: `${text} names ${describeSymbols(arn)}, which is taken to be ${withPlace(twin.id, twin.at)}: the account of the role is not known before apply.`,
            subject: role.id,
            at: role.trustAt,
            help: 'Reference the arn of the OIDC provider instead of writing it out, and the proof needs no assumption.',
          }),
        );
      }
    }
    return { findings };
  },
};
