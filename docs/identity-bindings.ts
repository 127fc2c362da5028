import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDENTITY_BINDING_SDKS, IDENTITY_BINDING_SDKS_SOURCE } from '../lib/core';
import { table, withTables } from './table';

/** The page on identity bindings. */
export const IDENTITY_BINDINGS_FILE = join(__dirname, 'identity-bindings.md');

/** The page, its table of libraries as the data has it. */
export function identityBindingsPage(): string {
  return withTables(readFileSync(IDENTITY_BINDINGS_FILE, 'utf8'), 'docs/identity-bindings.md', { sdks: sdkTable });
}

function sdkTable(): string[] {
  const { url, read } = IDENTITY_BINDING_SDKS_SOURCE;
  return [
    ...table(
      ['language', 'library', 'at least', 'of WorkloadIdentityCredential'],
      IDENTITY_BINDING_SDKS.map(({ language, library, version, option }) => [
        language,
        `\`${library}\``,
        version,
        `\`${option}\``,
      ]),
    ),
    '',
    `From [Microsoft’s page on identity bindings](${url}) and the packages, read ${read}.`,
  ];
}
