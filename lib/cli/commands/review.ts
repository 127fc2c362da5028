import type { Command } from 'commander';
import { PodtrustError } from '../../core/errors';
import { VERSION } from '../../core/version';
import type { Inventory } from '../../proof/inventory';
import type { ProveOptions } from '../../proof/prove';
import type { Settings } from '../../proof/settings/settings';
import type { Review } from '../../review';
import { LOCK_FILE } from '../../review/lock';
import { addClusterOption, clusterOfPath } from '../options/cluster-option';
import { isThere, otherOfRevision, settingsOfRevision, textOfRevision } from '../git-revision';
import { checkChoice, misuse } from '../misuse';
import { Progress } from '../progress';
import { readText } from '../read-text';
import { reportFailure } from '../report-failure';

interface Flags {
  readonly base?: readonly string[];
  readonly head?: readonly string[];
  readonly cluster?: readonly string[];
  readonly format: string;
  readonly failOn: string;
  readonly baseConfig?: string;
  readonly lock: string;
  readonly plan?: readonly string[];
  readonly sarifCategory?: string;
  readonly today?: string;
}

const FORMATS = ['markdown', 'json', 'sarif', 'html', 'atlantis'];
const THRESHOLDS = ['widened', 'unknown', 'never'];

/** What the shell sees where there is an answer. */
const EXIT = { holds: 0, violated: 1, widened: 3, undecided: 4 } as const;

/** `podtrust review --base PATH... --head PATH...` */
export function addReviewCommand(program: Command): void {
  const command = program
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
    .option(
      '--format <format>',
      'markdown, json, sarif, html: a page for a browser, or atlantis: findings for its policy framework, with exit status 0 whatever they are',
      'markdown',
    )
    .option(
      '--fail-on <verdict>',
      'exit 1 where the policy does not allow it and 3 where access widens (widened), and also 4 where that cannot be decided (unknown), or never',
      'unknown',
    )
    .option(
      '--base-config <file>',
      'the podtrust.yaml of the base, which holds for both sides; a git revision of it is read too (default: that of the revision, or of the inventory, that is the base; else none, so that nothing is accepted)',
    )
    .option(
      '--plan <file...>',
      'what terraform show -json prints of plans of the head: what they do is shown beside each change',
    )
    .option(
      '--lock <file>',
      'the lock of the change, which admits what widens where the policy of the base says so',
      LOCK_FILE,
    )
    .option(
      '--sarif-category <name>',
      'what tells this run’s alerts from those of other runs in one repository (default: podtrust/review)',
    )
    .option('--today <date>', 'the day on which accepted findings expire or do not (default: today, in UTC)')
    .addHelpText(
      'after',
      '\nExit status: 0 the same access or less, 1 not allowed by the policy, 3 widened, 4 not decidable, 2 unreadable input.',
    )
    .action((flags: Flags) => {
      process.exitCode = run(flags);
    });
  addClusterOption(command);
}

/* eslint-disable @typescript-eslint/no-require-imports */
function run(flags: Flags): number {
  const progress = new Progress();
  try {
    const { base, head, format, failOn, plan = [] } = flags;
    if (!base || !head) throw misuse(`${base ? '--head' : '--base'} is missing`);
    checkChoice('--format', format, FORMATS);
    checkChoice('--fail-on', failOn, THRESHOLDS);
    const { gatedReview, parsePlan, withPlans } = require('../../review') as typeof import('../../review');
    const { loadSettings } =
      require('../../proof/settings/load-settings') as typeof import('../../proof/settings/load-settings');
    const before = sideOf(base);
    const after = sideOf(head);
    const config = baseConfigOf(flags, before, base);
    const clusters = clusterOfPath(flags.cluster);
    const [ofBase, options] = [
      [before, after],
      [after, before],
    ].map(([own, other]) => ({ config, today: flags.today, clusterOfPath: clustersOf(clusters, own!, other!) })) as [
      ProveOptions,
      ProveOptions,
    ];
    const baseInventory = inventoryOf(before, ofBase, progress);
    const headInventory = inventoryOf(after, options, progress);
    const plans = plan.flatMap((file) => parsePlan(readText(file), file));
    const [ownSettings, headSettings] = [loadSettings({ config }), settingsOfHead(after)];
    const gated = gatedReview(baseInventory, headInventory, {
      base: ownSettings,
      head: headSettings,
      isLocked: () => isLocked(flags, after, options, progress, [ownSettings, ...headSettings]),
    });
    const result = flags.plan ? withPlans(gated, plans, baseInventory, headInventory) : gated;
    progress.end();
    process.stdout.write(textOf(result, headInventory, flags));
    // What Atlantis denies is in what it reads; any other status is a mistake of the evaluator to it.
    return format === 'atlantis' ? EXIT.holds : exitOf(result, failOn);
  } catch (error) {
    progress.end();
    return reportFailure(error);
  }
}

/** A version: an inventory that was saved, or a program to prove. */
interface Side {
  readonly paths: readonly string[];
  readonly saved?: Inventory;
  /** What it is a file of, where it is not one of this machine. */
  readonly revision?: string;
}

function sideOf(paths: readonly string[]): Side {
  const { looksLikeInventory, looksLikeLock, parseInventory, parseLock } =
    require('../../review') as typeof import('../../review');
  const [path = '', ...others] = paths;
  if (others.length > 0) return { paths };
  const isPath = isThere(path);
  const text = isPath ? textOfFile(path) : textOfRevision(path);
  const revision = isPath ? {} : { revision: path };
  if (text !== undefined && looksLikeLock(text)) return { paths, saved: parseLock(text, path), ...revision };
  if (text !== undefined && looksLikeInventory(text)) return { paths, saved: parseInventory(text, path), ...revision };
  if (isPath) return { paths };
  throw new PodtrustError({
    code: 'inventory-invalid',
    where: path,
    what: 'is neither a lock nor an inventory',
    remedy: 'Commit what podtrust lock, or podtrust prove --format json, writes.',
  });
}

/** What `--cluster` says of the paths of a side. Of paths that are neither side's its proof says that nothing was read there. */
function clustersOf(clusters: ReadonlyMap<string, string>, own: Side, other: Side): ReadonlyMap<string, string> {
  const { relative } = require('node:path') as typeof import('node:path');
  const isOf = ({ paths }: Side, path: string): boolean =>
    paths.some((root) => !/^\.\.(?:$|[\\/])/.test(relative(root, path)));
  return new Map([...clusters].filter(([path]) => isOf(own, path) || !isOf(other, path)));
}

/** A saved inventory or a lock as it is; a program as the base's settings have it, since a change cannot give itself leave. */
function inventoryOf({ paths, saved }: Side, options: ProveOptions, progress: Progress): Inventory {
  if (saved) return saved;
  const { prove } = require('../../proof/prove') as typeof import('../../proof/prove');
  return prove(paths, { ...options, onStep: (step) => progress.step(step) });
}

/** Nothing where it is no file, such as a directory or standard input: the proof reads these. */
function textOfFile(path: string): string | undefined {
  const { statSync } = require('node:fs') as typeof import('node:fs');
  return path !== '-' && statSync(path).isFile() ? readText(path) : undefined;
}

type Config = false | { readonly file: string; readonly text: string };

/** The base's settings: those that were named, those of its revision, or those that it was saved with; else none. */
function baseConfigOf({ baseConfig }: Flags, { saved, revision }: Side, base: readonly string[]): Config {
  if (baseConfig !== undefined) {
    return { file: baseConfig, text: isThere(baseConfig) ? readText(baseConfig) : textOfRevision(baseConfig) };
  }
  const ofRevision = revision === undefined ? undefined : settingsOfRevision(revision);
  if (ofRevision) return ofRevision;
  const { content, file = base.join() } = saved?.settings ?? {};
  return content === undefined ? false : { file, text: JSON.stringify(content) };
}

/**
 * All settings that a proof of the head may be read with: those here, and those above its paths. One of them beside the
 * others would hide what the others say.
 */
function settingsOfHead({ paths, saved, revision }: Side): readonly (Settings | undefined)[] {
  const { findSettings, loadSettings } =
    require('../../proof/settings/load-settings') as typeof import('../../proof/settings/load-settings');
  const { settingsIn } = require('../../review') as typeof import('../../review');
  if (saved) {
    const config = revision === undefined ? undefined : settingsOfRevision(revision);
    const own = settingsIn(saved);
    return config ? [loadSettings({ config }), ...(own ? [own] : [])] : [own];
  }
  const { statSync } = require('node:fs') as typeof import('node:fs');
  const { dirname, relative, resolve } = require('node:path') as typeof import('node:path');
  const folders = paths
    .filter((path) => path !== '-')
    .map((path) => (statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)));
  const found = ['', ...folders].flatMap((folder) => findSettings(resolve(folder)) ?? []);
  const files = [...new Set(found)].map((file) => relative('', file).replace(/\\/g, '/'));
  return files.length === 0 ? [undefined] : files.map((config) => loadSettings({ config }));
}

/**
 * Whether the lock of the change says what the head does, with the head's own settings: who owns the lock has seen both. Settings of
 * the head that are neither those nor the base's nobody has seen.
 */
function isLocked(
  { lock }: Flags,
  head: Side,
  options: ProveOptions,
  progress: Progress,
  [base, ...heads]: readonly (Settings | undefined)[],
): boolean {
  const { lockText, parseLock } = require('../../review') as typeof import('../../review');
  // Standard input cannot be read again.
  if (!head.saved && head.paths.includes('-')) return false;
  const inventory = inventoryOf(head, { ...options, config: undefined }, progress);
  const ofRevision = head.revision === undefined ? undefined : otherOfRevision(head.revision, lock);
  const text = head.revision !== undefined ? ofRevision : isThere(lock) ? readText(lock) : undefined;
  if (text === undefined) return false;
  const known = [inventory.settings?.content, base?.content].map((content) => JSON.stringify(content ?? {}));
  const isSeen = heads.every((one) => known.includes(JSON.stringify(one?.content ?? {})));
  if (text.replace(/\r\n/g, '\n') === lockText(inventory)) return isSeen;
  // One that is no lock any more is no answer.
  parseLock(text, lock);
  return false;
}
/* eslint-enable @typescript-eslint/no-require-imports */

function exitOf({ gate }: Review, failOn: string): number {
  const outcome = gate?.outcome ?? 'holds';
  if (failOn === 'never' || (failOn === 'widened' && outcome === 'undecided')) return EXIT.holds;
  return EXIT[outcome];
}

function textOf(
  result: Review,
  inventory: Inventory,
  { format, failOn, head = [], sarifCategory: category }: Flags,
): string {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { reviewAtlantis, reviewHtml, reviewMarkdown, reviewSarif } =
    require('../../review') as typeof import('../../review');
  switch (format) {
    case 'json': {
      const { printableLines } = require('../../core/printable') as typeof import('../../core/printable');
      return printableLines(`${JSON.stringify(result, null, 2)}\n`);
    }
    case 'sarif': {
      const { repositoryLocations } =
        require('../../report/repository-files') as typeof import('../../report/repository-files');
      const elsewhere = { file: head[0] ?? '', pointer: '' };
      return reviewSarif(result, repositoryLocations(process.cwd()), elsewhere, { version: VERSION, category });
    }
    case 'html':
      return reviewHtml(result, inventory);
    case 'atlantis':
      return reviewAtlantis(result, failOn);
    default:
      return reviewMarkdown(result);
  }
  /* eslint-enable @typescript-eslint/no-require-imports */
}
