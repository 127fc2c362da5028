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

module.exports = {
  projects: [
    {
      ...common,
      displayName: 'cdktf',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'cdktn',
      testMatch: onACore,
      moduleNameMapper: { '^cdktf$': 'cdktn', '^cdktf/(.*)$': 'cdktn/$1' },
    },
  ],
};
