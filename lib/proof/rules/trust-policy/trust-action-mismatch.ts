import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { coversAction } from '../../iam';
import type { Statement } from '../../iam';
import { isNo, isYes } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { hasSymbol } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** The ARN of an OIDC provider, or a reference to one. */
const OIDC_PROVIDER = /:oidc-provider\/|oidc_provider|openid_connect_provider/;

export const trustActionMismatch: Rule = {
  slug: 'trust-action-mismatch',
  cloud: 'aws',
  level: 'error',
  effect:
    'STS answers AccessDenied: a cluster’s token comes by sts:AssumeRoleWithWebIdentity, EKS Pod Identity by sts:AssumeRole and sts:TagSession, and neither covers the other.',
  fix: 'Allow sts:AssumeRoleWithWebIdentity to the OIDC provider, and sts:AssumeRole with sts:TagSession to pods.eks.amazonaws.com.',
  sources: [
    'IAM User Guide, “Creating a role for OpenID Connect federation”',
    'Amazon EKS, “Create IAM role with trust policy required by EKS Pod Identity”',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [id, { statements, perhaps, open }] of evaluation.policies) {
      const role = evaluation.identities.get(id)!;
      const allowed = statements.filter(({ effect }) => effect === 'Allow');
      // What may be there besides may allow it.
      if (perhaps.length + open.size > 0 || allowed.some(({ actions }) => actions.some(hasSymbol))) continue;
      const add = (principal: string, action: string): void => {
        findings.push(
          findingOf(trustActionMismatch, {
            message: `The trust of ${withPlace(id, role.trustAt)} names ${principal} and never allows it ${action}.`,
            subject: id,
            at: role.trustAt,
          }),
        );
      };
      const federated = allowed.filter(({ principals }) => principals.federated.length > 0);
      const web = federated.some((statement) => coversAction(statement, 'sts:assumerolewithwebidentity') === true);
      // A provider of SAML comes by another action.
      if (!web && federated.some(({ principals }) => principals.federated.some((arn) => OIDC_PROVIDER.test(arn)))) {
        add('an OIDC provider', 'sts:AssumeRoleWithWebIdentity');
      }
      const names = (is: (same: Known) => boolean): readonly Statement[] =>
        allowed.filter(({ principals }) => principals.service.some((one) => is(equal(one, POD_IDENTITY_SERVICE))));
      const isGiven = names((same) => !isNo(same)).some(
        (statement) => coversAction(statement, 'sts:assumerole') === true,
      );
      if (names(isYes).length > 0 && !isGiven) add(POD_IDENTITY_SERVICE, 'sts:AssumeRole');
    }
    return { findings };
  },
};
