import { AAD_POD_IDENTITY_KEYS } from '../../../core/kubernetes/annotations';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityException: Rule = {
  slug: 'aad-pod-identity-exception',
  cloud: 'azure',
  level: 'warning',
  effect:
    'The pod gets a token of any identity that its node has: the kubelet’s, and every identity that pods of that node pool may become. Its own label aadpodidbinding no longer counts. Any one of the exception’s labels is enough, whatever the case of its value.',
  fix: 'Take the exception away, or give it a label that only the pods have that need the node’s identity.',
  sources: [
    'aad-pod-identity, “Disable AAD Pod Identity for a specific pod/application”',
    'https://github.com/Azure/aad-pod-identity/blob/master/pkg/pod/pod.go',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const { cluster, workload, exception } of evaluation.aadPodIdentity.excepted) {
      // AKS lets its own add-ons past NMI that way (aks-addon-exception).
      if (workload.namespace === 'kube-system') continue;
      const label = workload.podLabels[AAD_POD_IDENTITY_KEYS.bindingLabel];
      const loses =
        label === undefined ? '' : `; its label ${AAD_POD_IDENTITY_KEYS.bindingLabel}=${label} is passed over`;
      findings.push(
        findingOf(aadPodIdentityException, {
          message: `${withPlace(workload.id, workload.templateAt)} of ${cluster} is excepted by ${withPlace(`AzurePodIdentityException/${exception.namespace}/${exception.name}`, exception.at)}${loses}.`,
          subject: workload.id,
          at: workload.templateAt,
        }),
      );
    }
    return { findings };
  },
};
