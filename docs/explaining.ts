import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGES } from '../lib/explain/messages';
import { table, withTables } from './table';

/** The page whose table is made from the code; the rest of it is written by hand. */
export const EXPLAINING_FILE = join(__dirname, 'explaining.md');

/** The page with its table as the code has it. */
export function explainingPage(page = readFileSync(EXPLAINING_FILE, 'utf8')): string {
  return withTables(page, 'docs/explaining.md', { messages });
}

function messages(): string[] {
  return table(
    ['message', 'from', 'means', 'the likeliest cause'],
    MESSAGES.map(({ id, sender, means, causes }) => [
      `\`${id}\``,
      sender,
      means,
      causes.find(({ when }) => !when)?.cause ?? causes[0]!.cause,
    ]),
  );
}
