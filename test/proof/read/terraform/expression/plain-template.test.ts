import fc from 'fast-check';
import {
  ExpressionParser,
  parseExpression,
  parseTemplate,
} from '../../../../../lib/proof/read/terraform/expression/parser';
import { plainTemplate } from '../../../../../lib/proof/read/terraform/expression/plain-template';

const PIECES = [
  ...['a', ' ', '$', '%', '{', '}', '"', '~', '\\', '\n', '#', '//', '/*', '*/', '.', '[0]', '["k"]', '(', ')', ', '],
  ...[
    '${',
    '%{',
    '$${',
    'a.b',
    'true',
    '1',
    'data.a_b.c-d.e[0].f',
    'replace(a.b, "https://", "")',
    '${a.b}',
    '${ a.b }',
  ],
];

test('a template that is taken apart is what the whole parser makes of it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      const plain = text.includes('${') ? plainTemplate(text, parseExpression, new Map()) : undefined;
      if (plain) expect(plain).toEqual(new ExpressionParser(text).template());
    }),
    { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 3000) },
  );
});

test.each([
  '${aws_eks_cluster.main.identity[0].oidc[0].issuer}',
  'a${data.terraform_remote_state.platform.outputs.role-arn}b',
  '{"Federated":"${aws_iam_openid_connect_provider.main.arn}"}',
  '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:sub',
])('most templates are taken apart: %s', (text) => {
  const plain = plainTemplate(text, parseExpression, new Map());
  expect(plain).toEqual(new ExpressionParser(text).template());
});

test.each([
  '${"}"}',
  '${a.b ~}',
  '${ a.b # }\n}',
  '${a.b',
  '${}',
  '%{ if true }a%{ endif }',
  '$${a}',
  '${ {a = 1}.a }',
])('the others are left to the whole parser: %j', (text) => {
  expect(plainTemplate(text, parseExpression, new Map())).toBeUndefined();
});

test('a slip is said with its place in the whole text', () => {
  expect(() => parseTemplate('abc ${a.b ]}')).toThrow(/character 11/);
});
