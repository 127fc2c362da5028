import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addProveCommand } from '../../lib/cli/prove';
import { examplesIn } from './examples';

const page = readFileSync(join(__dirname, '../../docs/existing.md'), 'utf8');
const program = readFileSync(join(__dirname, 'existing-program.ts'), 'utf8');

test('the program of docs/existing.md is the one that is tried here', () => {
  const [, shown] = /^```ts\n([^]*?)^```$/m.exec(page)!;
  // Who uses the package leaves out the room.
  expect(shown).toBe(program.replace(/'..\/..\/lib\/(\w+)\/(?:\w+\/)?([\w-]+)'/g, "'podtrust/$1/$2'"));
});

test('the proof of the program prints what docs/existing.md says', () => {
  const [{ line, output } = { line: '', output: '' }] = examplesIn(page).commands;
  const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
  const here = process.cwd();
  process.env.CDKTF_OUTDIR = 'cdktf.out';
  process.chdir(folder);
  try {
    jest.requireActual('./existing-program');
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
