import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addProveCommand } from '../../lib/cli/prove';
import { examplesIn } from './examples';

/**
 * The tests of a page with one program and the proof of it: the program is the one of a file beside the tests, and what
 * the page's first command prints is what the page says.
 *
 * @param name such as `grants`, of docs/grants.md and grants-program.ts
 */
export function testProgramOf(name: string): void {
  const page = readFileSync(join(__dirname, `../../docs/${name}.md`), 'utf8');

  test(`the program of docs/${name}.md is the one that is tried here`, () => {
    const [, shown] = /^```ts\n([^]*?)^```$/m.exec(page)!;
    const program = readFileSync(join(__dirname, `${name}-program.ts`), 'utf8');
    // Who uses the package leaves out the room.
    expect(shown).toBe(program.replace(/'..\/..\/lib\/(\w+)\/(?:\w+\/)?([\w-]+)'/g, "'podtrust/$1/$2'"));
  });

  test(`the proof of the program prints what docs/${name}.md says`, () => {
    const [{ line, output } = { line: '', output: '' }] = examplesIn(page).commands;
    const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
    const here = process.cwd();
    process.env.CDKTF_OUTDIR = 'cdktf.out';
    process.chdir(folder);
    try {
      jest.requireActual(`./${name}-program`);
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
}
