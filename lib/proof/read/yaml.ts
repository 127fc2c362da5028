import type { LineCounter, Document as YamlDocument } from 'yaml';
import { PodtrustError } from '../../core/errors';
import type { Document } from './document';

/** Aliases a document may expand to in all, far above what manifests use: a small text must not fill the memory. */
const MAXIMUM_ALIASES = 1000;

/** Deeper than any manifest, and far from the end of the stack. */
const MAXIMUM_DEPTH = 200;

/** Characters. YAML takes fifty times longer to read than JSON: this much takes some ten seconds. */
const MAXIMUM_LENGTH = 16 * 1024 * 1024;

/** One document of a stream. */
export interface YamlValue {
  readonly index: number;
  readonly value: unknown;
}

/**
 * The documents of a YAML stream; empty ones are left out.
 *
 * A key that is there twice in one mapping is an error, as YAML 1.2 has it.
 *
 * @throws PodtrustError `yaml-invalid` with file, line and column; `file-too-large`
 */
export function parseYaml(document: Document): readonly YamlValue[] {
  if (document.text.length > MAXIMUM_LENGTH) {
    throw new PodtrustError({
      code: 'file-too-large',
      where: document.file,
      what: `it is larger than ${MAXIMUM_LENGTH / 1024 / 1024} MB of YAML`,
      remedy: 'Give it as JSON (kubectl get -o json), which is read much faster, or in parts.',
    });
  }
  // Loaded only when there is YAML to read: it costs as much as all the rest of a small run.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('yaml') as typeof import('yaml');
  const lines: LineCounter = new yaml.LineCounter();
  const fail = (offset: number, what: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new PodtrustError({
      code: 'yaml-invalid',
      where: `${document.file}:${line}:${col}`,
      what,
      remedy: document.text.includes('{{') ? 'A template of Helm is rendered first: helm template.' : undefined,
    });
  };
  const parsed = yaml.parseAllDocuments(document.text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
    // Its own check compares each key with each other one: a large mapping would never end.
    uniqueKeys: false,
  });
  const documents = (Array.isArray(parsed) ? parsed : []) as YamlDocument.Parsed[];
  return documents.flatMap((one, index) => {
    const error = one.errors[0];
    if (error) fail(error.pos[0], plainMessage(error));
    checkNode(yaml, one.contents, 0, (offset, what) => fail(offset ?? one.range[0], what));
    try {
      const value: unknown = one.toJS({ maxAliasCount: MAXIMUM_ALIASES });
      return value === null || value === undefined ? [] : [{ index, value }];
    } catch (thrown) {
      return fail(one.range[0], plainMessage(thrown));
    }
  });
}

/** Refuses what no manifest has and what would be read in two ways: deep nesting, keys that are no scalars, equal keys. */
function checkNode(
  yaml: typeof import('yaml'),
  node: unknown,
  depth: number,
  fail: (offset: number | undefined, what: string) => never,
): void {
  if (!yaml.isCollection(node)) return;
  if (depth > MAXIMUM_DEPTH) fail(node.range?.[0], 'it is nested too deeply');
  const keys = new Set<string>();
  for (const item of node.items) {
    if (!yaml.isPair(item)) {
      checkNode(yaml, item, depth + 1, fail);
      continue;
    }
    const { key } = item;
    if (yaml.isCollection(key)) fail(key.range?.[0], 'a key is a list or a mapping');
    if (yaml.isScalar(key) && key.value !== '<<') {
      const text = String(key.value);
      if (keys.has(text)) fail(key.range?.[0], `the key ${JSON.stringify(text.slice(0, 80))} is there twice`);
      keys.add(text);
    }
    checkNode(yaml, item.value, depth + 1, fail);
  }
}

function plainMessage(error: unknown): string {
  const message = error instanceof Error ? error.message.split('\n')[0]! : String(error);
  return message.includes('call stack') ? 'it is nested too deeply' : message;
}
