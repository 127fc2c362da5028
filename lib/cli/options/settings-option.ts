import type { Command } from 'commander';
import type { SettingsOptions } from '../../proof/settings/load-settings';

/** What the options of {@link addSettingsOptions} give. */
export interface SettingsFlags {
  /** `false` for `--no-config`; `true` where neither is said. */
  readonly config?: string | boolean;
  readonly today?: string;
}

/** Adds `--config`, `--no-config` and `--today`, which say what holds of a `podtrust.yaml`. */
export function addSettingsOptions(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'levels of rules, accepted findings, what is declared elsewhere and clusters that exist (default: the podtrust.yaml here or above, as far as the repository goes)',
    )
    .option('--no-config', 'read no podtrust.yaml')
    .option('--today <date>', 'the day on which accepted findings expire or do not (default: today, in UTC)');
}

/** The options as the proof has them. */
export function settingsOptions({ config, today }: SettingsFlags): SettingsOptions {
  return { config: config === true ? undefined : config, today };
}
