import { possibleStatements } from '../../iam';
import type { Cluster } from '../../model/cluster/cluster';
import type { Identity } from '../../model/identity/identity';
import { describeSymbols } from '../../model/known/symbol';
import { isNo, isUnknown, isYes } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { whyPerhapsNone } from '../../model/uncounted';
import { irsa } from '../irsa/mechanism';
import { isForSessions, unreadTrust } from '../irsa/told-trusts';
import type { Program } from '../mechanism';
import { BY_ABSENCE } from '../../model/assumption';
import type { Outcome } from '../outcome';
import type { PodQuestion, SessionQuestion } from '../question';
import { askPodIdentity } from './ask-pod-identity';
import { associationElsewhere, mayBeRole } from './association-elsewhere';
import { askAssociation, isFor } from './association-session';
import type { Asked } from './association-session';
import type { PodIdentityEvaluation } from './pod-identity';

/** Whether a role's trust takes a session, an association taken for granted. */
export function askSession({ identity: role, account, told, session }: SessionQuestion, program: Program): Outcome {
  if (role.kind !== 'iam-role') {
    return { admitted: false, because: [`${role.id} is not an IAM role: EKS Pod Identity gives roles only`] };
  }
  const policy = program.of(irsa).told.policyOf(role, told);
  return policy ? askPodIdentity(role, policy, account, session) : unreadTrust(role);
}

/** The sessions that associations of the pod's service account open. */
export function askPod(question: PodQuestion, program: Program, found: PodIdentityEvaluation): readonly Outcome[] {
  const { identity: role, cluster, told } = question;
  const { namespace, name } = question.subject;
  if (role.kind !== 'iam-role') return [];
  const fitting = [...(found.byAccount.get(`${namespace}/${name}`) ?? []), ...found.unnamed]
    .map((association) => ({ association, fits: isFor(association, question, program) }))
    .filter(({ fits }) => !isNo(fits));
  const giving = fitting.filter(({ association }) => association.role === role.id);
  if (giving.length > 0) {
    return giving.map(({ association, fits }) => {
      const outcome = throughAssociation(role, named(association, question), question, program, found);
      return perhaps(fits, ifMade(association, outcome, program));
    });
  }
  const leading = fitting.filter(({ association }) => association.target?.role === role.id);
  if (leading.length > 0) {
    return leading.map(({ association, fits }) => {
      const outcome = throughChain(role, named(association, question), question, program, found);
      return perhaps(fits, ifMade(association, outcome, program));
    });
  }
  // A role that is not known may be this one.
  const open = fitting
    .flatMap(({ association: { id, role: own, roleText, target } }) => [
      ...(own === undefined ? [{ id, roleText }] : []),
      ...(target && target.role === undefined ? [{ id, roleText: describeSymbols(target.arn) }] : []),
    ])
    .find(({ roleText }) => mayBeRole(roleText, role));
  if (open) {
    const { id, roleText } = open;
    const because = `${id} gives the service account ${roleText}, and whether that is ${role.id} is not known`;
    return [{ admitted: undefined, because: [because] }];
  }
  const other = fitting.find(({ fits }) => isYes(fits))?.association;
  if (other) {
    return [{ admitted: false, because: [`${other.id} gives the service account another role: ${other.roleText}`] }];
  }
  // Of the associations that were read none is for the pod, whichever role it gives.
  const elsewhere = associationElsewhere({ ...program.model, associations: [] }, role, cluster);
  const policy = program.of(irsa).told.policyOf(role, told);
  if (!isForSessions(policy)) {
    // An association elsewhere may lead to it as its target role.
    const isForRoles =
      policy && possibleStatements(policy).some(({ principals: { aws, everyone } }) => everyone || aws.length > 0);
    if (!isForRoles) return [];
    return [
      elsewhere === undefined
        ? { admitted: false, because: [], ...BY_ABSENCE }
        : { admitted: undefined, because: [elsewhere] },
    ];
  }
  const whom = (found.byRole.get(role.id) ?? []).map(
    (association) => `${association.namespace}/${association.serviceAccount} of ${association.clusterText}`,
  );
  const none = `no EKS Pod Identity association gives ${role.id} to ${namespace}/${name}${whom.length > 0 ? `, but to ${whom.slice(0, 3).join(', ')}` : ''}: without one the pod gets no credentials`;
  return [
    elsewhere === undefined
      ? { admitted: false, because: [none], ...BY_ABSENCE }
      : { admitted: undefined, because: [elsewhere, none] },
  ];
}

/** An association, for the account that a question is about. */
function named(association: PodIdentityAssociation, { subject }: PodQuestion): PodIdentityAssociation {
  const { namespace, serviceAccount } = association;
  if (namespace === subject.namespace && serviceAccount === subject.name) return association;
  return { ...association, namespace: subject.namespace, serviceAccount: subject.name };
}

/** What an association gives, where it need not be made. */
function ifMade({ id }: PodIdentityAssociation, outcome: Outcome, { model }: Program): Outcome {
  const because = outcome.admitted ? whyPerhapsNone(model.uncounted, [id]) : undefined;
  return because === undefined ? outcome : { admitted: undefined, because: [because, ...outcome.because] };
}

/** What an association gives, where it may not be known whether it is for the pod. */
function perhaps(fits: Known, outcome: Outcome): Outcome {
  if (!isUnknown(fits) || outcome.admitted === false) return outcome;
  return { admitted: undefined, because: [fits.why, ...outcome.because] };
}

function throughAssociation(
  role: Identity,
  association: PodIdentityAssociation,
  asked: Asked,
  program: Program,
  found: PodIdentityEvaluation,
): Outcome {
  const { id } = association;
  const clusters: ReadonlyMap<string | undefined, Cluster> = program.clusters;
  const cluster = clusters.get(association.cluster);
  if (!cluster) return { admitted: undefined, because: [`the cluster of ${id} is not in the input`] };
  const outcome = askAssociation(association, role, cluster, asked, program.of(irsa).told);
  // The proof tells the ARNs of two clusters of the program apart, though neither is known.
  const verdict = outcome.admitted === undefined ? found.verdicts.get(association) : undefined;
  const admitted = outcome.admitted ?? verdict?.admitted;
  const assumes = verdict?.assumes;
  return {
    admitted,
    ...(assumes ? { assumes } : {}),
    because: [
      ...(verdict?.admitted === false ? [`${role.id} admits through EKS Pod Identity: ${verdict.because}`] : []),
      ...(admitted ? [`${id} gives it the role`] : [`${id} gives it the role, and its trust has to admit the session`]),
      ...(assumes ? [`assumed: the account that the trust names is the account of ${role.id}`] : []),
      ...outcome.because,
      ...(association.target && admitted !== false
        ? [
            `the pod itself gets the credentials of ${association.target.role ?? association.target.arn}, its target role`,
          ]
        : []),
    ],
  };
}

/** The way to a role that is the target of an association: by the association's role, whose credentials EKS uses for it. */
function throughChain(
  role: Identity,
  association: PodIdentityAssociation,
  { issuer }: PodQuestion,
  program: Program,
  found: PodIdentityEvaluation,
): Outcome {
  const first = program.identities.get(association.role);
  const way = `${association.id} leads to it by ${association.roleText}`;
  if (!first) return { admitted: undefined, because: [`${way}, which is not in the input`] };
  // The query may tell the account of the target role, which is not the first one's.
  const account = program.of(irsa).accountsOfRoles.of(first).id;
  const entry = throughAssociation(first, association, { account, issuer }, program, found);
  if (entry.admitted === false) return { ...entry, because: [way, ...entry.because] };
  const verdict = found.targets.get(association);
  const admitted = verdict?.admitted ? entry.admitted : verdict?.admitted;
  const assumes = (verdict?.admitted ? entry : verdict)?.assumes;
  return {
    admitted,
    ...(assumes ? { assumes } : {}),
    because: [
      way,
      ...(entry.admitted && !entry.assumes ? [] : entry.because),
      ...(verdict ? [verdict.admitted ? `${role.id} takes it: ${verdict.because}` : verdict.because] : []),
    ],
  };
}
