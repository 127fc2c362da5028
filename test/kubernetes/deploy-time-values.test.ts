import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { deployTimeValues } from '../../lib/kubernetes';

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), 'values-'))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const where = path.join(directory, name);
  fs.writeFileSync(where, text);
  return where;
}
/** A stand-in for cdktf: it gets `output <stacks> --outputs-file <file>`. */
function standIn(script: string): string[] {
  return [process.execPath, file('cdktf.js', script)];
}

describe('deploy-time values', () => {
  test('come from a JSON file or a YAML file', () => {
    const json = file('v.json', '{ "platform": { "role": "arn", "count": 3 } }');
    const yaml = file('v.yaml', 'platform:\n  role: arn\n  count: 3\n');
    expect(deployTimeValues({ valuesFile: json })).toEqual({ platform: { role: 'arn', count: 3 } });
    expect(deployTimeValues({ valuesFile: yaml })).toEqual({ platform: { role: 'arn', count: 3 } });
  });

  test('come from the deployed stacks by cdktf output', () => {
    const command = standIn(`
      const [verb, one, two, option, file] = process.argv.slice(2);
      require('fs').writeFileSync(file, JSON.stringify({ [one]: { verb, option }, [two]: { here: process.cwd() } }));
    `);
    expect(deployTimeValues({ deployedStacks: ['a', 'b'], command, directory })).toEqual({
      a: { verb: 'output', option: '--outputs-file' },
      b: { here: fs.realpathSync(directory) },
    });
  });

  test('from a file win over deployed stacks, which are then not asked', () => {
    const command = standIn('process.exit(9)');
    const valuesFile = file('v.json', '{ "a": {} }');
    expect(deployTimeValues({ valuesFile, deployedStacks: ['a'], command })).toEqual({ a: {} });
  });

  test('from neither are refused', () => {
    expect(() => deployTimeValues({})).toThrow(/^deploy-time-values-unknown: [^]*--values FILE/);
    expect(() => deployTimeValues({ deployedStacks: [] })).toThrow(/^deploy-time-values-unknown/);
  });
});

describe('a values file that is no such file', () => {
  test('is named where it is not there', () => {
    const valuesFile = path.join(directory, 'none.json');
    expect(() => deployTimeValues({ valuesFile })).toThrow(/^values-file-unreadable at .*none\.json: .*ENOENT/);
  });

  test.each([
    ['broken syntax', '{\n  "a": {\n', /v\.json:\d+:\d+: /],
    ['a list', '[]', /v\.json:1:1: the file is not an object of stacks/],
    ['nothing', '', /v\.json:1:1: the file is not an object of stacks/],
    ['a stack that is text', '{\n  "a": {},\n  "b": "text"\n}', /v\.json:3:8: what stands under the stack "b"/],
  ])('is named with its line where it holds %s', (_, text, message) => {
    const valuesFile = file('v.json', text);
    expect(() => deployTimeValues({ valuesFile })).toThrow(/^values-file-invalid at /);
    expect(() => deployTimeValues({ valuesFile })).toThrow(message);
  });
});

describe('a cdktf that fails', () => {
  test.each([
    ['ends with an error', `console.log('no state'); console.error('sign in'); process.exit(3)`, 'ended with 3'],
    ['ends well and writes nothing', `console.log('no state'); console.error('sign in')`, 'ended with 0'],
  ])('and %s is quoted', (_, script, how) => {
    const run = () => deployTimeValues({ deployedStacks: ['platform'], command: standIn(script) });
    expect(run).toThrow(/^cdktf-output-failed: /);
    expect(run).toThrow(new RegExp(`output platform ${how} and printed:\\nno state\\n+sign in`));
  });

  test('and is not there is said so', () => {
    expect(() => deployTimeValues({ deployedStacks: ['a'], command: ['no-such-program'] })).toThrow(
      /^cdktf-output-failed: no-such-program output a did not run and printed:\n.*ENOENT/,
    );
  });
});
