import { grouped } from '../../../core/groups';
import { IN_ACCOUNT_OF_TRUST } from '../../model/assumption';
import type { Assuming } from '../../model/assumption';
import type { Cluster } from '../../model/cluster/cluster';
import type { Identity } from '../../model/identity/identity';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { and, any, isNo, isYes, not } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { equal, matches } from '../../model/known/text';
import { isOfOtherPartition, podIdentityAdmissions } from '../../iam';
import type { Decision, PodIdentityAdmission, PodIdentityAdmissions, PodIdentityPattern, TrustPolicy } from '../../iam';
import { TargetRoles } from './target-role';
import type { TargetVerdict } from './target-role';
import { irsa } from '../irsa/mechanism';
import { whyUnread } from '../irsa/told-trusts';
import type { MechanismEvaluation, Program } from '../mechanism';
import type { TrustAdmission } from '../trust';
import { accountOf, arnOf, decideAssociation } from './association-session';

/** Whether an association's role lets it in. It may rest on the account that the trust names. */
export interface AssociationVerdict extends Assuming {
  /** Nothing where it cannot be told. */
  readonly admitted: boolean | undefined;
  /** Whom the role's trust takes instead, or why it cannot be told. */
  readonly because: string;
  /** Set where it cannot be told and another entry gives the cause. */
  readonly isSaid?: boolean;
}

/** Who gets in by EKS Pod Identity: an association and a trust that admits it. */
export interface PodIdentityEvaluation extends MechanismEvaluation {
  readonly verdicts: ReadonlyMap<PodIdentityAssociation, AssociationVerdict>;
  /** How the way on to the target role fares, for each association that has one and whose role lets it in, or may. */
  readonly targets: ReadonlyMap<PodIdentityAssociation, TargetVerdict>;
  /** The associations that give a role; those to roles that are not in the input under nothing. */
  readonly byRole: ReadonlyMap<string | undefined, readonly PodIdentityAssociation[]>;
  /** By `<namespace>/<service account>`, of all clusters. */
  readonly byAccount: ReadonlyMap<string, readonly PodIdentityAssociation[]>;
  /** Those whose namespace or service account is not known. */
  readonly unnamed: readonly PodIdentityAssociation[];
}

/** Holds each association against the trust of its role, and then against that of its target role. */
export function evaluatePodIdentity(program: Program): PodIdentityEvaluation {
  const { model, clusters, identities } = program;
  const { policies, accountsOfRoles, told, problems } = program.of(irsa);
  const said = new Set(
    problems.filter(({ kind }) => kind === 'unknown').map(({ identity, what }) => `${identity}\n${what}`),
  );
  const targetRoles = new TargetRoles(model, { identities, policies, accounts: accountsOfRoles });
  const targets = new Map<PodIdentityAssociation, TargetVerdict>();
  const admissions: TrustAdmission[] = [];
  const verdicts = new Map<PodIdentityAssociation, AssociationVerdict>();
  const trusts = new Map<string, PodIdentityAdmissions>();
  const trustOf = (role: Identity, policy: TrustPolicy, sessionTags: boolean): PodIdentityAdmissions => {
    const key = `${role.id}\n${sessionTags}`;
    let trust = trusts.get(key);
    if (!trust) trusts.set(key, (trust = podIdentityAdmissions(policy, { sessionTags })));
    return trust;
  };
  const clustersById: ReadonlyMap<string | undefined, Cluster> = clusters;
  const clusterArns = new Set([...clusters.values()].map(({ resourceId }) => resourceId));
  for (const association of model.associations) {
    const { id, namespace, serviceAccount, at } = association;
    const cluster = clustersById.get(association.cluster);
    const role = identities.get(association.role);
    const policy = role && policies.get(role.id);
    if (!role || !policy || !cluster) {
      verdicts.set(association, { admitted: undefined, ...whyOpen(association, cluster, program) });
      continue;
    }
    const asked = { account: accountsOfRoles.of(role).id };
    const decision = decideAssociation(association, role, cluster, asked, told);
    const session = {
      association,
      clusterArn: arnOf(cluster),
      account: accountOf(cluster, asked),
      cluster,
      clusterArns,
    };
    // Asked for only where the session is not admitted for certain: for most associations nobody needs it.
    const verdict = judgeAssociation(session, (sessionTags) => trustOf(role, policy, sessionTags), decision);
    // What of the role's trust is not known, is said of the role.
    const isSaid = said.has(`${role.id}\n${verdict.because}`);
    verdicts.set(association, isSaid ? { ...verdict, isSaid } : verdict);
    if (verdict.admitted === false) continue;
    const admission: TrustAdmission = {
      identity: role.id,
      mechanism: 'eks-pod-identity',
      cluster: cluster.id,
      namespace,
      serviceAccount,
      pattern: false,
      except: [],
      audiences: undefined,
      uncertain: verdict.admitted === undefined ? verdict.because : undefined,
      ...(verdict.assumes ? { assumes: verdict.assumes } : {}),
      ...(association.sessionTags ? {} : { byAssociation: true }),
      source: id,
      at,
    };
    admissions.push(admission);
    const { target } = association;
    if (!target) continue;
    const onward = targetRoles.judge(association, role, target, cluster);
    targets.set(association, onward);
    if (target.role === undefined || onward.admitted === false) continue;
    const uncertain = onward.admitted === undefined ? onward.because : undefined;
    admissions.push({
      ...admission,
      byAssociation: undefined,
      identity: target.role,
      uncertain: admission.uncertain ?? uncertain,
    });
  }
  return {
    admissions,
    verdicts,
    targets,
    byRole: grouped(model.associations, ({ role }) => role),
    unnamed: model.associations.filter(({ namespace, serviceAccount }) => hasSymbol(namespace + serviceAccount)),
    byAccount: grouped(model.associations, ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
  };
}

/** Why nothing can be told of an association: what was not read of its cluster, its role or the role's trust. */
function whyOpen(
  { id, clusterText, role, roleText }: PodIdentityAssociation,
  cluster: Cluster | undefined,
  { clusters, identities, saidCounts }: Pick<Program, 'clusters' | 'identities' | 'saidCounts'>,
): Omit<AssociationVerdict, 'admitted'> {
  if (!cluster) {
    const possible = [...clusters.values()].find((one) => one.cloud === 'aws' && mayBeNamed(clusterText, one));
    return {
      because: possible
        ? `whether its cluster ${clusterText} is ${possible.id} is not known before apply`
        : 'its cluster is not in the input',
    };
  }
  const found = identities.get(role);
  if (found) return { because: `its role’s trust policy is ${whyUnread(found)}` };
  if (roleText === '') return { because: 'it has no role_arn, without which EKS refuses it' };
  const many = saidCounts.namedIn(roleText);
  if (many === undefined) {
    const possible = identities.possibleByArn(roleText)[0];
    return {
      because: possible
        ? `whether its role ${roleText} is ${possible.id} is not known before apply`
        : `its role ${roleText} is not in the input`,
    };
  }
  const because = `its role is ${roleText}, and how many there are of ${many} is not known`;
  // Of both it is said already that nobody knows how many there are.
  return { because, isSaid: saidCounts.has(id) };
}

/** Whether a cluster of unknown name may be the one that an association names. */
function mayBeNamed(text: string, { name }: Cluster): boolean {
  return name !== undefined && hasSymbol(name) && !text.includes('${') && !isNo(equal(name, text));
}

/** The session that an association opens, as the patterns of a trust are held against it. */
interface AssociationSession {
  readonly association: PodIdentityAssociation;
  readonly cluster: Cluster;
  readonly clusterArn: string;
  /** A symbol where it is not known. */
  readonly account: string;
  /** The ARNs of all clusters of the program. */
  readonly clusterArns: ReadonlySet<string | undefined>;
}

/** Whether a trust takes the session that an association opens, and whom it takes instead. */
function judgeAssociation(
  session: AssociationSession,
  trustOf: (sessionTags: boolean) => PodIdentityAdmissions,
  decision: Decision,
): AssociationVerdict {
  if (decision.admitted === true) return ADMITTED;
  if (decision.admitted === undefined) {
    const verdict = judgeByPatterns(session, trustOf(session.association.sessionTags));
    if (verdict) return verdict;
  }
  return { admitted: false, because: takenBy(trustOf(true)) };
}

const ADMITTED: AssociationVerdict = { admitted: true, because: '' };

/**
 * Whether the patterns of a trust hold the session, or may; nothing where they do not. They tell the ARNs of two clusters
 * apart, though neither is known.
 */
function judgeByPatterns(session: AssociationSession, trust: PodIdentityAdmissions): AssociationVerdict | undefined {
  const possible = trust.admitted
    .map((admission) => ({ admission, fits: holds(admission, session) }))
    .filter(({ fits }) => !isNo(fits));
  // An account that nobody knows is assumed to be the one that the trust names; all else would have been decided.
  const isAdmitted = possible.some(({ admission, fits }) => isYes(fits) && admission.undecided.length === 0);
  if (isAdmitted) return { ...ADMITTED, ...IN_ACCOUNT_OF_TRUST };
  const why = trust.undecided[0] ?? (possible.length > 0 ? NAMES_UNKNOWN : undefined);
  return why === undefined ? undefined : { admitted: undefined, because: describeSymbols(why) };
}

const NAMES_UNKNOWN = 'its cluster or service account is not known before apply';

/** Whom a trust takes, in words. */
function takenBy(trust: PodIdentityAdmissions): string {
  const taken = trust.admitted.map(
    ({ namespace, serviceAccount, clusterArn, account }) =>
      `system:serviceaccount:${namespace}:${serviceAccount}${clusterArn === '*' ? '' : ` of ${clusterArn}`}${account === '*' ? '' : ` in the account ${account}`}`,
  );
  return describeSymbols(taken.slice(0, 3).join(', ')) || trust.notes[0] || 'nobody';
}

function holds(
  admission: PodIdentityAdmission,
  { association, cluster, clusterArn, clusterArns, ...session }: AssociationSession,
): Known {
  const { namespace, serviceAccount } = association;
  const account = hasSymbol(session.account) && admission.account !== '*' ? admission.account : session.account;
  const isOf = (pattern: PodIdentityPattern): Known =>
    and(
      matches(pattern.namespace, namespace),
      matches(pattern.serviceAccount, serviceAccount),
      // The ARNs of two clusters of the program differ, though neither is known yet.
      clusterArns.has(pattern.clusterArn)
        ? pattern.clusterArn === clusterArn
        : !isOfOtherPartition(pattern.clusterArn, cluster) && matches(pattern.clusterArn, clusterArn),
      matches(pattern.account, account),
    );
  return and(isOf(admission), not(any(admission.except, isOf)));
}
