import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { issuerText, withPlace } from '../words';

export const oidcProviderDuplicate: Rule = {
  slug: 'oidc-provider-duplicate',
  cloud: 'aws',
  level: 'error',
  effect:
    'CreateOpenIDConnectProvider answers EntityAlreadyExists to the second: Provider with url … already exists. A URL is registered once in an account.',
  fix: 'Keep one, and refer to it from everywhere, by data.aws_iam_openid_connect_provider where another program has it.',
  sources: [
    'https://github.com/DrFaust92/terraform-kubernetes-ebs-csi-driver/issues/107',
    'https://github.com/unfunco/terraform-aws-oidc-github/issues/23',
    'IAM API, CreateOpenIDConnectProvider',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const providers of evaluation.declaredProviders.values()) {
      const seen = new Map<string, OidcProvider>();
      for (const provider of providers) {
        const { issuer, id, at } = provider;
        // Of two, one may be made where the other is not.
        if (model.uncounted.has(id)) continue;
        const first = seen.get(issuer);
        if (!first) {
          seen.set(issuer, provider);
          continue;
        }
        findings.push(
          findingOf(oidcProviderDuplicate, {
            message: `${withPlace(id, at)} and ${withPlace(first.id, first.at)} both register ${issuerText(issuer, evaluation.clusterOfIssuer)} in the same account.`,
            subject: id,
            at,
          }),
        );
      }
    }
    return { findings };
  },
};
