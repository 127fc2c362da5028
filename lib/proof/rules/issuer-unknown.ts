import type { Finding, Rule } from './rule';
import { withPlace } from './words';

export const issuerUnknown: Rule = {
  slug: 'issuer-unknown',
  level: 'note',
  description: 'An identity trusts an issuer that no cluster among what was read has.',
  effect: 'Nothing fails. Who gets in from that issuer cannot be held against manifests.',
  mending: 'Read that cluster’s configuration as well, if it is yours.',
  sources: ['Entra Workload ID, “Workload identity federation”'],
  check: ({ model }) => {
    const own = model.clusters.filter(({ resourceId }) => resourceId !== undefined);
    if (own.length === 0) return { findings: [] };
    const bySlashless = new Map(own.map((cluster) => [cluster.issuer.replace(/\/$/, ''), cluster]));
    const findings = model.clusters
      .filter(({ resourceId }) => resourceId === undefined)
      .map((foreign): Finding => {
        const meant = bySlashless.get(foreign.issuer.replace(/\/$/, ''));
        return {
          rule: issuerUnknown.slug,
          level: meant ? 'error' : 'note',
          message: meant
            ? `${withPlace(foreign.issuerText, foreign.at)} is the issuer of ${withPlace(meant.id, meant.at)} but for the slash at its end.`
            : `${withPlace(foreign.issuerText, foreign.at)} is trusted, and is the issuer of no cluster that was read.`,
          subject: foreign.id,
          at: foreign.at,
          help: meant
            ? 'The issuer is compared character by character: Entra answers AADSTS700211, STS InvalidIdentityToken. Take it from the cluster as it is.'
            : 'Who gets in from there cannot be held against manifests. Read that cluster’s configuration as well, if it is yours.',
        };
      });
    return { findings };
  },
};
