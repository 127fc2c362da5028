import { printableLines } from '../core/printable';
import type { Inventory } from '../proof/inventory';

/**
 * The inventory as JSON: two spaces, keys in the order of the contract, a line's end at the end. In pieces, one a field:
 * a large inventory is several times as large as its JSON while that is made, and one field of it is enough at a time.
 */
export function* reportJson(inventory: Inventory): Generator<string> {
  let before = '{\n';
  for (const key of Object.keys(inventory) as (keyof Inventory)[]) {
    const text = JSON.stringify({ [key]: inventory[key] }, null, 2);
    // Without the braces around it, which are those of the whole.
    const field = text.slice(2, -2);
    if (field === '') continue;
    yield before;
    yield printableLines(field);
    before = ',\n';
  }
  yield '\n}\n';
}
