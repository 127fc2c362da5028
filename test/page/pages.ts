import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Inventory } from '../../lib/proof';
import { reportHtml } from '../../lib/report/html';

export const REPOSITORY = path.resolve(__dirname, '../..');
export const COMMAND = path.join(REPOSITORY, 'dist/lib/cli/main.js');

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { writeProofInput } = require('../../bench/programs/proof-input') as {
  writeProofInput(folder: string, count: number): readonly string[];
};

/** The page of many identities, as the command prints it. */
export function pageOfMany(folder: string, count: number): string {
  const input = path.join(folder, `program-${count}`);
  fs.mkdirSync(input);
  return written(folder, `many-${count}`, ...writeProofInput(input, count));
}

/** The page of what the command proves. */
export function written(folder: string, name: string, ...paths: readonly string[]): string {
  const text = execFileSync(
    process.execPath,
    [COMMAND, 'prove', '--no-config', '--fail-on', 'never', '--format', 'html', ...paths],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return save(folder, name, text);
}

export function pageOf(folder: string, name: string, inventory: Inventory): string {
  return save(folder, name, reportHtml(inventory));
}

function save(folder: string, name: string, text: string): string {
  const file = path.join(folder, `${name}.html`);
  fs.writeFileSync(file, text);
  return file;
}
