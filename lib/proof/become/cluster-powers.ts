import { grouped } from '../../core/groups';
import type { GrantedAct } from '../access-control/acts';
import { ActsInScope } from '../access-control/acts-in-scope';
import { EVERYBODY, SUPERUSERS } from '../access-control/subjects';
import type { Evaluation } from '../evaluate/evaluation';
import { AWS_AUTH } from '../model/cluster/aws-auth-entry';
import type { ClusterPrincipal } from '../model/cluster/cluster-runtime';
import type { Cluster } from '../model/cluster/cluster';
import { and, any, isNo, isUnknown, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { hasSymbol, symbolOf } from '../model/known/symbol';
import type { AwsPowers } from './aws-powers';
import type { CloudPowers } from './cloud-powers';
import type { Candidate, IamAction } from './role-requests';
import type { ClusterPower, Somebody } from './way';

const EDITS: readonly GrantedAct[] = [
  { act: 'make-pods', becomes: 'pod' },
  { act: 'run-commands', becomes: 'pod' },
  { act: 'impersonate', becomes: 'account' },
];

/** The access policies of EKS by which one becomes a pod. EKS, "Review access policy permissions". */
const ACCESS_POLICIES: Readonly<Record<string, readonly GrantedAct[]>> = {
  AmazonEKSClusterAdminPolicy: [{ act: 'everything', becomes: 'pod' }],
  AmazonEKSAdminPolicy: EDITS,
  // It lists and shows all resources, Secrets among them; AmazonEKSViewPolicy shows none.
  AmazonEKSAdminViewPolicy: [{ act: 'read-token-secrets', becomes: 'account', secrets: {} }],
  AmazonEKSEditPolicy: EDITS,
};

/** Who may become whom in a cluster: by its RBAC, by what its cloud lets them, and as a superuser. */
export function clusterPowers(evaluation: Evaluation, cluster: string, clouds: CloudPowers): readonly ClusterPower[] {
  const { powers } = evaluation;
  const azure = evaluation.clusters.get(cluster);
  const own = powers.powers
    .filter((power) => power.cluster === cluster)
    .map((power): ClusterPower => ({ ...power, who: { ...power.who, cluster } }));
  const superuser: ClusterPower = {
    ...{ cluster, who: { kind: 'group', cluster, name: SUPERUSERS }, act: 'everything', becomes: 'pod' },
    ...{ source: 'Kubernetes itself', at: { file: '', pointer: '' } },
  };
  return [
    ...own,
    ...byAccessPolicies(evaluation, cluster),
    ...members(evaluation, cluster),
    ...byIam(evaluation, cluster, clouds.aws),
    ...(azure ? clouds.azure.inCluster(azure) : []),
    superuser,
  ];
}

function byAccessPolicies({ model }: Evaluation, cluster: string): readonly ClusterPower[] {
  const scoped = new ActsInScope(cluster, model);
  return model.runtime.access
    .filter((access) => access.cluster === cluster)
    .flatMap((access) =>
      grantedBy(access.policy).flatMap((granted) =>
        (access.namespaces ?? [undefined])
          .flatMap((namespace) => scoped.of(granted, namespace, namespace === undefined))
          .map((act): ClusterPower => {
            const perhaps = access.perhaps ?? act.perhaps;
            const { id: source, policy: role, at } = access;
            return { cluster, who: whoOf(access), ...act, ...(perhaps && { perhaps }), source, role, at };
          }),
      ),
    );
}

/** What an access policy lets its holder do; one of which it is not known which it is may let them do everything. */
function grantedBy(policy: string): readonly GrantedAct[] {
  if (!hasSymbol(policy)) return ACCESS_POLICIES[policy] ?? [];
  return [{ act: 'everything', becomes: 'pod', perhaps: 'which access policy it is, is not known before apply' }];
}

function whoOf({ role, principal }: Pick<ClusterPrincipal, 'role' | 'principal'>): Somebody {
  return role === undefined ? { kind: 'principal', name: principal } : { kind: 'identity', name: role };
}

/** Who of AWS is let in to a cluster, and by what: by access entries, and by the ConfigMap aws-auth. */
function entrantsOf({ model, identities }: Evaluation, cluster: string): readonly Entrant[] {
  const entries = model.runtime.entries
    .filter((entry) => entry.cluster === cluster)
    .map(({ id, at, username, groups, perhaps, ...entry }) => {
      return { who: whoOf(entry), username, groups, source: id, at, perhaps };
    });
  const ofConfigMap = model.awsAuthEntries
    .filter(({ clusters }) => clusters.includes(cluster))
    .map(({ who, username, groups, at }) => {
      const role = identities.claimed(who)?.identity.id;
      const source = AWS_AUTH;
      return { who: whoOf({ role, principal: who }), username, groups, source, at, perhaps: undefined };
    });
  return [...entries, ...ofConfigMap];
}

interface Entrant extends Pick<ClusterPower, 'who' | 'source' | 'at' | 'perhaps'> {
  readonly username?: string | undefined;
  readonly groups: readonly string[];
}

/** Who of AWS is a user, or in a group, of a cluster. */
function members(evaluation: Evaluation, cluster: string): readonly ClusterPower[] {
  const isOf = (name: string): boolean => name !== '';
  return entrantsOf(evaluation, cluster).flatMap(
    ({ username, groups, perhaps, ...entrant }): readonly ClusterPower[] => {
      const base = { cluster, act: 'enter', ...entrant, ...(perhaps && { perhaps }) } as const;
      return [
        ...groups.filter(isOf).map((name): ClusterPower => ({ ...base, becomes: 'group', names: [name] })),
        ...(username === undefined ? [] : [{ ...base, becomes: 'user', names: [username] } as const]),
      ];
    },
  );
}

/** Who of AWS is in the group of everybody of a cluster: whoever is let in, by whichever name. */
export function everybodyOfAws(evaluation: Evaluation, cluster: string): readonly ClusterPower[] {
  const ofPolicies = evaluation.model.runtime.access
    .filter((access) => access.cluster === cluster)
    .map((access) => ({ who: whoOf(access), source: access.id, at: access.at, perhaps: access.perhaps }));
  return [...entrantsOf(evaluation, cluster), ...ofPolicies].map(({ who, source, at, perhaps }) => {
    return {
      cluster,
      who,
      act: 'enter',
      becomes: 'group',
      names: [EVERYBODY],
      source,
      at,
      ...(perhaps && { perhaps }),
    };
  });
}

/**
 * Which roles may have EKS let them in to a cluster. An access policy needs an entry, and without one RBAC may still name a group of
 * the entry.
 *
 * @see Amazon EKS, "Grant IAM users access to Kubernetes with EKS access entries"; Service Authorization Reference, "Amazon EKS"
 */
function byIam(evaluation: Evaluation, id: string, identities: AwsPowers): readonly ClusterPower[] {
  const cluster = evaluation.clusters.get(id);
  if (cluster?.cloud !== 'aws') return [];
  const entries = evaluation.model.runtime.entries.filter((entry) => entry.cluster === id);
  const all = [...entries, ...evaluation.model.runtime.access.filter((one) => one.cluster === id)];
  const entriesOf = grouped(all, ({ role }) => role);
  return [...identities.requests.candidates].flatMap((candidate) => {
    const own = entriesOf.get(candidate.role.id) ?? [];
    const hasEntry = any(own, ({ perhaps }) => perhaps === undefined || unknown(perhaps));
    return new EntriesOfRole(candidate, cluster, evaluation, identities).powers(hasEntry);
  });
}

/** What one role may do to its own access to a cluster. */
class EntriesOfRole {
  public constructor(
    private readonly candidate: Candidate,
    private readonly cluster: Cluster,
    private readonly evaluation: Evaluation,
    private readonly identities: AwsPowers,
  ) {}

  public powers(hasEntry: Known): readonly ClusterPower[] {
    const { role, actions } = this.candidate;
    const granting = this.identities.granting.get(role.id);
    const isOpen = this.evaluation.model.runtime.entriesOff.has(this.cluster.id)
      ? this.on('eks:UpdateClusterConfig')
      : true;
    const enters = and(or(hasEntry, this.on('eks:CreateAccessEntry')), isOpen);
    const administers = and(enters, this.on('eks:AssociateAccessPolicy'));
    const sources = (['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy', 'eks:UpdateAccessEntry'] as const).flatMap(
      (action) => actions.get(action)?.sources ?? [],
    );
    const found = this.power('administer', 'pod', administers, sources);
    const isAdmin = found.some(({ perhaps }) => perhaps === undefined);
    if (granting && !isAdmin) {
      const isInAccount = this.identities.requests.isInAccount(this.cluster, role);
      found.push(
        ...this.power(
          'administer',
          'pod',
          and(granting.answer, isInAccount, this.whenGiven(granting.by)),
          granting.sources,
        ),
      );
    }
    if (!found.some(({ perhaps }) => perhaps === undefined)) {
      const joins = or(
        and(hasEntry, this.on('eks:UpdateAccessEntry')),
        and(not(hasEntry), this.on('eks:CreateAccessEntry'), isOpen),
      );
      found.push(...this.power('join-groups', 'group', joins, sources));
    }
    return found;
  }

  private on(action: IamAction): Known {
    const { role, actions } = this.candidate;
    if (!actions.has(action)) return false;
    const { requests } = this.identities;
    const isOfEntry = action === 'eks:AssociateAccessPolicy' || action === 'eks:UpdateAccessEntry';
    const asked = isOfEntry
      ? requests.inCluster(this.cluster, role, 'access-entry', this.entry())
      : requests.clusterArn(this.cluster, role);
    return and(requests.may(role, action, asked), requests.isInAccount(this.cluster, role));
  }

  private entry(): string {
    const { account, arn } = this.identities.requests.arnOf(this.candidate.role);
    return `role/${account}/${arn.slice(arn.lastIndexOf('/') + 1)}/${symbolOf('the id of an access entry', 'segment')}`;
  }

  /** Whether every right that a role may give is enough: a boundary may keep it from these. */
  private whenGiven(by: string | undefined): Known {
    const { requests } = this.identities;
    const role = by === undefined ? this.candidate.role : this.evaluation.identities.get(by)!;
    const asked = requests.clusterArn(this.cluster, role);
    return and(
      requests.may(role, 'eks:CreateAccessEntry', asked, { isGiven: true }),
      requests.may(role, 'eks:AssociateAccessPolicy', asked, { isGiven: true }),
    );
  }

  private power(
    act: 'administer' | 'join-groups',
    becomes: 'pod' | 'group',
    answer: Known,
    sources: readonly string[],
  ): ClusterPower[] {
    if (isNo(answer)) return [];
    const { role } = this.candidate;
    return [
      {
        ...{ cluster: this.cluster.id, who: { kind: 'identity', name: role.id }, act, becomes },
        ...{ source: [...new Set(sources)].join(' and '), at: role.at },
        ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
      },
    ];
  }
}
