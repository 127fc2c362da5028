import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityDeprecated: Rule = {
  slug: 'aad-pod-identity-deprecated',
  cloud: 'azure',
  level: 'note',
  effect:
    'It goes on working and is fixed by nobody: deprecated in October 2022, archived in October 2023, and the AKS add-on was patched through September 2025.',
  fix: 'Move to Entra Workload ID, one workload at a time: switch on the cluster’s OIDC issuer and workload identity beside it; give each identity a federated credential and each workload an annotated service account; use an SDK that knows it, or the proxy sidecar for the time being; then take the AzureIdentity away, and at last the add-on.',
  sources: [
    'https://github.com/Azure/aad-pod-identity',
    'Microsoft, “Migrate from pod-managed identity to workload identity”',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [cluster, { identities, bindings, exceptions, firstAt }] of evaluation.aadPodIdentity.clusters) {
      const count = `${identities.length} AzureIdentities, ${bindings.length} bindings and ${exceptions.length} exceptions`;
      findings.push(
        findingOf(aadPodIdentityDeprecated, {
          message: `${withPlace(cluster, firstAt)} uses AAD Pod Identity: ${count}.`,
          subject: cluster,
          at: firstAt,
        }),
      );
    }
    return { findings };
  },
};
