import { EKS_ADDONS } from '../../../core/kubernetes/addon-accounts';
import { STS_AUDIENCE } from '../../../core/trust/audience';
import type { Claim } from '../../mechanisms/claims';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Verdict } from '../../mechanisms/verdict';
import type { AddonRole } from '../../model/identity/addon-role';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { admissionsText, subjectText, withPlace } from '../words';

export const addonNotAdmitted: Rule = {
  slug: 'addon-not-admitted',
  cloud: 'aws',
  level: 'error',
  effect:
    'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity, and the add-on has no permissions: a CSI driver makes no volumes.',
  fix: 'Make the trust name the service account that the add-on brings.',
  sources: ['Amazon EKS, “AWS add-ons”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const addonRole of model.addonRoles) {
      const { id, addon, namespace, cluster, role, at } = addonRole;
      const accounts = EKS_ADDONS.get(addon)?.accounts;
      if (!accounts || cluster === undefined) continue;
      // EKS gives the pods the credentials of an association, and not those of the annotation.
      if (accounts.some((account) => isAssociated(cluster, namespace, account, evaluation))) continue;
      const verdicts = accounts.map((account) => judgeAccount(account, cluster, addonRole, evaluation));
      if (verdicts.some(({ outcome }) => outcome === 'admitted')) continue;
      const open = verdicts.find((verdict) => verdict.outcome === 'undecided');
      if (open) {
        undecided.push({ about: `${id} → ${role}`, because: open.because, identities: [role], at });
        continue;
      }
      const { trustAt } = evaluation.identities.get(role)!;
      const own = accounts.map((account) => subjectText(namespace, account)).join(' or ');
      const admitted = evaluation.admissions.of(role).filter(({ mechanism }) => mechanism === 'irsa');
      findings.push(
        findingOf(addonNotAdmitted, {
          message: `${withPlace(id, at)} gives ${role} to ${addon}, whose pods present ${own} from ${cluster}, but ${withPlace(role, trustAt)} admits ${admissionsText(admitted)}.`,
          subject: role,
          at,
        }),
      );
    }
    return { findings, undecided };
  },
};

/** Whether an association gives an account a role, or may. */
function isAssociated(cluster: string, namespace: string, account: string, evaluation: Evaluation): boolean {
  const { associations } = evaluation.accounts.of(cluster, namespace, account);
  return associations.some((association) => evaluation.associationVerdicts.get(association)?.admitted !== false);
}

/** How the token of an add-on’s service account fares, as if the account were annotated with the role. */
function judgeAccount(
  serviceAccount: string,
  cluster: string,
  { id, namespace, role, at }: AddonRole,
  evaluation: Evaluation,
): Verdict {
  const identity = evaluation.identities.get(role)!;
  const claim: Claim = {
    mechanism: 'irsa',
    clusters: [cluster],
    namespace,
    serviceAccount,
    text: identity.claimName,
    audience: STS_AUDIENCE,
    identity,
    assumed: false,
    carrier: id,
    at,
    byHand: false,
  };
  return evaluation.judge(claim, identity);
}
