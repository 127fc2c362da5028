import type { LoadOptions, MappingTagDefinition, SequenceTagDefinition, YAMLException } from 'js-yaml';
import { PodtrustError } from '../../../core/errors';
import type { Document } from '../document';

/** Aliases in a document, far above what manifests use. */
const MAXIMUM_ALIASES = 1000;

/** What a document may hold once each alias is written out: a small text must not fill the memory. */
const MAXIMUM_VALUES = 1_000_000;

/** Deeper than any manifest, and far from the end of the stack. */
const MAXIMUM_DEPTH = 200;

/** One document of a stream. */
export interface YamlValue {
  readonly index: number;
  readonly value: unknown;
}

/** How a stream is read. */
export interface YamlOptions {
  /** A day, and a day with a time, is the text of a time, as Terraform's `yamldecode` has it; default: it is the text that it is. */
  readonly timestamps?: boolean;
}

/**
 * The documents of a YAML 1.2 stream; empty ones are left out. The truth values are those of YAML 1.1, `yes` and `off` among
 * them, as Kubernetes, Helm and Terraform read them.
 *
 * A key that is there twice in one mapping is an error, as YAML has it. A tag of somebody's own says nothing here.
 *
 * @throws PodtrustError `yaml-invalid` with file, line and column
 */
export function parseYaml(document: Document, { timestamps = false }: YamlOptions = {}): readonly YamlValue[] {
  // Loaded only when there is YAML to read. The library yaml, which knows where each value stands, takes five times as long
  // for a large stream (3.5 s of processor time against 0.6 s for 20,000 objects): it reads settings and finds lines alone.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('js-yaml') as typeof import('js-yaml');
  const { text, file } = document;
  let values: readonly unknown[];
  try {
    values = yaml.loadAll(text, optionsOf(yaml, timestamps));
  } catch (error) {
    if (!isYamlException(error)) throw error;
    throw invalid(document, placeOf(file, error), problemOf(text, error));
  }
  const hasAliases = text.includes('*');
  return values.flatMap((value, index) => {
    if (hasAliases && !isWithin(value, MAXIMUM_VALUES)) {
      throw invalid(document, file, `document ${index + 1} grows without bounds by its aliases`);
    }
    return value === null || value === undefined ? [] : [{ index, value }];
  });
}

const known = new Map<boolean, LoadOptions>();

function optionsOf(yaml: typeof import('js-yaml'), timestamps: boolean): LoadOptions {
  let found = known.get(timestamps);
  if (!found) known.set(timestamps, (found = makeOptions(yaml, timestamps)));
  return found;
}

function makeOptions(yaml: typeof import('js-yaml'), timestamps: boolean): LoadOptions {
  const { CORE_SCHEMA, boolYaml11Tag, mergeTag, mapTag, seqTag } = yaml;
  const ownTags = ['!', 'tag:'].flatMap((tagName) => [
    yaml.defineScalarTag(tagName, { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
    { ...(seqTag as SequenceTagDefinition), tagName, matchByTagPrefix: true, identify: () => false },
    { ...(mapTag as MappingTagDefinition), tagName, matchByTagPrefix: true, identify: () => false },
  ]);
  const timestampTag = yaml.defineScalarTag('tag:yaml.org,2002:timestamp', {
    implicit: true,
    implicitFirstChars: [...'0123456789'],
    resolve: (source) => timestampOf(source) ?? yaml.NOT_RESOLVED,
    identify: () => false,
  });
  return {
    schema: CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag, ownTags, timestamps ? [timestampTag] : []),
    maxDepth: MAXIMUM_DEPTH,
    maxAliases: MAXIMUM_ALIASES,
  };
}

const DAY = /^(\d{4})-(\d\d?)-(\d\d?)$/;
const TIME = /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?(Z|[+-]\d\d:\d\d)$/;

/** A day or a time as Go writes it; nothing for what is neither. */
function timestampOf(source: string): string | undefined {
  const [, year, month, day, hour = '0', minute = '00', second = '00', zone = 'Z'] =
    DAY.exec(source) ?? TIME.exec(source) ?? [];
  if (year === undefined) return undefined;
  const two = (digits: string): string => digits.padStart(2, '0');
  const date = `${year}-${two(month!)}-${two(day!)}`;
  // A month has its own number of days.
  const isDay = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  return isDay ? `${date}T${two(hour)}:${minute}:${second}${zone === '+00:00' ? 'Z' : zone}` : undefined;
}

/** Whether a value, each alias written out, has no more parts than that. An alias is one object in several places. */
function isWithin(value: unknown, maximum: number): boolean {
  const sizes = new Map<object, number>();
  const sizeOf = (part: unknown): number => {
    if (typeof part !== 'object' || part === null) return 1;
    const before = sizes.get(part);
    if (before !== undefined) return before;
    // Until its size is known a part that holds itself is endless.
    sizes.set(part, Infinity);
    let size = 1;
    for (const item of Object.values(part)) size += sizeOf(item);
    sizes.set(part, size);
    return size;
  };
  return sizeOf(value) <= maximum;
}

function isYamlException(error: unknown): error is YAMLException {
  return error instanceof Error && error.name === 'YAMLException';
}

function placeOf(file: string, { mark }: YAMLException): string {
  return mark ? `${file}:${mark.line + 1}:${mark.column + 1}` : file;
}

function problemOf(text: string, { reason, mark }: YAMLException): string {
  if (reason.includes('complex keys')) return 'a key is a list or a mapping';
  if (!reason.includes('duplicated mapping key')) return reason;
  const key = /["']?([^"':\r\n]{0,80})/y;
  key.lastIndex = mark?.position ?? 0;
  return `the key ${JSON.stringify(key.exec(text)?.[1] ?? '')} is there twice`;
}

function invalid({ text }: Document, where: string, what: string): PodtrustError {
  const remedy = text.includes('{{') ? 'A template of Helm is rendered first: helm template.' : undefined;
  return new PodtrustError({ code: 'yaml-invalid', where, what, remedy });
}
