import type { Evaluation } from '../../evaluate/evaluation';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { BY_ABSENCE } from '../../model/assumption';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import { isUnknown, isYes } from '../../model/known/known';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { mayDeclareText } from '../../evaluate/account-makers';
import { nearAccounts } from '../service-account/near-accounts';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

/** Namespaces that Kubernetes and EKS fill themselves: what lives there is rarely among a program's manifests. */
const SYSTEM_NAMESPACE = /^(kube-(system|public|node-lease)|amazon-.*|aws-.*)$/;

export const associationWithoutServiceAccount: Rule = {
  slug: 'association-without-service-account',
  cloud: 'aws',
  level: 'error',
  mildest: 'warning',
  effect: 'EKS accepts any namespace and name and says nothing: no pod gets the credentials.',
  fix: 'Make the association and the service account name the same namespace and name.',
  sources: ['Amazon EKS, “Assign an IAM role to a Kubernetes service account”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const association of model.associations) {
      const { cluster, namespace, serviceAccount, addon, id, at } = association;
      if (cluster === undefined || addon !== undefined || !evaluation.accounts.hasCluster(cluster)) continue;
      const declared = evaluation.accounts.isDeclared(cluster, namespace, serviceAccount);
      if (isYes(declared) || serviceAccount === 'default') continue;
      if (isDeclaredElsewhere(model, namespace, serviceAccount)) continue;
      if (SYSTEM_NAMESPACE.test(namespace) && !evaluation.accounts.hasNamespace(cluster, namespace)) continue;
      const maker = evaluation.makers.find(cluster, namespace, serviceAccount);
      if (maker?.accounts) continue;
      if (maker) {
        const because = mayDeclareText(maker, accountText(namespace, serviceAccount));
        undecided.push({ about: id, because, at });
        continue;
      }
      if (isUnknown(declared)) {
        undecided.push({ about: id, because: describeSymbols(declared.why), at });
        continue;
      }
      const elsewhere = clusterElsewhere(evaluation, cluster);
      if (elsewhere !== undefined) {
        const account = accountText(namespace, serviceAccount);
        undecided.push({ about: id, because: `${account}, which it names, is not in the input, and ${elsewhere}`, at });
        continue;
      }
      findings.push(finding(association, cluster, evaluation));
    }
    return { findings, undecided };
  },
};

function finding(association: PodIdentityAssociation, cluster: string, evaluation: Evaluation): Finding {
  const { namespace, serviceAccount, id, at } = association;
  const isRead = evaluation.accounts.hasNamespace(cluster, namespace);
  const [, ofName] = evaluation.accounts.declaredNear(cluster, namespace, serviceAccount);
  const near = nearAccounts(evaluation, cluster, namespace, serviceAccount);
  return {
    rule: associationWithoutServiceAccount.slug,
    // Who gave nothing of the namespace at all may keep its objects elsewhere; one of that name in another is a slip.
    level: isRead || ofName.length > 0 ? 'error' : 'warning',
    message: `${withPlace(id, at)} gives ${association.role ?? association.roleText} to ${accountText(namespace, serviceAccount)} of ${cluster}, but that cluster’s manifests declare ${isRead ? '' : 'nothing in the namespace and '}no such service account; they declare ${near}.`,
    subject: id,
    at,
    help: 'EKS accepts any name here and says nothing: no pod gets the credentials. Make the association and the service account name the same namespace and name.',
    ...BY_ABSENCE,
  };
}
