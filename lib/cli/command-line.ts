import { Command } from 'commander';
import { PodtrustError } from '../core/errors';
import { pageUrl } from '../core/published';
import { VERSION } from '../core/version';
import { optimizeLater } from './optimize-later';
import { reportFailure, UNREADABLE } from './report-failure';

/* eslint-disable @typescript-eslint/no-require-imports */
/** Each command is loaded only when it is asked for, or when all are to be listed. */
const COMMANDS: Readonly<Record<string, () => (program: Command) => void>> = {
  admit: () => (require('./commands/admit') as typeof import('./commands/admit')).addAdmitCommand,
  ask: () => (require('./commands/ask') as typeof import('./commands/ask')).addAskCommand,
  explain: () => (require('./commands/explain') as typeof import('./commands/explain')).addExplainCommand,
  import: () => (require('./commands/import') as typeof import('./commands/import')).addImportCommand,
  init: () => (require('./commands/init') as typeof import('./commands/init')).addInitCommand,
  lock: () => (require('./commands/lock') as typeof import('./commands/lock')).addLockCommand,
  prove: () => (require('./commands/prove') as typeof import('./commands/prove')).addProveCommand,
  review: () => (require('./commands/review') as typeof import('./commands/review')).addReviewCommand,
};

/** What the package's one file holds beside the command: `podtrust/proof` and `podtrust/testing` are doors to it. See bundle.mjs. */
export const library = {
  proof: () => require('../proof') as typeof import('../proof'),
  testing: () => require('../testing') as typeof import('../testing'),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs what this process was asked for, and leaves its exit code. */
export function runCommandLine(): void {
  optimizeLater();

  // A reader that has seen enough (`| head`) closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = reportFailure(unwritten(error));
    process.exit(process.exitCode ?? 0);
  });
  // Nothing is left to say it with but the exit code.
  process.stderr.on('error', () => undefined);

  const program = new Command('podtrust')
    .description('Prove from what was synthesized which pods get which identity of AWS and Azure.')
    .version(VERSION, '--version', 'display the version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) })
    .showHelpAfterError()
    .addHelpText('after', `\nDocumentation: ${pageUrl('README.md')}\nCodes of errors: ${pageUrl('errors.md')}`);
  const asked = process.argv[2] ?? '';
  for (const name of Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS)) COMMANDS[name]!()(program);

  try {
    program.parse();
  } catch (error) {
    const { code, exitCode } = error as { code?: string; exitCode?: number };
    // Help is asked for; anything else is a command line that was not understood.
    if (code?.startsWith('commander.')) process.exitCode = exitCode === 0 ? 0 : UNREADABLE;
    else process.exitCode = reportFailure(error);
  }
}

/** What a disk that is full says of standard output. */
function unwritten({ code = 'unknown error' }: NodeJS.ErrnoException): PodtrustError {
  return new PodtrustError({ code: 'output-unwritten', what: `the result cannot be written: ${code}` });
}
