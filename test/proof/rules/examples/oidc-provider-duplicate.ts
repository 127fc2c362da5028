import { deployment, EKS_ISSUER, irsa, irsaAccount, manifests, terraform } from '../example';
import type { Json, RuleExample } from '../example';

/** The example’s program with one more OIDC provider. */
function withProvider(url: string): Json {
  const program = irsa();
  program.resource.aws_iam_openid_connect_provider.again = { url, client_id_list: ['sts.amazonaws.com'] };
  return program;
}

const app = manifests(irsaAccount(), deployment());

export const example: RuleExample = {
  bad: [terraform(withProvider(`https://${EKS_ISSUER}`)), app],
  good: [terraform(withProvider('https://token.actions.githubusercontent.com')), app],
};
