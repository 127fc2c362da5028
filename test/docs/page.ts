import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { podtrust } from '../cli/run-command';
import { examplesIn } from './examples';
import type { Command } from './examples';

/** Writes a page's files into a directory of their own, in which the page's tests then run; gives the page's commands. */
export function inDirectoryOf(page: string): readonly Command[] {
  const { files, commands } = examplesIn(readFileSync(join(__dirname, '../../docs', page), 'utf8'));
  const here = process.cwd();
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'podtrust-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    process.chdir(directory);
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(directory, { recursive: true });
  });
  return commands;
}

/** What a command of a page prints; its words stand between spaces, or between quotes. */
export function outputOf(line: string): string {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, plain]) => one ?? two ?? plain!);
  return podtrust(...words.slice(1)).out;
}
