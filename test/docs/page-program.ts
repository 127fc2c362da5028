import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podtrust } from '../cli/run-command';
import { examplesIn } from './examples';
import { asImported, commandsAbout, placeOf, programsIn } from './program-place';

/**
 * The tests of a page's program and of the proof of it: the program is the one of a file beside the tests, and what the
 * page's commands about it print is what the page says; where the page has none, nothing is wrong or undecided.
 * `npm run docs:programs` writes both into the page.
 *
 * @param name such as `grants`, of grants-program.ts; {@link placeOf} says in which page it is
 */
export function testProgramOf(name: string): void {
  const { page: file, index } = placeOf(name);
  const page = readFileSync(join(__dirname, '../..', file), 'utf8');

  test(`the program ${name} of ${file} is the one that is tried here (else run npm run docs:programs)`, () => {
    expect(programsIn(page)[index]).toBe(asImported(readFileSync(join(__dirname, `${name}-program.ts`), 'utf8')));
  });

  test(`the proof of the program ${name} prints what ${file} says (else run npm run docs:programs)`, () => {
    const { files } = examplesIn(page);
    const commands = commandsAbout(page, index);
    const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
    const here = process.cwd();
    process.env.CDKTF_OUTDIR = 'cdktf.out';
    process.chdir(folder);
    try {
      // What the page says the program reads.
      for (const [name, text] of Object.entries(files)) writeFileSync(name, text);
      jest.requireActual(`./${name}-program`);
      const printed = (line: string) => podtrust(...line.split(' ').slice(1)).out;
      for (const { line, output } of commands) expect(`$ ${line}\n${printed(line)}`).toBe(`$ ${line}\n${output}`);
      if (commands.length === 0) {
        expect(printed('podtrust prove cdktf.out')).toMatch(/ 0 errors, 0 warnings, 0 notes, 0 undecided\n$/);
      }
    } finally {
      process.chdir(here);
      delete process.env.CDKTF_OUTDIR;
      rmSync(folder, { recursive: true });
    }
  });
}
