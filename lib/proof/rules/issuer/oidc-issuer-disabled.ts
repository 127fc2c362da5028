import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const oidcIssuerDisabled: Rule = {
  slug: 'oidc-issuer-disabled',
  level: 'error',
  mildest: 'warning',
  effect: 'oidc_issuer_url is empty, so the federated credential is refused, or trusts nobody.',
  fix: 'Set oidc_issuer_enabled = true, and workload_identity_enabled = true for the webhook.',
  sources: [
    'https://github.com/hashicorp/terraform-provider-azurerm/issues/21805',
    'https://github.com/hashicorp/terraform-provider-azurerm/issues/22079',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const trusted = new Set([...model.federatedCredentials, ...model.oidcProviders].map(({ issuer }) => issuer));
    for (const [id, state] of model.runtime.issuersOff) {
      const cluster = evaluation.clusters.get(id);
      if (!cluster || !trusted.has(cluster.issuer)) continue;
      findings.push(
        findingOf(oidcIssuerDisabled, {
          // Without the argument newer versions of AKS switch it on by themselves.
          level: state === 'false' ? 'error' : 'warning',
          message: `${withPlace(id, cluster.at)} ${state === 'false' ? 'has oidc_issuer_enabled = false' : 'does not set oidc_issuer_enabled'}, and its issuer is trusted.`,
          subject: id,
          at: cluster.at,
        }),
      );
    }
    return { findings };
  },
};
