import type { Log } from 'sarif';
import { prove } from '../../lib/proof';
import { reportSarif } from '../../lib/report/sarif';
import { SourceLocations } from '../../lib/report/source-locations';

const PROVIDER = `resource "aws_iam_openid_connect_provider" "eks" {
  url             = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = []
}`;

const POLICY = `assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.eks.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud" = "sts.amazonaws.com" } }
    }]
  })`;

const CREDENTIAL = `resource "azurerm_federated_identity_credential" "id" {
  name      = "credential"
  parent_id = azurerm_user_assigned_identity.id.id
  audience  = ["wrong"]
  issuer    = "https://issuer.example/"
  subject   = "system:serviceaccount:todo:app"
}`;

const ACCOUNT = `resource "kubernetes_service_account_v1" "app" {
  metadata {
    name        = "app"
    annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::1:role/app" }
  }
}`;

const TEMPLATE = `template {
      metadata {
        annotations = { "eks.amazonaws.com/skip-containers" = "nobody" }
      }
      spec {
        service_account_name = "app"
        container { name = "api" }
      }
    }`;

const MANIFEST = `manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "p", annotations = { "eks.amazonaws.com/role-arn" = "x" } }
    spec       = { containers = [{ name = "a" }] }
  }`;

const TEXT = `# The program.
${PROVIDER}

resource "aws_iam_role" "app" {
  name = "app"
  ${POLICY} # the trust
}

resource "azurerm_user_assigned_identity" "id" {
  name = "identity"
}
${CREDENTIAL}
${ACCOUNT}

resource "kubernetes_deployment_v1" "app" {
  metadata { name = "app" }
  spec {
    ${TEMPLATE}
  }
}

resource "kubernetes_manifest" "pod" {
  ${MANIFEST}
}
`;

/** The text that a finding of each rule points at. */
function pointedAt(text: string): ReadonlyMap<string, string> {
  const locations = new SourceLocations(
    () => text,
    () => undefined,
    (file) => file,
  );
  const log = JSON.parse(reportSarif(prove([{ file: 'main.tf', text }]), locations)) as Log;
  const lines = text.split('\n');
  return new Map(
    (log.runs[0]!.results ?? []).map(({ ruleId, locations: [location] = [] }) => {
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = location!.physicalLocation!.region!;
      const shown = lines.slice(startLine - 1, endLine);
      shown[shown.length - 1] = shown.at(-1)!.slice(0, endColumn - 1);
      shown[0] = shown[0]!.slice(startColumn - 1);
      return [ruleId!, shown.join('\n')];
    }),
  );
}

describe('a finding in a .tf file', () => {
  const found = pointedAt(TEXT);

  test.each([
    ['thumbprint-list-empty', PROVIDER],
    ['trust-without-subject', POLICY],
    ['federated-credential-audience-wrong', CREDENTIAL],
    ['role-arn-malformed', ACCOUNT],
    ['skip-containers-unmatched', TEMPLATE],
    ['annotation-misplaced', MANIFEST],
  ])('%s points at the whole block or attribute', (rule, expected) => {
    expect(found.get(rule)).toBe(expected);
  });

  test('points at no whole file', () => {
    for (const text of found.values()) expect(text.length).toBeGreaterThan(1);
  });
});
