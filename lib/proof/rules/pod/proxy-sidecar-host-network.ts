import { tokenFindings } from './token-rule';
import type { Rule } from '../rule';

export const proxySidecarHostNetwork: Rule = {
  slug: 'proxy-sidecar-host-network',
  cloud: 'azure',
  level: 'error',
  effect: 'The webhook refuses the pod: the proxy would change the network of the node.',
  fix: 'Take azure.workload.identity/inject-proxy-sidecar away and use an SDK that knows workload identity, or hostNetwork.',
  sources: ['azure-workload-identity, “Known issues”'],
  check: (input) => tokenFindings(proxySidecarHostNetwork, 'host-network', input),
};
