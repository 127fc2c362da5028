import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OLDEST_SDKS, OLDEST_SDKS_SOURCES } from '../lib/core';
import { table, withTables } from './table';

/** The page on how pods of EKS get a role. */
export const POD_ACCESS_FILE = join(__dirname, 'pod-access.md');

/** The page, its table of SDKs as the data has it. */
export function podAccessPage(): string {
  return withTables(readFileSync(POD_ACCESS_FILE, 'utf8'), 'docs/pod-access.md', { sdks: sdkTable });
}

function sdkTable(): string[] {
  const cell = (version: string | undefined): string => version ?? '';
  const { irsa, 'eks-pod-identity': podIdentity } = OLDEST_SDKS_SOURCES;
  return [
    ...table(
      ['SDK', 'by IRSA', 'by Pod Identity', 'besides'],
      OLDEST_SDKS.map((one) => [one.sdk, cell(one.irsa), cell(one.podIdentity), one.note ?? '']),
    ),
    '',
    `From the EKS user guide: [IRSA](${irsa.url}), read ${irsa.read}; [Pod Identity](${podIdentity.url}), read`,
    `${podIdentity.read}. An empty cell: the guide lists no version.`,
  ];
}
