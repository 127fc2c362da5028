import * as fs from 'node:fs';
import * as path from 'node:path';
import { RULES } from '../../lib/proof/rules/rules';
import { pageUrl } from '../../lib/core/published';
import { linksIn } from '../docs/page-links';
import { programsIn } from '../docs/program-place';
import { CAN_RUN_LIVING, StrangerProject } from './stranger-project';

/** The TypeScript examples of a page, in order. */
const programsOf = (page: string) => programsIn(fs.readFileSync(path.join(__dirname, '../..', page), 'utf8'));
const [compose] = programsOf('docs/program.md');
const [, azure] = programsOf('README.md');

jest.setTimeout(300_000);

/** A stranger's program after compiling and running: what it synthesized, by stack. */
function synthesized(project: StrangerProject, program: string) {
  project.write('main.ts', program);
  expect(project.compile()).toMatchObject({ status: 0, stdout: '' });
  expect(project.node('main.js')).toMatchObject({ status: 0, stderr: '' });
  return (stack: string) => JSON.parse(project.read(`cdktf.out/stacks/${stack}/cdk.tf.json`));
}

const sets = [
  ['cdktf', 'cdktf', false],
  ['cdktn', 'cdktn', false],
  ...(CAN_RUN_LIVING ? [['cdktn with its living providers', 'cdktn', true] as const] : []),
] as const;

describe.each(sets)('the packed tarball in a stranger’s project over %s', (_, core, living) => {
  const project = new StrangerProject(core, living);
  afterAll(() => project.remove());

  test('the program of docs/program.md compiles with the tsconfig of cdktf init, and synthesizes', () => {
    const stack = synthesized(project, compose!);

    const [account] = Object.values<{ manifest: object }>(stack('workloads').resource.kubernetes_manifest);
    expect(account!.manifest).toMatchObject({
      kind: 'ServiceAccount',
      metadata: {
        namespace: 'shop',
        name: 'reports',
        annotations: { 'eks.amazonaws.com/role-arn': expect.stringContaining('terraform_remote_state') },
      },
    });
    expect(Object.values<{ assume_role_policy: string }>(stack('platform').resource.aws_iam_role)).toContainEqual(
      expect.objectContaining({ assume_role_policy: expect.stringContaining('system:serviceaccount:shop:reports') }),
    );
  });

  test('the README’s example of Azure synthesizes too', () => {
    const stack = synthesized(project, azure!);
    expect(Object.values(stack('shop').resource.azurerm_federated_identity_credential)).toEqual([
      expect.objectContaining({
        subject: 'system:serviceaccount:shop:reports',
        audience: ['api://AzureADTokenExchange'],
      }),
    ]);
  });

  test('a wrong kind of argument is a compile error: the types reach the stranger', () => {
    project.write('main.ts', compose!.replace("name: 'shop', region", 'name: 7, region'));
    expect(project.compile().stdout).toMatch(
      /main\.ts\(\d+,\d+\): error TS2322: Type 'number' is not assignable to type 'string'/,
    );
  });
});

describe('the package', () => {
  const project = new StrangerProject();
  afterAll(() => project.remove());

  test.each([
    'podtrust',
    'podtrust/aws',
    'podtrust/azure',
    'podtrust/kubernetes',
    'podtrust/terraform',
    'podtrust/admission',
    'podtrust/proof',
  ])('%s can be required', (name) => {
    const { status, stderr } = project.node('-e', `require(${JSON.stringify(name)})`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('has the page of each rule, to which SARIF leads, and of all codes, and the pages that they link', () => {
    const pages = ['README.md', 'errors.md', ...RULES.map(({ slug }) => `rules/${slug}.md`)];
    const url = pageUrl('', '0.1.0');
    expect(url).toMatch(/podtrust@0\.1\.0\/docs\/$/);
    const missing = pages.filter(
      (page) => !fs.existsSync(path.join(project.folder, 'node_modules/podtrust/docs', page)),
    );
    expect(missing).toEqual([]);
    const root = path.join(project.folder, 'node_modules/podtrust');
    const dead = ['README.md', ...pages.map((page) => `docs/${page}`)].flatMap((page) =>
      linksIn(fs.readFileSync(path.join(root, page), 'utf8'))
        // The reference of the API is said to be in the repository: in the package it would be a tenth of its size.
        .filter((link) => !/(^|\/)api\/README\.md$/.test(link))
        .filter((link) => !fs.existsSync(path.join(root, path.dirname(page), link.split('#')[0]!)))
        .map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
    const help = project.node('node_modules/podtrust/dist/lib/cli/main.js', '--help').stdout;
    const named = [...help.matchAll(/https:\/\/unpkg\.com\/podtrust@[^/]+\/(\S+)/g)].map(([, file]) => file!);
    expect(named).toEqual(['docs/README.md', 'docs/errors.md']);
  });

  test('has each type that a type of it names', () => {
    const root = path.join(project.folder, 'node_modules/podtrust/dist/lib');
    const types = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
    const isThere = (file: string): boolean => [`${file}.d.ts`, `${file}/index.d.ts`].some((one) => fs.existsSync(one));
    const reached = new Set(
      [
        'index',
        'aws/index',
        'azure/index',
        'kubernetes/index',
        'terraform/index',
        'admission/index',
        'proof/index',
        'testing/index',
      ].map((file) => `${file}.d.ts`),
    );
    const missing: string[] = [];
    for (const file of reached) {
      const text = fs.readFileSync(path.join(root, file), 'utf8');
      for (const [, named] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
        const target = path.join(root, path.dirname(file), named!);
        if (!isThere(target)) missing.push(`${file}: ${named}`);
        else
          reached.add(path.relative(root, fs.existsSync(`${target}.d.ts`) ? `${target}.d.ts` : `${target}/index.d.ts`));
      }
    }
    expect(missing).toEqual([]);
    expect(types.length).toBeGreaterThan(300);
    expect(reached.size).toBeGreaterThan(200);
  });

  test('an error is the same to a stranger: it has a code, and says where', () => {
    const program = `
      const { App, TerraformStack } = require('cdktf');
      const { PodManagedIdentity } = require('podtrust/azure/pod-managed-identity');
      const { PodtrustError } = require('podtrust');
      try {
        new PodManagedIdentity(new TerraformStack(new App(), 's'), 'i', { name: 'x', resourceGroupName: 'g', location: 'l' });
      } catch (error) {
        console.log(PodtrustError.is(error), error.code, error.where);
      }`;
    expect(project.node('-e', program).stdout).toBe('true name-invalid s/i\n');
  });
});
