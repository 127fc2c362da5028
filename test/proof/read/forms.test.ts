import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { eachInAnEmptyDirectory, write as writeFile } from '../../empty-directory';

eachInAnEmptyDirectory();

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [file, content] of Object.entries(files)) writeFile(file, content);
}

const identities = ({ identities }: Inventory): string[] => identities.map(({ id, name }) => `${id} ${name}`);
const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);
const role = (name: string, body: string): string => `resource "aws_iam_role" "${name}" {\n  ${body}\n}\n`;

describe('a directory of Terraform files', () => {
  test('is one module, whatever syntax each file is in; values and overrides come after', () => {
    write({
      'a/main.tf': `variable "name" { default = "default" }\n${role('one', 'name = var.name')}${role('two', 'name = local.two')}`,
      'a/more.tf.json': JSON.stringify({ locals: { two: 'two-${var.name}' }, variable: { other: {} } }),
      'a/terraform.tfvars': 'name = "file"\nother = 1\n',
      'a/b.auto.tfvars.json': '{"name": "auto"}',
      'a/one_override.tf': role('one', 'path = "/team/"'),
      'a/production.tfvars': 'name = "production"',
      'a/below/main.tf': role('unseen', 'name = "x"'),
    });
    const inventory = prove(['a']);
    expect(identities(inventory)).toEqual(['aws_iam_role.one auto', 'aws_iam_role.two two-auto']);
    expect(because(inventory)).toEqual([
      expect.stringContaining('a/production.tfvars: Terraform reads these values only'),
    ]);
    expect(identities(prove(['a', 'a/production.tfvars']))).toEqual([
      'aws_iam_role.one production',
      'aws_iam_role.two two-production',
    ]);
  });

  test('names each error’s file; the same block in two files is one', () => {
    write({ 'a/1.tf': role('one', ''), 'a/2.tf': role('one', '') });
    expect(() => prove(['a'])).toThrow(
      'terraform-invalid at a/2.tf#/resource/aws_iam_role/one: aws_iam_role.one is there twice',
    );
  });

  test('that is read from standard input or under any other name is known by its content', () => {
    expect(identities(prove([{ file: '-', text: `# comment\n/* more */\n${role('one', 'name = "x"')}` }]))).toEqual([
      'aws_iam_role.one x',
    ]);
  });
});

describe('a module', () => {
  const module =
    'variable "name" {}\nresource "aws_iam_role" "this" { name = var.name }\noutput "name" { value = aws_iam_role.this.name }\n';

  test('is read from the disk, beside or above its caller, and is not a root of its own where it is given too', () => {
    write({
      'envs/prod/main.tf': `module "a" {\n  source = "../../modules/role"\n  name = "n"\n}\n${role('b', 'name = "${module.a.name}-b"')}`,
      'modules/role/main.tf': module,
    });
    const expected = ['aws_iam_role.b n-b', 'module.a.aws_iam_role.this n'];
    expect(identities(prove(['envs/prod']))).toEqual(expected);
    expect(identities(prove(['modules/role', 'envs/prod']))).toEqual(expected);
    expect(identities(prove(['modules/role']))).toEqual(['aws_iam_role.this ${var.name}']);
  });

  test('in a module has both in its address, and takes providers from further out', () => {
    write({
      'main.tf': `
        resource "aws_eks_cluster" "a" { name = "a" }
        resource "aws_eks_cluster" "b" { name = "b" }
        resource "aws_iam_openid_connect_provider" "b" {
          url            = aws_eks_cluster.b.identity[0].oidc[0].issuer
          client_id_list = ["sts.amazonaws.com"]
        }
        resource "aws_iam_role" "app" {
          name = "app"
          assume_role_policy = <<-POLICY
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
              "Principal": {"Federated": "\${aws_iam_openid_connect_provider.b.arn}"},
              "Condition": {"StringEquals": {
                "\${aws_iam_openid_connect_provider.b.url}:sub": "system:serviceaccount:default:x"}}}}
          POLICY
        }
        provider "kubernetes" { host = aws_eks_cluster.a.endpoint }
        provider "kubernetes" {
          alias = "b"
          host = aws_eks_cluster.b.endpoint
        }
        module "plain" { source = "./m" }
        module "handed" {
          source = "./m"
          providers = { kubernetes = kubernetes.b }
        }`,
      'm/main.tf': 'module "inner" {\n  source = "./n"\n  count = 2\n}\n',
      'm/n/main.tf': `
        resource "kubernetes_service_account" "x" {
          metadata {
            name = "x"
            annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::111122223333:role/app" }
          }
        }`,
    });
    const inventory = prove(['main.tf']);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.access.map(({ cluster, claimed }) => [cluster, claimed])).toEqual([['aws_eks_cluster.b', true]]);
    // In the other cluster the same account asks in vain.
    const refused = inventory.findings.filter(({ rule }) => rule === 'claim-not-admitted');
    expect(refused.map(({ message }) => message).join()).toContain('aws_eks_cluster.a');
  });

  test.each([
    ['calls itself', { 'main.tf': 'module "m" { source = "./" }' }],
    [
      'calls the one that calls it',
      { 'main.tf': 'module "m" { source = "./n" }', 'n/main.tf': 'module "m" { source = "../" }' },
    ],
    [
      'multiplies without end',
      {
        'main.tf': 'module "m" {\n source = "./n"\n count = 100\n}',
        'n/main.tf': 'module "m" {\n source = "../n"\n count = 100\n}',
      },
    ],
  ])('that %s ends, and that is said', (_, files) => {
    write(files);
    expect(because(prove(['main.tf'])).join()).toContain('the module was not read');
  });

  test('whose source is computed or nowhere is said', () => {
    write({
      'main.tf': 'module "a" { source = "./${var.x}" }\nmodule "b" { source = "git::https://x/y" }\nmodule "c" {}',
    });
    expect(prove(['main.tf']).undecided.map(({ about }) => about)).toEqual(['module.a', 'module.b', 'module.c']);
  });
});

describe('Kubernetes objects', () => {
  const account = (name: string): object => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'todo' },
  });
  const named = (text: string): string[] => {
    const eks = 'resource "aws_eks_cluster" "a" { name = "a" }\n';
    const pi = ['a', 'b']
      .map(
        (name) =>
          `resource "aws_eks_pod_identity_association" "${name}" {\n cluster_name = "a"\n namespace = "todo"\n service_account = "${name}"\n role_arn = aws_iam_role.r.arn\n}\n`,
      )
      .join('');
    const trust = role(
      'r',
      'assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }] })',
    );
    const { findings } = prove([
      { file: 'main.tf', text: eks + pi + trust },
      { file: 'objects', text },
    ]);
    return findings.filter(({ rule }) => rule === 'association-without-service-account').map(({ message }) => message);
  };

  test.each([
    ['a stream of JSON values', `${JSON.stringify(account('a'))}\n${JSON.stringify(account('b'), null, 2)}\n`],
    ['an array', JSON.stringify([account('a'), account('b')])],
    [
      'a List',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        metadata: { resourceVersion: '' },
        items: [account('a'), account('b')],
      }),
    ],
    [
      'the API’s own typed list',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ServiceAccountList',
        items: [{ metadata: { name: 'a', namespace: 'todo' } }, { metadata: { name: 'b', namespace: 'todo' } }],
      }),
    ],
    [
      'a rendered chart',
      '---\n# Source: x/templates/empty.yaml\n---\n# Source: x/templates/a.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: todo}\n---\n\n---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: b, namespace: todo}\n...\n',
    ],
  ])('are read from %s', (_, text) => {
    expect(named(text)).toEqual([]);
    expect(named(text.replace(/"?name"?: ?"?b"?/g, '"name": "c"'))).toHaveLength(1);
  });
});

describe('bad input', () => {
  const within = (seconds: number, work: () => unknown): string => {
    const start = performance.now();
    let message = 'read';
    try {
      work();
    } catch (error) {
      message = (error as Error).message;
      expect((error as Error).name).toBe('PodtrustError');
    }
    expect(performance.now() - start).toBeLessThan(seconds * 1000);
    return message;
  };
  const text = (content: string, file = 'x'): string => within(60, () => prove([{ file, text: content }]));

  test.each([
    ['truncated JSON', '{"resource": {"aws_iam_role": {"a": {"name": "x', 'json-invalid at x:1:46: '],
    ['a truncated stream', '{"kind":"A","apiVersion":"v1"}\n{"kind":', 'json-invalid at x:2:1: unexpected {'],
    ['a stream with a slip', '{"kind":"A","apiVersion":"v1"}\n{"kind":,}', 'json-invalid at x:2:9: unexpected ,'],
    [
      'a key twice',
      '{"resource": {"t": {"n": {"a": 1, "\\u0061": 2}}}}',
      'json-invalid at x:1:35: the key "\\u0061" is there twice',
    ],
    [
      'deep lists of JSON',
      '['.repeat(200_000) + ']'.repeat(200_000),
      'json-invalid at x:1:501: it is nested too deeply',
    ],
    ['deep objects of JSON', '{"a":'.repeat(100_000), 'json-invalid at x:1:'],
    ['deep lists of YAML', `a: ${'['.repeat(50_000)}`, 'yaml-invalid at x:1:'],
    ['deep keys of YAML', '? '.repeat(20_000), 'yaml-invalid at x:1:'],
    [
      'deep indentation',
      Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'yaml-invalid at x:',
    ],
    ['a list as a key', '? [a]\n: b', 'yaml-invalid at x:1:1: a key is a list or a mapping'],
    [
      'a chart that is not rendered',
      'kind: {{ .Values.kind }}\napiVersion: v1',
      'fix: A template of Helm is rendered first',
    ],
    ['twenty megabytes of YAML without a value', '# x\n'.repeat(5_000_000), 'content-unknown at x: it is empty'],
  ])('%s is an error with its place, in time', (_, content, message) => {
    expect(text(content)).toContain(message);
  });

  test('a mapping of a hundred thousand keys is read in time', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `  k${index}: v`).join('\n');
    expect(within(60, () => prove([{ file: 'x', text: `apiVersion: v1\nkind: ConfigMap\ndata:\n${keys}` }]))).toBe(
      'read',
    );
  });

  test('JSON of fifty megabytes is read in time, and broken off it is an error in time', () => {
    const one = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { text: 'x'.repeat(1000) } });
    const all = `{"apiVersion":"v1","kind":"List","items":[${`${one},`.repeat(46_000)}${one}]}`;
    expect(all.length).toBeGreaterThan(48e6);
    expect(within(60, () => prove([{ file: 'x', text: all }]))).toBe('read');
    expect(within(60, () => prove([{ file: 'x', text: all.slice(0, -1000) }]))).toContain('json-invalid at x:1:');
  });

  test('that is no text is an error', () => {
    write({ 'a.json': new Uint8Array([0x7b, 0xff, 0xfe]), 'b.tf': new Uint8Array([0x61, 0, 0x62]) });
    expect(within(20, () => prove(['a.json']))).toContain('file-binary at a.json');
    expect(within(20, () => prove(['b.tf']))).toContain('file-binary at b.tf');
  });
});
