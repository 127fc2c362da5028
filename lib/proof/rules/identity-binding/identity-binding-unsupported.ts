import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const identityBindingUnsupported: Rule = {
  slug: 'identity-binding-unsupported',
  cloud: 'azure',
  level: 'note',
  effect:
    'AKS’ page on identity bindings, as of August 2026, says that clusters with API server VNet integration do not have them yet, and each AKS Automatic cluster has it.',
  fix: 'Try it before you rely on it, or let the identity trust the service accounts by federated credentials.',
  sources: ['AKS, “Identity bindings concepts”, limitations', 'AKS, “API server VNet integration”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const { id, cluster, bindsNoIdentity, at } of model.identityBindings) {
      if (cluster === undefined || bindsNoIdentity || !evaluation.clusters.get(cluster)?.isApiServerInNetwork) continue;
      const message = `${withPlace(id, at)} is of ${cluster}, whose API server is in the network of its nodes.`;
      findings.push(findingOf(identityBindingUnsupported, { message, subject: id, at }));
    }
    return { findings };
  },
};
