import { AAD_POD_IDENTITY_KEYS } from '../../../core/kubernetes/annotations';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import { isNamespaceElsewhere } from '../../model/declared-elsewhere';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import type { TrustAdmission } from '../../mechanisms/trust';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentitySelectorUnused: Rule = {
  slug: 'aad-pod-identity-selector-unused',
  cloud: 'azure',
  level: 'warning',
  mildest: 'note',
  effect: 'Nobody who is known uses the identity, and whoever makes a pod with the label gets it.',
  fix: 'Take binding and identity away, or correct selector and label, which must be equal, case included.',
  sources: ['aad-pod-identity, “AzureIdentityBinding”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const { admissions, workloadsOf } = evaluation.aadPodIdentity;
    const withWorkloads = new Set(model.workloads.flatMap(({ clusters }) => clusters));
    for (const admission of admissions) {
      const { cluster, identity, namespace, source, at } = admission;
      const selector = admission.selector!;
      // Without the cluster's workloads nobody knows who has the label.
      if (workloadsOf.get(admission)!.length > 0 || !withWorkloads.has(cluster)) continue;
      const label = `${AAD_POD_IDENTITY_KEYS.bindingLabel}=${describeSymbols(selector)}`;
      const { makers } = evaluation;
      const opaque = namespace === '*' ? makers.hasCluster(cluster) : makers.find(cluster, namespace) !== undefined;
      if (hasSymbol(selector) || opaque) {
        const because = `whether a pod of ${cluster} has the label ${label} is not known${opaque ? ': something that is not read, such as a Helm release, may make it' : ' before apply'}`;
        undecided.push({ about: describeSymbols(source), because, at });
        continue;
      }
      if (isNamespaceElsewhere(model, namespace)) {
        const because = `whether a pod of ${cluster} has the label ${label} is not known: podtrust.yaml says that objects of ${namespace === '*' ? 'a namespace' : namespace} are declared elsewhere`;
        undecided.push({ about: describeSymbols(source), because, at });
        continue;
      }
      const elsewhere = clusterElsewhere(evaluation, cluster);
      if (elsewhere !== undefined) {
        const because = `whether a pod of ${cluster} has the label ${label} is not known: ${elsewhere}`;
        undecided.push({ about: describeSymbols(source), because, at });
        continue;
      }
      const where = namespace === '*' ? cluster : `the namespace ${namespace} of ${cluster}`;
      findings.push(
        findingOf(aadPodIdentitySelectorUnused, {
          ...(isSwitched(admission, evaluation) ? { level: 'note', help: AFTER_THE_SWITCH } : {}),
          message: `${withPlace(describeSymbols(source), at)} gives ${identity} to pods with the label ${label}, and no declared pod of ${where} has it.`,
          subject: identity,
          at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};

const AFTER_THE_SWITCH =
  'Pods have the identity by Entra Workload ID already. Take the binding and the identity away: until then whoever makes a pod with the label gets it too.';

/** Whether a declared workload of the cluster has the identity by Entra Workload ID, as after the switch of a move. */
function isSwitched({ cluster, identity, namespace }: TrustAdmission, evaluation: RuleInput['evaluation']): boolean {
  return evaluation.admissions
    .of(identity)
    .some(
      (one) =>
        one.mechanism === 'entra-workload-identity' &&
        one.cluster === cluster &&
        (namespace === '*' || one.namespace === namespace) &&
        evaluation.accounts.of(cluster, one.namespace, one.serviceAccount).workloads.length > 0,
    );
}
