import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { AZURE_ROLES_FILE, type RoleDefinition, azureRolesText } from './table';

// az role definition list --output json > roles.json
// npx tsx docs/azure-roles/generate.ts roles.json "az role definition list of 2026-08-22"
const [file, source] = process.argv.slice(2);
if (file === undefined || source === undefined) throw new Error('usage: docs/azure-roles/generate.ts FILE SOURCE');
const definitions = JSON.parse(readFileSync(file, 'utf8')) as readonly RoleDefinition[];
void resolveConfig(AZURE_ROLES_FILE)
  .then((config) => format(azureRolesText(definitions, source), { ...config, parser: 'typescript' }))
  .then((text) => writeFileSync(AZURE_ROLES_FILE, text));
