import { AZURE_KEYS } from '../../../core/kubernetes/annotations';
import { IDENTITY_BINDING_AUDIENCE } from '../../../core/trust/audience';
import type { Evaluation } from '../../evaluate/evaluation';
import type { TrustAdmission } from '../../mechanisms/trust';
import { BY_ABSENCE } from '../../model/assumption';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { Identity } from '../../model/identity/identity';
import { isNo, isUnknown } from '../../model/known/known';
import type { Undecided } from '../../model/undecided';
import { equal } from '../../model/known/text';
import type { Workload } from '../../model/kubernetes/workload';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

const KEY = AZURE_KEYS.useIdentityBinding;

export const identityBindingNotUsed: Rule = {
  slug: 'identity-binding-not-used',
  cloud: 'azure',
  level: 'error',
  effect:
    'Without the annotation the pod sends the cluster’s own token to Entra, which answers AADSTS700211; with it, AKS refuses a service account that RBAC does not name.',
  fix: `Annotate the pod template with ${KEY}: "true" where an identity binding lets its service account in, and only there. The application must also switch on the token proxy in its WorkloadIdentityCredential.`,
  sources: ['AKS, “Set up identity bindings”', 'AKS, “Identity bindings concepts: Azure Identity client libraries”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    // Identities bound in part to what was not read may let in more.
    if (model.identityBindings.length === 0) return { findings };
    for (const workload of model.workloads) {
      const own = workload.podLabels[AZURE_KEYS.useLabel] === 'true' ? undefined : tokenOf(workload, evaluation);
      if (workload.podLabels[AZURE_KEYS.useLabel] !== 'true' && own === undefined) continue;
      const admissions = claimedBy(workload, evaluation);
      if (admissions.length === 0) continue;
      // The webhook does not mind the case. A pod that mounts its token itself says by the audience where it takes it.
      const asks =
        own === undefined
          ? equal(workload.podAnnotations[KEY]?.toLowerCase() ?? '', 'true')
          : equal(own, IDENTITY_BINDING_AUDIENCE);
      if (isUnknown(asks)) {
        const because = `whether its annotation ${KEY} asks for an identity binding is not known before apply`;
        undecided.push({ about: workload.id, because, at: workload.templateAt });
        continue;
      }
      if (admissions.some(({ identityBinding }) => (identityBinding !== undefined) !== isNo(asks))) continue;
      if (admissions.some(({ identity }) => evaluation.unknownTrusts.has(identity))) continue;
      const named = admissions.map(({ identity }) => evaluation.identities.get(identity)!);
      const open = named.map((one) => whyOpen(one, evaluation)).find((one) => one !== undefined);
      if (open !== undefined) {
        const because = `whether its service account gets in by ${isNo(asks) ? 'a federated credential' : 'an identity binding'} is not known: ${open}`;
        undecided.push({ about: workload.id, because, at: workload.templateAt });
        continue;
      }
      findings.push({ ...finding(workload, !isNo(asks), own, admissions[0]!), ...BY_ABSENCE });
    }
    return { findings, undecided };
  },
};

/** The audience of the token that a pod mounts itself, without the webhook; nothing where it mounts none. */
function tokenOf({ id, clusters, namespace, serviceAccount }: Workload, evaluation: Evaluation): string | undefined {
  return clusters
    .flatMap((cluster) => evaluation.accounts.of(cluster, namespace, serviceAccount).claims)
    .find((claim) => claim.byHand && claim.carrier === id && claim.mechanism === 'entra-workload-identity')?.audience;
}

/** Why more may trust on an identity's behalf than was read. */
function whyOpen(identity: Identity, { model }: Evaluation): string | undefined {
  if (identity.existing) return `${identity.id} is made outside of what was read`;
  return identityElsewhere(model, identity);
}

/** The admissions that the workload's service account makes use of. */
function claimedBy({ clusters, namespace, serviceAccount }: Workload, evaluation: Evaluation): TrustAdmission[] {
  const mechanism = 'entra-workload-identity';
  return clusters.flatMap((cluster) => {
    // A literal client id may turn out to be that of an identity which names the account.
    const named = evaluation.admissions
      .naming(cluster, namespace, serviceAccount)
      .filter((admission) => admission.mechanism === mechanism && evaluation.claimedAdmissions.has(admission));
    const claims = evaluation.accounts.of(cluster, namespace, serviceAccount).claims;
    return claims.reduce((admissions, { identity }) => {
      if (!identity) return admissions;
      const found = evaluation.admissions.find(identity.id, mechanism, cluster, namespace, serviceAccount);
      return [...admissions, ...found.certain, ...found.possible];
    }, named);
  });
}

function finding(
  workload: Workload,
  asks: boolean,
  own: string | undefined,
  { identity, source, at }: TrustAdmission,
): Finding {
  const account = accountText(workload.namespace, workload.serviceAccount);
  const way = own === undefined ? `the annotation ${KEY}` : `a token of the audience ${own}`;
  return findingOf(identityBindingNotUsed, {
    message: asks
      ? `${withPlace(workload.id, workload.templateAt)} has ${way}, but ${identity} admits its service account ${account} by ${withPlace(source, at)} alone, which is no identity binding.`
      : `${withPlace(workload.id, workload.templateAt)} has ${own === undefined ? `no annotation ${KEY}: "true"` : way}, but ${identity} admits its service account ${account} by an identity binding alone, which ${withPlace(source, at)} opens.`,
    subject: workload.id,
    at: workload.templateAt,
  });
}
