import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../table';
import { awsGrantTable } from './aws-grants';
import { azureGrantTable } from './azure-grants';

/** The page whose tables are made from the code; the rest of it is written by hand. */
export const GRANTS_FILE = join(__dirname, '../grants.md');

/** The page with its tables as the code has them. */
export function grantsPage(page = readFileSync(GRANTS_FILE, 'utf8')): string {
  return withTables(page, 'docs/grants.md', { aws: awsGrantTable, azure: azureGrantTable });
}
