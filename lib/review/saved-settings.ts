import type { Inventory } from '../proof/inventory';
import { loadSettings } from '../proof/settings/load-settings';
import type { Settings } from '../proof/settings/settings';

/**
 * The settings that an inventory was made with; nothing where there are none, or an earlier version wrote it.
 *
 * @throws PodtrustError `settings-invalid` where a saved inventory holds what are none
 */
export function settingsIn({ settings }: Inventory): Settings | undefined {
  if (settings?.content === undefined) return undefined;
  return loadSettings({ config: { file: settings.file, text: JSON.stringify(settings.content) } });
}
