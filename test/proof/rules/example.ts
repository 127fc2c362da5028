import { stringify } from 'yaml';

/** A file of an example, as somebody would have written it. */
export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

/** What a rule finds, and the same thing put right. */
export interface RuleExample {
  readonly bad: readonly ExampleFile[];
  readonly good: readonly ExampleFile[];
}

// As loose as JSON: examples are written by hand, wrong ones too.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** The issuer of the examples' EKS cluster, without scheme. */
export const EKS_ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';

/** The issuer of the examples' AKS cluster. */
export const AKS_ISSUER =
  'https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666-7777-8888-9999-000000000000/';

export const ROLE_ARN = 'arn:aws:iam::111122223333:role/backend';

/** A file of Terraform’s JSON syntax. */
export function terraform(configuration: Json): ExampleFile {
  return { name: 'main.tf.json', text: `${readableJson(configuration)}\n` };
}

/** Characters of a line. */
const WIDTH = 120;

/** JSON with a short list in one line, as prettier has it. */
function readableJson(value: Json, indent = '', before = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const [open, close] = isList ? '[]' : '{}';
  if (entries.length === 0) return `${open}${close}`;
  if (isList && value.every((item) => typeof item !== 'object')) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (indent.length + before + line.length < WIDTH) return line;
  }
  const inner = `${indent}  `;
  const lines = entries.map(([key, item]) => {
    const label = isList ? '' : `${JSON.stringify(key)}: `;
    return `${inner}${label}${readableJson(item, inner, label.length)}`;
  });
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** A file of Kubernetes objects. */
export function manifests(...objects: Json[]): ExampleFile {
  return {
    name: 'app.yaml',
    text: objects.map((object) => stringify(object, { lineWidth: 0, singleQuote: true })).join('---\n'),
  };
}

/** A condition block of `aws_iam_policy_document`. */
export function condition(test: string, variable: string, ...values: string[]): Json {
  return { test, variable, values };
}

/** The conditions of a sound IRSA trust. */
export const IRSA_CONDITIONS = [
  condition('StringEquals', `${EKS_ISSUER}:sub`, 'system:serviceaccount:todo:backend'),
  condition('StringEquals', `${EKS_ISSUER}:aud`, 'sts.amazonaws.com'),
];

/** An OIDC provider and a role that trusts it, with anything of them replaced. */
export function irsa(
  change: {
    readonly conditions?: Json[];
    readonly actions?: string[];
    readonly provider?: Json;
    readonly principal?: string;
    readonly more?: Json;
  } = {},
): Json {
  const {
    conditions = IRSA_CONDITIONS,
    actions = ['sts:AssumeRoleWithWebIdentity'],
    provider = {},
    more = {},
  } = change;
  return {
    resource: {
      aws_iam_openid_connect_provider: {
        main: { url: `https://${EKS_ISSUER}`, client_id_list: ['sts.amazonaws.com'], ...provider },
      },
      aws_iam_role: {
        backend: { name: 'backend', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' },
      },
      ...more,
    },
    data: {
      aws_iam_policy_document: {
        trust: {
          statement: [
            {
              actions,
              principals: [
                {
                  type: 'Federated',
                  identifiers: [change.principal ?? '${aws_iam_openid_connect_provider.main.arn}'],
                },
              ],
              condition: conditions,
            },
          ],
        },
      },
    },
  };
}

/** The conditions of a sound trust of EKS Pod Identity. */
export const POD_IDENTITY_CONDITIONS = [
  condition('StringEquals', 'aws:RequestTag/kubernetes-namespace', 'todo'),
  condition('StringEquals', 'aws:RequestTag/kubernetes-service-account', 'backend'),
  condition('ArnEquals', 'aws:SourceArn', '${aws_eks_cluster.main.arn}'),
];

/** A cluster with the agent of EKS Pod Identity, a role and its association, with anything of them replaced. */
export function podIdentity(
  change: {
    readonly conditions?: Json[];
    readonly actions?: string[];
    readonly association?: Json;
    readonly more?: Json;
  } = {},
): Json {
  const { conditions = POD_IDENTITY_CONDITIONS, actions = ['sts:AssumeRole', 'sts:TagSession'] } = change;
  return {
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_eks_addon: {
        agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' },
      },
      aws_iam_role: {
        backend: { name: 'backend', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' },
      },
      aws_eks_pod_identity_association: {
        backend: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'todo',
          service_account: 'backend',
          role_arn: '${aws_iam_role.backend.arn}',
          ...change.association,
        },
      },
      ...change.more,
    },
    data: {
      aws_iam_policy_document: {
        trust: {
          statement: [
            {
              actions,
              principals: [{ type: 'Service', identifiers: ['pods.eks.amazonaws.com'] }],
              condition: conditions,
            },
          ],
        },
      },
    },
  };
}

/** An AKS cluster, a managed identity and its federated credential, with anything of them replaced. */
export function entra(
  change: { readonly cluster?: Json; readonly identity?: Json; readonly credential?: Json; readonly more?: Json } = {},
): Json {
  return {
    resource: {
      azurerm_kubernetes_cluster: {
        main: { name: 'main', oidc_issuer_enabled: true, workload_identity_enabled: true, ...change.cluster },
      },
      azurerm_user_assigned_identity: { backend: { name: 'backend', ...change.identity } },
      azurerm_federated_identity_credential: { backend: { ...credential('backend'), ...change.credential } },
      ...change.more,
    },
  };
}

/** A federated credential of the examples’ identity. */
export function credential(name: string): Json {
  return {
    name,
    parent_id: '${azurerm_user_assigned_identity.backend.id}',
    issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
    subject: `system:serviceaccount:todo:${name}`,
    audience: ['api://AzureADTokenExchange'],
  };
}

/** The client id that the examples’ service account names. */
export const CLIENT_ID = '0a1b2c3d-0000-4444-8888-cccccccccccc';

/** A service account with annotations. */
export function serviceAccount(annotations: Json = {}, name = 'backend'): Json {
  const annotated = Object.keys(annotations).length > 0 ? { annotations } : {};
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'todo', ...annotated } };
}

/** A service account that asks for the examples’ role. */
export function irsaAccount(more: Json = {}): Json {
  return serviceAccount({ 'eks.amazonaws.com/role-arn': ROLE_ARN, ...more });
}

/** A service account that asks for the examples’ managed identity. */
export function entraAccount(more: Json = {}): Json {
  return serviceAccount({ 'azure.workload.identity/client-id': CLIENT_ID, ...more });
}

/** The label of pods that want a token of the Azure webhook. */
export const USE = { 'azure.workload.identity/use': 'true' };

/** A Deployment of one container, with parts of its pod template replaced. */
export function deployment(
  change: {
    readonly labels?: Json;
    readonly annotations?: Json;
    readonly container?: Json;
    readonly spec?: Json;
    readonly metadata?: Json;
  } = {},
): Json {
  const annotated = change.annotations ? { annotations: change.annotations } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'backend', namespace: 'todo', ...change.metadata },
    spec: {
      selector: { matchLabels: { app: 'backend' } },
      template: {
        metadata: { labels: { app: 'backend', ...change.labels }, ...annotated },
        spec: {
          serviceAccountName: 'backend',
          containers: [{ name: 'app', image: 'app:1', ...change.container }],
          ...change.spec,
        },
      },
    },
  };
}

/** A policy document’s text, for the trusts that only text can hold. */
export function policyText(statement: Json): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** The role by IRSA, which may do these actions on another role. */
export function irsaAllowing(...actions: string[]): Json {
  const policy = policyText({ Effect: 'Allow', Action: actions, Resource: 'arn:aws:iam::111122223333:role/audit' });
  return irsa({ more: { aws_iam_role_policy: { backend: { role: '${aws_iam_role.backend.name}', policy } } } });
}
