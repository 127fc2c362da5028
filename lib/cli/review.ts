import type { Command } from 'commander';
import { PodtrustError } from '../core/errors';
import type { Inventory } from '../proof/inventory';
import type { Review } from '../review';
import { isThere, textOfRevision } from './git-revision';
import { checkChoice, misuse } from './misuse';
import { Progress } from './progress';
import { readText } from './read-text';
import { reportFailure } from './report-failure';

interface Flags {
  readonly base?: readonly string[];
  readonly head?: readonly string[];
  readonly format: string;
  readonly failOn: string;
  readonly baseConfig?: string;
  readonly today?: string;
}

const FORMATS = ['markdown', 'json'];
const THRESHOLDS = ['widened', 'unknown', 'never'];

/** What the shell sees where there is an answer. */
const EXIT = { holds: 0, widened: 3, unknown: 4 } as const;

/** `podtrust review --base PATH... --head PATH...` */
export function addReviewCommand(program: Command): void {
  program
    .command('review')
    .summary('what changes in who can reach what, between two versions')
    .description(
      'Compares two versions of a program by meaning: who gets in, or may do something, that did not before. Names of resources, the order of statements and how policies are divided are no changes.',
    )
    .option(
      '--base <path...>',
      'the version before: whatever podtrust prove reads, its JSON, a lock, or a git revision of a lock or of its JSON (main, origin/main:access.lock.md)',
    )
    .option('--head <path...>', 'the version after: the same')
    .option('--format <format>', 'markdown or json', 'markdown')
    .option(
      '--fail-on <verdict>',
      'exit 3 where access widens (widened), and also 4 where that cannot be decided (unknown), or never',
      'unknown',
    )
    .option(
      '--base-config <file>',
      'the podtrust.yaml of the base, which holds for both sides; a git revision of it is read too (default: none, so that nothing is accepted)',
    )
    .option('--today <date>', 'the day on which accepted findings expire or do not (default: today, in UTC)')
    .addHelpText('after', '\nExit status: 0 the same access or less, 3 widened, 4 not decidable, 2 unreadable input.')
    .action((flags: Flags) => {
      process.exitCode = run(flags);
    });
}

/* eslint-disable @typescript-eslint/no-require-imports */
function run(flags: Flags): number {
  const progress = new Progress();
  try {
    const { base, head, format, failOn } = flags;
    if (!base || !head) throw misuse(`${base ? '--head' : '--base'} is missing`);
    checkChoice('--format', format, FORMATS);
    checkChoice('--fail-on', failOn, THRESHOLDS);
    const { review, reviewMarkdown } = require('../review') as typeof import('../review');
    const result = review(inventoryOf(base, flags, progress), inventoryOf(head, flags, progress));
    progress.end();
    process.stdout.write(format === 'json' ? jsonOf(result) : reviewMarkdown(result));
    return exitOf(result, failOn);
  } catch (error) {
    progress.end();
    return reportFailure(error);
  }
}

/** A saved inventory or a lock as it is; a program as the base's settings have it, since a change cannot give itself leave. */
function inventoryOf(paths: readonly string[], { baseConfig, today }: Flags, progress: Progress): Inventory {
  const { looksLikeInventory, looksLikeLock, parseInventory, parseLock } =
    require('../review') as typeof import('../review');
  if (paths.length === 1) {
    const path = paths[0]!;
    const isPath = isThere(path);
    const text = isPath ? textOfFile(path) : textOfRevision(path);
    if (text !== undefined) {
      if (looksLikeLock(text)) return parseLock(text, path);
      if (looksLikeInventory(text)) return parseInventory(text, path);
      if (!isPath) {
        throw new PodtrustError({
          code: 'inventory-invalid',
          where: path,
          what: 'is neither a lock nor an inventory',
          remedy: 'Commit what podtrust lock, or podtrust prove --format json, writes.',
        });
      }
    }
  }
  const { prove } = require('../proof/prove') as typeof import('../proof/prove');
  return prove(paths, { config: configOf(baseConfig), today, onStep: (step) => progress.step(step) });
}

/** Nothing where it is no file, such as a directory or standard input: the proof reads these. */
function textOfFile(path: string): string | undefined {
  const { statSync } = require('node:fs') as typeof import('node:fs');
  return path !== '-' && statSync(path).isFile() ? readText(path) : undefined;
}

function configOf(path: string | undefined): false | { readonly file: string; readonly text: string } {
  if (path === undefined) return false;
  return { file: path, text: isThere(path) ? readText(path) : textOfRevision(path) };
}
/* eslint-enable @typescript-eslint/no-require-imports */

function exitOf({ verdict, changes }: Review, failOn: string): number {
  if (failOn === 'never') return EXIT.holds;
  if (verdict === 'widened') return EXIT.widened;
  const isUnknown = changes.some(({ change }) => change === 'unknown');
  return isUnknown && failOn === 'unknown' ? EXIT.unknown : EXIT.holds;
}

function jsonOf(review: Review): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { printableLines } = require('../core/printable') as typeof import('../core/printable');
  return printableLines(`${JSON.stringify(review, null, 2)}\n`);
}
