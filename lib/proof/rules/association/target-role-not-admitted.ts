import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const targetRoleNotAdmitted: Rule = {
  slug: 'target-role-not-admitted',
  cloud: 'aws',
  level: 'error',
  mildest: 'note',
  effect:
    'EKS assumes the target role with the credentials of the first one. That call is refused, so the pod gets no credentials at all, not even those of the first role.',
  fix: 'Let the target role’s trust allow the first role sts:AssumeRole and, unless the association disables session tags, sts:TagSession; and allow the first role both on the target where its account has to.',
  sources: [
    'Amazon EKS, “Access AWS Resources using EKS Pod Identity Target IAM Roles”',
    'Amazon EKS API, PodIdentityAssociation',
    'IAM User Guide, “Cross-account policy evaluation logic”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const association of model.associations) {
      const verdict = evaluation.targetVerdicts.get(association);
      const { id, namespace, serviceAccount, role, target, at } = association;
      if (!verdict || !target) continue;
      for (const arn of verdict.assumed ?? []) {
        findings.push(
          findingOf(targetRoleNotAdmitted, {
            level: 'note',
            message: `The trust of ${target.role}, the target role of ${withPlace(id, at)}, names ${describeSymbols(arn)}, which is assumed to be ${role}: its account is not known before apply.`,
            subject: id,
            at,
            help: 'Reference the arn of the role instead of writing it out, and the proof needs no assumption.',
          }),
        );
      }
      if (verdict.admitted === true) continue;
      if (verdict.admitted === undefined) {
        undecided.push({ about: id, because: describeSymbols(verdict.because), at });
        continue;
      }
      const goal = evaluation.identities.get(target.role!)!;
      findings.push(
        findingOf(targetRoleNotAdmitted, {
          message: `${withPlace(id, at)} gives ${accountText(namespace, serviceAccount)} the target role ${withPlace(goal.id, goal.trustAt)} by way of ${role}, but ${describeSymbols(verdict.because)}.`,
          subject: id,
          at,
          assumes: verdict.assumes,
        }),
      );
    }
    return { findings, undecided };
  },
};
