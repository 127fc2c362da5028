import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../table';
import { aksControllerTable, roleTable } from './aks-controllers';
import { controllerTable, permissionTable } from './eks-controllers';

/** The page whose tables are made from the code; the rest of it is written by hand. */
export const CONTROLLERS_FILE = join(__dirname, '../controllers.md');

/** The page with its tables as the code has them. */
export function controllersPage(page = readFileSync(CONTROLLERS_FILE, 'utf8')): string {
  return withTables(page, 'docs/controllers.md', { controllers: controllerTable, permissions: permissionTable });
}

/** The page of AKS, of the same kind. */
export const AKS_CONTROLLERS_FILE = join(__dirname, '../controllers-aks.md');

/** The page of AKS with its tables as the code has them. */
export function aksControllersPage(page = readFileSync(AKS_CONTROLLERS_FILE, 'utf8')): string {
  return withTables(page, 'docs/controllers-aks.md', { controllers: aksControllerTable, roles: roleTable });
}
