import type { ServiceAccountReference } from '../../core/trust/subject';
import type { Power } from '../access-control/powers';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, SUPERUSERS } from '../access-control/subjects';
import type { Evaluation } from '../evaluate/evaluation';
import { admits } from '../mechanisms/admission-index';
import { isLookedUp } from '../model/cluster/cluster';
import type { Cluster } from '../model/cluster/cluster';
import { sameIssuer } from '../model/cluster/same-issuer';
import { and, any, isNo, isUnknown, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { PodIdentityAssociation } from '../model/identity/pod-identity-association';
import { compareText } from '../model/place';
import { withShortReferences } from '../model/known/short-references';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import { AWS_AUTH } from '../model/cluster/aws-auth-entry';
import { clusterPowers, everybodyOfAws } from './cluster-powers';
import { ANY_ACCOUNT } from './aws-powers';
import { CloudPowers } from './cloud-powers';
import { identityMayText, isJoinable, isOpenText, keyOf, mayText, somebodyText, sourceText } from './way';
import type { ClusterAct, ClusterPower, IdentityPower, Somebody, Step } from './way';

/** The order in which ways of the same length are told. */
const PLAINEST: readonly ClusterAct[] = [
  'enter',
  ...(['everything', 'make-tokens', 'make-pods', 'run-commands', 'change-workloads', 'impersonate'] as const),
  ...(['read-token-secrets', 'bind-roles', 'change-roles', 'call-kubelets', 'change-admission'] as const),
  ...(['administer', 'join-groups'] as const),
];

const RANKS: readonly BecomingWay['becomes'][] = ['pod', 'identity', 'account'];

/** Who can become a pod of a service account. Fields may be added in later versions, not changed. */
export interface Becoming {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The ids of the identities that its pods get, sorted. */
  readonly identities: readonly string[];
  /** Each by the shortest way; those by fewer steps first. */
  readonly who: readonly BecomingWay[];
  /** Why others may as well, one sentence each. */
  readonly unknown: readonly string[];
}

/** One who can become the pod, with the shortest way. */
export interface BecomingWay {
  /** `ServiceAccount ci/deployer`, `Group developers`, the id of an identity, the ARN of a principal. */
  readonly who: string;
  readonly kind: Somebody['kind'];
  /**
   * `pod`: they get what its pods get, identities too. `account`: they act in Kubernetes as the service account, and have no token
   * for a cloud. `identity`: they get the identity and not the pod.
   */
  readonly becomes: 'pod' | 'account' | 'identity';
  readonly steps: readonly BecomingStep[];
  /** Why it is not certain. Absent where it is. */
  readonly uncertain?: string;
}

/** One step of a way. */
export interface BecomingStep {
  readonly who: string;
  /** What they may do: `make pods in shop`. */
  readonly may: string;
  /** What lets them: `RoleBinding/shop/deployers, which gives ClusterRole/edit`. */
  readonly by: string;
}

/** Who can become pods, found backwards from the pod. One serves all questions about what was read. */
export class BecomingGraph {
  private readonly clouds: CloudPowers;
  private readonly powersByCluster = new Map<string, readonly ClusterPower[]>();
  private openedTrusts?: ReadonlyMap<string, string>;
  /** By cluster, the keys of those who certainly become one of its pods, whichever. */
  private readonly entering = new Map<string, ReadonlySet<string>>();

  public constructor(private readonly evaluation: Evaluation) {
    this.clouds = new CloudPowers(evaluation);
  }

  /** Who can become a pod of a service account of a cluster. */
  public of(cluster: Cluster, { namespace, name }: ServiceAccountReference): Becoming {
    const pod: Somebody = { kind: 'pod', cluster: cluster.id, namespace, name };
    const account: Somebody = { kind: 'service-account', cluster: cluster.id, namespace, name };
    const itself = new Set([keyOf(pod), keyOf(account)]);
    const { certain: identities, perhaps } = this.identitiesOf(cluster, namespace, name);
    const identityCalled = (id: string): Somebody => ({ kind: 'identity', name: id });
    const asIdentities = identities.map(identityCalled);
    const asPerhaps = perhaps.map(({ id, why }) => {
      const uncertain = withShortReferences(describeSymbols(`whether it gets ${id} is not known: ${why}`));
      return [[identityCalled(id)], 'identity', false, uncertain] as const;
    });
    const reached = new Map<string, Somebody>();
    const found = new Map<string, { readonly first: Somebody; readonly way: BecomingWay }>();
    // What is certain goes before what is not, and the pod before the account.
    for (const [goals, becomes, certain, uncertain] of [
      [[pod], 'pod', true],
      [asIdentities, 'identity', true],
      [[account], 'account', true],
      [[pod], 'pod', false],
      [asIdentities, 'identity', false],
      [[account], 'account', false],
      ...asPerhaps,
    ] as const) {
      for (const [key, steps] of this.waysTo(goals, certain, reached)) {
        const [first] = steps;
        if (!first || key !== keyOf(first.who) || itself.has(key) || found.has(key) || !isTold(first.who)) continue;
        found.set(key, { first: first.who, way: wayOf(steps, becomes, uncertain) });
      }
    }
    // A pod acts as its account too.
    const isToldBy = ({ first }: { readonly first: Somebody }): boolean =>
      first.kind === 'pod' && found.has(keyOf({ ...first, kind: 'service-account' }));
    const told = [...found.values()].filter((one) => !isToldBy(one)).map(({ way }) => way);
    const who = told.sort(
      (a, b) =>
        RANKS.indexOf(a.becomes) - RANKS.indexOf(b.becomes) ||
        Number(a.uncertain !== undefined) - Number(b.uncertain !== undefined) ||
        a.steps.length - b.steps.length ||
        compareText(a.who, b.who),
    );
    return {
      ...{ cluster: cluster.id, namespace, serviceAccount: name },
      identities,
      who,
      unknown: this.unknownOf(cluster, pod, identities, [...reached.values()]),
    };
  }

  /** By the key of who begins it, the shortest certain way to the pods of a cluster that some identity admits by name. */
  public toIdentities(cluster: string): ReadonlyMap<string, BecomingWay> {
    const goals = this.evaluation.admissions.all
      .filter((one) => one.cluster === cluster && !one.pattern && one.uncertain === undefined)
      .map(({ namespace, serviceAccount: name }): Somebody => ({ kind: 'pod', cluster, namespace, name }));
    const found = new Map<string, BecomingWay>();
    for (const [key, steps] of this.waysTo(goals, true)) if (steps.length > 0) found.set(key, wayOf(steps, 'pod'));
    return found;
  }

  /** By key of who begins it, the steps of the shortest way to one of some. */
  private waysTo(
    goals: readonly Somebody[],
    certain: boolean,
    reached = new Map<string, Somebody>(),
  ): ReadonlyMap<string, readonly Step[]> {
    const ways = new Map<string, readonly Step[]>(goals.map((goal) => [keyOf(goal), []]));
    for (const goal of goals) reached.set(keyOf(goal), goal);
    let level: Somebody[] = [...goals];
    while (level.length > 0) {
      const next: Somebody[] = [];
      // What is no step is looked at with those that it comes from.
      for (const one of level) {
        const rest = ways.get(keyOf(one))!;
        for (const step of this.stepsTo(one)) {
          const key = keyOf(step.who);
          if ((certain && step.perhaps !== undefined) || ways.has(key)) continue;
          ways.set(key, step.may === '' ? rest : [step, ...rest]);
          reached.set(key, step.who);
          (step.may === '' ? level : next).push(step.who);
        }
      }
      level = next;
    }
    return ways;
  }

  /** The last steps of all ways to somebody, the plainest first. */
  private stepsTo(goal: Somebody): readonly Step[] {
    switch (goal.kind) {
      case 'pod':
        return this.byPowers(goal, 'pod');
      case 'service-account':
        return [asItself(goal, podOf(goal)), ...this.byPowers(goal, 'account')];
      case 'user':
        return this.byPowers(goal, 'user');
      case 'group':
        return [...this.byPowers(goal, 'group'), ...this.byMembers(goal)];
      case 'identity':
        return [...this.podsOf(goal), ...this.byFederation(goal), ...this.byIdentityPowers(goal)];
      case 'principal':
        return [];
    }
  }

  /** Who is in a group that Kubernetes fills: whoever can become a service account, and of everybody who comes in from a cloud. */
  private byMembers(goal: OfCluster): readonly Step[] {
    const powers = this.powersIn(goal.cluster);
    if (goal.name === EVERYBODY) {
      // Whoever acts in the cluster is in it already.
      const joining = powers.filter(({ act }) => act === 'join-groups');
      return [...everybodyOfAws(this.evaluation, goal.cluster), ...joining].map((power) => stepOf(power, goal, true));
    }
    return powers.flatMap((power): readonly Step[] => {
      const isMember = isAccountIn(power, goal.name);
      return isNo(isMember) ? [] : [stepOf(power, goal, isMember)];
    });
  }

  /** The pods that get an identity are it. */
  private podsOf(goal: Somebody): readonly StepOfPod[] {
    return this.evaluation.admissions.of(goal.name).flatMap((admission): readonly StepOfPod[] => {
      const { cluster, namespace, serviceAccount, pattern, uncertain, source } = admission;
      const accounts = pattern ? this.evaluation.accounts.admittedBy(admission) : [{ namespace, name: serviceAccount }];
      return accounts.map(({ namespace: own, name }) => ({
        who: { kind: 'pod', cluster, namespace: own, name },
        may: `get ${describeSymbols(goal.name)}`,
        by: describeSymbols(source),
        becomes: goal,
        ...perhapsOf(uncertain ?? this.limitOf(source)),
      }));
    });
  }

  /** Why the pods of an association need not be all that its role is. */
  private limitOf(source: string): string | undefined {
    const association = this.evaluation.model.associations.find(({ id }) => id === source);
    return association?.policy === undefined
      ? undefined
      : `the session policy of ${source} limits what its pods may do as the role`;
  }

  /** Roles of AWS that get on into an identity of Entra. */
  private byFederation(goal: Somebody): readonly Step[] {
    return this.evaluation.outboundFederation
      .filter(({ identity, admitted }) => identity === goal.name && admitted !== false)
      .map(({ role, source, because }) =>
        asIdentity(goal, {
          ...{ who: { kind: 'identity', name: role }, act: 'federate', identity: goal.name, sources: [source] },
          perhaps: because,
        }),
      );
  }

  private byIdentityPowers(goal: Somebody): readonly Step[] {
    return this.clouds
      .to(goal.name)
      .flatMap((power) => (power.cluster === undefined ? [asIdentity(goal, power)] : this.byAssociation(goal, power)));
  }

  /** Who has EKS give a role to pods, and is one of them: as it is got by pods of the cluster, or since it may make some. */
  private byAssociation(goal: Somebody, power: IdentityPower): readonly Step[] {
    const cluster = this.evaluation.clusters.get(power.cluster!)!;
    const role = this.evaluation.identities.get(goal.name)!;
    const steps = this.podsOf(power.who).flatMap(({ who, perhaps }): readonly Step[] => {
      if (who.cluster !== cluster.id) return [];
      const takes = this.clouds.aws.takesPod(role, cluster, { namespace: who.namespace, name: who.name });
      if (isNo(takes)) return [];
      const why = power.perhaps ?? perhaps ?? (isUnknown(takes) ? takes.why : undefined);
      return [{ ...asIdentity(goal, power), who, ...perhapsOf(why) }];
    });
    const takesAny = this.clouds.aws.takesPod(role, cluster, ANY_ACCOUNT);
    const needs = this.enteringOf(cluster).has(keyOf(power.who))
      ? isUnknown(takesAny)
        ? takesAny.why
        : undefined
      : `it has to be one of the pods of ${cluster.id} too`;
    return [...steps, { ...asIdentity(goal, power), ...perhapsOf(power.perhaps ?? needs) }];
  }

  /** Who certainly becomes one pod or another of a cluster. */
  private enteringOf(cluster: Cluster): ReadonlySet<string> {
    let found = this.entering.get(cluster.id);
    if (!found) {
      // Whoever needs a pod of it already gets in by no association.
      this.entering.set(cluster.id, new Set());
      const makers = this.powersIn(cluster.id).filter(
        ({ becomes, perhaps }) => becomes === 'pod' && perhaps === undefined,
      );
      found = new Set(
        this.waysTo(
          makers.map(({ who }) => who),
          true,
        ).keys(),
      );
      this.entering.set(cluster.id, found);
    }
    return found;
  }

  private byPowers(goal: OfCluster, becomes: Power['becomes']): readonly Step[] {
    const namespace = 'namespace' in goal ? goal.namespace : undefined;
    return this.powersIn(goal.cluster).flatMap((power): readonly Step[] => {
      if (power.becomes !== becomes) return [];
      if (power.act === 'join-groups' && !isJoinable(goal.name)) return [];
      const isFor = and(
        namespace === undefined || isIn(power.namespace, namespace),
        !power.names || any(power.names, (name) => equal(name, goal.name)),
      );
      return isNo(isFor) ? [] : [stepOf(power, goal, isFor)];
    });
  }

  private powersIn(cluster: string): readonly ClusterPower[] {
    let powers = this.powersByCluster.get(cluster);
    if (!powers) {
      const own = clusterPowers(this.evaluation, cluster, this.clouds);
      powers = [...own].sort((a, b) => PLAINEST.indexOf(a.act) - PLAINEST.indexOf(b.act));
      this.powersByCluster.set(cluster, powers);
    }
    return powers;
  }

  /** The ids of the identities that its pods get, sorted, and of those that they get perhaps. */
  private identitiesOf(cluster: Cluster, namespace: string, name: string): OwnIdentities {
    const { admissions, model } = this.evaluation;
    const certain: string[] = [];
    const perhaps: { readonly id: string; readonly why: string }[] = [];
    for (const id of model.identities.map((one) => one.id).sort()) {
      const whys = admissions.of(id).flatMap((one): readonly (string | undefined)[] => {
        const is = and(this.isCluster(one.cluster, cluster), admits(one, namespace, name));
        return isNo(is) ? [] : [one.uncertain ?? (isUnknown(is) ? is.why : undefined)];
      });
      const [why] = whys;
      if (whys.includes(undefined)) certain.push(id);
      else if (why !== undefined) perhaps.push({ id, why });
    }
    return { certain, perhaps };
  }

  /** Whether a cluster, by its id, is this one: two may turn out to have the same issuer. */
  private isCluster(id: string, cluster: Cluster): Known {
    const other = this.evaluation.clusters.get(id)!;
    const { clusterOfIssuer } = this.evaluation;
    const same = sameIssuer(clusterOfIssuer, { issuer: other.issuer, cluster: other }, cluster.issuer);
    return isUnknown(same) ? unknown(`whether ${cluster.id} has the issuer ${other.issuer} is not known`) : same;
  }

  /** What keeps the list from being whole: of the pod, and of everybody who was reached on the way to it. */
  private unknownOf(
    cluster: Cluster,
    pod: Extract<Somebody, { kind: 'pod' }>,
    identities: readonly string[],
    reached: readonly Somebody[],
  ): readonly string[] {
    const { powers, model } = this.evaluation;
    const found: string[] = [];
    if (!powers.read.has(cluster.id)) found.push(`no RBAC of ${cluster.id} was read, which says who may act in it`);
    else if (isLookedUp(cluster)) found.push(`${cluster.id} is made outside of what was read, and so may its RBAC be`);
    // Of every account that is reached, the pods are.
    const isReached = ({ cluster: of, namespace: scope }: Pick<Power, 'cluster' | 'namespace'>): boolean =>
      reached.some((one) => one.kind === 'pod' && one.cluster === of && !isNo(isIn(scope, one.namespace)));
    for (const doubt of powers.doubts) if (isReached(doubt)) found.push(doubt.because);
    found.push(...this.openTrusts(cluster, pod, reached));
    const others = new Set(reached.flatMap((one) => (one.kind === 'pod' ? [one.cluster] : [])));
    for (const id of others) {
      const same = this.isCluster(id, cluster);
      if (isUnknown(same)) found.push(same.why);
    }
    for (const { about, because } of model.undecided) {
      if (cluster.cloud === 'aws' && about === AWS_AUTH) found.push(`${about}: ${because}`);
    }
    const clouds = new Set([cluster.cloud, ...identities.map((id) => this.evaluation.identities.get(id)!.cloud)]);
    found.push(...this.clouds.doubtsOf(clouds));
    return [...new Set(found.map((text) => withShortReferences(describeSymbols(text))))].sort();
  }

  /** Why others may get the identities by which one becomes the pod, or the pod identities that others become. */
  private openTrusts(
    cluster: Cluster,
    pod: Extract<Somebody, { kind: 'pod' }>,
    reached: readonly Somebody[],
  ): readonly string[] {
    const { opened } = this;
    const ids = new Set(reached.flatMap((one) => (one.kind === 'identity' ? [one.name] : [])));
    const found: string[] = [];
    for (const [id, why] of opened) {
      if (ids.has(id)) found.push(`who gets ${id} is not known: ${why}`);
      else if (this.isBecomeByOthers(id)) found.push(`whether it gets ${id} is not known: ${why}`);
    }
    for (const { identity, mayBeOfAny, what } of this.evaluation.problems) {
      if (!mayBeOfAny) continue;
      const isOnWay = this.evaluation.model.identities.some(
        ({ id, cloud }) => cloud === 'azure' && (ids.has(id) || this.isBecomeByOthers(id)),
      );
      if (isOnWay) found.push(`whose identity ${identity} gives is not known: ${what}`);
    }
    for (const [association, { admitted, because }] of this.evaluation.associationVerdicts) {
      const { id, role, roleText, namespace, serviceAccount } = association;
      if (admitted !== undefined || (role !== undefined && opened.has(role))) continue;
      const isOfPod = and(
        this.mayBeIn(association, cluster),
        equal(namespace, pod.namespace),
        equal(serviceAccount, pod.name),
      );
      // What names another role for certain is about none of these.
      if (role === undefined && !isOpenText(roleText)) continue;
      const isOnWay = role === undefined ? ids.size > 0 : ids.has(role);
      const isOthers = role === undefined || this.isBecomeByOthers(role);
      if (isOnWay || (isOthers && !isNo(isOfPod))) found.push(`whom ${id} gives a role is not known: ${because}`);
    }
    return found;
  }

  /** The identities of whose trusts it is not known whom they let in, each with why. */
  private get opened(): ReadonlyMap<string, string> {
    if (!this.openedTrusts) {
      const { problems, unknownTrusts, model } = this.evaluation;
      const found = new Map<string, string>();
      for (const { kind, identity, identities, what } of problems) {
        if (kind !== 'unknown') continue;
        const why = identities ? `${identity}: ${what}` : what;
        for (const id of identities ?? [identity]) if (!found.has(id)) found.set(id, why);
      }
      for (const { id, kind, trustPolicy } of model.identities) {
        if (kind === 'iam-role' && trustPolicy === undefined) found.set(id, 'its trust was not read');
        else if (unknownTrusts.has(id) && !found.has(id)) found.set(id, 'its trust is not wholly known');
      }
      this.openedTrusts = found;
    }
    return this.openedTrusts;
  }

  /** Whether an association may be one of a cluster. */
  private mayBeIn({ cluster: own, clusterText }: PodIdentityAssociation, cluster: Cluster): boolean {
    if (own !== undefined) return !isNo(this.isCluster(own, cluster));
    // AKS has no associations.
    if (cluster.cloud === 'azure') return false;
    return isOpenText(clusterText) || cluster.name === undefined || hasSymbol(cluster.name);
  }

  private isBecomeByOthers(id: string): boolean {
    return this.stepsTo({ kind: 'identity', name: id }).length > 0;
  }
}

/** The ids of identities of a pod, and why it may get others. */
interface OwnIdentities {
  readonly certain: readonly string[];
  readonly perhaps: readonly { readonly id: string; readonly why: string }[];
}

type OfCluster = Extract<Somebody, { readonly cluster: string }>;
type StepOfPod = Step & { readonly who: Extract<Somebody, { readonly kind: 'pod' }> };

/** Whether whoever has a power becomes a service account that is in a group. Kubernetes, "Authenticating", "Service account tokens". */
function isAccountIn({ becomes, namespace }: ClusterPower, group: string): Known {
  if (becomes !== 'pod' && becomes !== 'account') return false;
  if (group === EVERY_ACCOUNT_GROUP) return true;
  return group.startsWith(ALL_OF_NAMESPACE) && isIn(namespace, group.slice(ALL_OF_NAMESPACE.length));
}

/** Everybody knows of the superusers. */
function isTold(who: Somebody): boolean {
  return who.kind !== 'group' || who.name !== SUPERUSERS;
}

function podOf(account: Somebody): Somebody {
  return { ...account, kind: 'pod' } as Somebody;
}

/** No step at all: the same by another name. */
function asItself(becomes: Somebody, who: Somebody): Step {
  return { who, may: '', by: '', becomes };
}

function asIdentity(becomes: Somebody, power: IdentityPower): Step {
  return {
    who: power.who,
    may: identityMayText(power),
    by: power.sources.join(' and '),
    becomes,
    ...perhapsOf(power.perhaps),
  };
}

function perhapsOf(perhaps: string | undefined): Pick<Step, 'perhaps'> {
  return perhaps === undefined ? {} : { perhaps: withShortReferences(describeSymbols(perhaps)) };
}

/** Whether what holds in a namespace, or in all, holds in this one. */
function isIn(scope: string | undefined, namespace: string): Known {
  return scope === undefined || equal(scope, namespace);
}

function stepOf(power: ClusterPower, becomes: Somebody, isFor: Known): Step {
  const perhaps = power.perhaps ?? (isUnknown(isFor) ? isFor.why : undefined);
  return {
    ...{ who: power.who, may: mayText(power), by: sourceText(power), becomes },
    ...perhapsOf(perhaps),
  };
}

function wayOf(steps: readonly Step[], becomes: BecomingWay['becomes'], why?: string): BecomingWay {
  const [first] = steps as [Step];
  const uncertain = why ?? steps.find(({ perhaps }) => perhaps !== undefined)?.perhaps;
  return {
    ...{ who: somebodyText(first.who), kind: first.who.kind, becomes },
    steps: steps.map(({ who, may, by }) => ({ who: somebodyText(who), may, by })),
    ...(uncertain === undefined ? {} : { uncertain }),
  };
}
