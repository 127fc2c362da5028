const { join } = require('node:path');
const rooms = require('./rooms');

const { PODTRUST_MUTATION_ROOM: room, PODTRUST_MUTATION_FILES: files, PODTRUST_MUTATION_FOLDER: folder } = process.env;
const { mutate, tests } = rooms[room];
const [project] = require(join(__dirname, '../../jest.config.js')).projects;
const [[, transform]] = Object.values(project.transform);
const inTree = (path) => path.replace('<rootDir>/', '');

/** Sandboxes, reports and what an earlier run found lie outside of the tree. */
module.exports = {
  mutate: files ? files.split(' ') : [...mutate],
  plugins: [join(__dirname, 'runner.mjs')],
  testRunner: 'room',
  room: { tests, transform, setup: project.setupFilesAfterEnv.map(inTree) },
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  incremental: true,
  incrementalFile: join(folder, `${room}.json`),
  tempDirName: join(folder, 'sandbox'),
  reporters: ['json', 'progress-append-only', 'alive'],
  jsonReporter: { fileName: join(folder, `${room}.report.json`) },
  ignorePatterns: [
    'docs',
    '!docs/schemas',
    '!docs/schemas/*.json',
    'bench',
    'cdktf.out',
    'cdk8s.out',
    'dist',
    'test/real',
    'test/proof/fixtures/real',
  ],
  concurrency: Number(process.env.PODTRUST_MUTATION_PROCESSES ?? 1),
  // A loop without an end is found by counting its rounds: time tells only how busy the machine is.
  timeoutMS: 300_000,
  dryRunTimeoutMinutes: 60,
  disableTypeChecks: false,
  checkers: [],
};
