import { prove } from '../../../lib/proof';

test('GIVEN a thousand references that lead nowhere THEN what else there is is evaluated all the same', () => {
  // GIVEN policies of a role by a key that nothing tells, and an identity whose name is read after them
  const policies = Array.from(
    { length: 1000 },
    (_, index) =>
      `resource "aws_iam_role_policy" "p${index}" {\n  role = aws_iam_role.app[local.missing].id\n  policy = "{}"\n}\n`,
  );
  const text = `${policies.join('')}
    locals { name = "todo" }
    resource "aws_iam_role" "app" { for_each = toset(["a"]) }
    resource "azurerm_user_assigned_identity" "app" { name = "\${local.name}-app" }`;

  // WHEN
  const { identities, undecided } = prove([{ file: 'main.tf', text }]);

  // THEN
  expect(identities.map(({ name }) => name)).toContain('todo-app');
  expect(undecided.filter(({ because }) => because.includes('too deeply'))).toEqual([]);
});

test('GIVEN a trust that a document gives by a key that is not known THEN it is undecided, and not refused as no JSON', () => {
  const text = `
    variable "teams" {}
    data "aws_iam_policy_document" "trust" {
      for_each                = var.teams
      source_policy_documents = [each.value.policy]
    }
    resource "aws_iam_role" "team" {
      for_each           = var.teams
      assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
    }`;

  const { findings, undecided } = prove([{ file: 'main.tf', text }]);

  expect(findings).toEqual([]);
  expect(undecided.map(({ about }) => about)).toContain('aws_iam_role.team');
});

describe('GIVEN a reference by a key that is not known THEN its value is unknown, and nothing is said to be missing', () => {
  const becauseOf = (text: string) => prove([{ file: 'main.tf', text }]).undecided.map(({ because }) => because);
  const association = (role: string) => `
    variable "name" {}
    resource "aws_eks_cluster" "main" { name = "main" }
    resource "aws_eks_pod_identity_association" "app" {
      cluster_name    = aws_eks_cluster.main.name
      namespace       = "todo"
      service_account = "app"
      role_arn        = ${role}
    }`;

  test.each([
    ['a map', 'local.roles[var.name]', 'locals { roles = { a = "arn:aws:iam::111122223333:role/a" } }'],
    ['resources', 'aws_iam_role.app[var.name].arn', 'resource "aws_iam_role" "app" { for_each = toset(["a", "b"]) }'],
    [
      'modules that were not read',
      'module.role["a"].arn',
      'module "role" {\n source = "registry/role/aws"\n for_each = toset(["a"])\n}',
    ],
  ])('of %s', (_, role, rest) => {
    const because = becauseOf(`${association(role)}\n${rest}`);
    expect(because.filter((text) => /there is no|no output/.test(text))).toEqual([]);
    expect(because.length).toBeGreaterThan(0);
  });
});

test('GIVEN modules of which nobody knows how many there are THEN an output by any key is read', () => {
  const { access, undecided } = prove([
    {
      file: 'main.tf',
      text: `
        variable "names" {}
        variable "count_of_them" {}
        module "namespace" {
          source   = "./namespace"
          for_each = var.names
        }
        module "counted" {
          source = "./namespace"
          count  = var.count_of_them
        }
        ${CLUSTER_AND_PROVIDER}
        ${roleOf('a', '${module.namespace["a"].name}')}
        ${roleOf('b', '${module.counted[0].name}')}`,
    },
    { file: 'namespace/main.tf', text: 'output "name" { value = "todo" }' },
  ]);

  expect(access.map(({ namespace }) => namespace)).toEqual(['todo', 'todo']);
  expect(undecided.filter(({ because }) => because.includes('no output'))).toEqual([]);
});

describe('GIVEN resource before a reference, as Terraform allows THEN it leads to the same as without', () => {
  const withWord = (text: string) => text.replaceAll('aws_iam_openid_connect_provider.main', 'resource.$&');
  const rowsOf = (...texts: string[]) => {
    const { access, undecided } = prove([{ file: 'main.tf', text: texts.join('\n') }]);
    expect(undecided).toEqual([]);
    return access.map(({ cluster, identity, serviceAccount }) => `${cluster}: ${serviceAccount} gets ${identity}`);
  };

  test('of a value', () => {
    expect(rowsOf(CLUSTER_AND_PROVIDER, withWord(roleOf('app', 'todo')))).toEqual([
      'aws_eks_cluster.main: app gets aws_iam_role.app',
    ]);
  });

  test('of an instance, of all of them, and by a local', () => {
    const instances = `
      locals { url = resource.aws_eks_cluster.main[0].identity[0].oidc[0].issuer }
      resource "aws_eks_cluster" "main" {
        count = 1
        name  = "main"
      }
      resource "aws_iam_openid_connect_provider" "main" {
        url            = local.url
        client_id_list = ["sts.amazonaws.com"]
      }
      resource "aws_eks_addon" "agent" {
        cluster_name = one(resource.aws_eks_cluster.main[*].name)
        addon_name   = "eks-pod-identity-agent"
      }`;
    expect(rowsOf(instances, roleOf('app', 'todo'))).toEqual(['aws_eks_cluster.main[0]: app gets aws_iam_role.app']);
  });

  test('of what an argument refers to', () => {
    const association = `
      resource "aws_iam_role" "app" {
        assume_role_policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Allow"
            Action    = ["sts:AssumeRole", "sts:TagSession"]
            Principal = { Service = "pods.eks.amazonaws.com" }
          }]
        })
      }
      resource "aws_eks_addon" "agent" {
        cluster_name = resource.aws_eks_cluster.main.name
        addon_name   = "eks-pod-identity-agent"
      }
      resource "aws_eks_pod_identity_association" "app" {
        cluster_name    = resource.aws_eks_cluster.main.name
        namespace       = "todo"
        service_account = "app"
        role_arn        = resource.aws_iam_role.app.arn
      }`;
    expect(rowsOf(CLUSTER_AND_PROVIDER, association)).toEqual(['aws_eks_cluster.main: app gets aws_iam_role.app']);
  });

  test('but not where an expression has that word for a name of its own', () => {
    const roles = `
      locals { accounts = { for resource in [{ aws_iam_role = { name = "todo" } }] : "app" => resource.aws_iam_role.name } }
      resource "aws_iam_role" "name" { assume_role_policy = "{}" }
      ${roleOf('app', '${local.accounts.app}')}`;
    const { access } = prove([{ file: 'main.tf', text: `${CLUSTER_AND_PROVIDER}\n${roles}` }]);
    expect(access.map(({ namespace }) => namespace)).toEqual(['todo']);
  });
});

describe('GIVEN a test that is not known, of which Terraform refuses one branch', () => {
  const identitiesOf = (role: string) => {
    const text = `
      variable "given" {}
      variable "key" {}
      locals { names = { a = 1 } }
      resource "aws_iam_role" "app" {
        assume_role_policy = jsonencode({
          Statement = [{
            Effect    = "Allow"
            Action    = ["sts:AssumeRole", "sts:TagSession"]
            Principal = { Service = "pods.eks.amazonaws.com" }
          }]
        })
      }
      resource "aws_iam_role" "other" {
        for_each           = local.names
        assume_role_policy = aws_iam_role.app.assume_role_policy
      }
      resource "aws_eks_addon" "agent" {
        cluster_name = aws_eks_cluster.main.name
        addon_name   = "eks-pod-identity-agent"
      }
      resource "aws_eks_pod_identity_association" "app" {
        cluster_name    = aws_eks_cluster.main.name
        namespace       = "todo"
        service_account = "app"
        role_arn        = ${role}
      }
      ${CLUSTER_AND_PROVIDER}`;
    return prove([{ file: 'main.tf', text }]).access.map(({ identity, uncertain }) => ({ identity, uncertain }));
  };
  const certain = [{ identity: 'aws_iam_role.app', uncertain: undefined }];

  test.each([
    ['else', 'aws_iam_role.app.arn != null ? aws_iam_role.app.arn : aws_iam_role.other["b"].arn'],
    ['then', 'var.given ? aws_iam_role.other["b"].arn : aws_iam_role.app.arn'],
    ['a template', '"%{ if var.given }a ${local.names}%{ else }${aws_iam_role.app.arn}%{ endif }"'],
  ])('THEN it is the other one: %s', (_, role) => {
    expect(identitiesOf(role)).toEqual(certain);
  });

  test.each([
    ['both are refused', 'var.given ? aws_iam_role.other["b"].arn : aws_iam_role.other["c"].arn'],
    ['neither is', 'var.given ? aws_iam_role.other["a"].arn : aws_iam_role.app.arn'],
    ['podtrust alone cannot tell what it gives', 'var.given ? bcrypt("a") : aws_iam_role.app.arn'],
    ['it fails by what is not known', 'var.given ? tonumber("${var.key}x") : aws_iam_role.app.arn'],
  ])('THEN not where %s', (_, role) => {
    expect(identitiesOf(role)).not.toEqual(certain);
  });
});

test('GIVEN a name with nothing behind it THEN what is missing is said as it is written', () => {
  const text = `
    resource "kubernetes_service_account" "app" {
      metadata {
        name      = APP_NAME
        namespace = data.app
      }
    }`;

  const because = prove([{ file: 'main.tf', text }]).undecided.map((entry) => entry.because);

  expect(because.join('\n')).toContain('there is no APP_NAME');
  expect(because.join('\n')).not.toContain('undefined');
});

const CLUSTER_AND_PROVIDER = `
  resource "aws_eks_cluster" "main" { name = "main" }
  resource "aws_iam_openid_connect_provider" "main" {
    url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
    client_id_list = ["sts.amazonaws.com"]
  }`;

/** A role for the account app of a namespace. */
function roleOf(name: string, namespace: string): string {
  return `
    resource "aws_iam_role" "${name}" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRoleWithWebIdentity"
          Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
          Condition = { StringEquals = {
            "\${aws_iam_openid_connect_provider.main.url}:sub" = "system:serviceaccount:${namespace}:app"
            "\${aws_iam_openid_connect_provider.main.url}:aud" = "sts.amazonaws.com"
          } }
        }]
      })
    }`;
}

test('GIVEN a credential of an application by the object id in a text THEN it is that application’s', () => {
  const text = `
    resource "azurerm_kubernetes_cluster" "main" {
      name                = "main"
      oidc_issuer_enabled = true
    }
    resource "azuread_application" "app" { display_name = "todo" }
    resource "azuread_application_federated_identity_credential" "app" {
      application_id = "/applications/\${azuread_application.app.object_id}"
      display_name   = "todo"
      audiences      = ["api://AzureADTokenExchange"]
      issuer         = azurerm_kubernetes_cluster.main.oidc_issuer_url
      subject        = "system:serviceaccount:todo:app"
    }`;

  const { access } = prove([{ file: 'main.tf', text }]);

  expect(access.map(({ identity, serviceAccount }) => `${serviceAccount} -> ${identity}`)).toContain(
    'app -> azuread_application.app',
  );
});
