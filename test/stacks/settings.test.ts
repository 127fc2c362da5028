import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadSettings } from '../../stacks/load-settings';
import { DEFAULT_SETTINGS } from '../../stacks/settings';

function settingsFile(content: string): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'settings-')), 'own.yaml');
  fs.writeFileSync(file, content);
  return file;
}
const refusal = (content: string): string => {
  try {
    loadSettings(settingsFile(content));
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

describe('the settings', () => {
  test('have a default for everything', () => {
    expect(loadSettings('')).toBe(DEFAULT_SETTINGS);
  });

  test.each(['development', 'production'])('%s is a valid file', (name) => {
    expect(loadSettings(name)).toMatchObject({ stateBackend: { type: 'local' } });
  });

  test('a file changes what it names and leaves the rest', () => {
    const settings = loadSettings(settingsFile('aws: { mechanisms: { backend: irsa } }'));
    expect(settings.aws.mechanisms).toEqual({ frontend: 'irsa', backend: 'irsa' });
    expect(settings.azure).toEqual(DEFAULT_SETTINGS.azure);
  });

  test('another state backend takes the place of the default, whole', () => {
    const settings = loadSettings(settingsFile('stateBackend: { type: s3, bucket: b, region: eu-west-1 }'));
    expect(settings.stateBackend).toEqual({ type: 's3', bucket: 'b', region: 'eu-west-1' });
  });

  test('a misspelt setting is refused with its line and what is allowed', () => {
    const message = refusal('environment: dev\naws:\n  regoin: eu-west-1\n');
    expect(message).toMatch(
      /^settings-invalid at .*own\.yaml:3:3: there is no setting "aws.regoin"; allowed here: .*region/,
    );
  });

  test('a misspelt setting at the top is refused too', () => {
    expect(refusal('enviroment: dev')).toMatch(
      /own\.yaml:1:1: there is no setting "enviroment"; allowed here: aws, azure/,
    );
  });

  test.each([
    [
      'aws:\n  publicAccessCidrs: [203.0.113.0/24, everywhere]',
      ':2:39: the setting "aws.publicAccessCidrs.1" is wrong',
    ],
    ['workloads:\n  replicas: many', ':2:3: the setting "workloads.replicas" is wrong'],
    ['azure: { azurermVersion: 3 }', 'azure.azurermVersion'],
    ['azure:\n  nodes: { minimum: 0 }', 'azure.nodes.minimum'],
    ['stateBackend: { type: ftp }', 'stateBackend.type'],
    ['- a list', 'is wrong'],
  ])('%p is refused where it stands', (content, expected) => {
    expect(refusal(content)).toContain(expected);
  });

  test('broken YAML is refused with its place', () => {
    expect(refusal('aws:\n\tregion: x')).toMatch(/^settings-invalid at .*own\.yaml:2:1: /);
  });

  test('a file that is not there is refused in one line', () => {
    expect(() => loadSettings('nowhere')).toThrow(/^file-unreadable at stacks\/settings\/nowhere\.yaml/);
  });
});
