import { parsePermissionPolicy } from '../../../../lib/proof/iam';
import { askPod } from '../../../../lib/proof/mechanisms/pod-identity/ask-association';
import { evaluatePodIdentity } from '../../../../lib/proof/mechanisms/pod-identity/pod-identity';
import type { PodIdentityEvaluation } from '../../../../lib/proof/mechanisms/pod-identity/pod-identity';
import type { Claim } from '../../../../lib/proof/mechanisms/claims';
import { RoleAccounts } from '../../../../lib/proof/mechanisms/irsa/role-account';
import { ToldTrusts, trustPolicyIn } from '../../../../lib/proof/mechanisms/irsa/told-trusts';
import type { Program } from '../../../../lib/proof/mechanisms/mechanism';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { PodQuestion } from '../../../../lib/proof/mechanisms/question';
import type { TrustProblem } from '../../../../lib/proof/mechanisms/trust';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import { IdentityIndex } from '../../../../lib/proof/model/identity/identity-index';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { Model } from '../../../../lib/proof/model/model';
import type { PodIdentityAssociation, TargetRole } from '../../../../lib/proof/model/identity/pod-identity-association';
import { SaidCounts } from '../../../../lib/proof/model/said-counts';
import type { Undecided } from '../../../../lib/proof/model/undecided';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

export const ACCOUNT = '111122223333';
export const CLUSTER_ARN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`;
const place = { file: 'main.tf', pointer: '' };

export const cluster: Cluster = {
  id: 'main',
  cloud: 'aws',
  issuer: 'https://a.example/id',
  issuerText: '',
  name: 'main',
  resourceId: CLUSTER_ARN,
  at: place,
};

/** A cluster whose ARN only apply will tell. */
export const openCluster = (id: string): Cluster => ({ ...cluster, id, name: id, resourceId: symbolOf(`${id}.arn`) });

/** A statement that takes the sessions of EKS Pod Identity, but for what is said. */
export const forSessions = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  ...parts,
});
export const onTag = (value: string, tag = 'namespace'): Record<string, unknown> => ({
  Condition: { StringLike: { [`aws:RequestTag/kubernetes-${tag}`]: value } },
});
/** A statement that takes a role. */
export const forRole = (arn: string, parts: Record<string, unknown> = {}): Record<string, unknown> =>
  forSessions({ Principal: { AWS: arn }, ...parts });
/** A trust policy of some statements. */
export const trust = (...statements: readonly unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const arnOf = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;

/** A role of the account that takes every session, but for what is said. */
export const role = (name: string, parts: Partial<Identity> = {}): Identity => ({
  id: `role.${name}`,
  cloud: 'aws',
  kind: 'iam-role',
  name,
  claimName: arnOf(name),
  account: { id: ACCOUNT, names: new Set() },
  trustPolicy: trust(forSessions()),
  trustAt: place,
  at: place,
  ...parts,
});

/** The association of shop/app with role.app, but for what is said. */
export const association = (parts: Partial<PodIdentityAssociation> = {}): PodIdentityAssociation => ({
  id: 'association.app',
  cluster: 'main',
  clusterText: 'main',
  namespace: 'shop',
  serviceAccount: 'app',
  role: 'role.app',
  roleText: arnOf('app'),
  sessionTags: true,
  at: place,
  ...parts,
});
export const targetOf = (name: string, parts: Partial<TargetRole> = {}): TargetRole => ({
  role: `role.${name}`,
  arn: arnOf(name),
  externalId: `eu-west-1/${ACCOUNT}/main/shop/app`,
  ...parts,
});

export interface Input {
  readonly roles?: readonly Identity[];
  readonly clusters?: readonly Cluster[];
  readonly associations?: readonly PodIdentityAssociation[];
  /** Statements of role.app's own policy, or of that of the role that is said. */
  readonly permissions?: readonly unknown[];
  readonly permissionsOf?: string;
  readonly uncounted?: readonly string[];
  readonly undecided?: readonly Partial<Undecided>[];
  readonly elsewhere?: Model['elsewhere'];
  readonly unreadModules?: readonly string[];
  /** What is said of the roles' trusts. */
  readonly problems?: readonly TrustProblem[];
  /** The roles that service accounts name by ARNs. */
  readonly claims?: readonly Pick<Claim, 'identity' | 'text'>[];
}

/** A program of roles, clusters and associations. */
export function programOf(input: Input): Program {
  const { roles = [role('app')], clusters = [cluster], associations = [association()] } = input;
  const policies = new Map(
    roles.flatMap(({ id, trustPolicy }) => (trustPolicy === undefined ? [] : [[id, trustPolicyIn(trustPolicy)]])),
  );
  const undecided = (input.undecided ?? []) as readonly Undecided[];
  const own = {
    identity: input.permissionsOf ?? 'role.app',
    kind: 'permissions',
    source: 'policy.app',
    statements: parsePermissionPolicy({ Version: '2012-10-17', Statement: input.permissions }).statements,
    at: place,
  };
  const model = {
    identities: roles,
    clusters,
    associations,
    policies: input.permissions ? [own] : [],
    undecided,
    uncounted: new Map((input.uncounted ?? []).map((id) => [id, `${id} need not be made`])),
    elsewhere: input.elsewhere ?? [],
    unreadModules: input.unreadModules ?? [],
  };
  const found = {
    problems: input.problems ?? [],
    policies,
    accountsOfRoles: new RoleAccounts((input.claims ?? []) as readonly Claim[]),
    told: new ToldTrusts(policies, [], new Map()),
  };
  const program = {
    model,
    identities: new IdentityIndex(roles),
    clusters: new Map(clusters.map((one) => [one.id, one])),
    clusterOfIssuer: new Map(clusters.map((one) => [one.issuer, one])),
    saidCounts: new SaidCounts(undecided),
    of: () => found,
  };
  return program as unknown as Program;
}

/** What evaluation finds in a program. */
export const evaluated = (input: Input = {}): PodIdentityEvaluation => evaluatePodIdentity(programOf(input));

/** How shop/app fares with role.app, but for what is said. */
export function asked(input: Input = {}, about = 'role.app', parts: Partial<PodQuestion> = {}): readonly Outcome[] {
  const program = programOf(input);
  const question: PodQuestion = {
    kind: 'pod',
    identity: program.identities.get(about)!,
    subject: { namespace: 'shop', name: 'app' },
    token: { issuer: cluster.issuer, subject: 'system:serviceaccount:shop:app', audience: 'sts.amazonaws.com' },
    cluster: program.clusters.get('main'),
    told: new ToldValues({}),
    ...parts,
  };
  return askPod(question, program, evaluatePodIdentity(program));
}
