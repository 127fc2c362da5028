import { accessRows, eks, irsaRole, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

const ACCOUNT = `
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: app
      namespace: app
      annotations:
        eks.amazonaws.com/role-arn: \${aws_iam_role.app.arn}
`;
const POD = `
    apiVersion: v1
    kind: Pod
    metadata: { name: app, namespace: app }
    spec:
      serviceAccountName: app
      containers: [{ name: app, image: "app:1" }]
`;
const ROLE = eks() + irsaRole('app', 'app/app');

function heredoc(text: string): string {
  return `<<-YAML\n${text}  YAML\n`;
}

const PARTS = { account: ACCOUNT, pod: POD };
const WAYS: readonly (readonly [string, (name: keyof typeof PARTS) => string])[] = [
  [
    'kubectl_manifest with YAML',
    (name) => `resource "kubectl_manifest" "${name}" {\n  yaml_body = ${heredoc(PARTS[name])}}\n`,
  ],
  [
    'kubernetes_manifest with yamldecode() of text that apply completes',
    (name) => `resource "kubernetes_manifest" "${name}" {\n  manifest = yamldecode(${heredoc(PARTS[name])}  )\n}\n`,
  ],
  [
    'kubectl_manifest of a data source that takes documents apart',
    (name) => `
data "kubectl_file_documents" "${name}" {
  content = ${heredoc(`${PARTS[name]}    ---\n    # nothing\n`)}
}
resource "kubectl_manifest" "${name}" {
  for_each  = data.kubectl_file_documents.${name}.manifests
  yaml_body = each.value
}
`,
  ],
  [
    'kustomization_resource with JSON',
    (name) =>
      `resource "kustomization_resource" "${name}" {\n  manifest = jsonencode(yamldecode(${heredoc(PARTS[name])}  ))\n}\n`,
  ],
];

test.each(WAYS)('an account and a pod of %s are read, the role’s ARN among them', (_, way) => {
  const inventory = proved(ROLE + way('account') + way('pod'));
  expect(accessRows(inventory)).toEqual(['app/app -> aws_iam_role.app irsa claimed']);
  expect(inventory.access[0]!.workloads).toEqual(['Pod/app/app']);
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([]);
});

test('the namespace that overrides the text’s own counts', () => {
  const account = `resource "kubectl_manifest" "account" {
  override_namespace = "app"
  yaml_body = ${heredoc(ACCOUNT.replace('namespace: app', 'namespace: other'))}}
`;
  expect(accessRows(proved(ROLE + account + WAYS[0]![1]('pod')))).toEqual(['app/app -> aws_iam_role.app irsa claimed']);
});

test.each([
  ['kubectl_manifest', 'yaml_body', 'terraform_data.text.output'],
  ['kubectl_manifest', 'yaml_body', '"${terraform_data.text.output}\\n"'],
  ['kubectl_manifest', 'yaml_body', '"kind: [${terraform_data.text.output}"'],
  ['kubernetes_manifest', 'manifest', 'terraform_data.text.output'],
])('a %s whose %s is %s is undecided once, and may be any account', (type, argument, value) => {
  const unknown = `
resource "terraform_data" "text" { input = timestamp() }
resource "${type}" "unknown" { ${argument} = ${value} }
`;
  const inventory = proved(ROLE + WAYS[0]![1]('pod') + unknown);
  expect(rulesOf(inventory).filter((rule) => rule.startsWith('error'))).toEqual([]);
  expect(undecidedOf(inventory).filter((text) => text.startsWith(`${type}.unknown`))).toHaveLength(1);
  expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining(`${type}.unknown) may declare app/app`));
});

test('an account whose annotations are not known may ask for the identity that admits it', () => {
  const account = `
variable "annotations" { type = map(string) }
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = "app"
    annotations = var.annotations
  }
}
`;
  const inventory = proved(ROLE + account);
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('its annotations are not known before apply'));
});
