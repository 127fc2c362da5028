import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { sameButSlash } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

const AKS_ISSUER = /^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\/[^/]+\/[^/]+$/;
const EKS_ISSUER = /^https:\/\/oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[^/]+\/$/;

export const issuerSlashLost: Rule = {
  slug: 'issuer-slash-lost',
  level: 'error',
  effect:
    'The issuer is compared character by character: Entra answers AADSTS700211, STS InvalidIdentityToken: No OpenIDConnect provider found.',
  fix: 'Take the issuer from the cluster as it is: that of AKS ends in a slash, that of EKS does not.',
  sources: [
    'https://github.com/Azure/azure-workload-identity/issues/1700',
    'azure-workload-identity, “Troubleshooting”',
  ],
  check: ({ model }) => {
    const own = new Map(
      model.clusters
        .filter(({ resourceId }) => resourceId !== undefined)
        .map((cluster) => [cluster.issuer.replace(/\/+$/, ''), cluster]),
    );
    const findings: Finding[] = [];
    for (const { issuer, issuerText, resourceId, id, at } of model.clusters) {
      if (resourceId !== undefined) continue;
      const meant = own.get(issuer.replace(/\/+$/, ''));
      const odd = !hasSymbol(issuer) && (AKS_ISSUER.test(issuer) || EKS_ISSUER.test(issuer));
      if (!odd && !(meant && sameButSlash(meant.issuer, issuer))) continue;
      const whose = meant
        ? `is the issuer of ${withPlace(meant.id, meant.at)} but for the slash at its end`
        : AKS_ISSUER.test(issuer)
          ? 'is trusted without the slash that every issuer of AKS ends in'
          : 'is trusted with a slash at its end, and no issuer of EKS has one';
      findings.push(findingOf(issuerSlashLost, { message: `${withPlace(issuerText, at)} ${whose}.`, subject: id, at }));
    }
    return { findings };
  },
};
