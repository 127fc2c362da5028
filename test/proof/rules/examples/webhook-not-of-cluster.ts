import { condition, deployment, irsa, irsaAccount, manifests, ROLE_ARN, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

const KEY = '${replace(azurerm_kubernetes_cluster.main.oidc_issuer_url, "https://", "")}';

/** A role of AWS that trusts an AKS cluster. */
const PROGRAM = irsa({
  provider: { url: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}' },
  conditions: [
    condition('StringEquals', `${KEY}:sub`, 'system:serviceaccount:todo:backend'),
    condition('StringEquals', `${KEY}:aud`, 'sts.amazonaws.com'),
  ],
  more: { azurerm_kubernetes_cluster: { main: { name: 'main', oidc_issuer_enabled: true } } },
});

const PATH = '/var/run/secrets/aws';
const SOURCE = { audience: 'sts.amazonaws.com', expirationSeconds: 86400, path: 'token' };
const ENVIRONMENT = [
  { name: 'AWS_ROLE_ARN', value: ROLE_ARN },
  { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: `${PATH}/token` },
];

export const example: RuleExample = {
  bad: [terraform(PROGRAM), manifests(irsaAccount(), deployment())],
  good: [
    terraform(PROGRAM),
    manifests(
      serviceAccount(),
      deployment({
        spec: {
          containers: [
            { name: 'app', image: 'app:1', env: ENVIRONMENT, volumeMounts: [{ name: 'aws', mountPath: PATH }] },
          ],
          volumes: [{ name: 'aws', projected: { sources: [{ serviceAccountToken: SOURCE }] } }],
        },
      }),
    ),
  ],
};
