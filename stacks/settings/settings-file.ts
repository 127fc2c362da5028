import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { PodtrustError } from '../../lib/core';
import { nearest } from '../../lib/core/nearest';
import type { Settings } from './settings';
import { mistakesIn } from './settings-mistakes';

/** Something that is wrong, and where in the file. */
interface Wrong {
  readonly offset: number;
  readonly what: string;
}

/**
 * Reads a settings file over defaults.
 *
 * @throws PodtrustError `file-unreadable`; `settings-invalid` with all that is wrong, each with its line and the setting's
 *   name in the file
 */
export function readSettingsFile(file: string, defaults: Settings): Settings {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines });
  const syntax = document.errors.map(({ pos, message }) => ({
    offset: pos[0],
    what: message.split('\n')[0]!.replace(/ at line.*/, ''),
  }));
  refuse(file, lines, syntax);

  const content = contentOf(file, document);
  const settings = merged(defaults, content) as Settings;
  const mistakes = mistakesIn(content, settings, (where) => sourceOf(document, where));
  const wrong = mistakes.map(({ path: where, what }) => ({ offset: offsetOf(document.contents, where), what }));
  refuse(file, lines, wrong);
  return settings;
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new PodtrustError({
      code: 'file-unreadable',
      where: file,
      what: `the settings file cannot be read (${(error as NodeJS.ErrnoException).code})${didYouMean(file)}`,
      remedy: 'Set PODTRUST_SETTINGS to a file’s path, or to development or production.',
    });
  }
}

/** The name of the file beside it that a misspelt one is nearest to. */
function didYouMean(file: string): string {
  const { dir, name, ext } = path.parse(file);
  const beside = fs.existsSync(dir || '.') ? fs.readdirSync(dir || '.').filter((one) => one.endsWith(ext)) : [];
  const near = ext === '' ? undefined : nearest(name, beside.map((one) => path.parse(one).name).sort());
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function contentOf(file: string, document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    // An alias without end, or too many of them.
    throw invalid(file, [(error as Error).message]);
  }
}

/** Refuses a file where anything is wrong with it, all at once and in the order of its lines. */
function refuse(file: string, lines: LineCounter, wrong: readonly Wrong[]): void {
  if (wrong.length === 0) return;
  const sorted = [...wrong].sort((a, b) => a.offset - b.offset);
  const placed = sorted.map(({ offset, what }) => {
    const { line, col } = lines.linePos(offset);
    return { where: `${file}:${line}:${col}`, what };
  });
  const [first, ...more] = placed;
  throw invalid(first!.where, [first!.what, ...more.map(({ where, what }) => `${where}: ${what}`)]);
}

function invalid(where: string, [what, ...more]: readonly string[]): PodtrustError {
  return new PodtrustError({
    code: 'settings-invalid',
    where,
    what: what!,
    more,
    remedy: 'stacks/settings/settings.ts describes every setting.',
  });
}

/** A scalar as the file writes it: `1.30` where YAML reads the number 1.3. */
function sourceOf(document: Document, where: readonly PropertyKey[]): string | undefined {
  const node: unknown = document.getIn(where as string[], true);
  return isScalar(node) ? node.source : undefined;
}

/** Where the key of a setting begins in the file, or the nearest part of the way to it that is there. */
function offsetOf(node: unknown, where: readonly PropertyKey[]): number {
  let current = node;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of where) {
    if (isMap(current)) {
      const pair = current.items.find((item) => isPair(item) && String(item.key) === String(step));
      if (!pair) break;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      current = pair.value;
    } else if (isNode(current) && 'items' in current) {
      current = (current as { items: unknown[] }).items[Number(step)];
      offset = isNode(current) ? (current.range?.[0] ?? offset) : offset;
    }
  }
  return offset;
}

function merged(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over) || 'type' in over) return over === undefined ? base : over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
