import { LIMITS } from '../../../core/limits';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const oidcProviderAudiencesOverLimit: Rule = {
  slug: 'oidc-provider-audiences-over-limit',
  cloud: 'aws',
  level: 'error',
  effect: 'CreateOpenIDConnectProvider answers LimitExceeded, or ValidationError for a client id that is too long.',
  fix: 'A cluster’s provider needs sts.amazonaws.com alone: take away what nobody asks for.',
  sources: ['IAM and AWS STS quotas', 'IAM API, CreateOpenIDConnectProvider'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const { oidcProviderAudiences: most, oidcProviderAudienceCharacters: longest } = LIMITS;
    for (const { audiences = [], id, at } of model.oidcProviders) {
      const long = audiences.find((audience) => audience.length > longest);
      if (audiences.length <= most && long === undefined) continue;
      const what =
        audiences.length > most
          ? `lists ${audiences.length} audiences, ${most} is the most`
          : `lists an audience of ${long!.length} characters, ${longest} is the most`;
      findings.push(
        findingOf(oidcProviderAudiencesOverLimit, { message: `${withPlace(id, at)} ${what}.`, subject: id, at }),
      );
    }
    return { findings };
  },
};
