import { Command } from 'commander';
import { addAdmitCommand } from '../../lib/cli/commands/admit';
import { addAskCommand } from '../../lib/cli/commands/ask';
import { addExplainCommand } from '../../lib/cli/commands/explain';
import { addImportCommand } from '../../lib/cli/commands/import';
import { addInitCommand } from '../../lib/cli/commands/init';
import { addLockCommand } from '../../lib/cli/commands/lock';
import { addProveCommand } from '../../lib/cli/commands/prove';
import { addReviewCommand } from '../../lib/cli/commands/review';

/** What a command leaves to the shell. */
export interface CommandRun {
  readonly exit: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of podtrust in this process. */
export function podtrust(...args: string[]): CommandRun {
  let out = '';
  let err = '';
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
  ];
  try {
    const program = new Command('podtrust').exitOverride();
    for (const add of [
      addProveCommand,
      addAskCommand,
      addAdmitCommand,
      addExplainCommand,
      addImportCommand,
      addInitCommand,
      addLockCommand,
      addReviewCommand,
    ])
      add(program);
    program.parse(['node', 'podtrust', ...args]);
    return { exit: process.exitCode, out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}
