import type { Evaluation } from '../../evaluate/evaluation';
import { readProviderArn } from '../../iam';
import { accountIdOf } from '../../mechanisms/irsa/provider-directory';
import { isOfOtherCredentials } from '../../mechanisms/irsa/role-account';
import type { AssumedAccount } from '../../mechanisms/irsa/role-account';
import { accountIdIn } from '../../model/aws-account';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, trustStatements } from '../../evaluate/trust-statements';
import type { TrustStatement } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const providerInOtherAccount: Rule = {
  slug: 'provider-in-other-account',
  cloud: 'aws',
  level: 'error',
  mildest: 'note',
  effect:
    'STS looks for the issuer in the account of the role alone, and answers InvalidIdentityToken: No OpenIDConnect provider found in your account.',
  fix: 'Register the issuer in the account of the role as well, and name that provider.',
  sources: ['Amazon EKS, “Authenticate to another account with IRSA”', 'IAM User Guide, “OIDC federation”'],
  check: (input) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const found of trustStatements(input)) {
      if (found.statement.effect !== 'Allow') continue;
      const account = input.evaluation.roleAccounts.get(found.role.id)!;
      for (const arn of found.statement.principals.federated) {
        const elsewhere = accountElsewhere(arn, found, account);
        const assumption = elsewhere === undefined ? assumptionAbout(arn, found, account, input.evaluation) : undefined;
        const provider = found.providers.find((one) => one.arn === arn);
        if (elsewhere !== undefined) findings.push(refused(arn, elsewhere, found, account));
        else if (provider && isOfOtherCredentials(found.role, provider)) undecided.push(doubtful(arn, found));
        else if (assumption !== undefined) findings.push(assumed(arn, assumption, found));
      }
    }
    return { findings, undecided };
  },
};

/** The account that a principal is in, where it is known not to be the role's. */
export function accountElsewhere(
  arn: string,
  { providers }: TrustStatement,
  { id, assumed }: AssumedAccount,
): string | undefined {
  const provider = providers.find((one) => one.arn === arn);
  const own = provider ? accountIdOf(provider) : accountIdIn(arn);
  return own === undefined || id === undefined || own === id || id === assumed ? undefined : own;
}

/** What is taken for granted of a principal that is written out; nothing where nothing is. */
function assumptionAbout(
  arn: string,
  { role }: TrustStatement,
  { id, assumed }: AssumedAccount,
  { providers }: Evaluation,
): string | undefined {
  const account = readProviderArn(arn)?.account;
  if (account === undefined) return undefined;
  const twin = providers.of({ id, names: new Set() }).named(arn)[0];
  const other = twin && twin.arn !== arn ? twin : undefined;
  const meant = other ? withPlace(other.id, other.at) : 'a provider of the role’s own account';
  if (account === assumed) {
    return `${meant}: ${
      id === undefined || id === assumed
        ? 'the account of the role is not known before apply'
        : `whether ${describeSymbols(account)} is ${id}, the account of the role, is not known before apply`
    }`;
  }
  return other && !isInAccountOf(other, role.account, id)
    ? `${meant}: the account of that provider is not known before apply`
    : undefined;
}

function isInAccountOf(provider: OidcProvider, account: OidcProvider['account'], id: string | undefined): boolean {
  if (provider.account && provider.account === account) return true;
  const own = accountIdOf(provider);
  return own !== undefined && own === id;
}

function refused(arn: string, account: string, { role, statement }: TrustStatement, { id }: AssumedAccount): Finding {
  return findingOf(providerInOtherAccount, {
    message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)}, a role of the account ${id}, names ${describeSymbols(arn)}, a provider of the account ${account}.`,
    subject: role.id,
    at: role.trustAt,
  });
}

function doubtful(arn: string, { role, statement }: TrustStatement): Undecided {
  return {
    about: role.id,
    because: `${statementText(statement)} of its trust names ${describeSymbols(arn)}, which another AWS provider of Terraform makes, perhaps with other credentials than the role’s: whether both work in one account is not known before apply. If it is one, say so by allowed_account_ids in both; if they are two, STS finds no such issuer in the role’s: register it there as well, and name that provider`,
    at: role.trustAt,
  };
}

function assumed(arn: string, assumption: string, { role, statement }: TrustStatement): Finding {
  return findingOf(providerInOtherAccount, {
    level: 'note',
    message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} names ${describeSymbols(arn)}, which is assumed to be ${assumption}.`,
    subject: role.id,
    at: role.trustAt,
    help: 'Reference the arn of the OIDC provider instead of writing it out, and the proof needs no assumption.',
  });
}
