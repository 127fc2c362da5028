const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};
const modulePathIgnorePatterns = ['<rootDir>/dist/', '<rootDir>/cdktf.out/', '<rootDir>/cdk8s.out/'];
const setupFiles = ['<rootDir>/test/property-runs.js'];
const setupFilesAfterEnv = ['<rootDir>/test/valid-inventories.js'];
const common = { transform, modulePathIgnorePatterns, setupFiles, setupFilesAfterEnv, testEnvironment: 'node' };

/** The folders whose code builds constructs, so that their tests say something about each core. */
const onACore = ['terraform', 'aws', 'azure', 'kubernetes', 'charts', 'stacks'].map(
  (folder) => `<rootDir>/test/${folder}/**/*.test.ts`,
);

const cdktn = {
  ...common,
  displayName: 'cdktn',
  testMatch: onACore,
  moduleNameMapper: { '^cdktf$': 'cdktn', '^cdktf/(.*)$': 'cdktn/$1' },
};

/** CDK Terrain's own providers under the names of cdktf's. */
const living = {
  ...cdktn,
  displayName: 'living',
  moduleNameMapper: { ...cdktn.moduleNameMapper, '^@cdktf/provider-(aws|azurerm)/(.*)$': 'living-provider-$1/$2' },
};

/** What the living AWS provider asks for in its package.json. */
const [major, minor] = process.versions.node.split('.').map(Number);
const canRunLiving = major > 22 || (major === 22 && minor >= 11);
if (!canRunLiving) process.stderr.write('left out: project living, whose AWS provider needs Node 22.11 or later\n');

module.exports = {
  globalSetup: '<rootDir>/test/temporary-folder.js',
  projects: [
    { ...common, displayName: 'cdktf', testMatch: ['<rootDir>/test/**/*.test.ts'] },
    cdktn,
    ...(canRunLiving ? [living] : []),
  ],
};
