import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';

const CLOUD = `
resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals { issuer = trimprefix(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://") }
resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({ Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
    Condition = { StringEquals = { "\${local.issuer}:sub" = "system:serviceaccount:app:app", "\${local.issuer}:aud" = "sts.amazonaws.com" } }
  }] })
}
resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = jsonencode({ Statement = [] })
}
`;

const ACCOUNT = `
resource "kubernetes_service_account_v1" "app" {
  metadata {
    name      = "app"
    namespace = "app"
  }
}
`;

const annotations = (role: string, kind = 'ServiceAccount'): string => `
resource "kubernetes_annotations" "app" {
  api_version = "v1"
  kind        = "${kind}"
  metadata {
    name      = "app"
    namespace = "app"
  }
  annotations = ${role}
}
`;

const deployment = (labels: string): string => `
resource "kubernetes_deployment_v1" "app" {
  metadata {
    name      = "app"
    namespace = "app"
  }
  spec {
    template {
      metadata { labels = ${labels} }
      spec {
        service_account_name = "app"
        container {
          name  = "main"
          image = "app:1"
        }
      }
    }
  }
}
`;

function proved(text: string): Inventory {
  return prove([{ file: 'main.tf', text }]);
}

function rules({ findings }: Inventory): string[] {
  return findings.map(({ rule, subject }) => `${rule} ${subject}`);
}

describe('kubernetes_annotations', () => {
  test.each([
    ['an account of the program', ACCOUNT],
    ['an account that others made', ''],
  ])('claim by annotation: %s', (_, account) => {
    const inventory = proved(CLOUD + account + annotations('{ "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }'));
    expect(inventory.access).toEqual([expect.objectContaining({ serviceAccount: 'app', claimed: true })]);
    expect(rules(inventory)).toEqual([]);
  });

  test('a claim that nothing admits is an error', () => {
    const inventory = proved(CLOUD + annotations('{ "eks.amazonaws.com/role-arn" = aws_iam_role.other.arn }'));
    expect(inventory.findings).toContainEqual(
      expect.objectContaining({ level: 'error', subject: 'ServiceAccount/app/app' }),
    );
  });

  test('annotations that are not known may be the claim', () => {
    const text = `variable "all" {}\n${CLOUD}${ACCOUNT}${annotations('var.all')}`;
    const inventory = proved(text);
    expect(rules(inventory)).toEqual([]);
    expect(inventory.undecided.map(({ because }) => because).join()).toContain(
      'its annotations are not known before apply',
    );
  });

  test('annotations that are not known may put out the claim that the account makes', () => {
    const claiming = ACCOUNT.replace(
      'namespace = "app"',
      'namespace = "app"\n    annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.other.arn }',
    );
    // Without the annotations, the claim is one that nothing admits.
    expect(rules(proved(CLOUD + claiming))).toContain('claim-not-admitted ServiceAccount/app/app');
    for (const unknown of ['var.all', '{ (var.all) = "x" }']) {
      const inventory = proved(`variable "all" {}\n${CLOUD}${claiming}${annotations(unknown)}`);
      expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
      expect(rules(inventory)).toEqual(['claim-assumed ServiceAccount/app/app']);
    }
    // What is certainly something else puts nothing out.
    const other = proved(CLOUD + claiming + annotations('{ note = "x" }'));
    expect(rules(other)).toContain('claim-not-admitted ServiceAccount/app/app');
  });

  test('of a workload that is not in the input they are said where they bear on access', () => {
    const bearing = proved(CLOUD + annotations('{ "iam.amazonaws.com/role" = "app" }', 'Deployment'));
    expect(bearing.undecided.map(({ about }) => about)).toContain('kubernetes_annotations.app');
    const other = proved(CLOUD + annotations('{ note = "x" }', 'Deployment'));
    expect(other.undecided.map(({ about }) => about)).not.toContain('kubernetes_annotations.app');
  });

  test('kubernetes_env sets variables of a container of the program', () => {
    const env = `
resource "kubernetes_env" "app" {
  api_version = "apps/v1"
  kind        = "Deployment"
  container   = "main"
  metadata {
    name      = "app"
    namespace = "app"
  }
  env {
    name  = "AWS_ROLE_ARN"
    value = aws_iam_role.app.arn
  }
}
`;
    expect(proved(CLOUD + ACCOUNT + env).undecided.map(({ about }) => about)).toContain('kubernetes_env.app');
    const whole = proved(CLOUD + ACCOUNT + deployment('{ app = "app" }') + env);
    expect(whole.undecided.map(({ about }) => about)).not.toContain('kubernetes_env.app');
  });
});

describe('labels of a pod template that are not known', () => {
  const AZURE = `
variable "labels" {}
resource "azurerm_kubernetes_cluster" "main" { name = "main" }
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "app" {
  name      = "app"
  parent_id = azurerm_user_assigned_identity.app.id
  issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
  subject   = "system:serviceaccount:app:app"
  audience  = ["api://AzureADTokenExchange"]
}
resource "kubernetes_service_account_v1" "app" {
  metadata {
    name        = "app"
    namespace   = "app"
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.app.client_id }
  }
}
`;
  test.each([
    'var.labels',
    'merge(var.labels, { app = "app" })',
    '{ (var.labels) = "true" }',
    '{ "azure.workload.identity/use" = var.labels }',
  ])('%s: whether the pod gets its token is undecided', (labels) => {
    const inventory = proved(AZURE + deployment(labels));
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(inventory.undecided.map(({ because }) => because)).toContain(
      'its label azure.workload.identity/use is not known',
    );
  });

  test('what is merged last is certain, whatever the labels before it are', () => {
    const last = proved(AZURE + deployment('merge(var.labels, { "azure.workload.identity/use" = "true" })'));
    expect(rules(last).filter((rule) => rule.includes('Deployment'))).toEqual([]);
    expect(last.undecided).toEqual([]);
    const first = proved(AZURE + deployment('merge({ "azure.workload.identity/use" = "true" }, var.labels)'));
    expect(first.undecided.map(({ because }) => because)).toContain(
      'its label azure.workload.identity/use is not known',
    );
  });

  test('where they are known, a label that is not there is an error', () => {
    expect(rules(proved(AZURE + deployment('{ app = "app" }')))).toContain(
      'workload-identity-label-missing Deployment/app/app',
    );
  });
});

describe('labels of a pod template that are not known, on EKS', () => {
  const CLAIMING = ACCOUNT.replace(
    'namespace = "app"',
    'namespace = "app"\n    annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }',
  );
  const PROFILE = `
resource "aws_eks_fargate_profile" "app" {
  cluster_name = aws_eks_cluster.main.name
  selector {
    namespace = "app"
    labels    = { tier = "front" }
  }
}
resource "aws_eks_pod_identity_association" "app" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "app"
  service_account = "app"
  role_arn        = aws_iam_role.other.arn
}
`;
  const reasons = (text: string): string =>
    proved(`variable "labels" {}\n${CLOUD}${text}`)
      .undecided.filter(({ about }) => about === 'Deployment/app/app')
      .map(({ because }) => because)
      .join('\n');

  test.each(['var.labels', 'merge(var.labels, { app = "app" })', '{ (var.labels) = "true" }'])(
    '%s: one may be that by which the webhook passes over the pod',
    (labels) => {
      expect(reasons(CLAIMING + deployment(labels))).toContain('eks.amazonaws.com/skip-pod-identity-webhook');
    },
  );

  test('of labels whose keys are known, nothing is left open', () => {
    expect(reasons(CLAIMING + deployment('{ app = var.labels }'))).toBe('');
  });

  test('a Fargate profile may take the pod: whether its role arrives is undecided', () => {
    const text = 'whether its pods have the label tier is not known before apply';
    expect(reasons(ACCOUNT + PROFILE + deployment('var.labels'))).toContain(text);
    expect(reasons(ACCOUNT + PROFILE + deployment('{ app = "app" }'))).not.toContain(text);
    const taken = proved(CLOUD + ACCOUNT + PROFILE + deployment('{ tier = "front" }'));
    expect(rules(taken)).toContain('pod-identity-on-fargate Deployment/app/app');
  });
});
