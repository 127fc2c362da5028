import { AZURE_KEYS } from '../../../core/annotations';
import type { ServiceAccount } from '../../model/service-account';
import { describeSymbols } from '../../model/symbol';
import type { Workload } from '../../model/workload';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const LABEL = AZURE_KEYS.useLabel;

export const workloadIdentityLabelMissing: Rule = {
  slug: 'workload-identity-label-missing',
  level: 'error',
  description: 'A service account asks for an Entra identity, but its pods lack the label that gives them the token.',
  effect:
    'The webhook leaves such pods alone: no token, no AZURE_CLIENT_ID, and the SDK falls back to the identity of the node.',
  fix: 'Put azure.workload.identity/use: "true" among the labels of the pod template.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'https://github.com/Azure/azure-workload-identity/issues/691',
    'https://github.com/Azure/AKS/issues/4059',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const workload of model.workloads) {
      if (workload.podLabels[LABEL] === 'true' || mountsItself(workload)) continue;
      const accounts = evaluation.accounts.runAs(workload);
      const asks = accounts.every(({ annotations }) => annotations[AZURE_KEYS.clientId] !== undefined);
      if (accounts[0] && asks) findings.push(finding(accounts[0], workload));
    }
    return { findings };
  },
};

/** A pod that mounts the token and names the identity itself needs no webhook. */
function mountsItself(workload: Workload): boolean {
  return workload.projectedTokens.length > 0 && workload.environment.AZURE_CLIENT_ID !== undefined;
}

function finding(account: ServiceAccount, workload: Workload): Finding {
  const wrong = workload.podLabels[LABEL];
  const misplaced =
    workload.objectLabels[LABEL] !== undefined
      ? ' (the label is on the object around the pod template, where it does nothing)'
      : account.labels[LABEL] !== undefined
        ? ' (the label is on the service account, where it does nothing)'
        : '';
  const has = wrong === undefined ? 'has no label' : `has ${JSON.stringify(describeSymbols(wrong))} as its label`;
  return {
    rule: workloadIdentityLabelMissing.slug,
    level: 'error',
    message: `${withPlace(`ServiceAccount/${account.namespace}/${account.name}`, account.at)} asks for an Entra identity, but the pod template of ${withPlace(workload.id, workload.templateAt)}, which runs as it, ${has} ${LABEL}: "true"${misplaced}.`,
    subject: workload.id,
    at: workload.templateAt,
    help: `The webhook leaves such pods alone: no token, no AZURE_CLIENT_ID, and the SDK falls back to the node’s identity. Put ${LABEL}: "true" among the labels of the pod template.`,
  };
}
