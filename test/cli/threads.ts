/** Well-known failures, each as the hand-written program of a public thread, and the words that would have solved it. */
export interface Thread {
  /** What went wrong, and where it was told. */
  readonly title: string;
  /** Texts by file. */
  readonly files: Readonly<Record<string, string>>;
  /** The arguments after the paths. */
  readonly arguments: readonly string[];
  readonly exit: number;
  /** Each has to stand in the answer. */
  readonly words: readonly string[];
}

const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${EKS}`;
const AKS =
  'https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/';

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A role that trusts an EKS cluster's issuer under a condition. */
function role(
  condition: object,
  more: { readonly provider?: string; readonly audiences?: readonly string[] } = {},
): string {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: more.provider ?? PROVIDER },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ],
  };
  return json({
    resource: {
      aws_iam_role: { app: { name: 'app', assume_role_policy: JSON.stringify(trust) } },
      aws_iam_openid_connect_provider: {
        cluster: { url: `https://${EKS}`, client_id_list: more.audiences ?? ['sts.amazonaws.com'] },
      },
    },
  });
}

/** A managed identity with one federated credential, for an AKS cluster whose issuer is known. */
function identity(credential: {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
}): string {
  const {
    issuer = AKS,
    subject = 'system:serviceaccount:shop:api',
    audience = 'api://AzureADTokenExchange',
  } = credential;
  return json({
    resource: {
      azurerm_user_assigned_identity: {
        app: { name: 'id-app', resource_group_name: 'rg', location: 'westeurope' },
      },
      azurerm_federated_identity_credential: {
        app: {
          name: 'app',
          resource_group_name: 'rg',
          parent_id: '${azurerm_user_assigned_identity.app.id}',
          issuer,
          subject,
          audience: [audience],
        },
      },
    },
  });
}

const pod = ['--subject', 'shop/api'];
const onEks = [...pod, '--issuer', `https://${EKS}`];
const onAks = [...pod, '--issuer', AKS];
const audience = { [`${EKS}:aud`]: 'sts.amazonaws.com' };

export const THREADS: readonly Thread[] = [
  {
    title: 'a capital in the subject: AADSTS7002138 (Azure/login #492, #497, #515)',
    files: { 'main.tf.json': identity({ subject: 'system:serviceaccount:Shop:api' }) },
    arguments: ['--identity', 'id-app', ...onAks],
    exit: 1,
    words: [
      'only the namespace differs: azurerm_federated_identity_credential.app accepts "Shop", and the token presents "shop" (they differ in upper and lower case only)',
      'AADSTS7002138',
      'Kubernetes has no service account Shop/api',
    ],
  },
  {
    title: 'the slash at the end of AKS’ issuer is lost: AADSTS700211 (azure-workload-identity #1700)',
    files: { 'main.tf.json': identity({ issuer: AKS.slice(0, -1) }) },
    arguments: ['--identity', 'id-app', ...onAks],
    exit: 1,
    words: ['only the issuer differs', '(they differ only in the slash at the end)', 'AADSTS700211'],
  },
  {
    title: 'another namespace in the credential: AADSTS700213 (azure-workload-identity #340, #977)',
    files: { 'main.tf.json': identity({ subject: 'system:serviceaccount:default:api' }) },
    arguments: ['--identity', 'id-app', ...onAks],
    exit: 1,
    words: [
      'only the namespace differs: azurerm_federated_identity_credential.app accepts "default", and the token presents "shop"',
      'AADSTS700213',
      'write "system:serviceaccount:shop:api"',
    ],
  },
  {
    title: 'an audience of STS, or of another cloud, in the credential: AADSTS700212 (azure-workload-identity #1200)',
    files: { 'main.tf.json': identity({ audience: 'api://AzureADTokenExchangeUSGov' }) },
    arguments: ['--identity', 'id-app', ...onAks],
    exit: 1,
    words: [
      'only the audience differs',
      'AADSTS700212',
      'to "api://AzureADTokenExchange", which tokens for Entra have in every cloud',
    ],
  },
  {
    title:
      'the label stands on the Deployment and not on its pods (azure-workload-identity #691, #1185, Azure/AKS #4059)',
    files: {
      'main.tf.json': json({
        resource: {
          azurerm_kubernetes_cluster: { main: { name: 'aks', location: 'westeurope', oidc_issuer_enabled: true } },
          azurerm_user_assigned_identity: { app: { name: 'id-app', location: 'westeurope' } },
          azurerm_federated_identity_credential: {
            app: {
              name: 'app',
              parent_id: '${azurerm_user_assigned_identity.app.id}',
              issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
              subject: 'system:serviceaccount:shop:api',
              audience: ['api://AzureADTokenExchange'],
            },
          },
        },
      }),
      'app.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
  annotations:
    azure.workload.identity/client-id: 22222222-3333-4444-5555-666666666666
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
  labels:
    azure.workload.identity/use: "true"
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata:
      labels: { app: api }
    spec:
      serviceAccountName: api
      containers:
        - { name: api, image: "api:1" }
`,
    },
    arguments: ['--identity', 'id-app', ...pod],
    exit: 0,
    words: [
      'its subject "system:serviceaccount:shop:api"',
      'Deployment/shop/api',
      'azure.workload.identity/use',
      'pod template',
    ],
  },
  {
    title: 'a wildcard under StringEquals (crossplane #5578, terraform-aws-iam #486)',
    files: {
      'main.tf.json': role({ StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:shop:*', ...audience } }),
    },
    arguments: ['--identity', 'app', ...onEks],
    exit: 1,
    words: [
      'AccessDenied',
      'StringEquals reads * and ? as plain characters, StringLike reads them as wildcards',
      'move this key to StringLike and leave the others under StringEquals, or write "system:serviceaccount:shop:api"',
    ],
  },
  {
    title: 'an audience that the provider does not list (mountpoint-s3-csi-driver #276, amazon-eks-irsa-cfn #18)',
    files: {
      'main.tf.json': role(
        { StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:shop:api' } },
        { provider: '${aws_iam_openid_connect_provider.cluster.arn}', audiences: ['my-audience'] },
      ),
    },
    arguments: ['--identity', 'app', ...onEks],
    exit: 1,
    words: [
      'InvalidIdentityToken: Incorrect token audience',
      'only the audience differs: aws_iam_role.app accepts "my-audience", and the token presents "sts.amazonaws.com"',
      'does not list the audience "sts.amazonaws.com"',
      'add "sts.amazonaws.com" to the client_id_list of aws_iam_openid_connect_provider.cluster',
    ],
  },
  {
    title: 'the issuer of the account’s other cluster: No OpenIDConnect provider found',
    files: {
      'main.tf.json': role({ StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:shop:api', ...audience } }),
    },
    arguments: [
      '--identity',
      'app',
      ...pod,
      '--issuer',
      'https://oidc.eks.eu-west-1.amazonaws.com/id/00000000000000000000000000000000',
    ],
    exit: 1,
    words: [
      'InvalidIdentityToken: No OpenIDConnect provider found',
      'only the issuer differs',
      'register',
      'its ARN as the principal',
    ],
  },
  {
    title: 'a condition key that keeps https://, or names another cluster (aws-cdk #11682)',
    files: {
      'main.tf.json': role({ StringEquals: { [`https://${EKS}:sub`]: 'system:serviceaccount:shop:api', ...audience } }),
    },
    arguments: ['--identity', 'app', ...onEks],
    exit: 1,
    words: ['the request has no such key', `for this issuer the key is ${EKS}:sub`],
  },
  {
    title: 'the same condition written twice, of which the last wins (terraform-aws-iam #53)',
    files: {
      'main.tf.json': role({ StringEquals: {} }).replace(
        '\\"StringEquals\\":{}',
        `\\"StringEquals\\":{\\"${EKS}:sub\\":\\"system:serviceaccount:shop:api\\",\\"${EKS}:sub\\":\\"system:serviceaccount:shop:worker\\"}`,
      ),
    },
    arguments: ['--identity', 'app', ...onEks],
    exit: 1,
    words: [
      'only the service account differs: aws_iam_role.app accepts "worker", and the token presents "api"',
      'AccessDenied',
      'condition-key-duplicate: The trust policy of aws_iam_role.app',
      'Write one key with a list of values.',
    ],
  },
  {
    title:
      'the trust lets EKS assume the role and not tag the session (terraform-aws-eks-pod-identity #8 and its like)',
    files: {
      'main.tf.json': json({
        resource: {
          aws_eks_cluster: { main: { name: 'main' } },
          aws_iam_role: {
            app: {
              name: 'app',
              assume_role_policy: JSON.stringify({
                Version: '2012-10-17',
                Statement: [
                  { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' },
                ],
              }),
            },
          },
          aws_eks_pod_identity_association: {
            app: {
              cluster_name: '${aws_eks_cluster.main.name}',
              namespace: 'shop',
              service_account: 'api',
              role_arn: '${aws_iam_role.app.arn}',
            },
          },
        },
      }),
    },
    arguments: ['--identity', 'app', ...pod],
    exit: 1,
    words: [
      'AccessDeniedException',
      'sts:TagSession: statement 0 does not apply',
      'Allow pods.eks.amazonaws.com both sts:AssumeRole and sts:TagSession.',
    ],
  },
  {
    title: 'a slip in the host of the condition key: AccessDenied, though the subject is right',
    files: {
      'main.tf.json': role({
        StringEquals: {
          [`${EKS.replace('amazonaws', 'amazonaw')}:sub`]: 'system:serviceaccount:shop:api',
          ...audience,
        },
      }),
    },
    arguments: ['--identity', 'app', ...onEks],
    exit: 1,
    words: ['the request has no such key', `for this issuer the key is ${EKS}:sub`],
  },
  {
    title: 'no federated credential at all: AADSTS70021 (azure-workload-identity, troubleshooting)',
    files: {
      'main.tf.json': json({
        resource: { azurerm_user_assigned_identity: { app: { name: 'id-app', location: 'westeurope' } } },
      }),
    },
    arguments: ['--identity', 'id-app', ...onAks],
    exit: 1,
    words: ['has no federated credential: give it one with the issuer, the subject and the audience', 'AADSTS70021'],
  },
  {
    title: 'the provider is registered in the account of the cluster, not in that of the role',
    files: {
      'main.tf.json': role(
        { StringEquals: { [`${EKS}:sub`]: 'system:serviceaccount:shop:api', ...audience } },
        { provider: PROVIDER.replace('111122223333', '444455556666') },
      ),
    },
    arguments: ['--identity', 'arn:aws:iam::777788889999:role/app', ...onEks],
    exit: 1,
    words: [
      `arn:aws:iam::444455556666:oidc-provider/${EKS} is in another account`,
      'STS looks for the issuer in account 777788889999 alone, so register it there',
    ],
  },
  {
    title: 'the association is for another namespace: the pod has no credentials',
    files: {
      'main.tf.json': json({
        resource: {
          aws_eks_cluster: { main: { name: 'main' } },
          aws_iam_role: {
            app: {
              name: 'app',
              assume_role_policy: JSON.stringify({
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { Service: 'pods.eks.amazonaws.com' },
                    Action: ['sts:AssumeRole', 'sts:TagSession'],
                  },
                ],
              }),
            },
          },
          aws_eks_pod_identity_association: {
            app: {
              cluster_name: '${aws_eks_cluster.main.name}',
              namespace: 'default',
              service_account: 'api',
              role_arn: '${aws_iam_role.app.arn}',
            },
          },
        },
      }),
    },
    arguments: ['--identity', 'app', ...pod],
    exit: 1,
    words: ['no EKS Pod Identity association gives aws_iam_role.app to shop/api', 'but to default/api'],
  },
  {
    title: 'a mistyped annotation, which the webhook ignores silently (amazon-eks-pod-identity-webhook #200)',
    files: {
      'main.tf.json': json({
        resource: {
          aws_eks_cluster: { main: { name: 'main' } },
          aws_iam_openid_connect_provider: {
            main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
          },
          aws_iam_role: {
            app: {
              name: 'app',
              assume_role_policy:
                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${aws_iam_openid_connect_provider.main.arn}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${aws_iam_openid_connect_provider.main.url}:sub":"system:serviceaccount:shop:api","${aws_iam_openid_connect_provider.main.url}:aud":"sts.amazonaws.com"}}}]}',
            },
          },
        },
      }),
      'app.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
  annotations:
    eks.amazon.com/role-arn: arn:aws:iam::111122223333:role/app
`,
    },
    arguments: ['--identity', 'app', ...pod],
    exit: 0,
    words: ['statement 0 allows it', 'shop/api (app.yaml)', 'eks.amazonaws.com/role-arn is meant'],
  },
];
