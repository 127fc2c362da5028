// Writes a folder as cdktf would: N identities and N service accounts that claim them, in equal parts of IRSA, EKS Pod
// Identity and Entra workload identity. With `yaml` all are IRSA, and the service accounts one stream of YAML.
const fs = require('node:fs');
const path = require('node:path');

const ISSUER_HOST = '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}';
const policy = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** The number's identity: its resources by type and name, the outputs, and the annotations of its service account. */
const MECHANISMS = [
  ({ id, subject }) => ({
    cloud: 'eks',
    resources: {
      aws_iam_role: {
        name: id,
        assume_role_policy: policy({
          Effect: 'Allow',
          Principal: { Federated: '${aws_iam_openid_connect_provider.main.arn}' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { ISSUER_SUB: subject, ISSUER_AUD: 'sts.amazonaws.com' } },
        })
          .replace('ISSUER_SUB', `${ISSUER_HOST}:sub`)
          .replace('ISSUER_AUD', `${ISSUER_HOST}:aud`),
      },
      aws_iam_role_policy: {
        role: `\${aws_iam_role.${id}.name}`,
        policy: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${id}/*` }),
      },
    },
    output: `\${aws_iam_role.${id}.arn}`,
    annotation: 'eks.amazonaws.com/role-arn',
  }),
  ({ id, namespace }) => ({
    cloud: 'eks',
    resources: {
      aws_iam_role: {
        name: id,
        assume_role_policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:RequestTag/kubernetes-namespace': namespace,
              'aws:RequestTag/kubernetes-service-account': id,
            },
            ArnEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' },
          },
        }),
      },
      aws_eks_pod_identity_association: {
        cluster_name: '${aws_eks_cluster.main.name}',
        namespace,
        service_account: id,
        role_arn: `\${aws_iam_role.${id}.arn}`,
      },
    },
    // Asked for alone, so that what is measured without them stays what it was.
    permissions: {
      aws_iam_role_policy: {
        role: `\${aws_iam_role.${id}.name}`,
        policy: policy({
          Effect: 'Allow',
          Action: 's3:Get*',
          Resource: 'arn:aws:s3:::data/$${aws:PrincipalTag/kubernetes-namespace}/*',
        }),
      },
    },
  }),
  ({ id, subject }) => ({
    cloud: 'aks',
    resources: {
      azurerm_user_assigned_identity: { name: id },
      azurerm_federated_identity_credential: {
        name: id,
        parent_id: `\${azurerm_user_assigned_identity.${id}.id}`,
        issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
        subject,
        audience: ['api://AzureADTokenExchange'],
      },
    },
    permissions: {
      azurerm_role_assignment: {
        principal_id: `\${azurerm_user_assigned_identity.${id}.principal_id}`,
        role_definition_name: 'Key Vault Secrets User',
        scope: '/subscriptions/s/resourceGroups/bench',
      },
    },
    output: `\${azurerm_user_assigned_identity.${id}.client_id}`,
    annotation: 'azure.workload.identity/client-id',
  }),
];

function platform(cloud) {
  return cloud === 'eks'
    ? {
        resource: {
          aws_eks_cluster: { main: { name: 'bench' } },
          aws_eks_addon: {
            agent: { addon_name: 'eks-pod-identity-agent', cluster_name: '${aws_eks_cluster.main.name}' },
          },
          aws_iam_openid_connect_provider: {
            main: {
              url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}',
              client_id_list: ['sts.amazonaws.com'],
            },
          },
        },
        output: { host: { value: '${aws_eks_cluster.main.endpoint}' } },
      }
    : {
        resource: {
          azurerm_kubernetes_cluster: {
            main: { name: 'bench', oidc_issuer_enabled: true, workload_identity_enabled: true },
          },
        },
        output: { host: { value: '${azurerm_kubernetes_cluster.main.kube_config[0].host}' } },
      };
}

const backend = (stack) => ({ path: `/state/${stack}.tfstate` });

/** One service account as plain YAML, with the ARN that its role will have. */
const yamlAccount = ({ id, namespace, annotation }) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${id}
  namespace: ${namespace}
${annotation ? `  annotations:\n    ${annotation}: arn:aws:iam::111122223333:role/${id}\n` : ''}`;

/** As many identities as a pair of clusters holds: EKS takes 1,000 associations in a cluster. */
const IDENTITIES_OF_CLUSTERS = 3000;

/** What each of the three may do, as a question. */
const REQUESTS = [
  { action: 's3:GetObject', resource: (id) => `arn:aws:s3:::${id}/x` },
  { action: 's3:GetObject', resource: (id, namespace) => `arn:aws:s3:::data/${namespace}/x` },
  {
    action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
    resource: () => '/subscriptions/s/resourceGroups/bench/providers/Microsoft.KeyVault/vaults/kv',
  },
];

/** The question, for each identity, whether it may do one thing: lines of `podtrust ask --queries`. */
function permissionQueries(count) {
  const lines = [];
  for (let index = 0; index < count; index += 1) {
    const pair = Math.floor(index / IDENTITIES_OF_CLUSTERS);
    const [id, namespace] = [`identity-${index}`, `team-${index % 100}`];
    const { action, resource } = REQUESTS[index % REQUESTS.length];
    const isAzure = index % REQUESTS.length === 2;
    const platformOf = isAzure ? `aks-platform-${pair}` : `eks-platform-${pair}`;
    const sub = `system:serviceaccount:${namespace}:${id}`;
    const identity = `${platformOf}/${isAzure ? 'azurerm_user_assigned_identity' : 'aws_iam_role'}.${id}`;
    const cluster = `${platformOf}/${isAzure ? 'azurerm_kubernetes_cluster' : 'aws_eks_cluster'}.main`;
    const asked =
      index % REQUESTS.length === 1
        ? { podIdentity: { namespace, serviceAccount: id } }
        : { token: { aud: isAzure ? 'api://AzureADTokenExchange' : 'sts.amazonaws.com', sub } };
    lines.push(JSON.stringify({ identity, cluster, ...asked, action, resource: resource(id, namespace) }));
  }
  return `${lines.join('\n')}\n`;
}

/** Writes the input, and gives the paths to prove. */
function writeProofInput(folder, count, { yaml = false, permissions = false } = {}) {
  const clouds = yaml ? ['eks'] : ['eks', 'aks'];
  const mechanisms = yaml ? MECHANISMS.slice(0, 1) : MECHANISMS;
  const stacks = {};
  const accounts = [];
  for (let index = 0; index < count; index += 1) {
    // Objects of plain YAML say nothing of their cluster, so there is only one.
    const pair = yaml ? 0 : Math.floor(index / IDENTITIES_OF_CLUSTERS);
    const stackOf = (cloud, part) => `${cloud}-${part}-${pair}`;
    const remote = (output) => `\${data.terraform_remote_state.platform.outputs.${output}}`;
    for (const cloud of clouds) {
      if (stacks[stackOf(cloud, 'platform')]) continue;
      stacks[stackOf(cloud, 'platform')] = platform(cloud);
      if (yaml) continue;
      const state = { backend: 'local', config: backend(stackOf(cloud, 'platform')) };
      stacks[stackOf(cloud, 'workloads')] = {
        data: { terraform_remote_state: { platform: state } },
        provider: { kubernetes: [{ host: remote('host') }] },
        resource: { kubernetes_manifest: {} },
      };
    }
    const id = `identity-${index}`;
    const namespace = `team-${index % 100}`;
    const subject = `system:serviceaccount:${namespace}:${id}`;
    const made = mechanisms[index % mechanisms.length]({ id, namespace, subject });
    const { cloud, output, annotation } = made;
    const identities = stacks[stackOf(cloud, 'platform')];
    for (const [type, body] of Object.entries({ ...made.resources, ...(permissions && made.permissions) })) {
      identities.resource[type] ??= {};
      identities.resource[type][id] = { '//': { metadata: { path: `platform/${id}`, uniqueId: id } }, ...body };
    }
    if (yaml) {
      accounts.push(yamlAccount({ id, namespace, annotation }));
      continue;
    }
    if (annotation) identities.output[id] = { value: output };
    const annotations = annotation ? { [annotation]: remote(id) } : {};
    stacks[stackOf(cloud, 'workloads')].resource.kubernetes_manifest[id] = {
      manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: id, namespace, annotations } },
    };
  }
  const manifest = { version: '0.21.0', stacks: {} };
  for (const [stack, configuration] of Object.entries(stacks)) {
    configuration.terraform = { backend: { local: backend(stack) } };
    const file = `stacks/${stack}/cdk.tf.json`;
    fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), JSON.stringify(configuration, null, 2));
    manifest.stacks[stack] = { name: stack, synthesizedStackPath: file };
  }
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
  if (!yaml) return [folder];
  const stream = path.join(folder, 'accounts.yaml');
  fs.writeFileSync(stream, accounts.join('---\n'));
  return [folder, stream];
}

module.exports = { permissionQueries, writeProofInput };
