import { PodtrustError } from '../core/errors';
import { isMapping } from './pod';

/** What a field of the settings may hold. */
export type SettingType =
  'string' | 'boolean' | 'number' | 'list' | 'mapping' | 'mapping or text' | 'boolean or mapping';

/**
 * Refuses settings with a field that no webhook has, or with a value of another type than its field's.
 *
 * @param allowed each field's type
 * @param where the settings' file, and the field that holds these settings, to name in an error
 * @throws PodtrustError `admission-settings`
 */
export function checkSettings(
  settings: unknown,
  allowed: Readonly<Record<string, SettingType>>,
  where?: string,
): asserts settings is Record<string, unknown> {
  if (!isMapping(settings)) throw settingsError('the settings are not a JSON object', describeAllowed(allowed), where);
  for (const [key, value] of Object.entries(settings)) {
    if (!Object.hasOwn(allowed, key)) {
      throw settingsError(`"${key}" is not a setting of this webhook`, describeAllowed(allowed), where);
    }
    const type = allowed[key]!;
    if (value !== undefined && !hasType(value, type)) {
      throw settingsError(`"${key}" is ${JSON.stringify(value)}`, `Give ${key} a ${type}.`, where);
    }
  }
}

/** The one error of the settings. */
export function settingsError(what: string, remedy: string, where?: string): PodtrustError {
  return new PodtrustError({
    code: 'admission-settings',
    where,
    what,
    why: 'The settings stand for the webhook’s own flags; a flag that it does not have would silently change nothing.',
    remedy,
  });
}

function hasType(value: unknown, type: SettingType): boolean {
  switch (type) {
    case 'list':
      return Array.isArray(value);
    case 'mapping':
      return isMapping(value);
    case 'mapping or text':
      return isMapping(value) || typeof value === 'string';
    case 'boolean or mapping':
      return isMapping(value) || typeof value === 'boolean';
    case 'number':
      return Number.isSafeInteger(value);
    default:
      return typeof value === type;
  }
}

function describeAllowed(allowed: Readonly<Record<string, SettingType>>): string {
  const fields = Object.entries(allowed).map(([key, type]) => `${key} (${type})`);
  return `Allowed are ${fields.join(', ')}.`;
}
