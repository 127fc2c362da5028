import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import type { AboutIdentities, Finding, Rule } from '../rules/rule';
import { RULES } from '../rules/rules';

/** The cloud of each rule that speaks of one cloud's ways to an identity alone. */
const CLOUD_OF_RULE: ReadonlyMap<string, Rule['cloud']> = new Map(RULES.map(({ slug, cloud }) => [slug, cloud]));

/** Whom a question is about. */
export interface Asked {
  readonly identity: Identity;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly name: string;
}

/** The findings about the pods and the service account of a question, in its cluster and on the way to its identity. */
export function ownFindings(
  findings: readonly (Finding & AboutIdentities)[],
  asked: Asked,
  model: Model,
): readonly (Finding & AboutIdentities)[] {
  const { identity, cluster, namespace, name } = asked;
  const accounts = model.serviceAccounts
    .filter((account) => account.namespace === namespace && account.name === name)
    .map(({ clusters, at }) => ({ id: `ServiceAccount/${namespace}/${name}`, clusters, places: [at] }));
  const workloads = model.workloads
    .filter((workload) => workload.namespace === namespace && workload.serviceAccount === name)
    .map(({ id, clusters, at, templateAt }) => ({ id, clusters, places: [at, templateAt] }));
  const objects = [...accounts, ...workloads];
  const own = objects.filter(({ clusters }) => clusters.includes(cluster.id));
  const subjects = new Set([`ServiceAccount/${namespace}/${name}`, ...own.map(({ id }) => id)]);
  const foreign = objects.filter((object) => !own.includes(object)).flatMap(({ places }) => places);
  const here = own.flatMap(({ places }) => places);
  return findings.filter(
    ({ rule, subject, at, ...about }) =>
      subjects.has(subject) &&
      (CLOUD_OF_RULE.get(rule) ?? identity.cloud) === identity.cloud &&
      // An object of the same name in another cluster is another object.
      (isIn(at, here) || !isIn(at, foreign)) &&
      !isOnlyAboutOthers(about, identity.id),
  );
}

function isIn({ file, pointer }: Place, places: readonly Place[]): boolean {
  return places.some((place) => place.file === file && `${pointer}/`.startsWith(`${place.pointer}/`));
}

/** Whether a finding tells of other identities and not of this one. */
function isOnlyAboutOthers({ identities = [] }: AboutIdentities, id: string): boolean {
  return identities.length > 0 && !identities.includes(id);
}
