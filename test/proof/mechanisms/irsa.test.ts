import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const CLUSTER = `
resource "aws_eks_cluster" "main" { name = "main" }
locals { issuer = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "") }
`;

const PROVIDER = `
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
`;

const LITERAL_ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';

interface Role {
  /** A template of HCL. */
  readonly principal: string;
  /** @default - that of the cluster */
  readonly issuer?: string;
  /** More arguments. */
  readonly more?: string;
}

/** A role of todo/app in native syntax. */
function role({ principal, issuer = '${local.issuer}', more = '' }: Role): string {
  return `
resource "aws_iam_role" "app" {
  name = "app"
  ${more}
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = ${principal} }
      Condition = { StringEquals = {
        "${issuer}:sub" = "system:serviceaccount:todo:app"
        "${issuer}:aud" = "sts.amazonaws.com"
      } }
    }]
  })
}
`;
}

const CALLER = 'data "aws_caller_identity" "current" {}\n';
const COMPOSED = '"arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/${local.issuer}"';

function proveText(...texts: readonly string[]): Inventory {
  return prove([{ file: 'main.tf', text: texts.join('\n') }]);
}

/** `cluster: namespace/name` of each entry of the access. */
function access({ access }: Inventory): readonly string[] {
  return access.map(({ cluster, namespace, serviceAccount }) => `${cluster}: ${namespace}/${serviceAccount}`);
}

/** `level rule` of each finding. */
function findings({ findings }: Inventory): readonly string[] {
  return findings.map(({ level, rule }) => `${level} ${rule}`);
}

const ADMITTED = ['aws_eks_cluster.main: todo/app'];

test('the form of a provider’s ARN is known to what comes after a count that asked for it before the provider was found', () => {
  const asked =
    'resource "null_resource" "a" { count = trimprefix(aws_iam_openid_connect_provider.main.arn, "x") == "y" ? 1 : 0 }';
  const issuer = '${replace(aws_iam_openid_connect_provider.main.arn, "/^(.*provider/)/", "")}';
  const trusted = role({ principal: 'aws_iam_openid_connect_provider.main.arn', issuer });
  expect(access(proveText(asked, CLUSTER, PROVIDER, trusted))).toEqual(['aws_eks_cluster.main: todo/app']);
  expect(proveText(asked, CLUSTER, PROVIDER, trusted).undecided).toEqual([]);
});

describe('a trust by the forms that people write by hand', () => {
  const FORMS: readonly [string, string][] = [
    ['the provider’s own arn', PROVIDER + role({ principal: 'aws_iam_openid_connect_provider.main.arn' })],
    ['an ARN put together of account and issuer', PROVIDER + CALLER + role({ principal: COMPOSED })],
    [
      'the key taken from the provider’s arn, as iam-role-for-service-accounts-eks has it',
      PROVIDER +
        role({
          principal: 'aws_iam_openid_connect_provider.main.arn',
          issuer: '${replace(aws_iam_openid_connect_provider.main.arn, "/^(.*provider/)/", "")}',
        }),
    ],
    [
      'the key taken from the composed ARN',
      `${PROVIDER}${CALLER}locals { arn = ${COMPOSED} }\n` +
        role({ principal: 'local.arn', issuer: '${replace(local.arn, "/^(.*provider/)/", "")}' }),
    ],
    [
      'data.aws_iam_openid_connect_provider by url',
      `data "aws_iam_openid_connect_provider" "main" { url = aws_eks_cluster.main.identity[0].oidc[0].issuer }\n` +
        role({ principal: 'data.aws_iam_openid_connect_provider.main.arn' }),
    ],
    [
      'data.aws_iam_openid_connect_provider by a composed arn',
      `${CALLER}data "aws_iam_openid_connect_provider" "main" { arn = ${COMPOSED} }\n` +
        role({ principal: 'data.aws_iam_openid_connect_provider.main.arn' }),
    ],
    [
      'a provider with the thumbprint of data.tls_certificate',
      `data "tls_certificate" "main" { url = aws_eks_cluster.main.identity[0].oidc[0].issuer }
       resource "aws_iam_openid_connect_provider" "main" {
         url             = data.tls_certificate.main.url
         client_id_list  = ["sts.amazonaws.com"]
         thumbprint_list = [data.tls_certificate.main.certificates[0].sha1_fingerprint]
       }
      ` + role({ principal: 'aws_iam_openid_connect_provider.main.arn' }),
    ],
  ];

  test.each(FORMS)('%s: admitted, and nothing is assumed', (_, text) => {
    const inventory = proveText('provider "aws" { region = "eu-west-1" }', CLUSTER, text);
    expect(access(inventory)).toEqual(ADMITTED);
    expect(inventory.access[0]!.assumes).toBeUndefined();
    expect(findings(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('an ARN put together, without a registered provider in sight: admitted, if there is one', () => {
    const inventory = proveText(CLUSTER, CALLER + role({ principal: COMPOSED }));
    expect(access(inventory)).toEqual(ADMITTED);
    expect(inventory.access[0]!.assumes).toContain('provider-of-the-trust');
    expect([findings(inventory), inventory.undecided]).toEqual([[], []]);
  });

  test('data.aws_eks_cluster, whose provider is registered from data.tls_certificate', () => {
    // GIVEN a cluster made elsewhere
    const inventory = proveText(
      `data "aws_eks_cluster" "main" { name = "main" }
       locals { issuer = replace(data.aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "") }
       data "tls_certificate" "main" { url = data.aws_eks_cluster.main.identity[0].oidc[0].issuer }
       resource "aws_iam_openid_connect_provider" "main" {
         url             = data.aws_eks_cluster.main.identity[0].oidc[0].issuer
         client_id_list  = ["sts.amazonaws.com"]
         thumbprint_list = data.tls_certificate.main.certificates[*].sha1_fingerprint
       }
      `,
      CALLER,
      role({ principal: COMPOSED }),
    );
    // THEN it is that cluster whose pod gets in
    expect(access(inventory)).toEqual(['data.aws_eks_cluster.main: todo/app']);
    expect(findings(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });
});

describe('the account of a provider', () => {
  test('that the program does not tell is assumed to be the role’s, and a note says so', () => {
    for (const account of ['${var.account}', '111122223333']) {
      const inventory = proveText(
        CLUSTER,
        PROVIDER,
        'variable "account" {}',
        role({ principal: `"arn:aws:iam::${account}:oidc-provider/\${local.issuer}"` }),
      );
      expect(access(inventory)).toEqual(ADMITTED);
      expect(inventory.findings).toEqual([
        expect.objectContaining({
          rule: 'provider-in-other-account',
          level: 'note',
          message: expect.stringMatching(
            /assumed to be aws_iam_openid_connect_provider\.main .*account of the role is not known/,
          ),
        }),
      ]);
    }
  });

  test('that is written out, while nothing is known of the role’s, is assumed aloud as well', () => {
    const inventory = proveText(
      role({ principal: `"arn:aws:iam::111122223333:oidc-provider/${LITERAL_ISSUER}"`, issuer: LITERAL_ISSUER }),
    );
    expect(access(inventory)).toEqual([`https://${LITERAL_ISSUER}: todo/app`]);
    expect(inventory.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('assumed to be a provider of the role’s own account'),
    ]);
  });

  test('differs from the role’s, which its provider block tells: nobody gets in', () => {
    // GIVEN a role that is made in account 444455556666
    const inventory = proveText(
      CLUSTER,
      PROVIDER,
      `provider "aws" {
         alias = "data"
         assume_role { role_arn = "arn:aws:iam::444455556666:role/deploy" }
       }`,
      role({
        principal: '"arn:aws:iam::111122223333:oidc-provider/${local.issuer}"',
        more: 'provider = aws.data',
      }),
    );
    // THEN the provider of another account does not help it
    expect(access(inventory)).toEqual([]);
    expect(findings(inventory)).toEqual(['error provider-in-other-account']);
  });

  test('differs from the role’s, though only a reference names it', () => {
    const inventory = proveText(
      `provider "aws" { allowed_account_ids = ["111122223333"] }
       provider "aws" {
         alias               = "data"
         allowed_account_ids = ["444455556666"]
       }`,
      CLUSTER,
      PROVIDER,
      role({ principal: 'aws_iam_openid_connect_provider.main.arn', more: 'provider = aws.data' }),
    );
    expect(access(inventory)).toEqual([]);
    expect(inventory.findings).toEqual([
      expect.objectContaining({
        rule: 'provider-in-other-account',
        level: 'error',
        message: expect.stringContaining('a role of the account 444455556666'),
      }),
    ]);
  });

  test('is the role’s where the cluster’s issuer is registered once more beside the role', () => {
    // GIVEN the same issuer, registered in two accounts
    const inventory = proveText(
      `provider "aws" {
         alias               = "data"
         allowed_account_ids = ["444455556666"]
       }`,
      CLUSTER,
      PROVIDER,
      `resource "aws_iam_openid_connect_provider" "data" {
         provider       = aws.data
         url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
         client_id_list = ["sts.amazonaws.com"]
       }`,
      role({
        principal: '"arn:aws:iam::444455556666:oidc-provider/${local.issuer}"',
        more: 'provider = aws.data',
      }),
    );
    expect(access(inventory)).toEqual(ADMITTED);
    expect(findings(inventory)).toEqual([]);
  });

  test('that data.aws_caller_identity of another provider tells is not certain to be the role’s', () => {
    // GIVEN a caller of the account of the data, and a trust that names both accounts
    const inventory = proveText(
      CLUSTER,
      'provider "aws" { alias = "data" }',
      CALLER,
      'data "aws_caller_identity" "data" { provider = aws.data }',
      role({
        principal: `[${COMPOSED}, "arn:aws:iam::\${data.aws_caller_identity.data.account_id}:oidc-provider/\${local.issuer}"]`,
      }),
    );
    // THEN the role's own is decided, and the other is not needed
    expect(access(inventory)).toEqual(ADMITTED);
    expect(findings(inventory)).toEqual([]);
  });

  test('is one of two that are written out: neither is taken', () => {
    const inventory = proveText(
      CLUSTER,
      role({
        principal:
          '["arn:aws:iam::111122223333:oidc-provider/${local.issuer}", "arn:aws:iam::444455556666:oidc-provider/${local.issuer}"]',
      }),
    );
    // THEN somebody may get in, and it is said why that is not certain
    expect(access(inventory)).toEqual(ADMITTED);
    expect(inventory.undecided.map(({ because }) => because).join()).toContain('account');
  });
});

describe('several providers', () => {
  const SECOND = `
    resource "aws_eks_cluster" "second" { name = "second" }
    resource "aws_iam_openid_connect_provider" "second" {
      url            = aws_eks_cluster.second.identity[0].oidc[0].issuer
      client_id_list = ["sts.amazonaws.com"]
    }`;

  test('of one account: the composed ARN is that of its own issuer alone', () => {
    const inventory = proveText(CLUSTER, PROVIDER, SECOND, CALLER, role({ principal: COMPOSED }));
    expect(access(inventory)).toEqual(ADMITTED);
    expect(findings(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('in a list of principals: the key tells whose pods get in', () => {
    const inventory = proveText(
      CLUSTER,
      PROVIDER,
      SECOND,
      CALLER,
      role({ principal: `[${COMPOSED}, aws_iam_openid_connect_provider.second.arn]` }),
    );
    expect(access(inventory)).toEqual(ADMITTED);
  });

  test('Principal "*": each provider of the account is meant, and the key tells whose pods get in', () => {
    const trust = role({ principal: '"x"' }).replace('{ Federated = "x" }', '"*"');
    const inventory = proveText(CLUSTER, PROVIDER, SECOND, trust);
    expect(access(inventory)).toEqual(ADMITTED);
  });

  test('a principal that only apply will tell may be any of them that the key fits', () => {
    const inventory = proveText(CLUSTER, PROVIDER, SECOND, 'variable "arn" {}', role({ principal: 'var.arn' }));
    expect(access(inventory)).toEqual(ADMITTED);
    expect(inventory.undecided).toEqual([
      expect.objectContaining({
        about: 'aws_iam_role.app',
        because: expect.stringContaining('whether the principal ${var.arn} is the provider'),
      }),
    ]);
  });
});

describe('what the evaluation remarks', () => {
  test('a key of another issuer under Principal "*" is an error, though no principal names its provider', () => {
    const trust = role({ principal: '"x"', issuer: LITERAL_ISSUER }).replace('{ Federated = "x" }', '"*"');
    const literal = PROVIDER.replace('aws_eks_cluster.main.identity[0].oidc[0].issuer', '"https://issuer.example"');
    const inventory = proveText(literal, trust);
    expect(access(inventory)).toEqual([]);
    expect(inventory.findings).toContainEqual(
      expect.objectContaining({
        rule: 'issuer-mismatch',
        level: 'error',
        message: expect.stringContaining(`a condition on ${LITERAL_ISSUER}:sub`),
      }),
    );
  });

  test('the same under an operator that takes a missing key opens the role', () => {
    const trust = role({ principal: '"x"', issuer: LITERAL_ISSUER })
      .replace('{ Federated = "x" }', '"*"')
      .replace('StringEquals', 'StringEqualsIfExists');
    const literal = PROVIDER.replace('aws_eks_cluster.main.identity[0].oidc[0].issuer', '"https://issuer.example"');
    expect(proveText(literal, trust).findings).toContainEqual(
      expect.objectContaining({ rule: 'condition-open-when-key-missing', level: 'error' }),
    );
  });

  test('a principal that is no provider is a note beside one that is', () => {
    const inventory = proveText(
      CLUSTER,
      PROVIDER,
      role({ principal: '[aws_iam_openid_connect_provider.main.arn, "issuer.example"]' }),
    );
    expect(access(inventory)).toEqual(ADMITTED);
    expect(findings(inventory)).toEqual(['note principal-not-registered']);
  });
});
