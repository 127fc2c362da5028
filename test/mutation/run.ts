import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SURVIVORS } from './survivors';

/** What of Stryker's report is read. */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Ignored';
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- Stryker's configuration reads it too, as JavaScript.
const rooms = require('./rooms') as Readonly<Record<string, unknown>>;
const [room, ...files] = process.argv.slice(2);
if (room === undefined || !(room in rooms)) {
  process.stderr.write(
    `npm run mutation -- ROOM [FILE[:LINES]…], where ROOM is one of ${Object.keys(rooms).join(', ')}\n`,
  );
  process.exit(2);
}

const folder = process.env.PODTRUST_MUTATION_FOLDER ?? join(tmpdir(), 'podtrust-mutation');
const { status } = spawnSync('npx', ['stryker', 'run', join(__dirname, 'stryker.config.js')], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    PODTRUST_MUTATION_ROOM: room,
    PODTRUST_MUTATION_FILES: files.join(' '),
    PODTRUST_MUTATION_FOLDER: folder,
  },
});
const file = join(folder, `${room}.report.json`);
if (status !== 0 || !existsSync(file)) process.exit(status ?? 1);
process.exitCode = summarize(JSON.parse(readFileSync(file, 'utf8')) as Report);

/** Prints the score and whatever survived without an explanation; gives the exit code. */
function summarize({ files: mutated }: Report): number {
  let killed = 0;
  let explained = 0;
  const open: string[] = [];
  for (const [path, { source, mutants }] of Object.entries(mutated)) {
    const lines = source.split('\n');
    for (const mutant of mutants) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') killed++;
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue;
      const { start, end } = mutant.location;
      const original = textBetween(lines, start, end);
      const line = lines[start.line - 1]!;
      const isExplained = SURVIVORS.some(
        (one) =>
          (path === one.file || path.startsWith(`${one.file}/`)) &&
          (one.original ?? original) === original &&
          (one.replacement ?? mutant.replacement) === mutant.replacement &&
          line.includes(one.line ?? ''),
      );
      if (isExplained) explained++;
      else
        open.push(`${path}:${start.line}:${start.column} ${mutant.mutatorName}: ${original} -> ${mutant.replacement}`);
    }
  }
  const all = killed + explained + open.length;
  const score = all === 0 ? 100 : (100 * killed) / all;
  for (const line of open) process.stdout.write(`survived: ${line}\n`);
  process.stdout.write(
    `${room}: ${killed} of ${all} mutants killed (${score.toFixed(1)} %), ${explained} explained, ${open.length} neither\n`,
  );
  return open.length > 0 ? 1 : 0;
}

function textBetween(lines: readonly string[], start: Position, end: Position): string {
  const part = lines.slice(start.line - 1, end.line);
  part[part.length - 1] = part.at(-1)!.slice(0, end.column - 1);
  part[0] = part[0]!.slice(start.column - 1);
  return part.join('\n');
}
