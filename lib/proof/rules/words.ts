import type { Cluster } from '../model/cluster/cluster';
import { describePlace } from '../model/place';
import type { Place } from '../model/place';
import { describeSymbols } from '../model/known/symbol';
import type { TrustAdmission } from '../mechanisms/trust';

/** A service account as people write it, symbols described: `todo/backend`. */
export function accountText(namespace: string, name: string): string {
  return describeSymbols(`${namespace}/${name}`);
}

/** A subject, symbols described. */
export function subjectText(namespace: string, name: string): string {
  return describeSymbols(`system:serviceaccount:${namespace}:${name}`);
}

/** Clusters by id, joined. */
export function clustersText(ids: readonly string[]): string {
  return ids.length === 0 ? 'no known cluster' : ids.join(' or ');
}

/** An issuer as it is printed. */
export function issuerText(issuer: string, clusters: ReadonlyMap<string, Cluster>): string {
  return clusters.get(issuer)?.issuerText ?? describeSymbols(issuer);
}

/** A thing and its place. */
export function withPlace(text: string, at: Place): string {
  return `${text} (${describePlace(at)})`;
}

/** Some admissions in words: at most three, and how many more there are. */
export function admissionsText(admissions: readonly TrustAdmission[]): string {
  if (admissions.length === 0) return 'nobody';
  const shown = admissions
    .slice(0, 3)
    .map(({ namespace, serviceAccount, cluster, at }) =>
      withPlace(`${subjectText(namespace, serviceAccount)} of ${cluster}`, at),
    );
  const more = admissions.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
