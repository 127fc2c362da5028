import type { Inventory } from '../proof/inventory';
import { mapOfInventory } from './map/map-of-inventory';
import { mapPage } from './map/page';

/** The inventory as one page for a browser: who gets which identity and what it may do, searched and filtered. */
export function reportHtml(inventory: Inventory): string {
  return mapPage(mapOfInventory(inventory));
}
