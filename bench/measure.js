const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PAIRS = 5;
const REPORT = path.join(__dirname, 'report-usage.js');

/** One whole process: wall seconds, and its processor time and peak memory in MB as the operating system counted them. */
function run(args) {
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-')), 'usage');
  const started = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ['-r', REPORT, ...args], {
    cwd: path.join(__dirname, '..'),
    env: { ...process.env, BENCH_REPORT: report },
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (child.status !== 0) throw new Error(`${args.join(' ')} failed:\n${child.stderr}`);
  const usage = JSON.parse(fs.readFileSync(report, 'utf8'));
  fs.rmSync(path.dirname(report), { recursive: true });
  return { seconds, ...usage };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/**
 * Two programs in turn, A B A B …, after a round that is not counted; ratios are taken pair by pair. That of processor time
 * is what other work on the machine changes least.
 */
function compare(ours, theirs, pairs = PAIRS) {
  run(ours);
  run(theirs);
  const rounds = Array.from({ length: pairs }, () => ({ a: run(ours), b: run(theirs) }));
  const of = (pick) => median(rounds.map(pick));
  return {
    seconds: of(({ a }) => a.seconds),
    cpuSeconds: of(({ a }) => a.cpuSeconds),
    megabytes: of(({ a }) => a.megabytes),
    otherSeconds: of(({ b }) => b.seconds),
    otherMegabytes: of(({ b }) => b.megabytes),
    timeRatio: of(({ a, b }) => a.seconds / b.seconds),
    cpuRatio: of(({ a, b }) => a.cpuSeconds / b.cpuSeconds),
    memoryRatio: of(({ a, b }) => a.megabytes / b.megabytes),
  };
}

module.exports = { compare, run, median };
