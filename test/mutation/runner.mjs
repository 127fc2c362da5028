import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import {
  PluginKind,
  commonTokens,
  declareClassPlugin,
  declareFactoryPlugin,
  tokens,
} from '@stryker-mutator/api/plugin';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

const require = createRequire(import.meta.url);
const { Program, testFiles } = require('./fresh-modules.js');
const { Suite, failureOf } = require('./suite.js');

/** What is reached while a file of tests is loaded, as its `describe` blocks do: each of its tests may depend on it. */
const LOADING = '(loading)';

/**
 * Runs the tests of a room within its own process. Each mutant meets modules made anew, as with jest, but what they are
 * compiled from is kept: a mutant costs tens of milliseconds where jest needs seconds.
 */
class RoomTestRunner {
  state = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  /** When each test, and each file of them, was last red: those that killed the mutant before often kill the next. */
  lastRed = new Map();
  runs = 0;

  constructor({ room: { setup, tests, transform } }) {
    this.root = process.cwd();
    this.program = new Program(this.root, transform);
    this.setup = setup.map((file) => join(this.root, file));
    const left = tests.filter((path) => path.startsWith('!')).map((path) => join(this.root, path.slice(1)));
    this.files = tests
      .filter((path) => !path.startsWith('!'))
      .flatMap((path) => testFiles(join(this.root, path)))
      .filter((file) => !left.includes(file));
    // Random cases are the same ones for each mutant, and few: a mutant is tried on what tests say, not on luck.
    require('fast-check').configureGlobal({ seed: 1, numRuns: 50 });
    process.env.PODTRUST_PROPERTY_RUNS = '20';
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    Object.assign(this.state, { activeMutant: undefined, mutantCoverage: { static: {}, perTest: {} } });
    const tests = [];
    for (const file of this.files) {
      const declared = await this.declared(file, tests);
      for (const test of declared) tests.push(await this.result(test, file));
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    Object.assign(this.state, { mutantCoverage: undefined, activeMutant: activeMutant.id, hitLimit });
    this.state.hitCount = hitLimit ? 0 : undefined;
    const tests = [];
    for (const [file, reaching] of this.toRun(testFilter)) {
      const declared = await this.declared(file, tests);
      const isAll = reaching.has(this.idIn(file, LOADING));
      for (const test of this.lastRedFirst(
        declared.filter(({ id }) => isAll || reaching.has(id)),
        ({ id }) => id,
      )) {
        tests.push(await this.result(test, file));
        if (isDecided(tests)) break;
      }
      const limit = determineHitLimitReached(this.state.hitCount, this.state.hitLimit);
      if (limit) return toMutantRunResult(limit);
      if (isDecided(tests)) {
        this.runs++;
        this.lastRed.set(file, this.runs).set(tests.at(-1).id, this.runs);
        break;
      }
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** The tests to run, by file. */
  toRun(testFilter) {
    if (!testFilter) return this.files.map((file) => [file, new Set([this.idIn(file, LOADING)])]);
    const byFile = new Map(this.files.map((file) => [this.idIn(file, ''), [file, new Set()]]));
    for (const id of testFilter) byFile.get(id.slice(0, id.indexOf(': ') + 2))?.[1].add(id);
    const found = [...byFile.values()].filter(([, tests]) => tests.size > 0);
    return this.lastRedFirst(found, ([file]) => file);
  }

  lastRedFirst(all, key) {
    const when = (one) => this.lastRed.get(key(one)) ?? 0;
    return [...all].sort((one, other) => when(other) - when(one));
  }

  /** The tests of a file, in modules made anew; that they are there is a test itself. */
  async declared(file, results) {
    const suite = new Suite();
    // A test that fails may have left the process elsewhere.
    process.chdir(this.root);
    const loading = {
      id: this.idIn(file, LOADING),
      scopes: [],
      body: () => {
        const modules = this.program.fresh(suite.globals);
        this.setup.forEach((one) => modules.load(one));
        modules.load(file);
      },
    };
    const result = await this.result(loading, file);
    results.push(result);
    if (result.status === TestStatus.Failed) return [];
    const seen = new Map();
    return suite.tests.map(({ id, ...test }) => {
      const count = seen.get(id) ?? 0;
      seen.set(id, count + 1);
      return { ...test, id: this.idIn(file, count === 0 ? id : `${id} (${count})`) };
    });
  }

  idIn(file, test) {
    return `${relative(this.root, file)}: ${test}`;
  }

  async result(test, file) {
    const start = performance.now();
    this.state.currentTestId = test.id;
    const failure = await failureOf(test);
    this.state.currentTestId = undefined;
    const base = { id: test.id, name: test.id, fileName: file, timeSpentMs: performance.now() - start };
    return failure
      ? { ...base, status: TestStatus.Failed, failureMessage: failure.message }
      : { ...base, status: TestStatus.Success };
  }
}

function isDecided(tests) {
  return tests.at(-1)?.status === TestStatus.Failed;
}

function roomTestRunner(options) {
  return new RoomTestRunner(options);
}
roomTestRunner.inject = tokens(commonTokens.options);

/** Says each mutant that survives as soon as it does: a run takes long. Which of them are explained is said at its end. */
class AliveReporter {
  onMutantTested({ fileName, location, mutatorName, replacement, status }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const { line, column } = location.start;
    const place = `${relative(process.cwd(), fileName)}:${line}:${column}`;
    process.stdout.write(`alive: ${place} ${mutatorName} -> ${replacement}\n`);
  }
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'room', roomTestRunner),
  declareClassPlugin(PluginKind.Reporter, 'alive', AliveReporter),
];
