import type { Undecided } from '../../model/undecided';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const capabilityNotAdmitted: Rule = {
  slug: 'capability-not-admitted',
  cloud: 'aws',
  level: 'error',
  effect:
    'EKS refuses a capability whose role does not trust it: “The trust policy for the provided role is invalid”. ACK gets AccessDenied from STS for a role that its own may not assume, and makes nothing in the namespaces that the IAMRoleSelector is for.',
  fix: 'Let the role trust capabilities.eks.amazonaws.com with sts:AssumeRole and sts:TagSession. Let the role of an IAMRoleSelector trust the capability’s role with both, and allow the capability’s role both on it.',
  sources: ['Amazon EKS, “Amazon EKS capability IAM role”', 'Amazon EKS, “Configure ACK permissions”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const { capability, verdict, selectors } of evaluation.capabilities) {
      const { id, role, at } = capability;
      if (verdict.admitted === undefined) {
        undecided.push({ about: id, because: describeSymbols(verdict.because), at });
      } else if (!verdict.admitted) {
        const { trustAt } = evaluation.identities.get(role)!;
        findings.push(
          findingOf(capabilityNotAdmitted, {
            message: `${withPlace(id, at)} runs as ${withPlace(role!, trustAt)}, which EKS may not assume: ${describeSymbols(verdict.because)}.`,
            subject: id,
            at,
          }),
        );
      }
      for (const { selector, role: goal, verdict: onward } of selectors) {
        if (onward.admitted === true) continue;
        if (onward.admitted === undefined) {
          undecided.push({ about: selector.id, because: describeSymbols(onward.because), at: selector.at });
          continue;
        }
        findings.push(
          findingOf(capabilityNotAdmitted, {
            message: `${withPlace(selector.id, selector.at)} names ${withPlace(goal!.id, goal!.trustAt)} for ${withPlace(id, at)}, but ${describeSymbols(onward.because)}.`,
            subject: selector.id,
            at: selector.at,
            assumes: onward.assumes,
            identities: [goal!.id],
          }),
        );
      }
    }
    return { findings, undecided };
  },
};
