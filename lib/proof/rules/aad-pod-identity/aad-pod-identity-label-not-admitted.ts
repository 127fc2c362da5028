import { AAD_POD_IDENTITY_KEYS, AZURE_KEYS } from '../../../core/kubernetes/annotations';
import type { LabelledWorkload } from '../../mechanisms/aad-pod-identity/aad-pod-identity';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import { namespaceElsewhere } from '../../model/declared-elsewhere';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityLabelNotAdmitted: Rule = {
  slug: 'aad-pod-identity-label-not-admitted',
  cloud: 'azure',
  level: 'error',
  mildest: 'note',
  effect:
    'NMI answers its request for a token with 404 or 403: no AzureAssignedIdentity found for the pod, no azure identity found for request clientID.',
  fix: 'Make the label of the pod template and the selector of the binding the same text, case included. Where identities are kept to their namespace, as with the AKS add-on, put AzureIdentity and AzureIdentityBinding into the pod’s namespace.',
  sources: [
    'aad-pod-identity, “Match pods in the namespace”',
    'Microsoft, “Use Microsoft Entra pod-managed identities in AKS”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const labelled of evaluation.aadPodIdentity.labelled) {
      const { cluster, workload, outcome, selector } = labelled;
      if (outcome === 'admitted') continue;
      // Labels that are not known are no sign of AAD Pod Identity in a cluster that has nothing else of it.
      if (outcome === 'unknown' && workload.openLabels && !evaluation.aadPodIdentity.clusters.has(cluster)) continue;
      const opaque = outcome === 'unbound' && evaluation.makers.find(cluster, workload.namespace) !== undefined;
      if (outcome === 'unknown' || opaque) {
        const because = `whether a binding of ${cluster} has ${describeSymbols(selector)} for a selector is not known${opaque ? ': something that is not read, such as a Helm release, may make it' : ' before apply'}`;
        undecided.push({ about: workload.id, because, at: workload.templateAt });
        continue;
      }
      // The binding itself is the mistake, and has a finding.
      if (outcome === 'no-identity') continue;
      // A binding in another namespace than the pod's does not keep another one away.
      const open = clusterElsewhere(evaluation, cluster) ?? namespaceElsewhere(model, workload.namespace);
      if (open !== undefined) {
        const because = `whether a binding of ${cluster} has ${describeSymbols(selector)} for a selector is not known: ${open}`;
        undecided.push({ about: workload.id, because, at: workload.templateAt });
        continue;
      }
      findings.push(notAdmitted(labelled, evaluation));
    }
    return { findings, undecided };
  },
};

function notAdmitted(
  { cluster, workload, selector, bindings }: LabelledWorkload,
  { aadPodIdentity }: RuleInput['evaluation'],
): Finding {
  const near = aadPodIdentity.clusters.get(cluster)?.nearBindings(selector, workload.namespace) ?? [];
  const shown = (bindings.length > 0 ? bindings : near)
    .slice(0, 3)
    .map((one) =>
      withPlace(`AzureIdentityBinding/${one.namespace}/${one.name} with the selector ${one.selector}`, one.at),
    );
  const but =
    bindings.length > 0
      ? `the binding of that selector is in another namespace, and only the pod’s own counts: ${shown.join(', ')}`
      : `no binding of ${cluster} has that selector${shown.length > 0 ? `; there is ${shown.join(', ')}` : ''}`;
  // It has moved: nothing asks for the label any more.
  const hasMoved = workload.podLabels[AZURE_KEYS.useLabel] === 'true';
  return findingOf(aadPodIdentityLabelNotAdmitted, {
    ...(hasMoved ? { level: 'note', help: LABEL_LEFT } : {}),
    message: `${withPlace(workload.id, workload.templateAt)} has the label ${AAD_POD_IDENTITY_KEYS.bindingLabel}=${selector}, but ${but}.`,
    subject: workload.id,
    at: workload.templateAt,
    ...BY_ABSENCE,
  });
}

const LABEL_LEFT = `The pods get their identity by Entra Workload ID, and nothing reads the label. Take the label away.`;
