import { describeSymbols } from '../model/symbol';
import { findingOf } from './rule';
import type { Finding, Rule } from './rule';
import { statementText, trustStatements } from './trust-statements';
import { withPlace } from './words';

const ROLE_ACCOUNT = /^arn:[^:]*:iam::(\d{12}):role\//;
const PROVIDER_ACCOUNT = /^arn:[^:]*:iam::(\d{12}):oidc-provider\//;

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
    const accounts = new Map<string, string>();
    for (const claim of evaluation.claims) {
      const account = ROLE_ACCOUNT.exec(claim.text)?.[1];
      if (claim.identity && account !== undefined) accounts.set(claim.identity.id, account);
    }
    const findings: Finding[] = [];
    const registered = new Map(
      input.model.oidcProviders.filter(({ arn }) => !arn.startsWith('arn:')).map((one) => [one.issuer, one]),
    );
    for (const { role, statement, providers } of trustStatements(input)) {
      if (statement.effect !== 'Allow') continue;
      const own = ROLE_ACCOUNT.exec(role.claimName)?.[1] ?? accounts.get(role.id);
      for (const arn of statement.principals.federated) {
        const account = PROVIDER_ACCOUNT.exec(arn)?.[1];
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
        const issuer = providers.find((provider) => provider.arn === arn)?.issuer;
        const twin = issuer === undefined ? undefined : registered.get(issuer);
        if (!twin) continue;
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
