import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../../lib/proof';
import type { InMemoryDocument } from '../../../lib/proof';

/*
 * Programs as strangers write them, in hand-written/*.txt. A program begins at `### <what it is> => <the rules that find
 * something, or nothing>`; its files begin at `=== <name>`. `{{name}}` stands for what `### part name` holds.
 */

const DIRECTORY = join(__dirname, 'hand-written');

/** Notes of what was assumed or not read, which say nothing of a mistake. */
const ASSUMPTIONS = ['claim-assumed', 'issuer-unknown'];

interface Program {
  readonly title: string;
  readonly expected: string;
  readonly files: readonly InMemoryDocument[];
}

function programsIn(text: string): Program[] {
  const parts = new Map<string, string>();
  const programs: Program[] = [];
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

describe.each(readdirSync(DIRECTORY))('hand-written programs of %s', (file) => {
  const programs = programsIn(readFileSync(join(DIRECTORY, file), 'utf8'));

  test.each(programs.map((program) => [`${program.title} gives ${program.expected}`, program] as const))(
    '%s',
    (_, { files, expected }) => {
      const { findings, undecided } = prove(files);
      const found = findings.map(({ rule }) => rule).filter((rule) => !ASSUMPTIONS.includes(rule));
      const all = [...new Set(found)].sort().concat(undecided.length > 0 ? ['undecided'] : []);
      expect(all.join(', ') || 'nothing').toBe(expected);
    },
  );

  test('what is wrong is told with its place and how to fix it', () => {
    const findings = programs.flatMap(({ files }) => prove(files).findings);
    for (const { message, help, at } of findings) {
      expect(message).not.toMatch(/undefined|\[object|\uE000|\uE002|NaN/);
      expect([message, help.length > 20]).toEqual([message, true]);
      expect(at.file).toMatch(/\.(tf|tf\.json|yaml)$/);
    }
  });
});
