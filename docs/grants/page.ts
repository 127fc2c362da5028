import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsGrantTable } from './aws-grants';
import { azureGrantTable } from './azure-grants';

/** The page whose tables are made from the code; the rest of it is written by hand. */
export const GRANTS_FILE = join(__dirname, '../grants.md');

/** The tables by their names: each stands in the page between `<!-- table: NAME -->` and `<!-- /table: NAME -->`. */
const TABLES: Readonly<Record<string, () => string[]>> = { aws: awsGrantTable, azure: azureGrantTable };

/** The page with its tables as the code has them. */
export function grantsPage(page = readFileSync(GRANTS_FILE, 'utf8')): string {
  return Object.entries(TABLES).reduce((text, [name, lines]) => {
    const [before, after] = [`<!-- table: ${name} -->`, `<!-- /table: ${name} -->`];
    const start = text.indexOf(before);
    const end = text.indexOf(after);
    if (start === -1 || end === -1) throw new Error(`docs/grants.md has no place for the table ${name}`);
    return [text.slice(0, start + before.length), '', ...lines(), '', text.slice(end)].join('\n');
  }, page);
}
