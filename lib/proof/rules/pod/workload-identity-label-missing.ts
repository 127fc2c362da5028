import { AZURE_KEYS } from '../../../core/kubernetes/annotations';
import type { Evaluation } from '../../evaluate/evaluation';
import { isUnknown, isYes } from '../../model/known/known';
import { equal } from '../../model/known/text';
import type { Undecided } from '../../model/undecided';
import { identityNamed } from '../../model/kubernetes/service-account';
import type { ServiceAccount } from '../../model/kubernetes/service-account';
import { BY_ABSENCE } from '../../model/assumption';
import { describeSymbols } from '../../model/known/symbol';
import type { Workload } from '../../model/kubernetes/workload';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const LABEL = AZURE_KEYS.useLabel;

export const workloadIdentityLabelMissing: Rule = {
  slug: 'workload-identity-label-missing',
  cloud: 'azure',
  level: 'error',
  mildest: 'note',
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
    const undecided: Undecided[] = [];
    for (const workload of model.workloads) {
      const label = equal(workload.podLabels[LABEL] ?? '', 'true');
      if (isYes(label) || workload.isPartial || mountsItself(workload)) continue;
      const accounts = evaluation.accounts.runAs(workload);
      const account = accounts[0];
      const asks = accounts.every((one) => identityNamed(one, AZURE_KEYS.clientId) !== undefined);
      if (account && asks) {
        const driver = evaluation.driverTokens.of(workload, 'entra-workload-identity');
        const id = `ServiceAccount/${account.namespace}/${account.name}`;
        if (isUnknown(label)) {
          undecided.push({ about: workload.id, because: `its label ${LABEL} is not known`, at: workload.templateAt });
          continue;
        }
        if (!driver) {
          const found = finding(workload, account, withPlace(id, account.at));
          findings.push(
            hasItByLabel(workload, evaluation) ? { ...found, level: 'note', help: BEFORE_THE_SWITCH } : found,
          );
        }
        if (driver?.kind === 'unknown') {
          const because = `it lacks the label ${LABEL}, and whether the client id of ${id} is for the SecretProviderClass ${driver.secretProviderClass} alone is not known: that is not in the input`;
          undecided.push({ about: workload.id, because, at: workload.templateAt });
        }
        continue;
      }
      const other = askedByOther(workload, evaluation);
      if (other !== undefined && !isUnknown(label)) findings.push(finding(workload, account, other));
    }
    return { findings, undecided };
  },
};

const BEFORE_THE_SWITCH = `Its pods have the same identity by AAD Pod Identity. They are switched by the label ${LABEL}: "true" in place of aadpodidbinding.`;

/** Whether AAD Pod Identity gives the pods what their account asks for, as before the switch of a move. */
function hasItByLabel(workload: Workload, { accounts, aadPodIdentity }: Evaluation): boolean {
  const identities = aadPodIdentity.identitiesOf.get(workload);
  if (!identities) return false;
  const { clusters, namespace, serviceAccount } = workload;
  return clusters
    .flatMap((cluster) => accounts.of(cluster, namespace, serviceAccount).claims)
    .filter(isEntra)
    .every(({ identity, text }) => identities.has(identity?.id ?? '') || identities.has(text));
}

/** What asks for an Entra identity for a workload's pods beside the annotation: a variable of theirs, or an object. */
function askedByOther(workload: Workload, evaluation: Evaluation): string | undefined {
  if (workload.projectedTokens.length > 0) return undefined;
  const { namespace, serviceAccount, clusters, id, templateAt } = workload;
  const clientId = workload.environment.AZURE_CLIENT_ID;
  const identity = clientId === undefined ? undefined : evaluation.identities.claimed(clientId)?.identity;
  const admits = evaluation.admissions
    .of(identity?.id ?? '')
    .some((one) => one.namespace === namespace && one.serviceAccount === serviceAccount && isEntra(one));
  if (admits) return withPlace(`AZURE_CLIENT_ID of ${id}`, templateAt);
  const object = clusters
    .flatMap((cluster) => evaluation.accounts.of(cluster, namespace, serviceAccount).claims)
    .find((claim) => claim.object && isEntra(claim) && claim.usesOwnToken);
  return object && withPlace(object.carrier, object.at);
}

function isEntra({ mechanism }: { readonly mechanism: string }): boolean {
  return mechanism === 'entra-workload-identity';
}

/** A pod that mounts the token and names the identity itself needs no webhook. */
function mountsItself(workload: Workload): boolean {
  return workload.projectedTokens.length > 0 && workload.environment.AZURE_CLIENT_ID !== undefined;
}

function finding(workload: Workload, account: ServiceAccount | undefined, asking: string): Finding {
  const wrong = workload.podLabels[LABEL];
  const misplaced =
    workload.objectLabels[LABEL] !== undefined
      ? ' (the label is on the object around the pod template, where it does nothing)'
      : account?.labels[LABEL] !== undefined
        ? ' (the label is on the service account, where it does nothing)'
        : '';
  const has = wrong === undefined ? 'has no label' : `has ${JSON.stringify(describeSymbols(wrong))} as its label`;
  return {
    rule: workloadIdentityLabelMissing.slug,
    level: 'error',
    message: `${asking} asks for an Entra identity, but the pod template of ${withPlace(workload.id, workload.templateAt)} ${has} ${LABEL}: "true"${misplaced}.`,
    subject: workload.id,
    at: workload.templateAt,
    // Of several clusters it may be in one whose account asks for nothing.
    ...(workload.clusters.length > 1 || (account && account.clusters.length > 1) ? BY_ABSENCE : {}),
    help: `The webhook leaves such pods alone: no token, no AZURE_CLIENT_ID, and the SDK falls back to the node’s identity. Put ${LABEL}: "true" among the labels of the pod template.`,
  };
}
