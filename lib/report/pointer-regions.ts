import type { Document } from 'yaml';
import type { NativeExtents } from './native-extents';
import { FIRST_CHARACTER, Lines } from './region';
import type { SourceRegion } from './region';

/** What a key or a place in a list names: where it stands itself, and where its value begins. */
interface Member {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/**
 * Finds where in a text the value of a JSON pointer is written: its key, or the value itself in a list; in Terraform's own
 * language the whole block or attribute. What the text does not have is looked for as deep as it goes.
 */
export class PointerRegions {
  private readonly lines: Lines;
  private readonly members = new Map<number, ReadonlyMap<string, Member>>();
  private documents: readonly Document.Parsed[] | undefined;
  private native: NativeExtents | undefined;

  /** @param text JSON, YAML, or Terraform's own language; it was read before, so it is sound */
  public constructor(private readonly text: string) {
    this.lines = new Lines(text);
  }

  public of(pointer: string): SourceRegion {
    const keys = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
    if (/^\s*[{[]/.test(this.text)) return this.inJson(keys);
    return this.inNativeSyntax(keys) ?? this.inYaml(keys);
  }

  private inJson(keys: readonly string[]): SourceRegion {
    let value = this.text.search(/[{[]/);
    let region = FIRST_CHARACTER;
    for (const key of keys) {
      const member = this.membersAt(value).get(key);
      if (!member) break;
      region = this.lines.between(member.start, member.end);
      value = member.value;
    }
    return region;
  }

  /** The members of the object or list that begins at an offset; a key that is there twice counts the last time. */
  private membersAt(offset: number): ReadonlyMap<string, Member> {
    const known = this.members.get(offset);
    if (known) return known;
    const members = new Map<string, Member>();
    this.members.set(offset, members);
    const { text } = this;
    const isList = text[offset] === '[';
    if (!isList && text[offset] !== '{') return members;
    for (let at = skip(text, offset + 1, /[\s,]*/y); !'}]'.includes(text[at] ?? ']'); at = skip(text, at, /[\s,]*/y)) {
      if (isList) {
        const end = endOfValue(text, at);
        members.set(String(members.size), { start: at, end: text[at] === '{' ? at + 1 : end, value: at });
        at = end;
        continue;
      }
      const end = endOfValue(text, at);
      const value = skip(text, end, /[\s:]*/y);
      members.set(JSON.parse(text.slice(at, end)) as string, { start: at, end, value });
      at = endOfValue(text, value);
    }
    return members;
  }

  /** In a `.tf` file, whose pointers are those of the same configuration as JSON. */
  private inNativeSyntax(keys: readonly string[]): SourceRegion | undefined {
    // Loaded only where it is needed, as the parser of YAML is.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { NativeExtents } = require('./native-extents') as typeof import('./native-extents');
    this.native ??= new NativeExtents(this.text);
    if (!this.native.isNative) return undefined;
    const extent = this.native.of(keys);
    return extent ? this.lines.between(extent.start, extent.end) : FIRST_CHARACTER;
  }

  private inYaml(keys: readonly string[]): SourceRegion {
    // Loaded only where it is needed: reading JSON alone needs no YAML.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { isMap, isScalar, isSeq, parseAllDocuments } = require('yaml') as typeof import('yaml');
    this.documents ??= [...parseAllDocuments(this.text)] as Document.Parsed[];
    const full = this.documents.filter(({ contents }) => contents && !(isScalar(contents) && contents.value === null));
    // In a stream of several documents the first part is the document's index.
    const several = full.length > 1;
    let node: unknown = (several ? this.documents[Number(keys[0])] : full[0])?.contents;
    let range = rangeOf(node);
    for (const key of several ? keys.slice(1) : keys) {
      let named: unknown;
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
        named = pair?.key;
        node = pair?.value;
      } else if (isSeq(node)) {
        named = node.items[Number(key)];
        node = named;
      }
      const inner = rangeOf(named);
      if (!inner) break;
      range = inner;
    }
    return range ? this.lines.within(range[0], range[1]) : FIRST_CHARACTER;
  }
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return (node as { range?: readonly [number, number, number] | null } | undefined)?.range ?? undefined;
}

function skip(text: string, at: number, what: RegExp): number {
  what.lastIndex = at;
  what.exec(text);
  return what.lastIndex;
}

const STRING_OR_BRACKET = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\]]/g;

/** The offset behind the JSON value that begins at an offset. */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first !== '"' && first !== '{' && first !== '[') return skip(text, start, /[^\s,\]}]+/y);
  let depth = 0;
  STRING_OR_BRACKET.lastIndex = start;
  for (let found = STRING_OR_BRACKET.exec(text); found; found = STRING_OR_BRACKET.exec(text)) {
    if (found[0] === '{' || found[0] === '[') depth++;
    else if (found[0] === '}' || found[0] === ']') depth--;
    if (depth <= 0) return STRING_OR_BRACKET.lastIndex;
  }
  return text.length;
}
