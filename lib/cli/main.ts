#!/usr/bin/env node
import { Command } from 'commander';
import { optimizeLater } from './optimize-later';

optimizeLater();

/* eslint-disable @typescript-eslint/no-require-imports */
/** Each command is loaded only when it is asked for, or when all are to be listed. */
const COMMANDS: Readonly<Record<string, () => (program: Command) => void>> = {
  admit: () => (require('./admit') as typeof import('./admit')).addAdmitCommand,
  ask: () => (require('./ask') as typeof import('./ask')).addAskCommand,
  prove: () => (require('./prove') as typeof import('./prove')).addProveCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

// A reader that has seen enough (`| head`) closes the pipe; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

const program = new Command('podtrust')
  .description('Prove from what was synthesized which pods get which identity of AWS and Azure.')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text) })
  .showHelpAfterError();
const asked = process.argv[2] ?? '';
for (const name of Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS)) COMMANDS[name]!()(program);

try {
  program.parse();
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (!code?.startsWith('commander.')) throw error;
  // Help is asked for; anything else is a command line that was not understood.
  process.exitCode = exitCode === 0 ? 0 : 2;
}
