import type { Inventory } from '../proof/inventory';
import type { Settings } from '../proof/settings/settings';

/**
 * The settings that an inventory was made with; nothing where there are none, or an earlier version wrote it.
 *
 * @throws PodtrustError `settings-invalid` where a saved inventory holds what are none
 */
export function settingsIn({ settings }: Inventory): Settings | undefined {
  if (settings?.content === undefined) return undefined;
  // Few programs have settings, and YAML and the rules take their time to load.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parseSettings } =
    require('../proof/settings/parse-settings') as typeof import('../proof/settings/parse-settings');
  return parseSettings(JSON.stringify(settings.content), settings.file);
}
