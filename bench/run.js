// Ratios, each in one run: medians of five pairs, our program and the other one in turn. Nothing here passes or fails; the
// third column is what we promise. The machine should have nothing else to do.
const path = require('node:path');
const Table = require('cli-table3');
const { bareProgram, importedPackages } = require('./imported-packages');
const { compare, run } = require('./measure');

const dist = (file) => path.join('dist', file);
const program = (name, count) => [path.join('bench', 'programs', `${name}-identities.js`), String(count)];
const importOf = (file) => ['-e', `require(${JSON.stringify(`./${dist(file)}`)})`];

const rows = [];
function report(what, promise, ratio, detail) {
  rows.push([what, ratio, promise, detail]);
  process.stderr.write(`${what}: ${ratio}\n`);
}
const times = (ratio) => `${ratio.toFixed(2)}x`;
const seconds = (value) => `${value.toFixed(2)} s`;
const megabytes = (value) => `${value.toFixed(0)} MB`;

function synthesis() {
  const main = [dist('stacks/main.js')];
  const { timeRatio, ...result } = compare(main, bareProgram(importedPackages(main)));
  report(
    'all four stacks, against importing the same modules',
    '1.70x',
    times(timeRatio),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
  );
}

function imports() {
  for (const name of ['aws', 'azure', 'kubernetes']) {
    const own = importOf(`lib/${name}/index.js`);
    const { timeRatio, ...result } = compare(own, bareProgram(importedPackages(own)));
    report(
      `import of podtrust/${name}, against the modules under it`,
      '1.20x',
      times(timeRatio),
      `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
    );
  }
}

function proofStart() {
  const prove = [dist('lib/cli/main.js'), 'prove', 'cdktf.out'];
  const loaded = importedPackages(prove);
  const result = compare(prove, ['-e', '0']);
  report(
    'podtrust prove on the sample, against an empty program',
    '0.25 s',
    times(result.timeRatio),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}; loads ${loaded.join(', ') || 'neither cdktf nor cdk8s'}`,
  );
}

function identities() {
  const own = {};
  for (const count of [1000, 10000]) {
    const result = compare(program('own', count), program('plain', count));
    own[count] = result;
    report(
      `${count} identities, against plain cdktf, time`,
      '1.10x',
      times(result.timeRatio),
      `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
    );
    report(
      `${count} identities, against plain cdktf, memory`,
      '1.10x',
      times(result.memoryRatio),
      `${megabytes(result.megabytes)} / ${megabytes(result.otherMegabytes)}`,
    );
  }
  report(
    '10000 identities against 1000, time',
    '10x',
    times(own[10000].seconds / own[1000].seconds),
    `${seconds(own[10000].seconds)} / ${seconds(own[1000].seconds)}`,
  );
}

run([dist('stacks/main.js')]);
const benchmarks = { synthesis, imports, proofStart, identities };
const chosen = process.argv.slice(2);
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (chosen.length === 0 || chosen.includes(name)) benchmark();
}
const table = new Table({ head: ['what', 'ratio', 'promise', 'medians'], style: { head: [], border: [] } });
table.push(...rows);
process.stdout.write(`${table.toString()}\n`);
