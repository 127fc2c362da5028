import { isOfOtherPartition } from '../../iam';
import { isOfPartitionOtherThan } from '../../mechanisms/irsa/role-account';
import { BY_ABSENCE } from '../../model/assumption';
import { describeSymbols } from '../../model/known/symbol';
import { accountElsewhere } from './provider-in-other-account';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, trustStatementOf } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const principalNotRegistered: Rule = {
  slug: 'principal-not-registered',
  cloud: 'aws',
  level: 'error',
  mildest: 'note',
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
      // Errors of their own.
      if (accountElsewhere(unregistered.principal, found, roleAccounts.get(identity)!) !== undefined) continue;
      const { principal, somethingElse } = unregistered;
      const account = roleAccounts.get(identity)!;
      if (isOfOtherPartition(principal, account)) continue;
      if (found.providers.some((one) => one.arn === principal && isOfPartitionOtherThan(account.partition, one)))
        continue;
      findings.push(
        findingOf(principalNotRegistered, {
          // What is written out may still be registered by somebody else; what is another thing never is.
          level: somethingElse === undefined ? 'note' : 'error',
          message: `${statementText(found.statement)} of the trust of ${withPlace(identity, at)} names ${describeSymbols(principal)}, which is ${somethingElse === undefined ? 'no OIDC provider of the role’s account' : `${somethingElse} and no ARN of an OIDC provider`}.`,
          subject: identity,
          at,
          ...(somethingElse === undefined ? BY_ABSENCE : {}),
        }),
      );
    }
    return { findings };
  },
};
