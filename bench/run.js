// Ratios, each in one run: medians of five pairs, our program and the other one in turn. Nothing here passes or fails; the
// third column is what we promise. Times are those that pass, and count only where the machine has nothing else to do;
// behind their ratio stands that of processor time, which other work changes least.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const Table = require('cli-table3');
const { bareProgram, importedPackages } = require('./imported-packages');
const { compare, run } = require('./measure');
const { PROOF_FORMS } = require('./programs/proof-forms');
const { permissionQueries, writeProofInput } = require('./programs/proof-input');

const dist = (file) => path.join('dist', file);
const program = (name, count) => [path.join('bench', 'programs', `${name}-identities.js`), String(count)];
const importOf = (file) => ['-e', `require(${JSON.stringify(`./${dist(file)}`)})`];

const rows = [];
function report(what, promise, ratio, detail) {
  rows.push([what, ratio, promise, detail]);
  process.stderr.write(`${what}: ${ratio}\n`);
}
const times = (ratio) => `${ratio.toFixed(2)}x`;
const timeRatios = ({ timeRatio, cpuRatio }) => `${times(timeRatio)} (processor ${times(cpuRatio)})`;
const seconds = (value) => `${value.toFixed(2)} s`;
const megabytes = (value) => `${value.toFixed(0)} MB`;

function synthesis() {
  const main = [dist('stacks/main.js')];
  const result = compare(main, bareProgram(importedPackages(main)));
  report(
    'all four stacks, against importing the same modules',
    '1.50x',
    timeRatios(result),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
  );
}

function imports() {
  for (const name of ['aws', 'azure', 'kubernetes']) {
    const own = importOf(`lib/${name}/index.js`);
    const result = compare(own, bareProgram(importedPackages(own)));
    report(
      `import of podtrust/${name}, against the modules under it`,
      '1.20x',
      timeRatios(result),
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
    '0.22 s',
    timeRatios(result),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}; loads ${loaded.join(', ') || 'neither cdktf nor cdk8s'}`,
  );
}

/** Rows of a table, ten times as many in how many times the time: a program's own table is drawn at once. */
function tableOfMany() {
  const draw = (rows) => [path.join('bench', 'programs', 'table-rows.js'), String(rows)];
  const result = compare(draw(20000), draw(2000));
  report(
    'a table of 20,000 rows, against one of 2,000',
    '10x',
    timeRatios(result),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
  );
}

/** A proof of as many identities as service accounts, against parsing the same files and nothing else. */
function proofOfMany() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-proof-'));
  const prove = (paths, format) => [dist('lib/cli/main.js'), 'prove', '--format', format, ...paths];
  const measure = (name, count, options, pairs, format = 'json') => {
    const input = path.join(folder, `${name} ${format}`);
    fs.mkdirSync(input);
    const paths = writeProofInput(input, count, options);
    const result = compare(prove(paths, format), [path.join('bench', 'programs', 'parse-only.js'), ...paths], pairs);
    fs.rmSync(input, { recursive: true });
    report(
      `podtrust prove on ${name} as ${format}, against parsing them`,
      count === 10000 && !options ? '2 s, 500 MB' : '-',
      timeRatios(result),
      `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}, ${megabytes(result.megabytes)} / ${megabytes(result.otherMegabytes)}`,
    );
    return result.cpuSeconds;
  };
  try {
    const thousand = measure('1000 identities', 1000);
    const tenThousand = measure('10000 identities', 10000);
    for (const format of ['table', 'sarif']) measure('10000 identities', 10000, undefined, undefined, format);
    const hundredThousand = measure('100000 identities', 100000, undefined, 1);
    measure('10000 identities and YAML', 10000, { yaml: true });
    const linear = (what, more, fewer) =>
      report(
        `podtrust prove, ${what} identities, processor time`,
        '10x',
        times(more / fewer),
        `${seconds(more)} / ${seconds(fewer)}`,
      );
    linear('10000 against 1000', tenThousand, thousand);
    linear('100000 against 10000', hundredThousand, tenThousand);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Whether each of 10,000 identities may do one thing, against one proof of them. */
function permissionsOfMany() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-permissions-'));
  const main = dist('lib/cli/main.js');
  try {
    fs.mkdirSync(path.join(folder, 'program'));
    const paths = writeProofInput(path.join(folder, 'program'), 10000, { permissions: true });
    const queries = path.join(folder, 'queries.jsonl');
    fs.writeFileSync(queries, permissionQueries(10000));
    const ask = [main, 'ask', '--queries', queries, ...paths];
    const answers = spawnSync(process.execPath, ask, { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout;
    const allowed = answers.split('"allowed":true').length - 1;
    const result = compare(ask, [main, 'prove', '--format', 'json', ...paths], 3);
    report(
      'podtrust ask --action for each of 10000 identities, against one proof',
      '1.5x',
      timeRatios(result),
      `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}, ${megabytes(result.megabytes)}; ${allowed} allowed`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * A review of two inventories of 10,000 identities with 200 changes, against parsing them and nothing else; and of two
 * programs, against one proof.
 */
function reviewOfMany() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-review-'));
  const main = dist('lib/cli/main.js');
  try {
    fs.mkdirSync(path.join(folder, 'program'));
    const paths = writeProofInput(path.join(folder, 'program'), 10000);
    const base = path.join(folder, 'base.json');
    const head = path.join(folder, 'head.json');
    const proven = spawnSync(process.execPath, [main, 'prove', '--no-config', '--format', 'json', ...paths], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    const inventory = JSON.parse(proven.stdout);
    fs.writeFileSync(base, JSON.stringify(inventory));
    const step = Math.floor(inventory.access.length / 200);
    inventory.access.forEach((entry, index) => {
      if (index % step === 0 && index < step * 200) entry.serviceAccount += '-other';
    });
    fs.writeFileSync(head, JSON.stringify(inventory));
    const review = (before, after) => [
      ...[main, 'review', '--fail-on', 'never', '--format', 'json'],
      ...['--base', ...before, '--head', ...after],
    ];
    const parse = `for (const file of ${JSON.stringify([base, head])}) JSON.parse(require('fs').readFileSync(file, 'utf8'))`;
    const saved = compare(review([base], [head]), ['-e', parse]);
    report(
      'podtrust review of two inventories of 10000 identities, against parsing them',
      '1 s, 500 MB',
      timeRatios(saved),
      `${seconds(saved.seconds)} / ${seconds(saved.otherSeconds)}, ${megabytes(saved.megabytes)}`,
    );
    const programs = compare(review(paths, paths), [main, 'prove', '--format', 'json', ...paths], 3);
    report(
      'podtrust review of two programs of 10000 identities, against one proof',
      '2.5x',
      timeRatios(programs),
      `${seconds(programs.seconds)} / ${seconds(programs.otherSeconds)}, ${megabytes(programs.megabytes)}`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Four times as much in each form: no more than four times as long. */
function proofOfForms() {
  for (const [form, filesOf] of Object.entries(PROOF_FORMS)) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-forms-'));
    const prove = (count) => {
      const directory = path.join(folder, String(count));
      for (const [file, text] of Object.entries(filesOf(count))) {
        fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
        fs.writeFileSync(path.join(directory, file), text);
      }
      return [dist('lib/cli/main.js'), 'prove', '--fail-on', 'never', '--format', 'json', directory];
    };
    try {
      const result = compare(prove(8000), prove(2000), 1);
      report(
        `podtrust prove on ${form}, 8000 against 2000`,
        '4x',
        timeRatios(result),
        `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}, ${megabytes(result.megabytes)} / ${megabytes(result.otherMegabytes)}`,
      );
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
}

function identities() {
  const own = {};
  for (const count of [1000, 10000]) {
    const result = compare(program('own', count), program('plain', count));
    own[count] = result;
    report(
      `${count} identities, against plain cdktf, time`,
      '1.10x',
      timeRatios(result),
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
    times(own[10000].cpuSeconds / own[1000].cpuSeconds),
    `${seconds(own[10000].cpuSeconds)} / ${seconds(own[1000].cpuSeconds)}`,
  );
}

/** EKS accepts 1,000 associations of a cluster; and trusts by the thousand that several roles share out. */
function associations() {
  const result = compare(program('associations', 1000), program('associations', 100));
  report(
    '1000 Pod Identity associations against 100, time',
    '10x',
    timeRatios(result),
    `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}`,
  );
  const shared = compare(program('shared', 10000), program('shared', 1000));
  report(
    '10000 trusts by IRSA that PodRoles share out, against 1000, time',
    '10x',
    timeRatios(shared),
    `${seconds(shared.seconds)} / ${seconds(shared.otherSeconds)}`,
  );
}

/** One federated credential of each of 10,000 managed identities, and 20 of each of 500: ten times as many, made and proven. */
function credentials() {
  for (const [many, few, each] of [
    [10000, 1000, 1],
    [500, 50, 20],
  ]) {
    const made = (count) => [path.join('bench', 'programs', 'credentials-identities.js'), String(count), String(each)];
    const what = `${many} managed identities with ${each} federated credential${each === 1 ? '' : 's'} each, against ${few}`;
    const show = (verb, result) =>
      report(
        `${what}, ${verb}`,
        '10x',
        timeRatios(result),
        `${seconds(result.seconds)} / ${seconds(result.otherSeconds)}, ${megabytes(result.megabytes)}`,
      );
    show('made', compare(made(many), made(few), 3));
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-credentials-'));
    const prove = (count) => {
      process.env.BENCH_KEEP = path.join(folder, String(count));
      fs.mkdirSync(process.env.BENCH_KEEP);
      run(made(count));
      delete process.env.BENCH_KEEP;
      const input = path.join(folder, String(count), 'credentials');
      return [dist('lib/cli/main.js'), 'prove', '--fail-on', 'never', '--format', 'json', input];
    };
    show('proven', compare(prove(many), prove(few), 3));
    fs.rmSync(folder, { recursive: true });
  }
}

/** The pages of `prove` and `review` in a headless Chromium, where there is one. */
function mapPage() {
  const tsx = require.resolve('tsx/cli');
  const { stdout } = spawnSync(process.execPath, [tsx, 'test/page/run.ts', 'at 1,000|10,000'], {
    cwd: path.join(__dirname, '..'),
    encoding: 'utf8',
  });
  for (const [, what, said] of stdout.matchAll(/^(?:holds|fails) +(.*0 (?:identities|changes)): (.*)$/gm)) {
    report(what, what.startsWith('usable') ? '1 s' : '-', '-', said);
  }
  if (stdout.startsWith('missing')) process.stderr.write(stdout);
}

run([dist('stacks/main.js')]);
const benchmarks = {
  synthesis,
  imports,
  proofStart,
  proofOfMany,
  permissionsOfMany,
  reviewOfMany,
  proofOfForms,
  tableOfMany,
  identities,
  associations,
  credentials,
  mapPage,
};
const chosen = process.argv.slice(2);
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (chosen.length === 0 || chosen.includes(name)) benchmark();
}
const table = new Table({ head: ['what', 'ratio', 'promise', 'medians'], style: { head: [], border: [] } });
table.push(...rows);
process.stdout.write(`${table.toString()}\n`);
