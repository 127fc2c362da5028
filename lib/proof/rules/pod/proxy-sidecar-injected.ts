import { AZURE_KEYS } from '../../../core/kubernetes/annotations';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const proxySidecarInjected: Rule = {
  slug: 'proxy-sidecar-injected',
  cloud: 'azure',
  level: 'warning',
  effect:
    'The annotation injects by being there: its value is not read, so "false" adds the proxy and its privileged init container.',
  fix: 'Take the annotation azure.workload.identity/inject-proxy-sidecar away.',
  sources: ['https://github.com/Azure/azure-workload-identity/issues/1210'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const { podLabels, podAnnotations, id, templateAt } of model.workloads) {
      const value = podAnnotations[AZURE_KEYS.injectProxySidecar];
      if (value === undefined || value === 'true' || podLabels[AZURE_KEYS.useLabel] !== 'true') continue;
      findings.push(
        findingOf(proxySidecarInjected, {
          message: `${withPlace(id, templateAt)} has the annotation ${AZURE_KEYS.injectProxySidecar}: ${JSON.stringify(value)}, which injects the proxy.`,
          subject: id,
          at: templateAt,
        }),
      );
    }
    return { findings };
  },
};
