import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { AWS_GRANTS } from '../../docs/grants/aws-grants';
import { AZURE_GRANTS } from '../../docs/grants/azure-grants';
import { GRANTS_FILE, grantsPage } from '../../docs/grants/page';
import { COMMAND } from '../../docs/rules/pages';
import * as aws from '../../lib/aws';
import * as azure from '../../lib/azure';
import { addProveCommand } from '../../lib/cli/prove';
import { examplesIn } from './examples';

const page = readFileSync(GRANTS_FILE, 'utf8');

test(`the tables of docs/grants.md are those of the code (else run ${COMMAND})`, () => {
  expect(page).toBe(grantsPage());
});

test.each<[string, object, object]>([
  ['AWS', aws, AWS_GRANTS],
  ['Azure', azure, AZURE_GRANTS],
])('each grant of %s has a row', (_, room, rows) => {
  const calls = Object.entries(room)
    .filter(([name, value]) => name.endsWith('Grant') && typeof value === 'object')
    .flatMap(([name, verbs]) => Object.keys(verbs as object).map((verb) => `${name}.${verb}`));
  expect(
    Object.keys(rows)
      .map((call) => call.replace(/\(.*/, ''))
      .sort(),
  ).toEqual(calls.sort());
});

test('the program of docs/grants.md is the one that is tried here', () => {
  const [, shown] = /^```ts\n([^]*?)^```$/m.exec(page)!;
  const program = readFileSync(join(__dirname, 'grants-program.ts'), 'utf8');
  // Who uses the package leaves out the room.
  expect(shown).toBe(program.replace(/'..\/..\/lib\/(\w+)\/(?:\w+\/)?([\w-]+)'/g, "'podtrust/$1/$2'"));
});

test('the proof of the program prints what docs/grants.md says', () => {
  const [{ line, output } = { line: '', output: '' }] = examplesIn(page).commands;
  const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
  const here = process.cwd();
  process.env.CDKTF_OUTDIR = 'cdktf.out';
  process.chdir(folder);
  try {
    jest.requireActual('./grants-program');
    let out = '';
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    const command = new Command('podtrust').exitOverride();
    addProveCommand(command);
    command.parse(line.split(' ').slice(1), { from: 'user' });
    spy.mockRestore();
    expect(out).toBe(output);
  } finally {
    process.chdir(here);
    delete process.env.CDKTF_OUTDIR;
    process.exitCode = undefined;
    rmSync(folder, { recursive: true });
  }
});
