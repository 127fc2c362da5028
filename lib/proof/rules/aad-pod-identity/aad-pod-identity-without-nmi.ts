import { AAD_POD_IDENTITY_KEYS } from '../../../core/kubernetes/annotations';
import { BY_ABSENCE } from '../../model/assumption';
import { isNamespaceElsewhere } from '../../model/declared-elsewhere';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityWithoutNmi: Rule = {
  slug: 'aad-pod-identity-without-nmi',
  cloud: 'azure',
  level: 'error',
  effect:
    'Nothing answers the pods in the place of the instance metadata service, and they get the node’s own identities or nothing.',
  fix: 'Install NMI: the add-on of AKS, the chart, or its objects. In a move out of AAD Pod Identity remove it only once no pod has the label any more.',
  sources: ['aad-pod-identity, “Node Managed Identity”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const seen = new Set<string>();
    for (const { cluster, workload, selector, outcome } of evaluation.aadPodIdentity.labelled) {
      if (outcome !== 'admitted' || seen.has(cluster) || evaluation.aadPodIdentity.clusters.get(cluster)!.installed)
        continue;
      seen.add(cluster);
      // A module whose resources were not read may well bring it.
      if (!model.runtime.ownClusters.has(cluster) || model.unreadModules.length > 0) continue;
      const { at } = evaluation.clusters.get(cluster)!;
      const label = `${AAD_POD_IDENTITY_KEYS.bindingLabel}=${describeSymbols(selector)}`;
      const [unplaced] = model.aadPodIdentity.unplaced;
      const maker =
        unplaced !== undefined
          ? `whether ${unplaced} installs it there is not known before apply`
          : evaluation.makers.hasCluster(cluster)
            ? 'something that is not read, such as a Helm release, may install it'
            : isNamespaceElsewhere(model, '*')
              ? 'podtrust.yaml says that objects of a namespace are declared elsewhere'
              : clusterElsewhere(evaluation, cluster);
      if (maker !== undefined) {
        const because = `whether NMI runs in it, without which ${workload.id} gets nothing by its label ${label}, is not known: ${maker}`;
        undecided.push({ about: cluster, because, at });
        continue;
      }
      findings.push(
        findingOf(aadPodIdentityWithoutNmi, {
          message: `${withPlace(workload.id, workload.templateAt)} has the label ${label}, whose binding is there, and nothing that was read installs NMI in ${withPlace(cluster, at)}.`,
          subject: cluster,
          at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};
