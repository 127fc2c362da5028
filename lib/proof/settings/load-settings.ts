import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { PodtrustError } from '../../core/errors';
import { readBytes, textOf } from '../read/sources/read-bytes';
import type { Settings } from './settings';
import { SETTINGS_FILES } from './settings-file';

/** Where settings are looked for. */
export interface SettingsOptions {
  /**
   * The path of a `podtrust.yaml`, or its text; `false` for no settings at all.
   *
   * @default - the `podtrust.yaml` of the working directory, or of the nearest directory above it, as far as the
   * repository goes
   */
  readonly config?: string | false | { readonly file: string; readonly text: string };
  /**
   * The day on which accepted findings expire or do not, such as `2027-03-31`.
   *
   * @default - today, in UTC
   */
  readonly today?: string;
}

/**
 * The settings that hold for a run; nothing where there are none.
 *
 * @throws PodtrustError `settings-invalid`; `file-unreadable` and the like for a file that was named
 */
export function loadSettings({ config }: SettingsOptions): Settings | undefined {
  if (config === false) return undefined;
  if (typeof config === 'object') return parse(config.text, config.file);
  const path = config ?? findSettings(process.cwd());
  if (path === undefined) return undefined;
  const file = config ?? (relative('', path) || path).replace(/\\/g, '/');
  return parse(textOf(readBytes(path, file), file), file);
}

/** @throws PodtrustError `input-invalid`, from a program that no compiler has checked */
export function checkSettingsOptions(options: unknown): void {
  const { config, today } = (options ?? {}) as { config?: unknown; today?: unknown };
  const { file, text } = (config ?? {}) as { file?: unknown; text?: unknown };
  const isConfig =
    config === undefined ||
    config === false ||
    typeof config === 'string' ||
    (typeof file === 'string' && typeof text === 'string');
  if (isConfig && (today === undefined || typeof today === 'string')) return;
  throw new PodtrustError({
    code: 'input-invalid',
    what: 'the options’ config is not a path, a text with its name, or false, or today is not a text',
    remedy: "Give such as { config: 'podtrust.yaml', today: '2027-03-31' }.",
  });
}

/** The nearest settings above a directory: no further than the repository, so that nobody else's are taken. */
export function findSettings(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const found = SETTINGS_FILES.map((name) => join(folder, name)).filter((path) => existsSync(path));
    if (found.length > 1) {
      throw new PodtrustError({
        code: 'settings-invalid',
        where: relative('', folder) || '.',
        what: `the directory holds both ${SETTINGS_FILES.join(' and ')}`,
        remedy: 'Keep one of them.',
      });
    }
    if (found[0] !== undefined) return found[0];
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) return undefined;
  }
}

function parse(text: string, file: string): Settings {
  // Loaded only where there are settings: few programs have any, and YAML takes its time.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parseSettings } = require('./parse-settings') as typeof import('./parse-settings');
  return parseSettings(text, file);
}
