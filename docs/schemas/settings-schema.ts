import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { settingsSchema } from '../../lib/proof/settings/schema';

/** Where the schema of podtrust.yaml stands. */
export const SETTINGS_SCHEMA_FILE = join(__dirname, 'settings.schema.json');

/** The schema of podtrust.yaml, which holds the slugs of the rules, as its file has it. */
export async function settingsSchemaText(): Promise<string> {
  const options = await resolveConfig(SETTINGS_SCHEMA_FILE);
  return format(JSON.stringify(settingsSchema()), { ...options, parser: 'json' });
}
