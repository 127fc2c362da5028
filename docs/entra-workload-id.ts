import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OLDEST_AZURE_SDKS, OLDEST_AZURE_SDKS_SOURCE } from '../lib/core';
import { table, withTables } from './table';

/** The page on how pods get an identity of Entra. */
export const ENTRA_WORKLOAD_ID_FILE = join(__dirname, 'entra-workload-id.md');

/** The page, its table of libraries as the data has it. */
export function entraWorkloadIdPage(): string {
  return withTables(readFileSync(ENTRA_WORKLOAD_ID_FILE, 'utf8'), 'docs/entra-workload-id.md', { sdks: sdkTable });
}

function sdkTable(): string[] {
  const { url, read } = OLDEST_AZURE_SDKS_SOURCE;
  return [
    ...table(
      ['language', 'library', 'at least'],
      OLDEST_AZURE_SDKS.map(({ language, library, version }) => [language, `\`${library}\``, version]),
    ),
    '',
    `From [Microsoft’s page on workload identity](${url}), read ${read}.`,
  ];
}
