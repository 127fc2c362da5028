import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { sameButSlash } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const issuerUnknown: Rule = {
  slug: 'issuer-unknown',
  level: 'note',
  effect: 'Nothing fails. Who gets in from that issuer cannot be held against manifests.',
  fix: 'Read that cluster’s configuration as well, if it is yours.',
  sources: ['Entra Workload ID, “Workload identity federation”'],
  check: ({ model }) => {
    const own = model.clusters.filter(({ resourceId }) => resourceId !== undefined);
    if (own.length === 0) return { findings: [] };
    const slashless = new Map(own.map(({ issuer }) => [issuer.replace(/\/+$/, ''), issuer]));
    return {
      findings: model.clusters
        // One with a name is a cluster that the program was told of, one that was not read is undecided already, and a
        // service's is not a cluster's.
        .filter(({ resourceId, name, unread, service }) => !(resourceId ?? name ?? unread ?? service))
        // But for a slash is a rule of its own.
        .filter(({ issuer }) => !sameButSlash(slashless.get(issuer.replace(/\/+$/, '')) ?? issuer, issuer))
        .map(({ id, issuerText, at }) =>
          findingOf(issuerUnknown, {
            message: `${withPlace(issuerText, at)} is trusted, and is the issuer of no cluster that was read.`,
            subject: id,
            at,
          }),
        ),
    };
  },
};
