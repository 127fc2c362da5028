import { podIdentity, terraform } from '../example';
import type { RuleExample } from '../example';

function people(issuer_url: string): unknown {
  const oidc = { identity_provider_config_name: 'people', client_id: 'kubernetes', issuer_url };
  return { aws_eks_identity_provider_config: { people: { cluster_name: '${aws_eks_cluster.main.name}', oidc } } };
}

export const example: RuleExample = {
  bad: [terraform(podIdentity({ more: people('${aws_eks_cluster.main.identity[0].oidc[0].issuer}') }))],
  good: [terraform(podIdentity({ more: people('https://login.example.com') }))],
};
