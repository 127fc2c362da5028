import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { measureProgram } from './measure-program';
import type { Measured } from './measure-program';
import { programsOf } from './programs';
import { Prover } from './prover';
import { reportErrors, reportMissing, reportSummary } from './report';
import { summaryOf } from './summary';

const USAGE = `npm run corpus -- FOLDER... [--json FILE] [--errors] [--missing] [--timeout SECONDS]

Proves each program below the folders and prints what came of it.

  --json FILE         also writes all of it, program by program
  --errors            lists each finding of level error, to be read
  --missing           lists each trust that no line of the inventory accounts for, and what could not be read
  --timeout SECONDS   for one program (default: 60)
`;

/** Each program below the folders, one after the other. */
export async function runCorpus(
  folders: readonly string[],
  timeout: number,
  onProgram: (done: number, of: number, name: string) => void = () => undefined,
): Promise<Measured[]> {
  const programs = folders.flatMap((folder) => programsOf(path.resolve(folder)));
  const prover = new Prover(timeout);
  const measured: Measured[] = [];
  try {
    for (const program of programs) {
      onProgram(measured.length, programs.length, program.name);
      measured.push(await measureProgram(program, prover));
    }
  } finally {
    prover.stop();
  }
  return measured;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      errors: { type: 'boolean' },
      missing: { type: 'boolean' },
      timeout: { type: 'string', default: '60' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const timeout = Number(values.timeout);
  const absent = positionals.filter((folder) => !fs.existsSync(folder));
  if (values.help || positionals.length === 0 || !(timeout > 0) || absent.length > 0) {
    process.stderr.write(absent.length > 0 ? `corpus: there is no folder ${absent.join(', ')}\n` : USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const started = Date.now();
  let shown = started;
  const measured = await runCorpus(positionals, timeout, (done, of, name) => {
    if (Date.now() - shown < 2000) return;
    shown = Date.now();
    process.stderr.write(`corpus: ${done} of ${of}, now ${name}\n`);
  });
  const summary = summaryOf(measured);
  process.stdout.write(reportSummary(summary));
  if (values.errors) process.stdout.write(`\n${reportErrors(measured)}`);
  if (values.missing) process.stdout.write(`\n${reportMissing(measured)}`);
  if (values.json) fs.writeFileSync(values.json, `${JSON.stringify({ summary, programs: measured }, null, 2)}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`corpus: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
}
