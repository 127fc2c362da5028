import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

const REPOSITORY = path.resolve(__dirname, '../..');
jest.setTimeout(120_000);

/** What lint says of files of ours with a text. A process of its own: jest cannot load the ES module of the configuration. */
function complaintsOfTexts(cases: readonly (readonly [file: string, text: string])[], rules: RegExp): string[][] {
  const script = `
    const { ESLint } = require('eslint');
    const eslint = new ESLint();
    const rules = new RegExp(process.argv[2]);
    const lint = async ([filePath, text]) => {
      const [result] = await eslint.lintText(text, { filePath });
      return result.messages.filter(({ ruleId }) => rules.test(ruleId)).map(({ message }) => message);
    };
    Promise.all(JSON.parse(process.argv[1]).map(lint)).then((all) => console.log(JSON.stringify(all)));`;
  const printed = execFileSync(process.execPath, ['-e', script, JSON.stringify(cases), rules.source], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return JSON.parse(printed);
}

/** The import complaints of files of ours with one import each. */
function complaints(cases: readonly (readonly [file: string, name: string])[]): string[][] {
  const texts = cases.map(([file, name]) => [file, `import { x } from '${name}';\nexport const y = x;\n`] as const);
  return complaintsOfTexts(texts, /restricted-imports|layers|rooms|circles/);
}

test('lint refuses what points up the picture of the layers, and barrels', () => {
  const refused = [
    ['lib/core/a.ts', '../terraform'],
    ['lib/core/a.ts', 'cdktf'],
    ['lib/aws/a.ts', '../azure/cluster/aks-cluster'],
    ['lib/aws/a.ts', '../kubernetes'],
    ['lib/aws/grants/a.ts', '../identity/pod-role'],
    ['lib/azure/identity/a.ts', '../cluster/aks-cluster'],
    ['lib/aws/a.ts', '../proof'],
    ['lib/aws/a.ts', '@cdktf/provider-aws'],
    ['lib/aws/a.ts', '../../stacks/main'],
    ['lib/kubernetes/a.ts', '../aws/identity/pod-role'],
    ['lib/proof/read/a.ts', '../../aws'],
    ['lib/proof/read/a.ts', 'cdktf'],
    ['lib/proof/a.ts', '@cdktf/provider-aws/lib/iam-role'],
    ['lib/proof/model/a.ts', '../iam'],
    ['lib/proof/iam/a.ts', '../mechanisms/trust'],
    ['lib/proof/mechanisms/irsa/a.ts', '../../evaluate/evaluation'],
    ['lib/proof/evaluate/a.ts', '../rules/words'],
    ['lib/proof/rules/pod/a.ts', '../../ask/answer'],
    ['lib/proof/read/aws/a.ts', '../../mechanisms/trust'],
    ['lib/proof/evaluate/a.ts', '../prove'],
    ['lib/admission/a.ts', '../proof'],
    ['lib/report/a.ts', '../cli'],
    ['stacks/a.ts', '@cdktf/provider-azurerm'],
    ['test/aws/a.ts', 'cdktf/lib/tokens/private/resolve'],
  ] as const;
  expect(complaints(refused).map((messages) => messages.length)).toEqual(refused.map(() => 1));
});

test('lint allows what points down', () => {
  const allowed = [
    ['lib/aws/a.ts', '../core'],
    ['lib/aws/a.ts', '../terraform'],
    ['lib/aws/cluster/a.ts', '../identity/pod-role'],
    ['lib/azure/cluster/a.ts', '../guid'],
    ['lib/aws/a.ts', '@cdktf/provider-aws/lib/iam-role'],
    ['lib/proof/a.ts', '../admission'],
    ['lib/proof/rules/pod/a.ts', '../../evaluate/evaluation'],
    ['lib/proof/mechanisms/irsa/a.ts', '../../iam'],
    ['lib/proof/a.ts', './rules/rules'],
    ['lib/proof/iam/a.ts', '../model/symbol'],
    ['lib/proof/read/kubernetes/a.ts', '../terraform/program'],
    ['lib/cli/a.ts', '../report/table'],
    ['stacks/a.ts', '../lib/aws/identity/role/pod-role'],
  ] as const;
  expect(complaints(allowed)).toEqual(allowed.map(() => []));
});

test('lint refuses an import that leads back, of types too', () => {
  expect(complaints([['lib/core/errors.ts', './names']])).toEqual([[expect.stringContaining('A circle of imports')]]);
});

test('lint refuses knowledge of a provider in the Terraform engine, and what else of the readers may have some', () => {
  const engine = 'lib/proof/read/terraform/configuration/a.ts';
  const refused = complaints([
    [engine, '../../aws/aws-accounts'],
    [engine, '../../providers'],
    [engine, '../../read'],
  ]);
  for (const messages of refused) expect(messages).toContainEqual(expect.stringContaining('terraform may import only'));
  expect(
    complaints([
      [engine, '../../problems'],
      [engine, '../expression/value'],
    ]),
  ).toEqual([[], []]);
});

test('lint refuses the name of a provider’s resource in the Terraform engine, however it is written, and nowhere else', () => {
  const engine = 'lib/proof/read/terraform/configuration/a.ts';
  const reader = 'lib/proof/read/aws/a.ts';
  const texts = [
    "export const x = 'aws_iam_role';",
    'export const x = `data.azurerm_${1}azurerm_kubernetes_cluster`;',
    'export const x = { kubernetes_manifest: 1 };',
    "export const x = 'my_helm_release';",
  ];
  const said = complaintsOfTexts(
    texts.flatMap((text) => [[engine, text] as const, [reader, text] as const]),
    /restricted-syntax/,
  );
  expect(said.map((messages) => messages.length)).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
  expect(said[0]).toEqual([expect.stringContaining('knows no provider')]);
  expect(complaintsOfTexts([[engine, "export const x = 'laws_of_names';"]], /restricted-syntax/)).toEqual([[]]);
});

test('lint refuses a code that is out of the alphabet', () => {
  const codes = (text: string) => complaintsOfTexts([['lib/core/codes.ts', text]], /sort-keys/)[0]!.length;
  expect(codes("export const CODES = { 'a-b': '', 'a-a': '' };")).toBe(1);
  expect(codes("export const CODES = { 'a-a': '', 'a-b': '' };")).toBe(0);
});
