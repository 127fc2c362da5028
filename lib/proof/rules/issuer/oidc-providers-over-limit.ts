import { LIMITS } from '../../../core/limits';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const oidcProvidersOverLimit: Rule = {
  slug: 'oidc-providers-over-limit',
  cloud: 'aws',
  level: 'warning',
  effect:
    'CreateOpenIDConnectProvider answers LimitExceeded to the 101st, unless the quota of the account was raised. Providers that other programs made count as well.',
  fix: 'Use EKS Pod Identity, which needs no provider, or spread the clusters over accounts.',
  sources: ['IAM and AWS STS quotas, “OpenID Connect (OIDC) providers in an AWS account”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const providers of evaluation.declaredProviders.values()) {
      const over = providers[LIMITS.oidcProviders];
      if (!over) continue;
      findings.push(
        findingOf(oidcProvidersOverLimit, {
          message: `${providers.length} OIDC providers are registered in the account of ${withPlace(over.id, over.at)}, which is the first over ${LIMITS.oidcProviders}, the most it may have unless the account’s quota was raised.`,
          subject: over.id,
          at: over.at,
        }),
      );
    }
    return { findings };
  },
};
