import { condition, deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { Json, RuleExample } from '../example';

const URL = 'aws_iam_openid_connect_provider.main.url';

function trusting(principal: string): Json {
  return irsa({
    principal,
    provider: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}' },
    conditions: [
      condition('StringEquals', `\${${URL}}:sub`, 'system:serviceaccount:todo:backend'),
      condition('StringEquals', `\${${URL}}:aud`, 'sts.amazonaws.com'),
    ],
    more: { aws_eks_cluster: { main: { name: 'main' } } },
  });
}

export const example: RuleExample = {
  bad: [terraform(trusting(`\${${URL}}`)), manifests(irsaAccount(), deployment())],
  good: [terraform(trusting('${aws_iam_openid_connect_provider.main.arn}')), manifests(irsaAccount(), deployment())],
};
