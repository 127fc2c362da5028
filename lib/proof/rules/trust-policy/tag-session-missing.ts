import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { coversAction } from '../../iam';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const tagSessionMissing: Rule = {
  slug: 'tag-session-missing',
  cloud: 'aws',
  level: 'error',
  effect:
    'EKS tags each session, so it is refused: AccessDenied … not authorized to perform sts:TagSession, and the pod gets no credentials.',
  fix: 'Allow pods.eks.amazonaws.com both sts:AssumeRole and sts:TagSession.',
  sources: [
    'Amazon EKS, “Create IAM role with trust policy required by EKS Pod Identity”',
    'IAM User Guide, “Pass session tags in AWS STS”',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [id, { statements, perhaps, open }] of evaluation.policies) {
      // What may be there besides may allow it.
      if (perhaps.length + open.size > 0) continue;
      const pods = statements.filter(
        ({ effect, principals }) => effect === 'Allow' && principals.service.includes(POD_IDENTITY_SERVICE),
      );
      if (pods.length === 0 || pods.some(({ actions }) => actions.some(hasSymbol))) continue;
      const allows = (action: string): boolean => pods.some((statement) => coversAction(statement, action) === true);
      if (!allows('sts:assumerole') || allows('sts:tagsession')) continue;
      const role = evaluation.identities.get(id)!;
      findings.push(
        findingOf(tagSessionMissing, {
          message: `The trust of ${withPlace(id, role.trustAt)} allows ${POD_IDENTITY_SERVICE} sts:AssumeRole, and nowhere sts:TagSession.`,
          subject: id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};
