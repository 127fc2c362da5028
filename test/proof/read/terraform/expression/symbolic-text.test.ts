import { symbolOf } from '../../../../../lib/proof/model/known/symbol';
import { evaluate } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import type { Scope } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import { parseExpression } from '../../../../../lib/proof/read/terraform/expression/parser';
import type { Value, ValueObject } from '../../../../../lib/proof/read/terraform/expression/value';

const HOST = symbolOf('aws_eks_cluster.main.identity[0].oidc[0].issuer', 'issuer');
const AKS = symbolOf('azurerm_kubernetes_cluster.main.oidc_issuer_url', 'issuer');
const ANY = symbolOf('var.any');
const ANY_HOST = symbolOf('trimprefix(${var.any}, "https://")', 'location');

const NAMES: Record<string, Value> = {
  eks: `https://${HOST}`,
  aks: `https://${AKS}/`,
  any: ANY,
  name: symbolOf('x.metadata[0].name', 'name'),
};
const scope: Scope = {
  resolve: (root, steps) => steps.reduce<Value>((value, step) => (value as ValueObject)[step]!, NAMES[root]!),
};
const valueOf = (text: string): Value => evaluate(parseExpression(text), scope);

describe('an issuer without its scheme is the same, however a program takes the scheme off', () => {
  test.each([
    'split("//", ISSUER)[1]',
    'split("https://", ISSUER)[1]',
    'split("://", ISSUER)[1]',
    'element(split("//", ISSUER), 1)',
    'reverse(split("//", ISSUER))[0]',
    'trimprefix(ISSUER, "https://")',
    'replace(ISSUER, "https://", "")',
    'replace(ISSUER, "/^https:\\\\/\\\\//", "")',
    'replace(ISSUER, "/^https?:\\\\/\\\\//", "")',
    'replace(ISSUER, "/https?:\\\\/\\\\//", "")',
    'replace(ISSUER, "/^https?://?/", "")',
    'regex("https://(.*)", ISSUER)[0]',
    'regex("^https://(.+)$", ISSUER)[0]',
    'regex("^https?://(.*)$", ISSUER)[0]',
    'trimprefix(trimspace(ISSUER), "https://")',
    'trimprefix("${ISSUER}", "https://")',
    'trimprefix(format("%s", ISSUER), "https://")',
    'try(split("//", ISSUER)[1], ISSUER)',
  ])('%s', (text) => {
    const of = (name: string): Value => valueOf(text.replaceAll('ISSUER', name));
    expect(of('eks')).toBe(HOST);
    expect(of('aks')).toBe(`${AKS}/`);
    if (!/\?\/\/\?|trimspace/.test(text)) expect(of('any')).toBe(ANY_HOST);
  });

  test.each([
    'substr(ISSUER, 8, -1)',
    'join("/", slice(split("/", ISSUER), 2, length(split("/", ISSUER))))',
    'join("/", slice(split("/", ISSUER), 2, 5))',
    '"${split("/", ISSUER)[2]}/${split("/", ISSUER)[3]}/${split("/", ISSUER)[4]}"',
    'format("%s/%s/%s", split("/", ISSUER)[2], split("/", ISSUER)[3], split("/", ISSUER)[4])',
  ])('%s', (text) => {
    expect(valueOf(text.replaceAll('ISSUER', 'eks'))).toBe(HOST);
    expect([AKS, `${AKS}/`]).toContain(valueOf(text.replaceAll('ISSUER', 'aks')));
  });

  test('and its last part is the same too', () => {
    const id = valueOf('split("/", eks)[4]');
    for (const text of [
      'basename(eks)',
      'element(split("/", eks), 4)',
      'regex("[^/]+$", eks)',
      'regex("([^/]+)$", eks)[0]',
    ]) {
      expect(valueOf(text)).toBe(id);
    }
  });
});

test.each<[string, Value]>([
  ['trimsuffix(aks, "/")', `https://${AKS}`],
  ['trimsuffix(eks, "/")', `https://${HOST}`],
  ['replace(aks, "/\\\\/$/", "")', `https://${AKS}`],
  ['trim(aks, "/")', `https://${AKS}`],
  ['trimspace(aks)', `https://${AKS}/`],
  ['chomp(eks)', `https://${HOST}`],
  ['chomp("${aks}\\n\\r\\n")', `https://${AKS}/`],
  ['chomp("\\n${eks}")', `\nhttps://${HOST}`],
  ['chomp("${any}!")', `${symbolOf('var.any')}!`],
  ['replace(eks, "https", "http")', `http://${HOST}`],
  ['replace(replace(aks, "https", "http"), "http://", "")', `${AKS}/`],
  ['"${trimsuffix(aks, "/")}/"', `https://${AKS}/`],
  ['startswith(eks, "https://")', true],
  ['startswith(eks, "http://")', false],
  ['endswith(eks, "/")', false],
  ['endswith(aks, "/")', true],
  ['strcontains(eks, " ")', false],
  ['eks == ""', false],
  ['eks == any ? "a" : "a"', 'a'],
  ['lower(name)', symbolOf('x.metadata[0].name', 'name')],
  ['lower("A${any}")', `a${symbolOf('lower(${var.any})')}`],
  ['lower(lower(any))', symbolOf('lower(${var.any})')],
  ['split("/", "a/${name}")', ['a', symbolOf('x.metadata[0].name', 'name')]],
  ['split(":", "system:serviceaccount:${name}")[2]', symbolOf('x.metadata[0].name', 'name')],
  ['element(["a"], 0)', 'a'],
])('%s is known as far as it is', (text, value) => expect(valueOf(text)).toEqual(value));

test.each([
  'split(":", any)[1]',
  'element(split(":", any), 1)',
  'trimsuffix(any, "/")',
  'trimspace(any)',
  'chomp(any)',
  'replace(any, "a", "b")',
  'replace(eks, "/eks/", "aks")',
  'regex("id/(.*)", eks)[0]',
  'substr(any, 8, -1)',
  'startswith(any, "https://")',
  'strcontains(eks, "eks")',
  'any == ""',
  'lookup({ a = 1 }, any, 2)',
  'lookup({ (any) = 1 }, "a", 2)',
  'element(["a", "b"], any)',
  'contains(["a", any], "b")',
  'coalesce(any, "a")',
  'can(regex("^a", any))',
])('%s is not known, and equal to nothing else', (text) => {
  const value = String(valueOf(text));
  expect(value).toMatch(/^\uE000(ref|location):[^\uE001]*\uE001$/);
  expect(valueOf(text)).toBe(value);
});
