import * as path from 'node:path';
import { DEFAULT_SETTINGS, type Settings } from './settings';

/**
 * The settings of this run: the defaults, and over them the file that the variable `PODTRUST_SETTINGS` names, either by
 * its path or by the name of a file in stacks/settings (`production`).
 *
 * @throws PodtrustError `file-unreadable`, `settings-invalid` with the file, line and what is allowed
 */
export function loadSettings(name = process.env.PODTRUST_SETTINGS): Settings {
  if (!name) return DEFAULT_SETTINGS;
  const file = /[/\\.]/.test(name) ? name : path.join('stacks', 'settings', `${name}.yaml`);
  // Only a run that reads a file pays for the YAML parser and the schema.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readSettingsFile } = require('./settings-file') as typeof import('./settings-file');
  return readSettingsFile(file, DEFAULT_SETTINGS);
}
