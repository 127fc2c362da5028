import type { Evaluation } from '../evaluate/evaluation';
import { declaresAccount, declaresTrusts } from '../model/declared-elsewhere';
import type { Model } from '../model/model';
import type { UnusedEntry } from './applied';
import type { Settings } from './settings';

/** Entries of the settings, other than acceptances, that fit nothing that was read. */
export function unusedEntries(settings: Settings, model: Model, evaluation: Evaluation): readonly UnusedEntry[] {
  return [...unusedElsewhere(settings, model, evaluation), ...unusedClusters(settings, model, evaluation)];
}

function unusedElsewhere({ elsewhere }: Settings, model: Model, evaluation: Evaluation): readonly UnusedEntry[] {
  if (elsewhere.length === 0) return [];
  const named = [...model.workloads, ...model.associations, ...evaluation.admissions.all];
  return elsewhere.flatMap((entry) => {
    const { kind, glob, at, line } = entry;
    if (kind === 'identity') {
      if (model.identities.some((identity) => declaresTrusts(entry, identity))) return [];
      return [{ what: `says that ${glob} is trusted elsewhere, and no identity that was read is called so`, at, line }];
    }
    if (named.some(({ namespace, serviceAccount }) => declaresAccount(entry, namespace, serviceAccount))) return [];
    const what = kind === 'namespace' ? `the namespace ${glob} is` : `the service account ${glob} is`;
    return [{ what: `says that ${what} declared elsewhere, and nothing that was read names it`, at, line }];
  });
}

function unusedClusters({ clusters }: Settings, model: Model, evaluation: Evaluation): readonly UnusedEntry[] {
  if (clusters.length === 0) return [];
  // Those that the program has itself are not among them.
  const alone = new Map(
    model.clusters.filter(({ isDeclared }) => isDeclared === false).map(({ id, issuer }) => [id, issuer]),
  );
  const used = new Set<string | undefined>([
    ...evaluation.admissions.all.map(({ cluster }) => cluster),
    ...model.associations.map(({ cluster }) => cluster),
    ...[...model.serviceAccounts, ...model.workloads].flatMap((one) => one.clusters),
  ]);
  const issuers = new Set([...model.oidcProviders, ...model.federatedCredentials].map(({ issuer }) => issuer));
  return clusters
    .filter(({ name }) => alone.has(name) && !used.has(name) && !issuers.has(alone.get(name)!))
    .map(({ name, at, line }) => ({
      what: `says that the cluster ${name} exists, and nothing that was read names it`,
      at,
      line,
    }));
}
