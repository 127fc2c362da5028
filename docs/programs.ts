import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesIn } from '../test/docs/examples';
import { asImported, commandsAbout, placeOf, programsIn } from '../test/docs/program-place';

// Writes the programs of test/docs into their pages, and what its commands print: npm run docs:programs -- [NAME...]

const ROOT = join(__dirname, '..');
const PROGRAMS = join(ROOT, 'test/docs');
const TSX = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
const PODTRUST = join(ROOT, 'lib/cli/main.ts');

function run(cwd: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [TSX, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: 'cdktf.out', COLUMNS: '' },
  });
  // 1 is a proof with findings, which a page may show.
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

const asked = process.argv.slice(2);
const names = readdirSync(PROGRAMS).flatMap((file) => /^(.*)-program\.ts$/.exec(file)?.[1] ?? []);
for (const name of names.filter((one) => one !== 'page' && (asked.length === 0 || asked.includes(one)))) {
  const { page: place, index } = placeOf(name);
  const path = join(ROOT, place);
  const page = readFileSync(path, 'utf8');
  const { files } = examplesIn(page);
  const [shown, commands] = [programsIn(page)[index], commandsAbout(page, index)];
  if (shown === undefined) throw new Error(`${place} does not have the program ${name}`);

  const source = join(PROGRAMS, `${name}-program.ts`);
  let written = page.replace(
    `\`\`\`ts\n${shown}\`\`\``,
    () => `\`\`\`ts\n${asImported(readFileSync(source, 'utf8'))}\`\`\``,
  );
  if (commands.length > 0) {
    const folder = mkdtempSync(join(tmpdir(), 'program-'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    run(folder, source);
    for (const { line, output: said } of commands) {
      const output = run(folder, PODTRUST, ...line.split(' ').slice(1));
      written = written.replace(`$ ${line}\n${said}\`\`\``, () => `$ ${line}\n${output}\`\`\``);
    }
    rmSync(folder, { recursive: true });
  }
  if (written !== page) writeFileSync(path, written);
}
