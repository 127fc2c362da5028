import { grouped } from '../../../core/groups';
import type { Cluster } from '../../model/cluster';
import type { PodIdentityAssociation } from '../../model/pod-identity-association';
import { isNo } from '../../model/known';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/symbol';
import { equal } from '../../model/text';
import { isOfOtherPartition, podIdentityAdmissions } from '../../iam';
import type { Decision, PodIdentityAdmission, PodIdentityAdmissions } from '../../iam';
import { matchesGlob } from '../../model/glob';
import { TargetRoles } from './target-role';
import type { TargetVerdict } from './target-role';
import { irsa } from '../irsa/mechanism';
import { whyUnread } from '../irsa/told-trusts';
import type { MechanismEvaluation, Program } from '../mechanism';
import type { TrustAdmission } from '../trust';
import { decideAssociation } from './association-session';

/** Whether an association's role lets it in. */
export interface AssociationVerdict {
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
    problems.flatMap(({ kind, identity, what }) => (kind === 'unknown' ? `${identity}\n${what}` : [])),
  );
  const targetRoles = new TargetRoles(model, { identities, policies, accounts: accountsOfRoles });
  const targets = new Map<PodIdentityAssociation, TargetVerdict>();
  const admissions: TrustAdmission[] = [];
  const verdicts = new Map<PodIdentityAssociation, AssociationVerdict>();
  const trusts = new Map<string, PodIdentityAdmissions>();
  const clusterArns = new Set([...clusters.values()].flatMap(({ resourceId }) => resourceId ?? []));
  for (const association of model.associations) {
    const { id, namespace, serviceAccount, role, at } = association;
    const cluster = association.cluster === undefined ? undefined : clusters.get(association.cluster);
    const policy = role === undefined ? undefined : policies.get(role);
    if (role === undefined || !policy || !cluster) {
      verdicts.set(association, {
        admitted: undefined,
        ...whyOpen(association, cluster, program),
      });
      continue;
    }
    // Asked for only where the session is not admitted for certain: for most associations nobody needs it.
    const trustOf = () => {
      let trust = trusts.get(role);
      if (!trust) trusts.set(role, (trust = podIdentityAdmissions(policy, {})));
      return trust;
    };
    const identity = identities.get(role)!;
    const asked = { account: accountsOfRoles.of(identity).id };
    const decision = decideAssociation(association, identity, cluster, asked, told);
    const verdict = judgeAssociation(association, cluster, trustOf, clusterArns, decision);
    // What of the role's trust is not known, is said of the role.
    const isSaid = verdict.admitted === undefined && said.has(`${role}\n${verdict.because}`);
    verdicts.set(association, isSaid ? { ...verdict, isSaid } : verdict);
    if (verdict.admitted === false) continue;
    const admission: TrustAdmission = {
      identity: role,
      mechanism: 'eks-pod-identity',
      cluster: cluster.id,
      namespace,
      serviceAccount,
      pattern: false,
      except: [],
      audiences: undefined,
      uncertain: verdict.admitted === undefined ? verdict.because : undefined,
      source: id,
      at,
    };
    admissions.push(admission);
    if (!association.target) continue;
    const target = targetRoles.judge(association, cluster);
    targets.set(association, target);
    if (association.target.role === undefined || target.admitted === false) continue;
    const uncertain = target.admitted === undefined ? target.because : undefined;
    admissions.push({
      ...admission,
      identity: association.target.role,
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
  const found = role === undefined ? undefined : identities.get(role);
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

/** Whether a trust takes the session that an association opens, and whom it takes instead. */
function judgeAssociation(
  association: PodIdentityAssociation,
  cluster: Cluster,
  trustOf: () => PodIdentityAdmissions,
  clusterArns: ReadonlySet<string>,
  decision: Decision,
): AssociationVerdict {
  if (decision.admitted === true) return { admitted: true, because: '' };
  if (decision.admitted === false) return { admitted: false, because: takenBy(trustOf()) };
  // An account that nobody knows is assumed to be the one that the trust names.
  return judgeByPatterns(association, cluster, trustOf(), clusterArns);
}

/** Whether the patterns of a trust hold the session: they tell the ARNs of two clusters apart, though neither is known. */
function judgeByPatterns(
  association: PodIdentityAssociation,
  cluster: Cluster,
  trust: PodIdentityAdmissions,
  clusterArns: ReadonlySet<string>,
): AssociationVerdict {
  let possible: string | undefined = trust.undecided[0];
  for (const admission of trust.admitted) {
    const fits = holds(admission, association, cluster, clusterArns);
    if (fits === false) continue;
    if (fits === true && admission.undecided.length === 0) return { admitted: true, because: '' };
    possible ??= admission.undecided[0] ?? 'its cluster or service account is not known before apply';
  }
  if (possible !== undefined) return { admitted: undefined, because: describeSymbols(possible) };
  return { admitted: false, because: takenBy(trust) };
}

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
  association: PodIdentityAssociation,
  cluster: Cluster,
  clusterArns: ReadonlySet<string>,
): boolean | undefined {
  // Without session tags there is nothing that a condition on a tag could match.
  if (!association.sessionTags && (admission.namespace !== '*' || admission.serviceAccount !== '*')) return false;
  const arn = cluster.resourceId ?? symbolOf(`${cluster.id}.arn`);
  const parts = [
    matches(admission.namespace, association.namespace),
    matches(admission.serviceAccount, association.serviceAccount),
    // The ARNs of two clusters of the program differ, though neither is known yet.
    clusterArns.has(admission.clusterArn)
      ? admission.clusterArn === arn
      : !isOfOtherPartition(admission.clusterArn, cluster) && matches(admission.clusterArn, arn),
  ];
  if (parts.includes(false)) return false;
  const excepted = admission.except.some(
    (except) =>
      matches(except.namespace, association.namespace) === true &&
      matches(except.serviceAccount, association.serviceAccount) === true &&
      matches(except.clusterArn, arn) === true &&
      except.account === '*',
  );
  if (excepted) return false;
  return parts.includes(undefined) ? undefined : true;
}

function matches(glob: string, text: string): boolean | undefined {
  if (glob === '*' || glob === text) return true;
  return hasSymbol(glob) || hasSymbol(text) ? undefined : matchesGlob(glob, text);
}
