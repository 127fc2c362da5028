import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema } from '../../lib/proof/settings/schema';

// Writes the schema of podtrust.yaml, which is made from the rules.
writeFileSync(join(__dirname, 'settings.schema.json'), `${JSON.stringify(settingsSchema(), null, 2)}\n`);
