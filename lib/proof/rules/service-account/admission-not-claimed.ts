import { BY_ABSENCE } from '../../model/assumption';
import { isUnknown, isYes } from '../../model/known/known';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import type { Undecided } from '../../model/undecided';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { mayDeclareText } from '../../evaluate/account-makers';
import { admittedBy } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const admissionNotClaimed: Rule = {
  slug: 'admission-not-claimed',
  level: 'warning',
  effect: 'Nothing fails. Whoever can create that service account gets the identity, and nobody would notice.',
  fix: 'Take the trust away, or declare the service account that is meant.',
  sources: ['Microsoft, “Workload identity federation: considerations”', 'AWS, “IAM roles for service accounts”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const admission of evaluation.admissions.all) {
      const { cluster, namespace, serviceAccount, identity, mechanism, source, at, pattern } = admission;
      // Pods that a label chooses run as any account: another rule's matter.
      if (admission.selector !== undefined) continue;
      // Without the cluster's manifests nobody knows who is there; a declared account is another rule's matter.
      if (!evaluation.accounts.hasCluster(cluster) || evaluation.isClaimed(admission)) continue;
      // Of a cluster behind a principal that was not read, that is what is said.
      if (evaluation.clusters.get(cluster)?.unread) continue;
      const declared = evaluation.accounts.isDeclared(cluster, namespace, serviceAccount);
      if (isYes(declared)) continue;
      if (!pattern && isDeclaredElsewhere(model, namespace, serviceAccount)) continue;
      const account = accountText(namespace, serviceAccount);
      if (hasSymbol(namespace + serviceAccount) || isUnknown(declared)) {
        const because = `it admits ${account}, ${isUnknown(declared) ? `and ${describeSymbols(declared.why)}` : 'which is not known before apply'}`;
        undecided.push({ about: identity, because, at });
        continue;
      }
      const maker = evaluation.makers.ofAdmission(admission);
      // An add-on's own account is there, and asks as the add-on does.
      if (maker?.accounts) continue;
      if (maker) {
        const because = `whether ${account}, which it admits, is there is not known: ${mayDeclareText(maker, account)}`;
        undecided.push({ about: identity, because, at });
        continue;
      }
      const elsewhere = clusterElsewhere(evaluation, cluster);
      if (elsewhere !== undefined) {
        const because = `whether ${account}, which it admits, asks for it is not known: ${elsewhere}`;
        undecided.push({ about: identity, because, at });
        continue;
      }
      findings.push({
        rule: admissionNotClaimed.slug,
        level: 'warning',
        message: `${withPlace(source, at)} admits ${account}${pattern ? ' (a pattern)' : ''} of ${cluster} to ${identity} (${mechanism}), but in that cluster’s manifests ${pattern ? 'no service account that matches claims it' : 'there is no such service account'}.`,
        subject: identity,
        at,
        help: `Whoever can create ${describeSymbols(serviceAccount)} in ${describeSymbols(namespace)} gets the identity. Take the trust away, or declare the service account that is meant.`,
        admits: admittedBy([admission]),
        ...BY_ABSENCE,
      });
    }
    return { findings, undecided };
  },
};
