import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's own version: its manifest lies above the compiled program as above the sources. */
export function version(): string {
  const manifest = [join(__dirname, '../../package.json'), join(__dirname, '../../../package.json')].find((file) =>
    existsSync(file),
  );
  return manifest === undefined
    ? 'unknown'
    : (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
