import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import { any, isUnknown, isYes } from '../../model/known/known';
import { describeSymbols } from '../../model/known/symbol';
import { BY_ABSENCE } from '../../model/assumption';
import { NO_CLUSTER } from '../../model/cluster/cluster';
import type { Undecided } from '../../model/undecided';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { mayDeclareText } from '../../evaluate/account-makers';
import { nearAccounts } from './near-accounts';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const serviceAccountMissing: Rule = {
  slug: 'service-account-missing',
  level: 'error',
  mildest: 'warning',
  effect: 'Kubernetes refuses the pods: error looking up service account: serviceaccount not found.',
  fix: 'Make serviceAccountName and the service account’s name and namespace the same.',
  sources: ['Kubernetes, “Configure Service Accounts for Pods”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const withAccounts = new Set(model.serviceAccounts.flatMap(({ clusters }) => clusters));
    for (const { clusters, namespace, serviceAccount, id, templateAt } of model.workloads) {
      // Every namespace has a service account "default" without anybody declaring it.
      if (serviceAccount === 'default') continue;
      const declared = any(clusters, (one) => evaluation.accounts.isDeclared(one, namespace, serviceAccount));
      if (isYes(declared)) continue;
      const cluster = clusters[0];
      // Where no cluster was given nobody says that its accounts are all here.
      if (cluster === undefined || cluster === NO_CLUSTER) continue;
      if (isDeclaredElsewhere(model, namespace, serviceAccount)) continue;
      const account = accountText(namespace, serviceAccount);
      const maker = clusters.map((one) => evaluation.makers.find(one, namespace, serviceAccount)).find((one) => one);
      if (maker?.accounts) continue;
      if (maker) {
        undecided.push({
          about: id,
          because: mayDeclareText(maker, account),
          at: templateAt,
        });
        continue;
      }
      if (isUnknown(declared)) {
        undecided.push({ about: id, because: describeSymbols(declared.why), at: templateAt });
        continue;
      }
      const elsewhere = clusters.map((one) => clusterElsewhere(evaluation, one)).find((one) => one !== undefined);
      if (elsewhere !== undefined) {
        const because = `${account}, as which it runs, is not in the input, and ${elsewhere}`;
        undecided.push({ about: id, because, at: templateAt });
        continue;
      }
      findings.push({
        rule: serviceAccountMissing.slug,
        // Somebody who gave no service account at all may keep them elsewhere.
        level: clusters.some((one) => withAccounts.has(one)) ? 'error' : 'warning',
        message: `${withPlace(id, templateAt)} runs as ${account}, which the manifests of ${clusters.join(' or ')} do not declare; they declare ${nearAccounts(evaluation, cluster, namespace, serviceAccount)}.`,
        subject: id,
        at: templateAt,
        help: `Kubernetes refuses its pods: error looking up service account ${account}: serviceaccount not found. Make serviceAccountName and the service account’s name and namespace the same.`,
        ...BY_ABSENCE,
      });
    }
    return { findings, undecided };
  },
};
