import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { ApiObject, App, Chart } from 'cdk8s';
import { TerraformStack, Testing, Token } from 'cdktf';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { PodtrustError } from '../../lib/core';
import { BoundServiceAccount, KubernetesObjects, plainManifests, writePlainManifests } from '../../lib/kubernetes';
import { StackOutputs } from '../../lib/terraform';
import { irsa } from './bindings';

const arn = 'arn:aws:iam::111122223333:role/backend';
const values = { platform: { backend_role_arn: arn } };

/** A platform stack with a role, a workloads stack after it, and an empty chart. */
function program() {
  const app = Testing.app();
  const platform = new TerraformStack(app, 'platform');
  const workloads = new TerraformStack(app, 'workloads');
  const role = new IamRole(platform, 'role', { assumeRolePolicy: '{}' });
  StackOutputs.of(platform).expose('backend_role_arn', role.arn);
  const chart = new Chart(new App(), 'todo', { namespace: 'todo' });
  return { platform, workloads, role, chart, sources: [{ stack: workloads, charts: [chart] }] };
}
function boundProgram() {
  const made = program();
  new BoundServiceAccount(made.chart, 'account', {
    bindings: [{ ...irsa, serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': made.role.arn } }],
  });
  return made;
}
function configuration(chart: Chart, data: object, name = 'configuration') {
  new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
}
const objectsIn = (text: string) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS());

describe('plain manifests', () => {
  test('hold the values of the deployed stacks', () => {
    const [manifest] = plainManifests(boundProgram().sources, values);
    expect(manifest).toMatchInlineSnapshot(`
{
  "file": "todo.k8s.yaml",
  "text": "apiVersion: v1
kind: ServiceAccount
metadata:
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/backend
  name: backend
  namespace: todo
automountServiceAccountToken: false
",
}
`);
  });

  test('keep the literal ${HOME} of a script, beside a value too', () => {
    const { chart, role, sources } = program();
    const script = { run: `echo \${HOME} ${role.arn} %{http_code}`, '${key}': 'v' };
    configuration(chart, script);
    const [manifest] = plainManifests(sources, values);
    expect(objectsIn(manifest!.text)[0].data).toEqual({ run: `echo \${HOME} ${arn} %{http_code}`, '${key}': 'v' });
  });

  test('are the same whether or not Terraform applies the chart as well', () => {
    const alone = plainManifests(boundProgram().sources, values);
    const both = boundProgram();
    new KubernetesObjects(both.workloads, 'todo', { objects: both.chart });
    expect(plainManifests(both.sources, values)).toEqual(alone);
    expect(plainManifests(both.sources, values)).toEqual(alone);
  });

  test('put a number, a list or a map in place of a token of that type, and text into text', () => {
    const { chart, platform, sources } = program();
    const any = new IamRole(platform, 'any', { assumeRolePolicy: '{}' });
    for (const name of ['number', 'list', 'map']) {
      StackOutputs.of(platform).expose(name, any.getStringAttribute(name));
    }
    new ApiObject(chart, 'any', {
      apiVersion: 'example.com/v1',
      kind: 'Any',
      metadata: { name: 'any' },
      spec: {
        number: Token.asNumber(any.interpolationForAttribute('number')),
        list: Token.asList(any.interpolationForAttribute('list')),
        map: Token.asStringMap(any.interpolationForAttribute('map')),
        text: any.getStringAttribute('number'),
      },
    });
    const [manifest] = plainManifests(sources, { platform: { number: 3, list: ['a', 'b'], map: { k: 'v' } } });
    expect(objectsIn(manifest!.text)[0].spec).toEqual({ number: 3, list: ['a', 'b'], map: { k: 'v' }, text: '3' });
  });

  test('quote what kubectl would read as something else than text', () => {
    const { chart, sources } = program();
    const data = { a: 'on', b: '0644', c: '1e3', d: 'null', e: '1:20', f: '', g: 'two\nlines\n', h: '2001-01-01' };
    configuration(chart, data);
    const text = plainManifests(sources, {})[0]!.text;
    expect(parse(text, { version: '1.1' }).data).toEqual(data);
    expect(parse(text, { version: '1.2' }).data).toEqual(data);
  });

  test('say any text that a ConfigMap can hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^k[-._a-zA-Z0-9]{0,20}$/), fc.string()), (data) => {
        const { chart, sources } = program();
        configuration(chart, { ...data, never: 'empty' });
        const text = plainManifests(sources, {})[0]!.text;
        expect(parse(text, { version: '1.1' }).data).toEqual({ ...data, never: 'empty' });
      }),
      { numRuns: 50 },
    );
  });

  test('name every object after what it waits for', () => {
    const { chart, sources } = program();
    configuration(chart, { a: 'b' });
    new ApiObject(chart, 'namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'todo', namespace: '' },
    });
    const kinds = objectsIn(plainManifests(sources, {})[0]!.text).map(({ kind }) => kind);
    expect(kinds).toEqual(['Namespace', 'ConfigMap']);
  });
});

describe('a value that nobody knows', () => {
  const failure = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (PodtrustError.is(error)) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  };

  test('is named by stack, output, object and field, and how to get it', () => {
    const error = failure(() => plainManifests(boundProgram().sources, { platform: {} }));
    expect(error.code).toBe('deploy-time-value-missing');
    expect(error.what).toContain(
      'output "backend_role_arn" of stack "platform" (for ServiceAccount todo/backend, metadata.annotations.eks.amazonaws.com/role-arn)',
    );
    expect(error.remedy).toContain('--values FILE');
  });

  test('is named together with all others', () => {
    const { chart, role, sources } = program();
    configuration(chart, { one: role.arn, two: role.name });
    expect(failure(() => plainManifests(sources, {})).what.match(/^ {2}- /gm)).toHaveLength(2);
  });

  test('may be one that the stack itself makes, which no other stack puts out', () => {
    const { chart, workloads, sources } = program();
    configuration(chart, { own: new IamRole(workloads, 'own', { assumeRolePolicy: '{}' }).arn });
    expect(failure(() => plainManifests(sources, values)).what).toContain(
      '${aws_iam_role.own.arn}, which is not an output of another stack (for ConfigMap todo/configuration, data.own)',
    );
  });

  test('is also one that is no text where text is needed, or null', () => {
    expect(
      failure(() => plainManifests(boundProgram().sources, { platform: { backend_role_arn: ['a'] } })).what,
    ).toContain('text in place of ["a"]');
    expect(failure(() => plainManifests(boundProgram().sources, { platform: { backend_role_arn: null } })).code).toBe(
      'deploy-time-value-missing',
    );
  });
});

describe('writing plain manifests', () => {
  let directory: string;
  beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), 'plain-'))));
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  test('makes the directory, and the same bytes each time', () => {
    const target = path.join(directory, 'a', 'b');
    const read = () => fs.readFileSync(path.join(target, 'todo.k8s.yaml'));
    writePlainManifests(target, plainManifests(boundProgram().sources, values));
    const first = read();
    writePlainManifests(target, plainManifests(boundProgram().sources, values));
    expect(read()).toEqual(first);
    expect(fs.readdirSync(target)).toEqual(['todo.k8s.yaml']);
  });

  test('writes nothing where a value is missing', () => {
    expect(() => writePlainManifests(directory, plainManifests(boundProgram().sources, {}))).toThrow();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  test('leaves the old files, and nothing else, where the disk refuses a new one', () => {
    fs.writeFileSync(path.join(directory, 'a.k8s.yaml'), 'old');
    const manifests = [
      { file: 'a.k8s.yaml', text: 'new' },
      { file: 'not/there.k8s.yaml', text: 'new' },
    ];
    expect(() => writePlainManifests(directory, manifests)).toThrow(/ENOENT/);
    expect(fs.readdirSync(directory)).toEqual(['a.k8s.yaml']);
    expect(fs.readFileSync(path.join(directory, 'a.k8s.yaml'), 'utf8')).toBe('old');
  });

  test('never lets two charts share a file', () => {
    const { sources } = boundProgram();
    expect(() => plainManifests([...sources, ...sources], values)).toThrow(/^manifest-file-twice at todo.k8s.yaml/);
  });
});
