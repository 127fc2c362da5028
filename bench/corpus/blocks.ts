/** One top-level block of a `.tf` or `.tf.json` file, as text. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly text: string;
}

const HEAD = /^([a-z_]+)((?:\s+"[^"]*"|\s+[A-Za-z_][\w-]*)*)\s*\{/;

/**
 * The blocks of a `.tf` file, by indentation alone: a block begins and ends in the first column, as `terraform fmt`
 * leaves it. This is crude on purpose. It shares no code with the proof, so that what the proof leaves out shows.
 */
export function blocksOf(source: string): Block[] {
  const blocks: Block[] = [];
  let head: { type: string; labels: string[] } | undefined;
  let lines: string[] = [];
  for (const line of withoutComments(source).split('\n')) {
    const match = head === undefined ? HEAD.exec(line) : null;
    if (match) {
      head = { type: match[1]!, labels: (match[2] ?? '').split(/[\s"]+/).filter((label) => label !== '') };
      lines = [];
    }
    if (head === undefined) continue;
    lines.push(line);
    const endsHere = match !== null && /\}\s*$/.test(line) && count(line, '{') === count(line, '}');
    if (/^\}/.test(line) || endsHere) {
      blocks.push({ ...head, text: lines.join('\n') });
      head = undefined;
    }
  }
  return blocks;
}

/** The blocks of a `.tf.json` file; what is not JSON has none. */
export function blocksOfJson(source: string): Block[] {
  let root: unknown;
  try {
    root = JSON.parse(source);
  } catch {
    return [];
  }
  const blocks: Block[] = [];
  for (const [type, body] of entries(root)) {
    if (type === 'resource' || type === 'data') {
      for (const [kind, named] of entries(body))
        for (const [name, value] of entries(named))
          blocks.push({ type, labels: [kind, name], text: JSON.stringify(value, null, 1) });
    } else if (type === 'module') {
      for (const [name, value] of entries(body)) {
        const source = value !== null && typeof value === 'object' ? (value as { source?: unknown }).source : undefined;
        blocks.push({ type, labels: [name], text: `source = "${String(source)}"\n${JSON.stringify(value, null, 1)}` });
      }
    } else if (type === 'locals') {
      const assigned = entries(body).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`);
      blocks.push({ type, labels: [], text: assigned.join('\n') });
    }
  }
  return blocks;
}

/** Each local value of a `locals` block and its text. */
export function localsOf(block: Block): [string, string][] {
  const found: [string, string[]][] = [];
  for (const line of block.text.split('\n')) {
    const name = /^(?: {2}|\t)([A-Za-z_][\w-]*)\s*=/.exec(line)?.[1];
    if (name !== undefined) found.push([name, [line]]);
    else found.at(-1)?.[1].push(line);
  }
  return found.map(([name, lines]) => [name, lines.join('\n')]);
}

function withoutComments(source: string): string {
  return source
    .replaceAll('\r\n', '\n')
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^[ \t]*(?:#|\/\/).*$/gm, '')
    .replace(/[ \t]#[^"'\n]*$/gm, '');
}

function count(line: string, character: string): number {
  return line.split(character).length - 1;
}

function entries(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(entries);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}
