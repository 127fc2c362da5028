import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { addAskCommand } from '../../lib/cli/ask';
import { examplesIn } from './examples';

const { files, commands } = examplesIn(readFileSync(join(__dirname, '../../docs/asking.md'), 'utf8'));
const here = process.cwd();
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'podtrust-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  process.chdir(directory);
});

afterAll(() => {
  process.chdir(here);
  rmSync(directory, { recursive: true });
  process.exitCode = undefined;
});

test('docs/asking.md has examples', () => {
  expect(commands.map(({ line }) => line.split(' ').slice(0, 2).join(' '))).toEqual(commands.map(() => 'podtrust ask'));
  expect(commands.length).toBeGreaterThanOrEqual(4);
});

test.each(commands.map(({ line, output }) => [line, output] as const))(
  '%s prints what the page says',
  (line, output) => {
    let out = '';
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    const program = new Command('podtrust').exitOverride();
    addAskCommand(program);
    program.parse(line.split(' ').slice(1), { from: 'user' });
    spy.mockRestore();
    expect(out).toBe(output);
  },
);
