import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ServiceAccountReference } from '../../core/trust/subject';
import { printableLines } from '../../core/printable';
import { misuse } from '../misuse';
import { PATHS } from '../options/path-argument';
import { readText } from '../read-text';
import { reportFailure } from '../report-failure';
import { addSettingsOptions, settingsOptions } from '../options/settings-option';
import type { SettingsFlags } from '../options/settings-option';

interface Flags extends SettingsFlags {
  readonly file?: string;
  readonly format: string;
  readonly identity?: string;
  readonly subject?: string;
  readonly cluster?: string;
}

/** What the shell sees where there is an answer. */
const EXIT = { explained: 0, unknown: 1, notByProgram: 4 } as const;

const FORMATS = ['text', 'json'];

/** `podtrust explain TEXT [PATH...]` */
export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .summary('what an error of Entra, AWS STS or their clients means, and where the program causes it')
    .description(
      'Says what an error text of Entra, AWS STS, EKS Pod Identity, a metadata service or a client of AWS or Azure means: what was compared with what, the likely causes in their order, and how to fix each. With the paths of a program it holds what the message tells (issuer, subject, audience, client id) against the program’s trusts, and says what differs and where.',
    )
    .argument('[text]', 'the error, as the log has it; or - for standard input; left out with --file')
    .argument('[path...]', `the program: ${PATHS}`)
    .option('--file <file>', 'the file that has the error, such as a log; or - for standard input')
    .option('--identity <id>', 'the identity that the pod asks for: its id, its name, a role’s ARN or a client id')
    .option(
      '--subject <namespace/name>',
      'the service account that the pod runs as, where the message does not tell it',
    )
    .option('--cluster <id>', 'the cluster that the pod runs in (default: the only one that it can be)')
    .option('--format <format>', 'text or json', 'text')
    .addHelpText(
      'after',
      '\nExit status: 0 explained, 1 no message that is known, 4 explained, but the program has nothing that causes it, 2 unreadable input.',
    )
    .action((text: string | undefined, paths: string[], flags: Flags) => {
      process.exitCode = run(text, paths, flags);
    });
  addSettingsOptions(command);
}

function run(text: string | undefined, given: readonly string[], flags: Flags): number {
  try {
    const { message, paths } = inputOf(text, given, flags);
    const subject = subjectOf(flags.subject);
    if (paths.length === 0 && (flags.identity ?? flags.subject ?? flags.cluster) !== undefined) {
      throw misuse('--identity, --subject and --cluster are about a program: name its paths too');
    }
    const { explain, againstProgram, explanationText, explanationJson } = load();
    const explanation = explain(message);
    const { identity, cluster } = flags;
    const program =
      paths.length === 0
        ? undefined
        : againstProgram(explanation, paths, { identity, subject, cluster, ...settingsOptions(flags) });
    const result = { explanation, program, hint: hintOf(text) };
    process.stdout.write(flags.format === 'json' ? explanationJson(result) : printableLines(explanationText(result)));
    if (explanation.messages.length === 0) return EXIT.unknown;
    return program === undefined || program.explains ? EXIT.explained : EXIT.notByProgram;
  } catch (error) {
    return reportFailure(error);
  }
}

/** The error's text, and the paths of the program. */
function inputOf(
  text: string | undefined,
  given: readonly string[],
  { file, format }: Flags,
): { readonly message: string; readonly paths: readonly string[] } {
  if (!FORMATS.includes(format)) {
    throw misuse(`--format ${JSON.stringify(format)} is not one of ${FORMATS.join(', ')}`);
  }
  // With a file that has the error, the first argument is a path already.
  const paths = file !== undefined && text !== undefined ? [text, ...given] : given;
  const source = file ?? (text === '-' ? '-' : undefined);
  if (source === '-' && paths.includes('-')) {
    throw misuse('standard input is named twice: it has either the error or the program');
  }
  if (source === undefined && text === undefined) {
    throw misuse(
      'no error is given: write it as the first argument in quotes, or name a file by --file, or - for standard input',
    );
  }
  const message = source === undefined ? text! : readText(source);
  if (message.trim() === '') throw misuse('the error is empty');
  return { message, paths };
}

/** Somebody who names a file in place of the text of it means what it has. */
function hintOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 1000 || !existsSync(text)) return undefined;
  return `there is a file of that name: --file ${text} reads it`;
}

function subjectOf(subject: string | undefined): ServiceAccountReference | undefined {
  if (subject === undefined) return undefined;
  const parts = /^([^/\s]+)\/([^/\s]+)$/.exec(subject.replace(/^system:serviceaccount:([^:]+):([^:]+)$/, '$1/$2'));
  if (!parts) throw misuse(`--subject ${JSON.stringify(subject)} is not <namespace>/<name>`);
  return { namespace: parts[1]!, name: parts[2]! };
}

/** Loaded only when needed, so that --help starts without it. */
function load() {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { explain } = require('../../explain/explain') as typeof import('../../explain/explain');
  const { againstProgram } =
    require('../../explain/program/against-program') as typeof import('../../explain/program/against-program');
  const report = require('../explanation-report') as typeof import('../explanation-report');
  /* eslint-enable @typescript-eslint/no-require-imports */
  return { explain, againstProgram, ...report };
}
