import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Each test of a file runs in an empty directory of its own. */
export function eachInAnEmptyDirectory(): void {
  const here = process.cwd();
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'podtrust-'));
    process.chdir(directory);
  });
  afterEach(() => {
    process.chdir(here);
    rmSync(directory, { recursive: true });
  });
}

/** Writes a file, and the directories above it. */
export function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
