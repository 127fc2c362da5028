import type { Evaluation } from '../../evaluate/evaluation';
import type { Cluster } from '../../model/cluster/cluster';
import { isUnknown } from '../../model/known/known';
import { sameIssuer } from '../../model/cluster/same-issuer';
import { hasSymbol } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
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
  check: ({ model, evaluation }) => {
    const own = model.clusters.filter(({ resourceId }) => resourceId !== undefined);
    if (own.length === 0) return { findings: [] };
    const slashless = new Map(own.map(({ issuer }) => [issuer.replace(/\/+$/, ''), issuer]));
    const unknown = model.clusters
      // One with a name is a cluster that the program was told of, one that was not read is undecided already, and a
      // service's is not a cluster's.
      .filter(({ resourceId, name, unread, service }) => !(resourceId ?? name ?? unread ?? service))
      // But for a slash is a rule of its own.
      .filter(({ issuer }) => !sameButSlash(slashless.get(issuer.replace(/\/+$/, '')) ?? issuer, issuer));
    const said = issuersOfClaims(evaluation);
    const undecided: Undecided[] = [];
    const findings = unknown.flatMap((cluster) => {
      const { id, issuer, issuerText, at } = cluster;
      // That it may be that of a claim's cluster is undecided already.
      if (said.has(id)) return [];
      const possible = own.filter((one) => mayBeIssuerOf(one, cluster, evaluation)).map((one) => one.id);
      if (possible.length > 0 && hasSymbol(issuer)) {
        const because = `it is trusted as an issuer, and whether it is that of ${listed(possible)} is not known before apply; the state tells`;
        undecided.push({ about: issuerText.replace(/^ref:(.*)$/, '${$1}'), because, at });
        return [];
      }
      const message = `${withPlace(issuerText, at)} is trusted, and is the issuer of no cluster that was read${possibleText(possible)}.`;
      return findingOf(issuerUnknown, { message, subject: id, at });
    });
    return { findings, undecided };
  },
};

/** Clusters named in a sentence. */
const SHOWN = 3;

function possibleText(clusters: readonly string[]): string {
  return clusters.length === 0 ? '' : `, unless it is that of ${listed(clusters)}, which is not known before apply`;
}

function listed(clusters: readonly string[]): string {
  const more = clusters.length > SHOWN ? ` or ${clusters.length - SHOWN} more` : '';
  return `${clusters.slice(0, SHOWN).join(' or ')}${more}`;
}

function mayBeIssuerOf(cluster: Cluster, { issuer }: Cluster, { clusterOfIssuer }: Evaluation): boolean {
  return isUnknown(sameIssuer(clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer));
}

/** The issuers of which some claim is undecided since they may be its cluster's. */
function issuersOfClaims({ verdicts }: Evaluation): ReadonlySet<string> {
  return new Set([...verdicts.values()].flatMap((verdict) => ('issuer' in verdict ? (verdict.issuer ?? []) : [])));
}
