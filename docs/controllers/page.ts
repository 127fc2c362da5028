import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../table';
import { controllerTable, permissionTable } from './eks-controllers';

/** The page whose tables are made from the code; the rest of it is written by hand. */
export const CONTROLLERS_FILE = join(__dirname, '../controllers.md');

/** The page with its tables as the code has them. */
export function controllersPage(page = readFileSync(CONTROLLERS_FILE, 'utf8')): string {
  return withTables(page, 'docs/controllers.md', { controllers: controllerTable, permissions: permissionTable });
}
