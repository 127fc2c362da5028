import { AAD_POD_IDENTITY_KEYS } from '../../../core/kubernetes/annotations';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityNotNamespaced: Rule = {
  slug: 'aad-pod-identity-not-namespaced',
  cloud: 'azure',
  level: 'warning',
  effect: 'Whoever can make a pod in any namespace of the cluster gets the identity, by a label.',
  fix: 'Annotate the AzureIdentity with aadpodidentity.k8s.io/Behavior: namespaced, or run MIC and NMI with forceNamespaced.',
  sources: ['aad-pod-identity, “Match pods in the namespace”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const { admissions, clusters } = evaluation.aadPodIdentity;
    for (const { cluster, namespace, identity, selector, source, at } of admissions) {
      if (namespace !== '*') continue;
      const pods = `pods of every namespace with the label ${AAD_POD_IDENTITY_KEYS.bindingLabel}=${describeSymbols(selector!)}`;
      if (!clusters.get(cluster)!.installed) {
        const because = `what installs AAD Pod Identity in ${cluster} was not read: unless it is run with forceNamespaced, ${pods} become ${identity}`;
        undecided.push({ about: describeSymbols(source), because, at });
        continue;
      }
      findings.push(
        findingOf(aadPodIdentityNotNamespaced, {
          message: `${withPlace(describeSymbols(source), at)} gives ${identity} to ${pods} of ${cluster}.`,
          subject: identity,
          at,
        }),
      );
    }
    return { findings, undecided };
  },
};
