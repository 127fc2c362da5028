import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const audienceNotRegistered: Rule = {
  slug: 'audience-not-registered',
  cloud: 'aws',
  level: 'error',
  effect: 'STS answers InvalidIdentityToken: Incorrect token audience, before it looks at the trust at all.',
  fix: 'Add the audience to client_id_list of the OIDC provider, or ask for one that is there (sts.amazonaws.com).',
  sources: [
    'https://github.com/awslabs/mountpoint-s3-csi-driver/issues/276',
    'https://github.com/bambooengineering/amazon-eks-irsa-cfn/issues/18',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, providers, claims } of webIdentityStatements(input)) {
      if (statement.effect !== 'Allow') continue;
      if (providers.some(({ audiences }) => !audiences || audiences.some(hasSymbol))) continue;
      const listed = providers.flatMap(({ audiences }) => audiences!);
      for (const { condition, claim, own } of claims) {
        const { family, negated } = condition.operator;
        if (claim !== 'aud' || negated || !own || family !== 'StringEquals') continue;
        if (condition.values.some((value) => hasSymbol(value) || listed.includes(value))) continue;
        const provider = providers[0]!;
        findings.push(
          findingOf(audienceNotRegistered, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} asks for the audience ${condition.values.map(describeSymbols).join(' or ')}, but ${withPlace(provider.id, provider.at)} lists ${listed.join(', ') || 'none'}.`,
            subject: role.id,
            at: role.trustAt,
          }),
        );
      }
    }
    return { findings };
  },
};
