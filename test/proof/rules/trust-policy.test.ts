import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const A = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
const B = 'oidc.eks.eu-west-1.amazonaws.com/id/BBBB';
const arnOf = (issuer: string): string => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;

/** A program of two OIDC providers and a role with this trust, as Terraform's JSON. */
function programOf(...statements: object[]): Inventory {
  const provider = (issuer: string): object => ({ url: `https://${issuer}`, client_id_list: ['sts.amazonaws.com'] });
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: statements }).replaceAll('${', () => '$${');
  const text = JSON.stringify({
    resource: {
      aws_iam_openid_connect_provider: { a: provider(A), b: provider(B) },
      aws_iam_role: { r: { name: 'r', assume_role_policy: trust } },
    },
  });
  return prove([{ file: 'main.tf.json', text }]);
}

const access = ({ access }: Inventory): readonly string[] =>
  access.map(({ cluster, namespace, serviceAccount }) => `${cluster}: ${namespace}/${serviceAccount}`);
const findings = ({ findings }: Inventory): readonly string[] =>
  findings.filter(({ level }) => level !== 'note').map(({ level, rule }) => `${level} ${rule}`);

const SUB = 'system:serviceaccount:prod:api';
const claims = (...issuers: string[]): object =>
  Object.fromEntries(
    issuers.flatMap((issuer) => [
      [`${issuer}:sub`, SUB],
      [`${issuer}:aud`, 'sts.amazonaws.com'],
    ]),
  );
const web = (issuers: string[], Condition: object, Effect = 'Allow'): object => ({
  Effect,
  Principal: { Federated: issuers.map(arnOf) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});

describe('a statement with the keys of two issuers', () => {
  test('admits nobody, and is said to, whether it trusts both or one', () => {
    for (const trusted of [[A, B], [A]]) {
      const inventory = programOf(web(trusted, { StringEquals: claims(A, B) }));
      expect(access(inventory)).toEqual([]);
      expect(new Set(findings(inventory))).toEqual(new Set(['error issuer-mismatch']));
    }
  });

  test('in a Deny refuses nobody, and is said to', () => {
    const inventory = programOf(
      web([A], { StringEquals: claims(A) }),
      web([A, B], { StringEquals: claims(A, B) }, 'Deny'),
    );
    expect(access(inventory)).toEqual([`https://${A}: prod/api`]);
    expect(findings(inventory)).toEqual(['error issuer-mismatch']);
    expect(inventory.findings[0]!.message).toContain('refuses nobody');
  });

  test('is sound where a missing key lets its condition hold', () => {
    const inventory = programOf(web([A, B], { StringEqualsIfExists: claims(A, B), Null: { [`${A}:sub`]: 'false' } }));
    expect(access(inventory)).toEqual([`https://${A}: prod/api`]);
    expect(inventory.findings.filter(({ message }) => message.includes('a token has one issuer'))).toEqual([]);
  });

  test('is two statements where both are meant', () => {
    const inventory = programOf(web([A], { StringEquals: claims(A) }), web([B], { StringEquals: claims(B) }));
    expect(access(inventory)).toEqual([`https://${A}: prod/api`, `https://${B}: prod/api`]);
    expect(findings(inventory)).toEqual([]);
  });
});

describe('a policy variable', () => {
  const withSubject = (value: string | string[], operator = 'StringEquals', Effect = 'Allow'): object =>
    web([A], { [operator]: { [`${A}:sub`]: value }, StringLike: { [`${A}:aud`]: 'sts.amazonaws.com' } }, Effect);

  test('without a value admits nobody: no wildcard, and an error that says so', () => {
    const inventory = programOf(withSubject('system:serviceaccount:${aws:PrincipalTag/namespace}:api'));
    expect(access(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
    expect(findings(inventory)).toEqual(['error variable-without-value']);
  });

  test('beside a plain value is a warning, for that still counts', () => {
    const inventory = programOf(withSubject(['system:serviceaccount:${aws:username}:api', SUB]));
    expect(access(inventory)).toEqual([`https://${A}: prod/api`]);
    expect(findings(inventory)).toEqual(['warning variable-without-value']);
  });

  test('under a negated operator keeps nobody out', () => {
    const inventory = programOf(withSubject('system:serviceaccount:${aws:username}:api', 'StringNotEquals'));
    expect(access(inventory)).toEqual([`https://${A}: */*`]);
    expect(findings(inventory)).toEqual(['error trust-without-subject', 'error variable-without-value']);
  });

  test('with a default stands for that', () => {
    const inventory = programOf(withSubject("system:serviceaccount:${aws:PrincipalTag/namespace, 'prod'}:api"));
    expect(access(inventory)).toEqual([`https://${A}: prod/api`]);
    expect(findings(inventory)).toEqual([]);
  });
});

describe('a wildcard where none is read', () => {
  const ofPattern = (operator: string, Effect: string): object =>
    web([A], { [operator]: { [`${A}:sub`]: 'system:serviceaccount:prod:*', [`${A}:aud`]: 'x' } }, Effect);

  test.each([
    ['StringEquals', 'Allow', 'No value equals it, so it lets nobody in'],
    ['StringNotEquals', 'Allow', 'Every value differs from it, so it keeps nobody out. Name each'],
    ['StringEquals', 'Deny', 'No value equals it, so it keeps nobody out'],
    ['StringNotEquals', 'Deny', 'Every value differs from it, so it spares nobody'],
    ['ForAnyValue:StringNotEquals', 'Allow', 'put it under StringNotLike'],
  ])('under %s of a statement that says %s: %s', (operator, effect, help) => {
    const { findings } = programOf(ofPattern(operator, effect));
    expect(findings.filter(({ rule }) => rule === 'wildcard-under-string-equals')).toEqual([
      expect.objectContaining({ help: expect.stringContaining(help) as string }),
    ]);
  });
});

describe('the actions of a statement', () => {
  const withActions = (actions: object): object => ({
    Effect: 'Allow',
    Principal: { Federated: arnOf(A) },
    ...actions,
    Condition: { StringEquals: { [`${A}:sub`]: SUB } },
  });

  test.each([
    [{ Action: 'sts:AssumeRoleWithWebIdentity' }],
    [{ Action: 'sts:*WebIdentity' }],
    [{ Action: 'sts:Assume*' }],
    [{ Action: 'sts:assumerole?ithwebidentity' }],
    [{ Action: ['sts:TagSession', 'STS:ASSUMEROLEWITH*'] }],
    [{ Action: '*' }],
    [{ NotAction: 'sts:TagSession' }],
  ])('%j admit by web identity, and every rule knows', (actions) => {
    const inventory = programOf(withActions(actions));
    expect(access(inventory)).toEqual([`https://${A}: prod/api`]);
    expect(findings(inventory)).toEqual(['warning trust-without-audience']);
  });

  test.each([[{ Action: 'sts:AssumeRole' }], [{ Action: 'sts:*Session' }], [{ NotAction: 'sts:Assume*' }]])(
    '%j do not, and every rule knows',
    (actions) => {
      const inventory = programOf(withActions(actions));
      expect(access(inventory)).toEqual([]);
      expect(findings(inventory)).toEqual(['error trust-action-mismatch']);
    },
  );
});

const HOST = '${local.host}';

/** A program of a cluster, its OIDC provider and a role whose trust has this principal. */
const ofPrincipal = (principal: object): Inventory => {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${HOST}:sub`]: SUB, [`${HOST}:aud`]: 'sts.amazonaws.com' } },
    },
  ];
  const text = JSON.stringify({
    variable: { account: {} },
    locals: { host: '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}' },
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_iam_openid_connect_provider: {
        main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
      },
      aws_iam_role: { r: { name: 'r', assume_role_policy: JSON.stringify({ Statement }) } },
    },
  });
  return prove([{ file: 'main.tf.json', text }]);
};
test.each([
  ['the end of an ARN', `oidc-provider/${HOST}`],
  ['the ARN of a role', `arn:aws:iam::111122223333:role/${HOST}`],
  ['the ARN of a cluster', `arn:aws:eks:eu-west-1:111122223333:cluster/${HOST}`],
])('a principal that is %s is no OIDC provider, whatever the part is that only apply tells', (_, Federated) => {
  const inventory = ofPrincipal({ Federated });
  expect(inventory.access).toEqual([]);
  expect(findings(inventory)).toEqual(['error principal-not-registered']);
  expect(inventory.undecided).toEqual([]);
});

test('a provider whose account only apply tells may be the one that the program registers', () => {
  const inventory = ofPrincipal({ Federated: `arn:aws:iam::\${var.account}:oidc-provider/${HOST}` });
  expect(access(inventory)).toEqual(['aws_eks_cluster.main: prod/api']);
});

test.each([
  ['AWS', '${aws_iam_openid_connect_provider.main.arn}'],
  ['Service', '${aws_iam_openid_connect_provider.main.arn}'],
  ['AWS', `arn:aws:iam::111122223333:oidc-provider/${HOST}`],
  ['Service', `arn:aws:iam::111122223333:oidc-provider/${HOST}`],
])('an OIDC provider under %s is refused: %s', (kind, principal) => {
  const inventory = ofPrincipal({ [kind]: principal });
  expect(inventory.access).toEqual([]);
  expect(findings(inventory)).toEqual(['error trust-invalid']);
});

test('an issuer by an expression that has quotes is one issuer in the principal and in the keys, and is told of once', () => {
  const text = `
resource "aws_eks_cluster" "main" {
  name = "main"
}
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals {
  host = replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "/.*//", "")
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${HOST}" }
    Condition = { StringEquals = { "${HOST}:aud" = "sts.amazonaws.com", "${HOST}:sub" = "${SUB}" } }
  }] })
}
`;
  const inventory = prove([{ file: 'main.tf', text }]);
  expect(inventory.access.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)).toEqual([
    'prod/api',
  ]);
  expect(inventory.undecided).toHaveLength(1);
  expect(inventory.undecided[0]?.because).toContain('whether it is that of aws_eks_cluster.main');
});
