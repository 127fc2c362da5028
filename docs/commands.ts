import { join } from 'node:path';
import { Command } from 'commander';
import { addAdmitCommand } from '../lib/cli/commands/admit';
import { addAskCommand } from '../lib/cli/commands/ask';
import { addExplainCommand } from '../lib/cli/commands/explain';
import { addImportCommand } from '../lib/cli/commands/import';
import { addInitCommand } from '../lib/cli/commands/init';
import { addLockCommand } from '../lib/cli/commands/lock';
import { addProveCommand } from '../lib/cli/commands/prove';
import { addReviewCommand } from '../lib/cli/commands/review';

/** The page of the command's options. */
export const COMMANDS_FILE = join(__dirname, 'commands.md');

/** Where more is said of each command. */
const PAGES: Readonly<Record<string, string>> = {
  admit: '[Admission](admission.md) says what the webhooks do.',
  ask: '[Would this pod get in?](asking.md) and [who can become the pod?](becoming.md) have an example of each question.',
  explain:
    '[What an error of a cloud means](explaining.md) has an example of each form, and the messages that are known.',
  import: '[Import what AAD Pod Identity does](importing.md) goes from a dump to the last step.',
  init: '[Write a program](program.md) says what is in the project.',
  lock: '[Review access in pull requests](reviewing.md) says how a repository keeps it.',
  prove: '[Prove what you have](proving.md) says how to begin, [What the proof reads](reading.md) what PATH can be.',
  review: '[Review access in pull requests](reviewing.md) has the words, and a gate to copy.',
};

/** The page: each command with what its own help prints. */
export function commandsPage(): string {
  const program = new Command('podtrust');
  for (const add of [
    addAdmitCommand,
    addAskCommand,
    addExplainCommand,
    addImportCommand,
    addInitCommand,
    addLockCommand,
    addProveCommand,
    addReviewCommand,
  ])
    add(program);
  return [
    '<!-- Generated from the commands by npx tsx docs/rules/generate.ts: change lib/cli, not this page. -->',
    '',
    '# Commands',
    '',
    '`npx podtrust COMMAND`. The result goes to standard output, all else to standard error. Bad input is one line with a [code](errors.md) and the exit status 2.',
    '',
    ...program.commands.flatMap((command) => [
      `## podtrust ${command.name()}`,
      '',
      PAGES[command.name()]!,
      '',
      '```text',
      helpOf(command).trim(),
      '```',
      '',
    ]),
  ].join('\n');
}

function helpOf(command: Command): string {
  let text = '';
  command
    .configureHelp({ helpWidth: 120 })
    .configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 120, getOutHasColors: () => false });
  command.outputHelp();
  return text;
}
