const { join } = require('node:path');
const { tmpdir } = require('node:os');
const rooms = require('./rooms');

const { PODTRUST_MUTATION_ROOM: room, PODTRUST_MUTATION_FILES: files } = process.env;
const { mutate, tests } = rooms[room];
const root = join(__dirname, '../..');
const [project] = require(join(root, 'jest.config.js')).projects;
const folder = join(tmpdir(), 'podtrust-mutation');

/** Sandboxes, reports and what an earlier run found lie outside of the tree. */
module.exports = {
  mutate: files ? files.split(' ') : [...mutate],
  testRunner: 'jest',
  jest: {
    config: { ...project, displayName: undefined, testMatch: tests.map((pattern) => `<rootDir>/${pattern}`) },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  incremental: true,
  incrementalFile: join(folder, `${room}.json`),
  tempDirName: join(folder, 'sandbox'),
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: join(folder, `${room}.report.json`) },
  ignorePatterns: ['docs', 'bench', 'cdktf.out', 'cdk8s.out', 'dist', 'test/real', 'test/proof/fixtures/real'],
  concurrency: 2,
  timeoutMS: 10_000,
  disableTypeChecks: false,
  checkers: [],
};
