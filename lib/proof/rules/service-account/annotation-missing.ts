import { AZURE_KEYS, EKS_KEYS } from '../../../core/annotations';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Model } from '../../model/model';
import type { Finding, Rule } from '../rule';
import { accountText, admissionsText, withPlace } from '../words';

export const annotationMissing: Rule = {
  slug: 'annotation-missing',
  level: 'error',
  description: 'An identity admits a declared service account, which does not say that it wants the identity.',
  effect:
    'The webhook sets no AZURE_CLIENT_ID or AWS_ROLE_ARN, and the SDK falls back to the identity of the node or finds none.',
  fix: 'Annotate the service account with the client id or the ARN of the identity that admits it.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'https://github.com/Azure/azure-workload-identity/issues/1185',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model, evaluation }) => ({
    findings: [...labelledWithoutClient(model, evaluation), ...admittedWithoutAnnotation(evaluation)],
  }),
};

/** Pods that carry the label for a token, and have no client id to use it for. */
function labelledWithoutClient(model: Model, evaluation: Evaluation): Finding[] {
  return model.workloads.flatMap((workload) => {
    const { clusters, namespace, serviceAccount, id, templateAt } = workload;
    if (workload.podLabels[AZURE_KEYS.useLabel] !== 'true' || workload.environment.AZURE_CLIENT_ID !== undefined)
      return [];
    const accounts = evaluation.accounts.runAs(workload);
    const account = accounts[0];
    // An undeclared service account is another rule's matter; "default" is there without being declared.
    if (!account && serviceAccount !== 'default') return [];
    if (accounts.some(({ annotations }) => annotations[AZURE_KEYS.clientId] !== undefined)) return [];
    const waiting = clusters
      .flatMap((cluster) => evaluation.admissions.naming(cluster, namespace, serviceAccount))
      .filter(({ mechanism }) => mechanism === 'entra-workload-identity');
    const identities = [...new Set(waiting.map(({ identity }) => identity))];
    const who = account
      ? withPlace(accountText(namespace, serviceAccount), account.at)
      : accountText(namespace, serviceAccount);
    return [
      {
        rule: annotationMissing.slug,
        level: 'error',
        message: `${withPlace(id, templateAt)} has the label ${AZURE_KEYS.useLabel}, but its service account ${who} has no annotation ${AZURE_KEYS.clientId}; ${identities.length > 0 ? `${identities.join(' and ')} admits ${admissionsText(waiting)}` : 'no identity that was read admits it'}.`,
        subject: `ServiceAccount/${namespace}/${serviceAccount}`,
        at: account?.at ?? templateAt,
        help: `The webhook sets no AZURE_CLIENT_ID, and the SDK finds no identity. Annotate the service account with ${AZURE_KEYS.clientId}: the client id of the identity.`,
      },
    ];
  });
}

/** Service accounts that an identity names and that do not ask for it. */
function admittedWithoutAnnotation(evaluation: Evaluation): Finding[] {
  return evaluation.admissions.all.flatMap((admission) => {
    const { cluster, namespace, serviceAccount, mechanism, identity, at } = admission;
    if (admission.pattern || evaluation.isClaimed(admission)) return [];
    const account = evaluation.accounts.of(cluster, namespace, serviceAccount).declared[0];
    if (!account) return [];
    const claims = evaluation.accounts.of(cluster, namespace, serviceAccount).claims;
    const annotation = mechanism === 'irsa' ? EKS_KEYS.roleArn : AZURE_KEYS.clientId;
    const other = claims.find((claim) => claim.mechanism === mechanism);
    return [
      {
        rule: annotationMissing.slug,
        level: 'warning',
        message: `${withPlace(identity, at)} admits ${withPlace(accountText(namespace, serviceAccount), account.at)} of ${cluster}, which ${other ? `asks for ${other.identity?.id ?? 'something else'} instead` : `has no annotation ${annotation}`}.`,
        subject: `ServiceAccount/${namespace}/${serviceAccount}`,
        at: account.at,
        help: `Its pods do not get this identity: the SDK falls back to the node’s. Annotate the service account with ${annotation}, or take the trust away.`,
      },
    ];
  });
}
