import type { Command } from 'commander';
import { grouped } from '../../core/groups';
import { printable, printableLines } from '../../core/printable';
import type { Answer } from '../../proof/ask/answer';
import type { ActionQuery, Query } from '../../proof/ask/query';
import { checkChoice, misuse } from '../misuse';
import { readText } from '../read-text';
import { addPathArgument } from '../options/path-argument';
import { reportFailure } from '../report-failure';
import { addSettingsOptions, settingsOptions } from '../options/settings-option';
import type { SettingsFlags } from '../options/settings-option';

interface Flags extends SettingsFlags {
  readonly identity?: string;
  readonly subject?: string;
  readonly cluster?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly account?: string;
  readonly token?: string;
  readonly queries?: string;
  readonly whoCanBecome?: true;
  readonly format?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly context?: readonly string[];
}

/** What the shell sees where there is an answer. */
const EXIT = { admitted: 0, refused: 1, undecided: 4 } as const;

/** `podtrust ask PATH...` */
export function addAskCommand(program: Command): void {
  const command = program
    .command('ask')
    .summary('would this pod get in, and which statement says so?')
    .description(
      'Says whether a pod, or a token, would get an identity: which statement or credential decided it, what the cloud would answer, and what would have to change.',
    )
    .option('--identity <id>', 'its id, its name, a role’s ARN or a client id')
    .option('--subject <namespace/name>', 'the service account that the pod runs as')
    .option(
      '--cluster <id>',
      'the cluster that the pod runs in, by its id, its name or the end of its id (default: the only one that it can be)',
    )
    .option('--issuer <url>', 'the issuer of the pod’s token, for a cluster that is not among the paths')
    .option('--audience <audience>', 'the audience of the pod’s token (default: what the cloud asks for)')
    .option('--account <id>', 'the identity’s own AWS account, where the paths do not tell it')
    .option('--token <file>', 'a token, or its claims as JSON, instead of --subject; it is never printed')
    .option('--action <action>', 'may the pod do this with the identity? One action, such as s3:GetObject')
    .option('--resource <arn>', 'to what: an ARN, a resource id, or the address of a resource of the paths')
    .option(
      '--context <key=value>',
      'what is known of the request besides, such as aws:SourceVpce=vpce-1; may be repeated',
      (pair: string, before: readonly string[] = []) => [...before, pair],
    )
    .option(
      '--who-can-become',
      'who can become the pods of --subject, by which shortest way, instead of a question about an identity',
    )
    .option('--format <form>', 'text or json, of --who-can-become (default: text)')
    .option('--queries <file>', 'many questions, one JSON object per line; the answers are one JSON object per line')
    .addHelpText(
      'after',
      '\nExit status: 0 admitted (with --action: allowed), 1 not, 4 not decidable, 2 unreadable input; with --queries 0 or 2; with --who-can-become 0, or 4 where others may as well.',
    )
    .action((paths: string[], flags: Flags) => {
      process.exitCode = run(paths, flags);
    });
  addPathArgument(command);
  addSettingsOptions(command);
}

function run(paths: readonly string[], flags: Flags): number {
  try {
    if (flags.queries !== undefined) return answerAll(paths, flags, flags.queries);
    if (flags.whoCanBecome) return answerWhoCanBecome(paths, flags);
    const query = queryOf(flags);
    checkActions([query]);
    const answer = loadAsk().ask(paths, query, settingsOptions(flags));
    process.stdout.write(answerText(answer, query));
    const verdict = answer.allowed === undefined ? answer.admitted : answer.allowed;
    if (verdict === null) return EXIT.undecided;
    return verdict ? EXIT.admitted : EXIT.refused;
  } catch (error) {
    return reportFailure(error);
  }
}

// Loaded only when needed, so that --help starts without it.
/* eslint-disable @typescript-eslint/no-require-imports */
function loadAsk(): typeof import('../../proof/ask/ask') {
  return require('../../proof/ask/ask') as typeof import('../../proof/ask/ask');
}

/** Options that do not belong to one question. */
const OF_EACH_RUN = ['queries', 'config', 'today'];

function answerAll(paths: readonly string[], flags: Flags, file: string): number {
  const others = Object.keys(flags).filter((name) => !OF_EACH_RUN.includes(name));
  if (others.length > 0) throw misuse(`--queries does not go with --${others[0]}: each line says it for itself`);
  const { parseQuery } = require('../../proof/ask/parse-query') as typeof import('../../proof/ask/parse-query');
  const queries = readText(file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseQuery(line, `${file}:${index + 1}`)]));
  checkActions(queries);
  for (const { admitted, allowed, because, assumes } of loadAsk().askAll(paths, queries, settingsOptions(flags))) {
    process.stdout.write(printableLines(`${JSON.stringify({ admitted, allowed, because, assumes })}\n`));
  }
  return EXIT.admitted;
}

function checkActions(queries: readonly Query[]): void {
  const actions = queries.flatMap(({ action }) => action ?? []);
  if (actions.length === 0) return;
  const { checkActionsExist } = require('../known-actions') as typeof import('../known-actions');
  checkActionsExist(actions, (line) => process.stderr.write(`podtrust: ${printable(line)}\n`));
}

function queryOf(flags: Flags): Query {
  const { subject, token, cluster, issuer, audience, account } = flags;
  if (flags.identity === undefined) throw misuse('--identity is missing');
  const identity = flags.identity;
  const asked = actionIn(flags);
  if ((subject === undefined) === (token === undefined)) throw misuse('give one of --subject and --token');
  if (token !== undefined) {
    if (audience !== undefined || issuer !== undefined) {
      throw misuse('--token does not go with --issuer or --audience: the token says them');
    }
    const { parseToken } = require('../../proof/ask/parse-token') as typeof import('../../proof/ask/parse-token');
    return { identity, account, cluster, ...asked, token: parseToken(readText(token), token) };
  }
  return { identity, account, cluster, issuer, audience, ...asked, subject: accountOf(subject!) };
}

function answerWhoCanBecome(paths: readonly string[], flags: Flags): number {
  const { subject, cluster, format = 'text' } = flags;
  const other = Object.keys(flags).find((name) => !OF_BECOMING.includes(name));
  if (other !== undefined) throw misuse(`--who-can-become does not go with --${other}`);
  if (subject === undefined) throw misuse('--who-can-become needs --subject');
  checkChoice('--format', format, ['text', 'json']);
  const { whoCanBecome } = require('../../proof/ask/who-can-become') as typeof import('../../proof/ask/who-can-become');
  const { becomingText } = require('../becoming-text') as typeof import('../becoming-text');
  const found = whoCanBecome(paths, { subject: accountOf(subject), cluster }, settingsOptions(flags));
  process.stdout.write(
    format === 'json' ? printableLines(`${JSON.stringify(found, undefined, 2)}\n`) : becomingText(found),
  );
  return found.unknown.length > 0 || found.who.some(({ uncertain }) => uncertain !== undefined)
    ? EXIT.undecided
    : EXIT.admitted;
}
/* eslint-enable @typescript-eslint/no-require-imports */

const OF_BECOMING = ['subject', 'cluster', 'whoCanBecome', 'format', 'config', 'today'];

function accountOf(subject: string): { readonly namespace: string; readonly name: string } {
  const parts = /^([^/\s]+)\/([^/\s]+)$/.exec(subject.replace(/^system:serviceaccount:([^:]+):([^:]+)$/, '$1/$2'));
  if (!parts) throw misuse(`--subject ${JSON.stringify(subject)} is not <namespace>/<name>`);
  return { namespace: parts[1]!, name: parts[2]! };
}

/** What is asked besides: what the pod may do with the identity. */
function actionIn({ action, resource, context }: Flags): Partial<ActionQuery> {
  if ((action === undefined) !== (resource === undefined)) throw misuse('--action and --resource go together');
  if (action === undefined || resource === undefined) {
    if (context !== undefined) throw misuse('--context goes with --action');
    return {};
  }
  if (context === undefined) return { action, resource };
  const pairs = context.map((pair): [string, string] => {
    const [, key, value] = /^([^=\s]+)=(.*)$/.exec(pair) ?? [];
    if (key === undefined) throw misuse(`--context ${JSON.stringify(pair)} is not <key>=<value>`);
    return [key, value!];
  });
  const values = grouped(pairs, ([key]) => key);
  return {
    ...{ action, resource },
    context: Object.fromEntries(
      [...values].map(([key, same]) => [key, same.length === 1 ? same[0]![1] : same.map(([, value]) => value)]),
    ),
  };
}

const VERDICTS = new Map([
  [true, 'admitted'],
  [false, 'not admitted'],
  [null, 'not decidable'],
]);

const ALLOWED = new Map([
  [true, 'allowed by what was read'],
  [false, 'not allowed'],
  [null, 'not decidable'],
]);

function answerText({ admitted, allowed, because, needs = [] }: Answer, query: Query): string {
  const { identity, action, resource } = query;
  const verdict =
    allowed === undefined
      ? `${VERDICTS.get(admitted)}: ${identity}`
      : `${ALLOWED.get(allowed)}: ${identity}, ${action} on ${resource}`;
  return [verdict, ...[...because, ...needs].map((text) => `  ${text}`)].map((line) => `${printable(line)}\n`).join('');
}
