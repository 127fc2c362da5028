// The same access written in other forms, N times each: what people give that is no cdktf.out. Each form is a function from N
// to files by name.
const CLUSTER = `resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals { issuer = replace(aws_iam_openid_connect_provider.main.url, "https://", "") }
`;
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/BENCH';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

const trust = (subject, operator = 'StringEquals', provider = 'aws_iam_openid_connect_provider.main.arn') =>
  `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = ${provider} }
      Condition = { ${operator} = { "\${local.issuer}:sub" = ${subject}, "\${local.issuer}:aud" = "sts.amazonaws.com" } }
    }]
  })`;
const account = (name, role) => `---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: todo
  annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/${role}" }
`;
const deployment = (name, labels) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: todo }
spec:
  template:
    metadata: { labels: ${labels} }
    spec: { serviceAccountName: ${name}, containers: [{ name: main, image: example }] }
`;
const typedAccount = (count, name, role) => `resource "kubernetes_service_account_v1" "app" {
  ${count}
  metadata {
    name        = ${name}
    namespace   = "todo"
    annotations = { "eks.amazonaws.com/role-arn" = ${role} }
  }
}
`;
const times = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join('');
const guid = (index) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;

/** `terraform show -json` of a state in which each role has a policy attached. */
function state(count) {
  const resources = [];
  const add = (type, name, values) =>
    resources.push({ address: `${type}.${name}`, mode: 'managed', type, name, values });
  add('aws_eks_cluster', 'main', { name: 'main', identity: [{ oidc: [{ issuer: `https://${ISSUER}` }] }] });
  add('aws_iam_openid_connect_provider', 'main', { arn: PROVIDER, url: ISSUER, client_id_list: ['sts.amazonaws.com'] });
  for (let index = 0; index < count; index += 1) {
    const name = `app-${index}`;
    const arn = `arn:aws:iam::111122223333:role/${name}`;
    const policyArn = `arn:aws:iam::111122223333:policy/${name}`;
    const document = (statement) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
    add('aws_iam_role', name, {
      name,
      arn,
      assume_role_policy: document({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: PROVIDER },
        Condition: {
          StringEquals: {
            [`${ISSUER}:sub`]: `system:serviceaccount:todo:${name}`,
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          },
        },
      }),
    });
    add('aws_iam_policy', name, { name, arn: policyArn, policy: document({ Action: 's3:GetObject', Resource: '*' }) });
    add('aws_iam_role_policy_attachment', name, { role: name, policy_arn: policyArn });
    const metadata = [{ name, namespace: 'todo', annotations: { 'eks.amazonaws.com/role-arn': arn } }];
    add('kubernetes_service_account_v1', name, { metadata });
  }
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
}

const role = (index, policy) => `resource "aws_iam_role" "app-${index}" {
  name               = "app-${index}"
  assume_role_policy = ${policy}
}
`;

module.exports.PROOF_FORMS = {
  'instances by count': (count) => ({
    'main.tf': `${CLUSTER}resource "aws_iam_role" "app" {
  count              = ${count}
  name               = "app-\${count.index}"
  assume_role_policy = ${trust('"system:serviceaccount:todo:app-${count.index}"')}
}
${typedAccount(`count = ${count}`, '"app-${count.index}"', 'aws_iam_role.app[count.index].arn')}`,
  }),
  'modules by for_each': (count) => ({
    'main.tf': `${CLUSTER}module "app" {
  for_each = toset([${times(count, (index) => `"app-${index}",`)}])
  source   = "./app"
  name     = each.key
  provider_arn = aws_iam_openid_connect_provider.main.arn
}
`,
    'app/main.tf': `variable "name" {}
variable "provider_arn" {}
locals { issuer = replace(var.provider_arn, "/^(.*provider/)/", "") }
resource "aws_iam_role" "app" {
  name               = var.name
  assume_role_policy = ${trust('"system:serviceaccount:todo:${var.name}"', 'StringEquals', 'var.provider_arn')}
}
${typedAccount('', 'var.name', 'aws_iam_role.app.arn')}`,
  }),
  'data sources': (count) => ({
    'main.tf':
      CLUSTER +
      times(
        count,
        (index) =>
          `${role(index, trust(`"system:serviceaccount:todo:app-${index}"`))}data "aws_iam_role" "app-${index}" { name = "app-${index}" }\n`,
      ),
    'accounts.yaml': times(count, (index) => account(`app-${index}`, `app-${index}`)),
  }),
  'patterns and pods': (count) => ({
    'main.tf':
      CLUSTER + times(count, (index) => role(index, trust(`"system:serviceaccount:todo:app-${index}*"`, 'StringLike'))),
    'pods.yaml': times(
      count,
      (index) => account(`app-${index}`, `app-${index}`) + deployment(`app-${index}`, '{ app: todo }'),
    ),
  }),
  'accounts and Deployments in YAML': (count) => ({
    'objects.yaml': times(
      count,
      (index) => account(`app-${index}`, `app-${index}`) + deployment(`app-${index}`, `{ app: app-${index} }`),
    ),
  }),
  'one trust for all': (count) => ({
    'main.tf':
      CLUSTER +
      role(0, trust(`[${times(count, (index) => `${index ? ',' : ''}"system:serviceaccount:todo:app-${index}"`)}]`)),
    'accounts.yaml': times(count, (index) => account(`app-${index}`, 'app-0')),
  }),
  'a state': (count) => ({ 'state.json': state(count) }),
  'AAD Pod Identity': (count) => ({
    'main.tf': 'resource "azurerm_kubernetes_cluster" "main" { name = "main" }\n',
    'pods.yaml': times(
      count,
      (index) => `---
apiVersion: aadpodidentity.k8s.io/v1
kind: AzureIdentity
metadata: { name: app-${index}, namespace: todo }
spec:
  type: 0
  resourceID: /subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app-${index}
  clientID: ${guid(index)}
---
apiVersion: aadpodidentity.k8s.io/v1
kind: AzureIdentityBinding
metadata: { name: app-${index}, namespace: todo }
spec: { azureIdentity: app-${index}, selector: app-${index} }
${deployment(`app-${index}`, `{ aadpodidbinding: app-${index} }`)}`,
    ),
  }),
};
