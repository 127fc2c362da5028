import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parse } from 'yaml';
import { SAMPLE_VALUES, writeManifests } from '../../stacks/plain-manifests';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS } from '../../stacks/settings/settings';
import { podtrust } from '../cli/run-command';
import { examplesIn } from './examples';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/six-steps.md'), 'utf8');
const { files, commands } = examplesIn(page);
const values = join(ROOT, SAMPLE_VALUES);
const here = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
  process.chdir(folder);
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  makeProgram(app, DEFAULT_SETTINGS);
  app.synth();
  writeManifests('cdk8s.out', values);
  writeFileSync('frontend.log', files['frontend.log']!);
});

afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

const platform = () => JSON.parse(readFileSync('cdktf.out/stacks/aks-platform/cdk.tf.json', 'utf8'));
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, 'gm'))].map(([, content]) => content!);
/** Without what a formatter decides. */
const words = (code: string) => code.replace(/\s+/g, '');

test('the page has the six steps of the article, in its order', () => {
  expect([...page.matchAll(/^## (\d\. .*)$/gm)].map(([, title]) => title)).toEqual([
    '1. The cluster',
    '2. The service account',
    '3. The identity',
    '4. The federated credential',
    '5. The roles',
    '6. Verify that it authenticates',
  ]);
});

test('its code is the sample’s', () => {
  const excerpts = blocks('ts').map((block) => /^\/\/ (\S+)\n([^]*)$/.exec(block)!);
  expect(excerpts).toHaveLength(5);
  for (const [, file, code] of excerpts) {
    expect(words(readFileSync(join(ROOT, file!), 'utf8'))).toContain(words(code!));
  }
});

test('what Terraform gets is what the sample writes', () => {
  const excerpts = blocks('json').map((block) => /^\/\/ \S+ (\w+)\n([^]*)$/.exec(block)!);
  expect(excerpts.map(([, type]) => type)).toEqual([
    'azurerm_kubernetes_cluster',
    'azurerm_federated_identity_credential',
  ]);
  for (const [, type, json] of excerpts) {
    expect(Object.values(platform().resource[type!])).toContainEqual(expect.objectContaining(JSON.parse(json!)));
  }
});

test('the service account, and what the webhook adds, are what is written', () => {
  const [account, environment] = blocks('yaml').map((block) => block.slice(block.indexOf('\n') + 1));
  const objects = readFileSync('cdk8s.out/aks-todo.k8s.yaml', 'utf8')
    .split(/^---$/m)
    .map((text) => parse(text));
  expect(objects).toContainEqual(expect.objectContaining(parse(account!)));

  const pods = podtrust('admit', 'cdktf.out')
    .out.split(/^---$/m)
    .map((text) => parse(text));
  const backend = pods.find((pod) => pod?.spec.serviceAccountName === 'backend' && /azure/.test(JSON.stringify(pod)));
  expect(backend.spec.containers[0]).toMatchObject(parse(environment!));
});

test.each(commands.map(({ line, output }) => [line, output] as const))('%s prints what the page says', (line, output) =>
  expect(podtrust(...line.split(' ').slice(1)).out).toBe(output),
);

test('each message of the table is known to podtrust explain', () => {
  const table = /^\| step [^]*?\n\n/m.exec(page)![0];
  const messages = [...table.matchAll(/`(AADSTS\d+|\w+Credential [^`]+)`/g)].map(([, message]) => message!);
  expect(messages.length).toBeGreaterThanOrEqual(5);
  expect(messages.map((message) => [message, podtrust('explain', message).exit])).toEqual(
    messages.map((message) => [message, 0]),
  );
});

describe('after a deploy', () => {
  const said = blocks('bash').join('');

  test('the commands name what the sample makes', () => {
    const { resource, output } = platform();
    const names = Object.values<Record<string, { name?: string }>>(resource).flatMap((kind) =>
      Object.values(kind).map(({ name }) => name),
    );
    const named = [...said.matchAll(/ (?:-g|-n|--identity) ((?:rg|id)?-?todo-[\w-]+)/g)].map(([, name]) => name!);
    expect(new Set(named)).toEqual(new Set(['rg-todo-dev', 'todo-dev', 'id-todo-dev-backend']));
    expect(names).toEqual(expect.arrayContaining(named));
    const outputs = [...said.matchAll(/output -raw (\w+)/g)].map(([, name]) => name!);
    expect(outputs).toEqual(['backend_client_id', 'tenant_id']);
    expect(Object.keys(output)).toEqual(expect.arrayContaining(outputs));
  });

  /** As `terraform show -json` has it, as far as trusts go. */
  const stateOf = (issuer: string) => {
    const resource = (type: string, name: string, values: object) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      provider_name: 'registry.terraform.io/hashicorp/azurerm',
      values,
    });
    const id =
      '/subscriptions/0/resourceGroups/rg-todo-dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/b';
    const resources = [
      resource('azurerm_user_assigned_identity', 'backend', { id, name: 'id-todo-dev-backend', client_id: 'client' }),
      resource('azurerm_federated_identity_credential', 'backend', {
        ...{ id: `${id}/federatedIdentityCredentials/c`, name: 'c', user_assigned_identity_id: id, issuer },
        ...{ subject: 'system:serviceaccount:todo:backend', audience: ['api://AzureADTokenExchange'] },
      }),
    ];
    return JSON.stringify({
      format_version: '1.0',
      terraform_version: '1.9.0',
      values: { root_module: { resources } },
    });
  };
  const ISSUER = 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/33333333/';
  const token = (claims: object) =>
    ['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const [ask] = /podtrust ask .*/.exec(said)!;
  const [explain] = /podtrust explain .*/.exec(said)!;
  const audience = /--audience (\S+)/.exec(said)![1]!;

  test('the state and a token of the cluster say that the identity trusts it', () => {
    writeFileSync('aks-platform.json', stateOf(ISSUER));
    writeFileSync(
      'backend.token',
      `${token({ iss: ISSUER, sub: 'system:serviceaccount:todo:backend', aud: [audience] })}\n`,
    );
    expect(podtrust(...ask.split(' ').slice(1))).toMatchObject({ exit: 0, out: expect.stringMatching(/^admitted: /) });
  });

  test('a slash that the credential lacks is found by the token, and by the log', () => {
    writeFileSync('aks-platform.json', stateOf(ISSUER.slice(0, -1)));
    expect(podtrust(...ask.split(' ').slice(1))).toMatchObject({
      exit: 1,
      out: expect.stringContaining('differ only in the slash at the end'),
    });
    writeFileSync(
      'log',
      `AADSTS700211: No matching federated identity record found for presented assertion issuer '${ISSUER}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.\n`,
    );
    const args = explain
      .split(' ')
      .slice(1)
      .flatMap((word) => (word === '-' ? ['--file', 'log'] : [word]));
    expect(podtrust(...args)).toMatchObject({ exit: 0, out: expect.stringContaining('slash') });
  });
});
