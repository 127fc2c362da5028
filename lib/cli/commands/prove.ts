import type { Command } from 'commander';
import { VERSION } from '../../core/version';
import type { Inventory } from '../../proof/inventory';
import { checkChoice } from '../misuse';
import { Progress } from '../progress';
import { addClusterOption, clusterOfPath } from '../options/cluster-option';
import { addPathArgument } from '../options/path-argument';
import { reportFailure } from '../report-failure';
import { addSettingsOptions, settingsOptions } from '../options/settings-option';
import type { SettingsFlags } from '../options/settings-option';

interface Flags extends SettingsFlags {
  readonly format: string;
  readonly failOn: string;
  readonly strict?: boolean;
  readonly sarifCategory?: string;
  readonly kustomize?: boolean;
  readonly cluster?: readonly string[];
}

const FORMATS = ['table', 'json', 'sarif', 'mermaid', 'html'];
const THRESHOLDS = ['error', 'warning', 'never'];

/** What the shell sees where there is an answer. */
const EXIT = { holds: 0, findings: 1 } as const;

/** `podtrust prove PATH...` */
export function addProveCommand(program: Command): void {
  const command = program
    .command('prove')
    .summary('who gets which identity, and what does not fit')
    .description(
      'Reads what was synthesized and prints who gets which identity, what does not fit, and what cannot be decided.',
    )
    .option('--format <format>', FORMATS.join(', ').replace(/, (?=\w+$)/, ' or '), 'table')
    .option(
      '--fail-on <level>',
      'exit 1 on findings of this level or worse that nobody has accepted: error, warning or never',
      'error',
    )
    .option('--kustomize', 'build kustomizations with the kustomize or kubectl of this machine (may reach the network)')
    .option('--strict', 'exit 1 also on anything undecided')
    .option(
      '--sarif-category <name>',
      'what tells this run’s alerts from those of other runs in one repository (default: podtrust/prove)',
    )
    .addHelpText('after', () => `\nWords:\n${words()}\n\nExit status: 0 holds, 1 findings, 2 unreadable input.`)
    .action((paths: string[], flags: Flags) => {
      process.exitCode = run(paths, flags);
    });
  addPathArgument(command);
  addClusterOption(command);
  addSettingsOptions(command);
}

/** Loaded only where they are printed. */
function words(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('../../report/words') as typeof import('../../report/words')).wordsText();
}

function run(paths: readonly string[], flags: Flags): number {
  // Loaded here, so that the other commands and --help start without it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { hasFindings, prove } = require('../../proof/prove') as typeof import('../../proof/prove');
  const progress = new Progress();
  try {
    checkChoice('--format', flags.format, FORMATS);
    checkChoice('--fail-on', flags.failOn, THRESHOLDS);
    const inventory = prove(paths, {
      clusterOfPath: clusterOfPath(flags.cluster),
      kustomize: flags.kustomize,
      ...settingsOptions(flags),
      onStep: (step) => progress.step(step),
    });
    progress.end();
    for (const piece of report(inventory, flags)) process.stdout.write(piece);
    const failed =
      (flags.failOn !== 'never' && hasFindings(inventory, flags.failOn as 'error' | 'warning')) ||
      (flags.strict === true && inventory.undecided.length > 0);
    return failed ? EXIT.findings : EXIT.holds;
  } catch (error) {
    progress.end();
    return reportFailure(error);
  }
}

/** In as many pieces as the form is made of. */
function report(inventory: Inventory, { format, sarifCategory }: Flags): Iterable<string> {
  // Each form is loaded only when it is asked for.
  /* eslint-disable @typescript-eslint/no-require-imports */
  if (format === 'json') {
    const { reportJson } = require('../../report/json') as typeof import('../../report/json');
    return reportJson(inventory);
  }
  if (format === 'sarif') {
    const { reportSarif } = require('../../report/sarif') as typeof import('../../report/sarif');
    const { repositoryLocations } =
      require('../../report/repository-files') as typeof import('../../report/repository-files');
    return [reportSarif(inventory, repositoryLocations(process.cwd()), { version: VERSION, category: sarifCategory })];
  }
  if (format === 'mermaid') {
    const { reportMermaid } = require('../../report/mermaid') as typeof import('../../report/mermaid');
    return [reportMermaid(inventory)];
  }
  if (format === 'html') {
    const { reportHtml } = require('../../report/html') as typeof import('../../report/html');
    return [reportHtml(inventory)];
  }
  const { reportTable } = require('../../report/table') as typeof import('../../report/table');
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { isTTY } = process.stdout;
  return [reportTable(inventory, { width: terminalWidth(), color: isTTY && process.env.NO_COLOR === undefined })];
}

/** Into a file or a pipe goes what most screens show, unless COLUMNS says otherwise. */
const USUAL_WIDTH = 160;

/** The terminal's columns. */
function terminalWidth(): number {
  const { isTTY, columns } = process.stdout;
  const said = Number(process.env.COLUMNS);
  if (isTTY && columns > 0) return columns;
  return Number.isInteger(said) && said > 0 ? said : USUAL_WIDTH;
}
