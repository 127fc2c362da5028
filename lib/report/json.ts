import { printableLines } from '../core/printable';
import type { Inventory } from '../proof/inventory';

/** The inventory as JSON: two spaces, keys in the order of the contract, a line's end at the end. */
export function reportJson(inventory: Inventory): string {
  return printableLines(`${JSON.stringify(inventory, null, 2)}\n`);
}
