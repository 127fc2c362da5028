import type { Command } from 'commander';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PodtrustError } from '../../core/errors';
import { LOCK_FILE } from '../../review/lock';
import { addClusterOption, clusterOfPath } from '../options/cluster-option';
import { addPathArgument } from '../options/path-argument';
import { Progress } from '../progress';
import { readText } from '../read-text';
import { reportFailure } from '../report-failure';
import { addSettingsOptions, settingsOptions } from '../options/settings-option';
import type { SettingsFlags } from '../options/settings-option';

interface Flags extends SettingsFlags {
  readonly check?: boolean;
  readonly file: string;
  readonly cluster?: readonly string[];
}

/** What the shell sees where there is an answer. */
const EXIT = { holds: 0, stale: 1 } as const;

/** `podtrust lock PATH...` */
export function addLockCommand(program: Command): void {
  const command = program
    .command('lock')
    .summary('who gets which identity, as a file under version control')
    .description(
      'Writes who gets which identity and what it may do into a file that people review by its plain diff, and that podtrust review takes as the version before.',
    )
    .option('--check', 'write nothing; exit 1 where the file does not say what the program does')
    .option('--file <file>', 'the lock', LOCK_FILE)
    .addHelpText('after', '\nExit status: 0 written or up to date, 1 stale (--check), 2 unreadable input.')
    .action((paths: string[], flags: Flags) => {
      process.exitCode = run(paths, flags);
    });
  addPathArgument(command);
  addClusterOption(command);
  addSettingsOptions(command);
}

/* eslint-disable @typescript-eslint/no-require-imports */
function run(paths: readonly string[], flags: Flags): number {
  const progress = new Progress();
  try {
    const { prove } = require('../../proof/prove') as typeof import('../../proof/prove');
    const { lockText, lockedPart, parseLock, review, reviewMarkdown } =
      require('../../review') as typeof import('../../review');
    const inventory = prove(paths, {
      clusterOfPath: clusterOfPath(flags.cluster),
      ...settingsOptions(flags),
      onStep: (step) => progress.step(step),
    });
    progress.end();
    const text = lockText(inventory);
    const { file } = flags;
    const before = existsSync(file) ? readText(file).replace(/\r\n/g, '\n') : undefined;
    if (!flags.check) {
      if (before !== text) writeWhole(file, text);
      process.stdout.write(
        `${file}: ${before === text ? 'up to date' : before === undefined ? 'written' : 'written again'}\n`,
      );
      return EXIT.holds;
    }
    if (before === text) return EXIT.holds;
    if (before !== undefined)
      process.stdout.write(reviewMarkdown(review(parseLock(before, file), lockedPart(inventory))));
    throw new PodtrustError({
      code: 'lock-stale',
      where: file,
      what: before === undefined ? 'is not there' : 'does not say what the program does',
      remedy: `Write it, and commit it with the change: podtrust lock ${paths.join(' ')}`,
    });
  } catch (error) {
    progress.end();
    const failed = reportFailure(error);
    return PodtrustError.is(error) && error.code === 'lock-stale' ? EXIT.stale : failed;
  }
}
/* eslint-enable @typescript-eslint/no-require-imports */

/** All of it or nothing. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new PodtrustError({
      code: 'output-unwritten',
      where: file,
      what: `cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`,
    });
  }
}
