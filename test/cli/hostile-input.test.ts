import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { eachInAnEmptyDirectory } from '../empty-directory';
import { podtrust } from './run-command';

eachInAnEmptyDirectory();

const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: api, namespace: todo }\n';

describe('names that would act on a terminal', () => {
  const EVIL = '\u001b[31mred\u0007\u009b31m\u202e\u2028\r\n0 errors';
  const ACTING = /(?![\n\t])[\p{Cc}\u2028\u202e]/u;
  const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
      Condition: { StringEquals: { [`${issuer}:sub`]: 'system:serviceaccount:todo:api' } },
    },
  });
  const program = {
    resource: {
      aws_iam_openid_connect_provider: { main: { url: `https://${issuer}`, client_id_list: [`sts${EVIL}`] } },
      aws_iam_role: { [EVIL]: { name: `app${EVIL}`, assume_role_policy: trust }, other: { assume_role_policy: EVIL } },
    },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: EVIL, namespace: 'todo', labels: { [EVIL]: EVIL } },
    spec: { serviceAccountName: EVIL, containers: [{ name: 'c', args: ['\u202e', EVIL] }] },
  };

  test.each(['table', 'json', 'sarif', 'mermaid', 'html'])('never reach it from prove --format %s', (format) => {
    // GIVEN
    mkdirSync('\u001b[31m');
    writeFileSync('\u001b[31m/main.tf.json', JSON.stringify(program));
    writeFileSync('\u001b[31m/objects.json', JSON.stringify(pod));
    // WHEN
    const { out, err } = podtrust('prove', '\u001b[31m', '--format', format);
    // THEN
    expect([ACTING.exec(out), ACTING.exec(err)]).toEqual([null, null]);
    expect(out).toContain('red');
    expect(out).not.toMatch(/^0 errors/m);
  });

  test('never reach it from an error', () => {
    writeFileSync('main.tf.json', JSON.stringify(program));
    for (const args of [
      ['prove', `none${EVIL}`],
      ['ask', 'main.tf.json', '--identity', 'none', '--subject', 'todo/api'],
    ]) {
      const { exit, err } = podtrust(...args);
      expect(exit).toBe(2);
      expect(err).toMatch(/^podtrust: [^\n]*\n$/);
      expect(ACTING.exec(err)).toBeNull();
    }
  });

  test('never reach it from admit, whose YAML still means them', () => {
    // GIVEN
    writeFileSync('pod.json', JSON.stringify(pod));
    // WHEN
    const { out } = podtrust('admit', 'pod.json', '--webhook', 'azure');
    // THEN
    expect(ACTING.exec(out)).toBeNull();
    expect(parseAllDocuments(out).map((document) => document.toJS() as unknown)).toEqual([pod]);
  });
});

describe('what lies in a directory', () => {
  test('a pipe that nobody writes to, and an editor’s lock, are passed over', () => {
    // GIVEN
    writeFileSync('account.yaml', ACCOUNT);
    execFileSync('mkfifo', ['pipe.json']);
    symlinkSync('somebody@somewhere.1', '.#main.tf');
    // WHEN
    const { exit, err } = podtrust('prove', '.');
    // THEN
    expect([exit, err]).toEqual([0, '']);
  });

  test('is read once, however the directory is written', () => {
    writeFileSync('main.tf', 'resource "aws_iam_role" "a" {}\n');
    expect(podtrust('prove', '.', './').err).toBe('');
  });
});

describe('a file', () => {
  test('that has no end is read no further than a file may go', () => {
    const { exit, err } = podtrust('prove', '/dev/zero');
    expect([exit, err]).toEqual([2, expect.stringMatching(/^podtrust: file-too-large at \/dev\/zero: /)]);
  });

  test('of UTF-16, as Windows PowerShell writes it, is told how to be written', () => {
    writeFileSync('plan.json', Buffer.from('\ufeff{}', 'utf16le'));
    expect(podtrust('prove', 'plan.json').err).toMatch(/file-binary at plan\.json: .*; fix: It is UTF-16/);
  });

  test.each(['a.json', 'a.yaml'])('that is empty says so: %s', (file) => {
    writeFileSync(file, '\n');
    expect(podtrust('prove', file)).toMatchObject({
      exit: 2,
      err: `podtrust: content-unknown at ${file}: it is empty\n`,
    });
  });

  test('that opens millions of lists is given up before they fill the memory', () => {
    writeFileSync('a.json', '['.repeat(5_000_000));
    const parse = jest.spyOn(JSON, 'parse');
    expect(podtrust('prove', 'a.json')).toMatchObject({
      exit: 2,
      err: 'podtrust: json-invalid at a.json:1:501: it is nested too deeply\n',
    });
    expect(parse).not.toHaveBeenCalledWith(expect.stringContaining('[[[['));
    parse.mockRestore();
  });

  test('with names of JavaScript’s own means what it says', () => {
    // GIVEN kinds, labels and types that every object of JavaScript has
    writeFileSync(
      'a.yaml',
      ['constructor', '__proto__', 'toString'].map((kind) => ACCOUNT.replace('ServiceAccount', kind)).join('---\n'),
    );
    writeFileSync(
      'main.tf',
      'resource "constructor" "a" {}\nresource "aws_eks_addon" "b" { addon_name = "constructor" }\nlocals { c = jsonencode(constructor.a) }\nresource "aws_iam_role" "d" { assume_role_policy = local.c }\n',
    );
    // WHEN
    const { exit, err } = podtrust('prove', '.', '--fail-on', 'never');
    // THEN
    expect([exit, err]).toEqual([0, '']);
  });
});

test('a role that counts itself is undecided, and not left out', () => {
  writeFileSync('main.tf', 'resource "aws_iam_role" "a" {\n  count = length(aws_iam_role.a)\n}\n');
  expect(podtrust('prove', 'main.tf').out).toContain('aws_iam_role.a refers to itself');
});

test('a heredoc may have a name that is too long for a pattern', () => {
  const name = 'A'.repeat(100_000);
  writeFileSync('main.tf', `locals {\n  a = <<-${name}\n    x\n    ${name}\n}\n`);
  expect(podtrust('prove', 'main.tf')).toMatchObject({ exit: 0, err: '' });
});

describe('a plan that is not as Terraform prints it', () => {
  const plan = (root: unknown) => ({ format_version: '1.2', planned_values: { root_module: root } });

  test.each([
    [plan({ resources: { a: 1 } }), '/planned_values/root_module/resources: a list'],
    [plan({ resources: [null] }), '/planned_values/root_module/resources/0: an object'],
    [
      plan({ resources: [{ type: 'aws_iam_role', name: 'a' }] }),
      '/planned_values/root_module/resources/0/address: a text',
    ],
    [plan({ child_modules: [{ resources: [5], address: 'module.a' }] }), '/child_modules/0/resources/0: an object'],
    [{ ...plan({}), resource_changes: [{ address: 'a.b', change: null }] }, '/resource_changes/0/change: an object'],
    [
      { ...plan({}), configuration: { root_module: { module_calls: { a: 5 } } } },
      '/root_module/module_calls/a: an object',
    ],
  ])('is refused with the place: %j', (value, place) => {
    writeFileSync('plan.json', JSON.stringify(value));
    const { exit, err } = podtrust('prove', 'plan.json');
    expect(exit).toBe(2);
    expect(err).toContain(`${place} is expected here`);
  });

  test('nothing is in a state of nothing', () => {
    writeFileSync('state.json', '{"format_version":"1.0"}');
    expect(podtrust('prove', 'state.json').exit).toBe(0);
  });
});
