import type { Undecided } from '../../model/undecided';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const associationNotAdmitted: Rule = {
  slug: 'association-not-admitted',
  cloud: 'aws',
  level: 'error',
  effect: 'EKS answers AccessDeniedException to AssumeRoleForPodIdentity, and the pod gets no credentials.',
  fix: 'Make the trust allow pods.eks.amazonaws.com both sts:AssumeRole and sts:TagSession, for this namespace, service account and cluster.',
  sources: ['Amazon EKS, “Create IAM role with trust policy required by EKS Pod Identity”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const association of model.associations) {
      const verdict = evaluation.associationVerdicts.get(association)!;
      const { id, namespace, serviceAccount, clusterText, at } = association;
      if (verdict.admitted === undefined && !verdict.isSaid)
        undecided.push({ about: id, because: verdict.because, at });
      if (verdict.admitted !== false) continue;
      const role = evaluation.identities.get(association.role!)!;
      const tags = association.sessionTags ? '' : ' without session tags';
      findings.push({
        rule: associationNotAdmitted.slug,
        level: 'error',
        message: `${withPlace(id, at)} gives ${role.id} to ${accountText(namespace, serviceAccount)} of ${association.cluster ?? clusterText}${tags}, but ${withPlace(role.id, role.trustAt)} admits through EKS Pod Identity: ${verdict.because}.`,
        subject: id,
        at,
        help: 'EKS answers AccessDeniedException to AssumeRoleForPodIdentity. Make the trust allow pods.eks.amazonaws.com both sts:AssumeRole and sts:TagSession, for this namespace, service account and cluster.',
      });
    }
    return { findings, undecided };
  },
};
