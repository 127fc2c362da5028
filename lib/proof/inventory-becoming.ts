import { SUPERUSERS } from './access-control/subjects';
import { clusterPowers } from './become/cluster-powers';
import { CloudPowers } from './become/cloud-powers';
import { somebodyText } from './become/way';
import type { ClusterAct, IdentityAct, Somebody } from './become/way';
import type { Evaluation } from './evaluate/evaluation';
import { compareText } from './model/place';
import type { Place } from './model/place';
import { withShortReferences } from './model/known/short-references';
import { describeSymbols } from './model/known/symbol';

/** What somebody may do in a cluster to become somebody else, in one step. */
export interface InventoryBecoming {
  readonly cluster: string;
  /** `ServiceAccount ci/deployer`, `Group developers`, `User jane`; of a cloud the id of an identity, or the ARN of a principal. */
  readonly who: string;
  readonly kind: 'service-account' | 'user' | 'group' | 'identity' | 'principal';
  /** `pod`: they get its identities too. `account`: they are the service account in Kubernetes alone. Or a `user`, a `group`. */
  readonly becomes: 'pod' | 'account' | 'user' | 'group';
  /** The namespace of the service accounts; `*` is all, and of users and groups. */
  readonly namespace: string;
  /** The names of the service accounts, users or groups, sorted; `*` is all. */
  readonly names: readonly string[];
  /** What they may do, sorted. Empty where that was not read. */
  readonly by: readonly ClusterAct[];
  /** The ids of what lets them: bindings, access policies, policies of roles. Sorted. */
  readonly sources: readonly string[];
  /** Why it is not certain. Absent where it is. */
  readonly uncertain?: string;
  /** Where the first of its sources is written. Absent in locks. */
  readonly at?: Place;
}

/** What somebody may do to become identities of a cloud, in one step and without being a pod that gets them. */
export interface InventoryIdentityBecoming {
  /** The id of an identity, or the ARN of a principal of AWS that is none of the input. */
  readonly who: string;
  readonly kind: 'identity' | 'principal';
  /** The ids of the identities that they become, sorted; `*` is every role of the account of `who`. */
  readonly identities: readonly string[];
  readonly by: IdentityAct;
  /** Of `associate`: the cluster of whose pods one has to be theirs too. Else absent. */
  readonly cluster?: string;
  /** What lets them. */
  readonly sources: readonly string[];
  /** Why it is not certain. Absent where it is. */
  readonly uncertain?: string;
}

/** Who may become which identity in one step, sorted. */
export function identityBecomingOf(
  evaluation: Evaluation,
  clouds = new CloudPowers(evaluation),
): readonly InventoryIdentityBecoming[] {
  const found = new Map<string, OpenIdentity>();
  for (const { who, act, identity, cluster, sources, perhaps } of clouds.all()) {
    const entry = {
      who: somebodyText(who),
      kind: who.kind,
      by: act,
      ...(cluster && { cluster }),
      ...uncertain(perhaps),
    };
    const key = JSON.stringify(entry);
    let open = found.get(key);
    if (!open) found.set(key, (open = { entry, identities: new Set(), sources: new Set() }));
    open.identities.add(identity);
    for (const source of sources) open.sources.add(source);
  }
  return [...found.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { entry, identities, sources }]) => {
      const { who, kind, by, ...more } = entry;
      return { who, kind, identities: [...identities].sort(), by, sources: [...sources].sort(), ...more };
    });
}

interface OpenIdentity {
  readonly entry: Omit<InventoryIdentityBecoming, 'identities' | 'sources'>;
  readonly identities: Set<string>;
  readonly sources: Set<string>;
}

/** Who may become whom in one step, in all clusters that anything was read of; sorted. */
export function becomingOf(evaluation: Evaluation, clouds = new CloudPowers(evaluation)): readonly InventoryBecoming[] {
  const { powers, model } = evaluation;
  const clusters = new Set([
    ...powers.read,
    ...[...model.runtime.access, ...model.runtime.entries].flatMap(({ cluster }) => cluster ?? []),
    ...model.awsAuthEntries.flatMap(({ clusters: own }) => own),
    ...model.clusters.filter(({ cloud, service }) => cloud !== 'other' && !service).map(({ id }) => id),
  ]);
  const found = new Map<string, Open>();
  const add = (entry: Omit<Open, 'by' | 'sources'>, source: string, at: Place, act?: ClusterAct): void => {
    const key = JSON.stringify(entry);
    let open = found.get(key);
    if (!open) found.set(key, (open = { ...entry, by: new Set(), sources: new Map() }));
    open.sources.set(describeSymbols(source), at);
    if (act !== undefined) open.by.add(act);
  };
  for (const cluster of clusters) {
    for (const { who, act, becomes, namespace = '*', names = ['*'], source, perhaps, at } of clusterPowers(
      evaluation,
      cluster,
      clouds,
    )) {
      if (!isHolder(who)) continue;
      const entry = {
        cluster,
        ...told(who),
        becomes,
        namespace: describeSymbols(namespace),
        names: names.map(describeSymbols),
      };
      add({ ...entry, ...uncertain(perhaps) }, source, at, act);
    }
  }
  for (const { cluster, holders, namespace = '*', source, because, at } of powers.doubts) {
    for (const holder of holders) {
      const who = told({ ...holder, cluster });
      const entry = { cluster, ...who, becomes: 'pod', namespace: describeSymbols(namespace), names: ['*'] } as const;
      add({ ...entry, ...uncertain(because) }, source, at);
    }
  }
  return [...found.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { by, sources, uncertain: perhaps, ...entry }]) => {
      const names = [...sources.keys()].sort();
      return {
        ...entry,
        ...{ by: [...by].sort(), sources: names },
        ...(perhaps === undefined ? {} : { uncertain: perhaps }),
        at: sources.get(names[0]!)!,
      };
    });
}

interface Open extends Omit<InventoryBecoming, 'by' | 'sources' | 'at'> {
  readonly by: Set<ClusterAct>;
  /** Each with its place. */
  readonly sources: Map<string, Place>;
}

type Told = Extract<Somebody, { readonly kind: InventoryBecoming['kind'] }>;

/** Kubernetes' own superusers are in every cluster; who is in that group is told instead. */
function isHolder(who: Somebody): who is Told {
  return who.kind !== 'pod' && !(who.kind === 'group' && who.name === SUPERUSERS);
}

function told(who: Told): Pick<InventoryBecoming, 'who' | 'kind'> {
  return { who: somebodyText(who), kind: who.kind };
}

function uncertain(because: string | undefined): Pick<InventoryBecoming, 'uncertain'> {
  return because === undefined ? {} : { uncertain: withShortReferences(describeSymbols(because)) };
}
