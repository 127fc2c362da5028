import type { InMemoryDocument } from '../../lib/proof';

/** A synthesized program in JSON, to be changed in one place by a test. */
export interface TodoProgram {
  readonly eksPlatform: Json;
  readonly eksWorkloads: Json;
  readonly aksPlatform: Json;
  readonly aksWorkloads: Json;
}

// Tests change any part of it, so it is as loose as JSON.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

const ISSUER = '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}';

/** The trust of a role that IRSA gives to a service account. */
export function irsaTrust(namespace: string, name: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: '${aws_iam_openid_connect_provider.main.arn}' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${ISSUER}:sub`]: `system:serviceaccount:${namespace}:${name}`,
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ],
  }).replace(/\\"https:\/\/\\", \\"\\"/g, '"https://", ""');
}

/** The trust of a role that EKS Pod Identity gives to a service account. */
export function podIdentityTrust(namespace: string, name: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': name,
            'aws:SourceAccount': '${data.aws_caller_identity.current.account_id}',
          },
          ArnEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' },
        },
      },
    ],
  });
}

function serviceAccount(name: string, annotations: Json): Json {
  return { manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'todo', annotations } } };
}

function deployment(name: string, labels: Json): Json {
  return {
    manifest: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'todo' },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name, ...labels } },
          spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app:1' }] },
        },
      },
    },
  };
}

function remote(stack: string, output: string): string {
  return `\${data.terraform_remote_state.${stack}.outputs.${output}}`;
}

function state(stack: string): Json {
  return { backend: 's3', config: { bucket: 'state', key: `${stack}.tfstate`, region: 'eu-west-1' } };
}

function backend(stack: string): Json {
  return { backend: { s3: { bucket: 'state', key: `${stack}.tfstate`, region: 'eu-west-1', encrypt: true } } };
}

/** A sound program: two clusters, IRSA, EKS Pod Identity and Entra workload identity, platform and workloads apart. */
export function todoProgram(): TodoProgram {
  const label = { 'azure.workload.identity/use': 'true' };
  return {
    eksPlatform: {
      terraform: backend('eks-platform'),
      data: { aws_caller_identity: { current: {} } },
      resource: {
        aws_eks_cluster: { main: { name: 'todo-dev', role_arn: 'arn:aws:iam::111122223333:role/cluster' } },
        aws_eks_addon: {
          agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' },
        },
        aws_iam_openid_connect_provider: {
          main: {
            url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}',
            client_id_list: ['sts.amazonaws.com'],
          },
        },
        aws_iam_role: {
          frontend: { name: 'todo-frontend', assume_role_policy: irsaTrust('todo', 'frontend') },
          backend: { name: 'todo-backend', assume_role_policy: podIdentityTrust('todo', 'backend') },
        },
        aws_iam_role_policy: {
          frontend: {
            role: '${aws_iam_role.frontend.name}',
            policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '${aws_s3_bucket.data.arn}/*' }],
            }),
          },
        },
        aws_s3_bucket: { data: { bucket: 'todo-data' } },
        aws_eks_pod_identity_association: {
          backend: {
            cluster_name: '${aws_eks_cluster.main.name}',
            namespace: 'todo',
            service_account: 'backend',
            role_arn: '${aws_iam_role.backend.arn}',
          },
        },
      },
      output: {
        host: { value: '${aws_eks_cluster.main.endpoint}' },
        frontend_role: { value: '${aws_iam_role.frontend.arn}' },
      },
    },
    eksWorkloads: {
      terraform: backend('eks-workloads'),
      data: { terraform_remote_state: { platform: state('eks-platform') } },
      provider: { kubernetes: [{ host: remote('platform', 'host') }] },
      resource: {
        kubernetes_manifest: {
          frontend_account: serviceAccount('frontend', {
            'eks.amazonaws.com/role-arn': remote('platform', 'frontend_role'),
          }),
          frontend: deployment('frontend', {}),
          backend_account: serviceAccount('backend', {}),
          backend: deployment('backend', {}),
        },
      },
    },
    aksPlatform: {
      terraform: backend('aks-platform'),
      resource: {
        azurerm_kubernetes_cluster: {
          main: { name: 'todo-dev', oidc_issuer_enabled: true, workload_identity_enabled: true },
        },
        azurerm_user_assigned_identity: { frontend: { name: 'todo-frontend' }, backend: { name: 'todo-backend' } },
        azurerm_federated_identity_credential: {
          frontend: federatedCredential('frontend'),
          backend: federatedCredential('backend'),
        },
        azurerm_role_assignment: {
          frontend: {
            scope: '${azurerm_key_vault.main.id}',
            role_definition_id:
              '/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6',
            principal_id: '${azurerm_user_assigned_identity.frontend.principal_id}',
          },
        },
        azurerm_key_vault: { main: { name: 'todo-dev' } },
      },
      output: {
        host: { value: '${azurerm_kubernetes_cluster.main.kube_config[0].host}' },
        frontend_client_id: { value: '${azurerm_user_assigned_identity.frontend.client_id}' },
        backend_client_id: { value: '${azurerm_user_assigned_identity.backend.client_id}' },
      },
    },
    aksWorkloads: {
      terraform: backend('aks-workloads'),
      data: { terraform_remote_state: { platform: state('aks-platform') } },
      provider: { kubernetes: [{ host: remote('platform', 'host') }] },
      resource: {
        kubernetes_manifest: {
          frontend_account: serviceAccount('frontend', {
            'azure.workload.identity/client-id': remote('platform', 'frontend_client_id'),
          }),
          frontend: deployment('frontend', label),
          backend_account: serviceAccount('backend', {
            'azure.workload.identity/client-id': remote('platform', 'backend_client_id'),
          }),
          backend: deployment('backend', label),
        },
      },
    },
  };
}

function federatedCredential(name: string): Json {
  return {
    name,
    resource_group_name: 'todo',
    parent_id: `\${azurerm_user_assigned_identity.${name}.id}`,
    issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
    subject: `system:serviceaccount:todo:${name}`,
    audience: ['api://AzureADTokenExchange'],
  };
}

/** The program as cdktf would have written it. */
export function documentsOf(program: TodoProgram): InMemoryDocument[] {
  return (
    [
      ['eks-platform', program.eksPlatform],
      ['eks-workloads', program.eksWorkloads],
      ['aks-platform', program.aksPlatform],
      ['aks-workloads', program.aksWorkloads],
    ] as const
  ).map(([stack, json]) => ({ file: `cdktf.out/stacks/${stack}/cdk.tf.json`, text: JSON.stringify(json), stack }));
}
