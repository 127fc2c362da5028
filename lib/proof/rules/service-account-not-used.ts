import { accountKey } from '../evaluate/trust';
import type { Evaluation } from '../evaluate/evaluation';
import type { Model } from '../model/model';
import type { Workload } from '../model/workload';
import { findingOf } from './rule';
import type { Finding, Rule } from './rule';
import { accountText, withPlace } from './words';

export const serviceAccountNotUsed: Rule = {
  slug: 'service-account-not-used',
  level: 'warning',
  description:
    'A workload runs as the service account default, while the one of its own name, which gets an identity, has no pods.',
  effect:
    'The pods present default’s token, or none: the webhook leaves them alone, and the SDK falls back to the identity of the node or finds none.',
  mending: 'Write serviceAccountName into the pod template’s spec, not into the spec around it.',
  sources: ['Kubernetes, “Configure Service Accounts for Pods”'],
  check: ({ model, evaluation }) => {
    const runningAsDefault = defaultWorkloads(model);
    const findings: Finding[] = [];
    for (const [key, { namespace, name, what }] of accountsWithIdentity(model, evaluation)) {
      const workload = runningAsDefault.get(key);
      if (!workload || evaluation.workloadsOfAccount.has(key)) continue;
      findings.push(
        findingOf(serviceAccountNotUsed, {
          message: `${withPlace(workload.id, workload.templateAt)} names no service account and so runs as ${accountText(namespace, 'default')}, but ${what} gives an identity to ${accountText(namespace, name)}, as which nothing runs.`,
          subject: workload.id,
          at: workload.templateAt,
        }),
      );
    }
    return { findings };
  },
};

/** Workloads that run as `default`, by the account that would have their own name. */
function defaultWorkloads(model: Model): ReadonlyMap<string, Workload> {
  const found = new Map<string, Workload>();
  for (const workload of model.workloads) {
    if (workload.serviceAccount !== 'default') continue;
    const name = workload.id.slice(workload.id.lastIndexOf('/') + 1);
    for (const cluster of workload.clusters) found.set(accountKey(cluster, workload.namespace, name), workload);
  }
  return found;
}

interface AccountWithIdentity {
  readonly namespace: string;
  readonly name: string;
  /** What says so. */
  readonly what: string;
}

/** Service accounts that ask for an identity, or to which an association gives one. */
function accountsWithIdentity(model: Model, evaluation: Evaluation): ReadonlyMap<string, AccountWithIdentity> {
  const found = new Map<string, AccountWithIdentity>();
  for (const { clusters, namespace, serviceAccount, byHand, carrier, at } of evaluation.claims) {
    if (byHand) continue;
    for (const cluster of clusters) {
      const what = withPlace(`the annotation of ${carrier}`, at);
      found.set(accountKey(cluster, namespace, serviceAccount), { namespace, name: serviceAccount, what });
    }
  }
  for (const { cluster, namespace, serviceAccount, id, at } of model.associations) {
    if (cluster === undefined) continue;
    found.set(accountKey(cluster, namespace, serviceAccount), {
      namespace,
      name: serviceAccount,
      what: withPlace(id, at),
    });
  }
  return found;
}
