import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Testing } from 'cdktf';
import { loadSettings } from '../../stacks/settings/load-settings';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS, type Settings } from '../../stacks/settings/settings';
import { everySetting } from '../../stacks/settings/settings-schema';
import { inTermsOfSettings } from '../../stacks/settings/settings-words';

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

describe('what is wrong in a settings file', () => {
  test('is listed all at once, in the order of the lines, each with its place and its name in the file', () => {
    const message = refusal(`environment: Production
aws:
  kubernetesVersion: 1.34
  regoin: eu-west-1
  deletionProtection: "no"
  nodes: { minimum: 0, maximum: many }
azure:
  deployerObjectId: someone@example.com
stateBackend: { type: s3 }
workload: { replicas: 3 }
`);
    const lines = message.split('\n').map((line) => line.replace(/^.*own\.yaml:/, ''));
    expect(lines).toEqual([
      '1:1: the setting "environment" is wrong: "Production" is not valid, expected up to 12 lower-case letters and digits',
      '3:3: the setting "aws.kubernetesVersion" is wrong: 1.34 is a number in YAML: write it in quotes, "1.34"',
      '4:3: there is no setting "aws.regoin"; allowed here: deletionProtection, deployerPrincipalArn, kubernetesVersion, mechanisms, nodes, permissionsBoundaryArn, publicAccessCidrs, region. Did you mean "aws.region"?',
      '5:3: the setting "aws.deletionProtection" is wrong: "no" is text, expected true or false',
      '6:12: the setting "aws.nodes.minimum" is wrong: 0 is below 1',
      '6:24: the setting "aws.nodes.maximum" is wrong: "many" is text, expected a whole number',
      '8:3: the setting "azure.deployerObjectId" is wrong: "someone@example.com" is not valid, expected a GUID',
      '9:1: the setting "stateBackend.bucket" is wrong: it is missing, expected a text',
      '9:1: the setting "stateBackend.region" is wrong: it is missing, expected a text',
      '10:1: there is no setting "workload"; allowed here: aws, azure, environment, requiredTags, stateBackend, tags, workloads. Did you mean "workloads"?',
      '  fix: stacks/settings/settings.ts describes every setting.',
      expect.stringMatching(/^  see: .*errors\.md#settings-invalid$/),
    ]);
  });

  test.each([
    ['aws: { kubernetesVersion: 1.30 }', 'write it in quotes, "1.30"'],
    [
      'tags: { cost-center: 0012 }',
      '"tags.cost-center" is wrong: 0012 is a number in YAML: write it in quotes, "0012"',
    ],
    ['tags: { critical: true }', 'true is a boolean in YAML: write it in quotes, "true"'],
    ['azure: { azurermVersion: "5" }', '"5" is not one of 4, 5: write it without quotes'],
    ['aws: { mechanisms: { backend: pod-identity } }', '"pod-identity" is not one of irsa, eks-pod-identity'],
    ['aws: { mechanisms: { backend: IRSA } }', '(did you mean irsa?)'],
    ['aws:', 'the setting "aws" is wrong: it is empty, expected settings, each with its key'],
    ['aws: { nodes: { size: "" } }', 'the setting "aws.nodes.size" is wrong: it is empty'],
    ['workloads: { replicas: "3" }', '"3" is text, expected a whole number without quotes'],
    ['aws: { deletionProtection: "true" }', 'expected true or false without quotes'],
    ['requiredTags: owner', 'the setting "requiredTags" is wrong: "owner" is text, expected a list'],
    ['azure: [westeurope]', 'the setting "azure" is wrong: what stands here is a list'],
    ['workloads: { replicas: 1000 }', '1000 is above 100'],
    ['stateBackend: { type: S3 }', '"S3" is not one of local, s3, azurerm, hcp (did you mean s3?)'],
    ['stateBackend: { bucket: b }', 'it is missing, expected one of local, s3, azurerm, hcp'],
    [
      'stateBackend: { type: s3, bukcet: b, region: eu-west-1 }',
      'allowed here: bucket, keyPrefix, kmsKeyId, region, type. Did you mean "stateBackend.bucket"?',
    ],
    [
      'region: eu-west-1',
      'azure, environment, requiredTags, stateBackend, tags, workloads. Did you mean "aws.region"?',
    ],
    ['aws: { deployer: { principalArn: x } }', 'Did you mean "aws.deployerPrincipalArn"?'],
    ['aws: { deployerObjectId: x }', 'Did you mean "azure.deployerObjectId"?'],
    ['somethingElse: 1', 'tags, workloads\n'],
  ])('%p is said in words of the file', (content, expected) => {
    expect(refusal(content)).toContain(expected);
  });

  test.each([
    ['requiredTags: [owner]\ntags: { owner: "" }', '"requiredTags.0" is wrong: "owner" has no value: set tags.owner'],
    ['aws: { publicAccessCidrs: [203.0.113.0/33] }', '"203.0.113.0/33" is not an IPv4 or IPv6 address or range'],
    ['azure: { publicAccessCidrs: ["2001:db8::/32"] }', '"2001:db8::/32" is not an IPv4 address or range'],
    ['aws: { publicAccessCidrs: [0.0.0.0/0] }', '"aws.publicAccessCidrs.0" is wrong: 0.0.0.0/0 is the whole internet'],
    ['azure: { nodes: { minimum: 9 } }', '9 is above "azure.nodes.maximum", which is 4'],
    [
      'aws: { region: cn-north-1, deployerPrincipalArn: "arn:aws:iam::111122223333:role/deployer" }',
      '"aws.deployerPrincipalArn" is wrong: "arn:aws:iam::111122223333:role/deployer" is not of the partition aws-cn of "aws.region"',
    ],
  ])('%p, which a construct would refuse, is refused under its own name', (content, expected) => {
    expect(refusal(content)).toContain(expected);
  });

  test('that has the wrong type is not held against another setting', () => {
    expect(refusal('aws: { nodes: { minimum: "9" } }').split('\n')).toHaveLength(3);
  });

  test('is every mistake of the YAML, where it is not valid', () => {
    const message = refusal('aws: {}\naws: {}\nazure: {}\nazure: {}\n');
    expect(message).toMatch(
      /own\.yaml:2:1: Map keys must be unique\n {2}also: .*own\.yaml:4:1: Map keys must be unique/,
    );
  });

  test('may be an alias without end', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed']) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${of}`).join(', ')}]`);
    }
    expect(refusal(bomb.join('\n'))).toMatch(/^settings-invalid at .*own\.yaml: Excessive alias count/);
  });
});

describe('the variable PODTRUST_SETTINGS', () => {
  test('that is nearly the name of a file is told so', () => {
    expect(() => loadSettings('prodution')).toThrow(/\(ENOENT\); did you mean production\?/);
  });

  test('that names a folder is refused', () => {
    expect(() => loadSettings('./stacks')).toThrow(/^file-unreadable at \.\/stacks: .*\(EISDIR\)/);
  });
});

describe('what the constructs refuse of the settings', () => {
  const refusedOf = (settings: Settings): string => {
    try {
      makeProgram(Testing.app(), settings);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing was refused';
  };
  const { aws, azure } = DEFAULT_SETTINGS;

  test.each([
    [{ aws: { ...aws, publicAccessCidrs: ['everywhere'] } }, 'aws.publicAccessCidrs has "everywhere"'],
    [{ azure: { ...azure, publicAccessCidrs: ['everywhere'] } }, 'azure.publicAccessCidrs has "everywhere"'],
    [{ aws: { ...aws, deployerPrincipalArn: 'somebody' } }, 'aws.deployerPrincipalArn'],
    [{ aws: { ...aws, permissionsBoundaryArn: 'somebody' } }, 'aws.permissionsBoundaryArn'],
    [{ azure: { ...azure, deployerObjectId: 'somebody' } }, 'azure.deployerObjectId'],
    [{ azure: { ...azure, adminGroupObjectIds: ['somebody'] } }, 'azure.adminGroupObjectIds'],
    [{ azure: { ...azure, nodes: { ...azure.nodes, minimum: 9 } } }, 'azure.nodes'],
    [{ aws: { ...aws, nodes: { ...aws.nodes, minimum: 9 } } }, 'aws.nodes'],
    [{ environment: 'not/valid' }, '"environment"'],
  ])('%j is refused in terms of the setting', (settings, name) => {
    const message = refusedOf({ ...DEFAULT_SETTINGS, ...settings });
    expect(message).toMatch(/^[a-z-]+ at [ae]ks-platform/);
    expect(message).toContain(name);
    expect(message).not.toMatch(/deployer\.principal/);
  });

  test('another error passes as it is', () => {
    const make = () => {
      throw new TypeError('not ours');
    };
    expect(() => inTermsOfSettings('aws', DEFAULT_SETTINGS, make)).toThrow(TypeError);
  });

  test('what deploying needs is said in the settings’ names, on both clouds', () => {
    const { platforms } = makeProgram(Testing.app(), DEFAULT_SETTINGS);
    const [eks, aks] = platforms.map(({ deploymentNeeds }) => deploymentNeeds.join('\n'));
    expect(eks).toContain('give aws.deployerPrincipalArn');
    expect(eks).toContain('give aws.publicAccessCidrs');
    expect(aks).toContain(
      'give `azure.deployerObjectId`, or `azure.adminGroupObjectIds` with a group that the deployer',
    );
    expect(aks).toContain('`azure.publicAccessCidrs`');
    expect(`${eks}${aks}`).not.toMatch(/deployer\.principal|[^.]publicAccessCidrs/);
  });
});

describe('every setting', () => {
  const backends: Readonly<Record<string, readonly string[]>> = {
    s3: ['bucket', 'region', 'keyPrefix', 'kmsKeyId'],
    azurerm: ['storageAccountName', 'containerName', 'resourceGroupName', 'keyPrefix'],
    hcp: ['organization', 'workspacePrefix', 'hostname'],
  };
  const nested = (keys: readonly string[], value: string): string =>
    keys.length === 0 ? value : `{ ${keys[0]}: ${nested(keys.slice(1), value)} }`;
  /** Each setting, and a file that gives it a value and nothing else that is wrong. */
  const settings: [string, (value: string) => string][] = [
    ...everySetting().map((name): [string, (value: string) => string] => [
      name,
      (value) => nested(name.split('.'), value),
    ]),
    ...Object.entries(backends).flatMap(([type, keys]) =>
      keys.map((key): [string, (value: string) => string] => [
        `stateBackend.${key}`,
        (value) =>
          `stateBackend: { type: ${type}, ${keys.map((one) => `${one}: ${one === key ? value : 'x'}`).join(', ')} }`,
      ]),
    ),
  ];
  const one = (content: string) => {
    const lines = refusal(content)
      .split('\n')
      .filter((line) => !/^  (fix|see):/.test(line));
    expect(lines).toHaveLength(1);
    return lines[0]!.replace(/^.*own\.yaml:\d+:\d+: /, '');
  };

  test('is tried here', () => {
    expect(settings.length).toBeGreaterThan(40);
  });

  test.each(settings)('%s that is a number, and should not be, says so in its own name', (name, file) => {
    const what = one(file('1.34'));
    expect(what).toMatch(new RegExp(`^the setting "${name}" is wrong: 1\\.34 is `));
    expect(what).toMatch(
      /a number in YAML: write it in quotes, "1\.34"$|, expected (a whole number|true or false|a list|settings, each with its key|keys with a text each)$|not one of /,
    );
  });

  test.each(settings)('%s without a value is refused in its own name', (name, file) => {
    expect(one(file(''))).toMatch(new RegExp(`^the setting "${name}" is wrong: it is empty, expected `));
  });

  test.each(settings.filter(([name]) => !/Prefix$/.test(name)))('%s is refused as an empty text', (name, file) => {
    expect(one(file('""'))).toMatch(new RegExp(`^the setting "${name}" is wrong: (it is empty|"" is )`));
  });

  test('a key of a letter is not said to be near to a setting elsewhere', () => {
    expect(refusal('workloads: { a: b }')).not.toContain('Did you mean');
  });
});
