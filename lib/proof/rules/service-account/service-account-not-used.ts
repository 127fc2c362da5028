import { BY_ABSENCE } from '../../model/assumption';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Workload } from '../../model/kubernetes/workload';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const serviceAccountNotUsed: Rule = {
  slug: 'service-account-not-used',
  level: 'warning',
  mildest: 'note',
  effect:
    'The pods present default’s token, or none: the webhook leaves them alone, and the SDK falls back to the identity of the node or finds none.',
  fix: 'Write serviceAccountName into the pod template’s spec, not into the spec around it.',
  sources: ['Kubernetes, “Configure Service Accounts for Pods”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const workload of model.workloads) {
      if (workload.serviceAccount !== 'default') continue;
      const { namespace, id, templateAt } = workload;
      const name = id.slice(id.lastIndexOf('/') + 1);
      const cluster = workload.clusters.find(
        (one) => evaluation.accounts.of(one, namespace, name).workloads.length === 0,
      );
      if (cluster === undefined) continue;
      const what = givenTo(cluster, namespace, name, evaluation);
      if (what === undefined) continue;
      // What is declared elsewhere may run as it.
      if (isDeclaredElsewhere(model, namespace, name)) continue;
      findings.push(
        findingOf(serviceAccountNotUsed, {
          ...(hasItByLabel(cluster, name, workload, evaluation) ? { level: 'note', help: BEFORE_THE_SWITCH } : {}),
          message: `${withPlace(id, templateAt)} names no service account and so runs as ${accountText(namespace, 'default')}, but ${what} gives an identity to ${accountText(namespace, name)}, as which nothing runs.`,
          subject: id,
          at: templateAt,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings };
  },
};

const BEFORE_THE_SWITCH =
  'Its pods have the same identity by AAD Pod Identity. They are switched when their template names the account, with the label azure.workload.identity/use in place of aadpodidbinding.';

/** Whether AAD Pod Identity gives the pods what the account asks for, as before the switch of a move. */
function hasItByLabel(cluster: string, name: string, workload: Workload, evaluation: Evaluation): boolean {
  const identities = evaluation.aadPodIdentity.identitiesOf.get(workload);
  const { claims } = evaluation.accounts.of(cluster, workload.namespace, name);
  return claims.some(({ identity, text }) => identities?.has(identity?.id ?? '') || identities?.has(text));
}

/** What gives an identity to a service account: an association, or its own annotation; nothing where nothing does. */
function givenTo(cluster: string, namespace: string, name: string, evaluation: Evaluation): string | undefined {
  const association = evaluation.accounts.of(cluster, namespace, name).associations[0];
  if (association) return withPlace(association.id, association.at);
  const claim = evaluation.accounts.of(cluster, namespace, name).claims.find(({ byHand }) => !byHand);
  return claim && withPlace(`the annotation of ${claim.carrier}`, claim.at);
}
