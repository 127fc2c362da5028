import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InMemoryDocument } from '../../../lib/proof';

/*
 * Programs as strangers write them, in hand-written/*.txt. A program begins at `### <what it is> => <the rules that find
 * something, or nothing>`; its files begin at `=== <name>`. `{{name}}` stands for what `### part name` holds.
 */

const DIRECTORY = join(__dirname, 'hand-written');

/** A program as somebody would have written it by hand, and what the rules say of it. */
export interface HandWrittenProgram {
  readonly title: string;
  readonly expected: string;
  readonly files: readonly InMemoryDocument[];
}

function programsIn(text: string): HandWrittenProgram[] {
  const parts = new Map<string, string>();
  const programs: HandWrittenProgram[] = [];
  const whole = (body: string): string => body.replace(/^\{\{([\w-]+)\}\}\n/gm, (_, name) => whole(parts.get(name)!));
  for (const section of text.split(/^### /m).slice(1)) {
    const [head, body] = splitOnce(section, '\n');
    if (head.startsWith('part ')) {
      parts.set(head.slice('part '.length), body);
      continue;
    }
    const [title, expected] = splitOnce(head, ' => ');
    programs.push({ title, expected, files: filesIn(whole(body)) });
  }
  return programs;
}

/** The files of a program; what is said twice is one file. */
function filesIn(body: string): InMemoryDocument[] {
  const files = new Map<string, string>();
  for (const section of body.split(/^=== /m).slice(1)) {
    const [file, text] = splitOnce(section, '\n');
    files.set(file, (files.get(file) ?? '') + text);
  }
  return [...files].map(([file, text]) => ({ file, text }));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

/** The hand-written programs, by the file that they are in. */
export const HAND_WRITTEN: ReadonlyMap<string, readonly HandWrittenProgram[]> = new Map(
  readdirSync(DIRECTORY).map((file) => [file, programsIn(readFileSync(join(DIRECTORY, file), 'utf8'))]),
);
