import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import { namespaceElsewhere } from '../../model/declared-elsewhere';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityIdentityMissing: Rule = {
  slug: 'aad-pod-identity-identity-missing',
  cloud: 'azure',
  level: 'error',
  effect: 'Its pods get nothing: NMI answers 404, “no azure identity found for request clientID”.',
  fix: 'Name an AzureIdentity of the binding’s own namespace: one of another namespace is never found.',
  sources: ['https://github.com/Azure/aad-pod-identity/blob/master/pkg/mic/mic.go'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const { cluster, binding } of evaluation.aadPodIdentity.withoutIdentity) {
      const { namespace, name, azureIdentity, at } = binding;
      const about = `AzureIdentityBinding/${namespace}/${name}`;
      const told = evaluation.aadPodIdentity.clusters.get(cluster)!;
      if (
        told.hasUnknownIdentity ||
        hasSymbol(namespace + azureIdentity) ||
        evaluation.makers.find(cluster, namespace)
      ) {
        const because = `the AzureIdentity ${describeSymbols(azureIdentity)} that it names may be one that was not read`;
        undecided.push({ about: describeSymbols(about), because, at });
        continue;
      }
      const open = clusterElsewhere(evaluation, cluster) ?? namespaceElsewhere(model, namespace);
      if (open !== undefined) {
        const because = `whether there is the AzureIdentity ${azureIdentity} that it names is not known: ${open}`;
        undecided.push({ about, because, at });
        continue;
      }
      const others = told.identitiesNamed(azureIdentity);
      const elsewhere = others
        .slice(0, 3)
        .map((one) => withPlace(`AzureIdentity/${one.namespace}/${one.name}`, one.at))
        .join(', ');
      findings.push(
        findingOf(aadPodIdentityIdentityMissing, {
          message: `${withPlace(about, at)} names the AzureIdentity ${JSON.stringify(azureIdentity)}, which ${cluster} does not have in the namespace ${namespace}${elsewhere && `; it has ${elsewhere}`}.`,
          subject: about,
          at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};
