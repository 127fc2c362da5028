const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const RECORD = path.join(__dirname, 'record-imports.js');

/** The modules of cdktf, its providers, cdk8s and constructs that a program's own files import, in order, each once. */
function importedPackages(args) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-')), 'imports');
  const child = spawnSync(process.execPath, ['-r', RECORD, ...args], {
    cwd: path.join(__dirname, '..'),
    env: { ...process.env, BENCH_IMPORTS: file },
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  const imports = fs.readFileSync(file, 'utf8').split('\n');
  return [...new Set(imports.filter((name) => /^(cdktf|cdk8s|constructs|@cdktf)(\/|$)/.test(name)))];
}

/** A program that imports these modules and does nothing else. */
function bareProgram(modules) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-')), 'bare.js');
  const resolved = modules.map((name) => require.resolve(name, { paths: [path.join(__dirname, '..')] }));
  fs.writeFileSync(file, resolved.map((name) => `require(${JSON.stringify(name)});`).join('\n'));
  return [file];
}

module.exports = { importedPackages, bareProgram };
