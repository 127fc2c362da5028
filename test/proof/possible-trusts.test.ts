import { ask, prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

const EKS = `
variable "x" { type = bool }
variable "more" {}
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals {
  issuer = aws_iam_openid_connect_provider.main.url
  a      = { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.main.arn }, Condition = { StringEquals = { "\${local.issuer}:sub" = "system:serviceaccount:apps:a" } } }
  b      = { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.main.arn }, Condition = { StringEquals = { "\${local.issuer}:sub" = "system:serviceaccount:apps:b" } } }
  no_a   = { Effect = "Deny", Action = "sts:AssumeRoleWithWebIdentity", Principal = "*", Condition = { StringEquals = { "\${local.issuer}:sub" = "system:serviceaccount:apps:a" } } }
}
`;

const statement = (name: string, more = '', keyword = 'statement'): string => `
  ${keyword} {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.main.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${local.issuer}:sub"
      values   = ["system:serviceaccount:apps:${name}"]
    }
    ${more}
  }`;

const document = (name: string, body: string): string => `data "aws_iam_policy_document" "${name}" {\n${body}\n}\n`;
const A = document('a', statement('a'));
const B = document('b', statement('b'));
const role = (trust: string): string => `resource "aws_iam_role" "r" { assume_role_policy = ${trust} }\n`;
const encoded = (statements: string): string =>
  role(`jsonencode({ Version = "2012-10-17", Statement = ${statements} })`);
const with_ = (condition: string): string => encoded(`[merge(local.a, { Condition = ${condition} })]`);

const proved = (text: string): Inventory => prove([{ file: 'main.tf', text: EKS + text }]);
const rows = ({ access }: Inventory): readonly string[] =>
  access.map(
    ({ namespace, serviceAccount, uncertain }) =>
      `${namespace}/${serviceAccount}${uncertain === undefined ? '' : ' ?'}`,
  );
const alarms = ({ findings }: Inventory): readonly string[] =>
  findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);

describe('a trust of which a part depends on what is not known', () => {
  test.each<[string, string, readonly string[], string]>([
    [
      'a conditional of two documents',
      `${A}${B}${role('var.x ? data.aws_iam_policy_document.a.json : data.aws_iam_policy_document.b.json')}`,
      ['apps/a ?', 'apps/b ?'],
      'var.x',
    ],
    [
      'a conditional of two objects',
      role('jsonencode({ Version = "2012-10-17", Statement = var.x ? [local.a] : [local.b] })'),
      ['apps/a ?', 'apps/b ?'],
      'var.x',
    ],
    [
      'a conditional around jsonencode',
      role(
        'jsonencode(var.x ? { Version = "2012-10-17", Statement = [local.a] } : { Version = "2012-10-17", Statement = [local.a, local.b] })',
      ),
      ['apps/a', 'apps/b ?'],
      'var.x',
    ],
    [
      'a document that is given, or else another one',
      `${A}${role('coalesce(var.more, data.aws_iam_policy_document.a.json)')}`,
      ['apps/a ?'],
      'var.more',
    ],
    [
      'a part of what is given, or else another one',
      `${A}${role('try(var.more["trust"], data.aws_iam_policy_document.a.json)')}`,
      ['apps/a ?'],
      'var.more.trust',
    ],
    [
      'the document of a map by a key that is given',
      `${A}${B}locals { all = { a = data.aws_iam_policy_document.a.json, b = data.aws_iam_policy_document.b.json } }\n${role('local.all[var.more]')}`,
      ['apps/a ?', 'apps/b ?'],
      'var.more',
    ],
    [
      'the same by lookup()',
      `${A}${B}${role('lookup({ a = data.aws_iam_policy_document.a.json }, var.more, data.aws_iam_policy_document.b.json)')}`,
      ['apps/a ?', 'apps/b ?'],
      'var.more',
    ],
    ['statements with others that are given', encoded('concat([local.a], var.more)'), ['apps/a ?'], 'var.more'],
    [
      'statements with a conditional',
      encoded('concat([local.a], var.x ? [local.b] : [])'),
      ['apps/a', 'apps/b ?'],
      'var.x',
    ],
    ['a conditional Deny', encoded('concat([local.a], var.x ? [local.no_a] : [])'), ['apps/a ?'], 'var.x'],
    [
      'a conditional principal',
      encoded(
        '[merge(local.a, { Principal = { Federated = var.x ? aws_iam_openid_connect_provider.main.arn : "arn:aws:iam::111122223333:oidc-provider/a.example" } })]',
      ),
      ['apps/a ?'],
      'var.x',
    ],
    [
      'a conditional subject',
      with_(
        '{ StringEquals = { "${local.issuer}:sub" = var.x ? "system:serviceaccount:apps:a" : "system:serviceaccount:apps:b" } }',
      ),
      ['apps/a ?', 'apps/b ?'],
      'var.x',
    ],
    [
      'conditional subjects among others',
      with_(
        '{ StringEquals = { "${local.issuer}:sub" = concat(["system:serviceaccount:apps:a"], var.x ? ["system:serviceaccount:apps:b"] : []) } }',
      ),
      ['apps/a', 'apps/b ?'],
      'var.x',
    ],
    [
      'subjects of conditional names',
      with_(
        '{ StringEquals = { "${local.issuer}:sub" = [for name in (var.x ? ["a"] : ["a", "b"]) : "system:serviceaccount:apps:${name}"] } }',
      ),
      ['apps/a ?', 'apps/b ?'],
      'var.x',
    ],
    [
      'conditions with others that are given',
      with_('merge(var.more, { StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:apps:a" } })'),
      ['apps/a ?'],
      'var.more',
    ],
    [
      'statements that a dynamic block may make',
      `${document('d', `${statement('a')}\ndynamic "statement" {\nfor_each = var.x ? [1] : []\n${statement('b', '', 'content')}\n}`)}${role('data.aws_iam_policy_document.d.json')}`,
      ['apps/a', 'apps/b ?'],
      'var.x',
    ],
    [
      'statements that a dynamic block makes of what is given',
      `${document('d', `${statement('a')}\ndynamic "statement" {\nfor_each = var.more\n${statement('b', '', 'content')}\n}`)}${role('data.aws_iam_policy_document.d.json')}`,
      ['apps/a', 'apps/b ?'],
      'var.more',
    ],
    [
      'statements that a dynamic block makes of what is known and what is given',
      `${document('d', `dynamic "statement" {\nfor_each = concat(["a"], var.more)\n${statement('${statement.value}', '', 'content')}\n}`)}${role('data.aws_iam_policy_document.d.json')}`,
      ['apps/${var.more.each.value} ?', 'apps/a'],
      'var.more',
    ],
    [
      'a document with a conditional source',
      `${A}${document('d', `source_policy_documents = var.x ? [data.aws_iam_policy_document.a.json] : []\n${statement('b')}`)}${role('data.aws_iam_policy_document.d.json')}`,
      ['apps/a ?', 'apps/b'],
      'var.x',
    ],
    [
      'a document with a source that is given',
      `${document('d', `source_policy_documents = [var.more]\n${statement('b')}`)}${role('data.aws_iam_policy_document.d.json')}`,
      ['apps/b ?'],
      'var.more',
    ],
  ])('%s: what is known of it is rows, and one line says the rest', (_, text, expected, cause) => {
    const inventory = proved(text);
    expect(rows(inventory)).toEqual(expected);
    expect(inventory.undecided).toMatchObject([
      { about: 'aws_iam_role.r', because: expect.stringContaining(`\${${cause}}`) },
    ]);
    expect(alarms(inventory)).toEqual([]);
  });

  test('a condition that a dynamic block may make takes nobody out for certain, and leaves no more than are without it', () => {
    const limit = `dynamic "condition" {
      for_each = var.x ? [1] : []
      content {
        test     = "StringNotEquals"
        variable = "\${local.issuer}:sub"
        values   = ["system:serviceaccount:apps:a"]
      }
    }`;
    const text = `${document('d', statement('a', limit))}${role('data.aws_iam_policy_document.d.json')}`;
    expect(rows(proved(text))).toEqual(['apps/a ?']);
  });

  test.each([
    ['operator', 'var.more', '"${local.issuer}:sub"'],
    ['key', '"StringEquals"', 'var.more'],
  ])('values under an %s that is not known may be joined to those of another condition', (_, operator, key) => {
    const more = `condition {
      test     = ${operator}
      variable = ${key}
      values   = ["system:serviceaccount:apps:b"]
    }`;
    const text = `${document('d', statement('a', more))}${role('data.aws_iam_policy_document.d.json')}`;
    expect(rows(proved(text))).toEqual(['apps/a ?', 'apps/b ?']);
  });

  test('a principal that is no provider is one of a statement too of which a condition need not be there', () => {
    const other = statement('a').replace(
      'aws_iam_openid_connect_provider.main.arn',
      '"arn:aws:iam::111122223333:oidc-provider/a.example"',
    );
    const text = `${document('d', other.replace('"StringEquals"', 'var.more'))}${role('data.aws_iam_policy_document.d.json')}`;
    expect(() => proved(text)).not.toThrow();
  });

  test('to a question it answers neither yes nor no', () => {
    const text = `${A}${B}${role('var.x ? data.aws_iam_policy_document.a.json : data.aws_iam_policy_document.b.json')}`;
    const admitted = (name: string): boolean | null =>
      ask([{ file: 'main.tf', text: EKS + text }], {
        identity: 'aws_iam_role.r',
        subject: { namespace: 'apps', name },
      }).admitted;
    expect(admitted('a')).toBeNull();
    // Whichever of the two it is, it lets in nobody else.
    expect(admitted('c')).toBe(false);
  });

  test('to a question about whom its known part leaves out it answers neither yes nor no', () => {
    const unregistered = 'resource "aws_eks_cluster" "other" { name = "other" }\n';
    const forPods =
      '{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }';
    for (const known of ['local.a', forPods]) {
      const { admitted, because } = ask(
        [{ file: 'main.tf', text: `${EKS}${unregistered}${encoded(`concat([${known}], var.more)`)}` }],
        { identity: 'aws_iam_role.r', cluster: 'aws_eks_cluster.other', subject: { namespace: 'apps', name: 'a' } },
      );
      expect(admitted).toBeNull();
      expect(because).toContain('what the trust policy holds depends on ${var.more}, which is not known before apply');
    }
  });

  test('EKS Pod Identity may be allowed to assume it by a statement of a service that is not known', () => {
    const forService = (service: string, action: string): string =>
      `{ Effect = "Allow", Principal = { Service = ${service} }, Action = "sts:${action}" }`;
    const rules = (service: string): readonly string[] =>
      alarms(
        proved(
          encoded(`[${forService('"pods.eks.amazonaws.com"', 'TagSession')}, ${forService(service, 'AssumeRole')}]`),
        ),
      );
    expect(rules('"ec2.amazonaws.com"')).toEqual(['trust-action-mismatch']);
    expect(rules('var.more')).toEqual([]);
  });

  test('the two sides of one condition are not mixed', () => {
    const other = `resource "aws_eks_cluster" "other" { name = "other" }
resource "aws_iam_openid_connect_provider" "other" {
  url            = aws_eks_cluster.other.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
`;
    const text = encoded(`[merge(local.a, {
  Principal = { Federated = var.x ? aws_iam_openid_connect_provider.main.arn : aws_iam_openid_connect_provider.other.arn }
  Condition = { StringEquals = { "\${var.x ? aws_iam_openid_connect_provider.main.url : aws_iam_openid_connect_provider.other.url}:sub" = "system:serviceaccount:apps:a" } }
})]`);
    const { access, undecided } = proved(other + text);
    expect(access.map(({ cluster }) => cluster)).toEqual(['aws_eks_cluster.main', 'aws_eks_cluster.other']);
    expect(undecided).toHaveLength(1);
  });

  test('permissions that depend on it are said, and those that do not are told', () => {
    const policy = `${document('p', 'statement {\nactions = ["s3:GetObject"]\nresources = ["*"]\n}\ndynamic "statement" {\nfor_each = var.x ? [1] : []\ncontent {\nactions = ["s3:PutObject"]\nresources = ["*"]\n}\n}')}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.p.json
}
`;
    const { permissions, undecided } = proved(`${policy}${encoded('[local.a]')}`);
    expect(permissions.map(({ actions }) => actions)).toEqual([['s3:GetObject']]);
    expect(undecided).toMatchObject([{ about: 'aws_iam_role.r', because: expect.stringContaining('${var.x}') }]);
  });
});

describe('a federated credential of which a part depends on what is not known', () => {
  const AKS = ['main', 'other']
    .map(
      (name) => `resource "azurerm_kubernetes_cluster" "${name}" {
  name                      = "${name}"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
`,
    )
    .join('');
  const credential = (issuer: string, subject: string): string => `
variable "x" { type = bool }
variable "more" {}
${AKS}
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "app" {
  name      = "app"
  parent_id = azurerm_user_assigned_identity.app.id
  audience  = ["api://AzureADTokenExchange"]
  issuer    = ${issuer}
  subject   = ${subject}
}
`;
  const MAIN = 'azurerm_kubernetes_cluster.main.oidc_issuer_url';
  const EITHER = `var.x ? ${MAIN} : azurerm_kubernetes_cluster.other.oidc_issuer_url`;
  const SUBJECT = 'var.x ? "system:serviceaccount:a:app" : "system:serviceaccount:b:app"';

  test.each<[string, string, string, readonly string[], string]>([
    ['its subject', MAIN, SUBJECT, ['a/app of main', 'b/app of main'], 'var.x'],
    ['its issuer', EITHER, '"system:serviceaccount:a:app"', ['a/app of main', 'a/app of other'], 'var.x'],
    ['both, by one condition', EITHER, SUBJECT, ['a/app of main', 'b/app of other'], 'var.x'],
    [
      'its subject, by a key that is given',
      MAIN,
      '{ a = "system:serviceaccount:a:app", b = "system:serviceaccount:b:app" }[var.more]',
      ['a/app of main', 'b/app of main'],
      'var.more',
    ],
    [
      'its subject, where it is given or another one',
      MAIN,
      'coalesce(var.more, "system:serviceaccount:a:app")',
      ['${split(":", var.more)[2]}/${split(":", var.more)[3]} of main', 'a/app of main'],
      'var.more',
    ],
  ])('%s: what it may accept is rows, and one line says the rest', (_, issuer, subject, expected, cause) => {
    const files = [{ file: 'main.tf', text: credential(issuer, subject) }];
    const { access, undecided, findings } = prove(files);
    const trusted = access.filter(({ mechanism }) => mechanism !== 'node');
    const inShort = trusted.map(
      ({ namespace, serviceAccount, cluster, uncertain }) =>
        `${namespace}/${serviceAccount} of ${cluster.split('.')[1]!}${uncertain === undefined ? ' for certain' : ''}`,
    );
    expect(inShort.sort()).toEqual(expected);
    const because = `what it accepts depends on \${${cause}}, which is not known before apply`;
    expect(undecided).toMatchObject([{ about: 'azurerm_federated_identity_credential.app', because }]);
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
    const admitted = (namespace: string): boolean | null =>
      ask(files, {
        identity: 'azurerm_user_assigned_identity.app',
        cluster: 'azurerm_kubernetes_cluster.main',
        subject: { namespace, name: 'app' },
      }).admitted;
    expect(admitted('a')).toBeNull();
    if (cause === 'var.x') expect(admitted('c')).toBe(false);
  });
});

describe('an OIDC provider of whose client ids not all are known', () => {
  const roleOf = (name: string, more = ''): string => `
resource "aws_iam_role" "${name}" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.second.arn }
    Condition = { StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:apps:${name}"${more} } }
  }] })
}
`;
  const AUD = ', "oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud" = "sts.amazonaws.com"';
  const provider = (list: string): string => `
data "aws_partition" "this" {}
resource "aws_iam_openid_connect_provider" "second" {
  url            = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC"
  client_id_list = ${list}
}
`;

  test('is said once, of it and not of its roles', () => {
    const list = '["sts.${data.aws_partition.this.dns_suffix}"]';
    const inventory = proved(provider(list) + roleOf('a', AUD) + roleOf('b', AUD) + roleOf('c'));
    expect(rows(inventory)).toEqual(['apps/a ?', 'apps/b ?', 'apps/c']);
    expect(inventory.undecided).toMatchObject([
      {
        about: 'aws_iam_openid_connect_provider.second',
        because: expect.stringMatching(/^its client_id_list is not known before apply: sts\.\$\{/),
        identities: ['aws_iam_role.a', 'aws_iam_role.b', 'aws_iam_role.c'],
      },
    ]);
  });

  test('is not said where those that are known are all that the trusts ask for', () => {
    const inventory = proved(provider('concat(["sts.amazonaws.com"], var.more)') + roleOf('a', AUD));
    expect(rows(inventory)).toEqual(['apps/a']);
    expect(inventory.undecided).toEqual([]);
  });
});
