import { prove } from '../../../lib/proof';
import { describeSymbols } from '../../../lib/proof/model/known/symbol';
import { eks } from '../kubernetes-program';

/** A statement of a document that lets one service account in. */
const statement = (sid: string, account: string, more = ''): string => `
  statement {
    ${sid && `sid = "${sid}"`}
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.main.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:sub"
      values   = ["system:serviceaccount:${account}"]
    }
    ${more}
  }`;
const document = (name: string, body: string): string => `data "aws_iam_policy_document" "${name}" {\n${body}\n}\n`;
const json = (...names: readonly string[]): string =>
  `[${names.map((name) => `data.aws_iam_policy_document.${name}.json`).join(', ')}]`;
/** Whom a role of the document `all` lets in, after its parts. */
const admitted = (...documents: readonly string[]): readonly string[] => {
  const role = `resource "aws_iam_role" "app" {\n  name = "app"\n  assume_role_policy = data.aws_iam_policy_document.all.json\n}\n`;
  const text = eks(documents.join('') + role);
  return prove([{ file: 'main.tf', text }]).access.map(
    ({ namespace, serviceAccount, uncertain }) =>
      `${namespace}/${describeSymbols(serviceAccount)}${uncertain === undefined ? '' : ' perhaps'}`,
  );
};

/** Each as the AWS provider 5.100 makes it. */
describe('aws_iam_policy_document', () => {
  const base = document('base', statement('A', 'shop:a') + statement('', 'shop:none'));

  test('its own statement takes the place of one of its sources that has the same Sid', () => {
    const all = document('all', `source_policy_documents = ${json('base')}\n${statement('A', 'shop:own')}`);
    expect(admitted(base, all)).toEqual(['shop/none', 'shop/own']);
  });

  test('statements of its sources with other Sids, and without one, stay', () => {
    const all = document(
      'all',
      `source_policy_documents = ${json('base')}\n${statement('B', 'shop:own')}${statement('', 'shop:new')}`,
    );
    expect(admitted(base, all)).toEqual(['shop/a', 'shop/new', 'shop/none', 'shop/own']);
  });

  test('what overrides it takes the place of its own and of its sources’ statements of the same Sid', () => {
    const last = document('last', statement('A', 'shop:last') + statement('B', 'shop:added'));
    const all = document(
      'all',
      `source_policy_documents = ${json('base')}\noverride_policy_documents = ${json('last')}\n${statement('B', 'shop:own')}`,
    );
    expect(admitted(base, last, all)).toEqual(['shop/added', 'shop/last', 'shop/none']);
  });

  test('of two that override it the last one counts', () => {
    const one = document('one', statement('A', 'shop:one'));
    const two = document('two', statement('A', 'shop:two'));
    const all = document('all', `override_policy_documents = ${json('one', 'two')}\n${statement('A', 'shop:own')}`);
    expect(admitted(one, two, all)).toEqual(['shop/two']);
  });

  test('a Sid that is not known may be that of a statement, which then need not be there', () => {
    const all = document('all', `source_policy_documents = ${json('base')}\n${statement('${var.sid}', 'shop:own')}`);
    expect(admitted('variable "sid" {}\n', base, all)).toEqual(['shop/a perhaps', 'shop/none', 'shop/own']);
  });

  const trustIs = (principals: string): readonly unknown[] => {
    const role = `resource "aws_iam_role" "r" {\n  name = "r"\n  assume_role_policy = data.aws_iam_policy_document.all.json\n}\n`;
    const found = prove([{ file: 'main.tf', text: document('all', principals) + role }]);
    const [policy] = found.policies!;
    return [
      policy!.statements,
      ...found.findings.filter(({ rule }) => rule === 'trust-invalid').map(({ message }) => message),
    ];
  };

  test('a principal of type * is everybody, and beside another one it is what IAM refuses', () => {
    const trusting = (...identifiers: readonly string[]): readonly unknown[] =>
      trustIs(
        `statement {\n  actions = ["sts:AssumeRole", "sts:AssumeRole"]\n  principals {\n    type = "*"\n    identifiers = ${JSON.stringify(identifiers)}\n  }\n}`,
      );
    expect(trusting('*')).toEqual([[{ effect: 'Allow', actions: ['sts:AssumeRole'], principals: { AWS: ['*'] } }]]);
    expect(trusting('*', '111122223333')).toEqual([[], expect.stringContaining('a principal of the kind \"*\"')]);
  });

  test('without any statement it has no Statement, which IAM refuses', () => {
    expect(trustIs('')).toEqual([[], expect.stringContaining('the policy has no Statement')]);
  });

  test('a list without elements is no element of the statement', () => {
    const all = document('all', statement('', 'shop:a', 'not_resources = []\nnot_actions = []\nresources = []'));
    expect(admitted(all)).toEqual(['shop/a']);
  });
});
