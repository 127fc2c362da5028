import * as fs from 'node:fs';
import { SourceMap } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IStackSynthesizer, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { EXISTING_FILE } from '../core/existing';
import { hasExisting } from './existing';
import { CHECK_BASELINE_FILE, hasSuppressedChecks } from './suppress-check';

/** The side file's name, beside a stack's cdk.tf.json. */
export const SOURCE_POSITIONS_FILE = 'source-positions.json';

/** A place in a source file. */
export interface SourcePosition {
  /** Relative to the repository's root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The side file's content: where each construct, by its path, was made. */
export interface SourcePositions {
  readonly schema: 'podtrust.source-positions/v1';
  readonly constructs: Readonly<Record<string, SourcePosition>>;
}

const KEY = Symbol.for('podtrust.sourcePositions');
const LIBRARY = path.resolve(__dirname, '..') + path.sep;
/** Deep enough to leave this library and the constructs that call each other in it. */
const FRAMES = 12;

/**
 * Remembers which line of the user's program made a construct.
 *
 * The positions go into {@link SOURCE_POSITIONS_FILE} when the stack is synthesized, so that a review can point at the
 * TypeScript line, and the synthesized JSON does not change when a line moves. A construct inside another one that is
 * listed was made at the same place.
 */
export function recordSourcePosition(construct: IConstruct): void {
  const position = callerPosition(construct.constructor);
  if (position) positionsOf(TerraformStack.of(construct)).set(construct.node.path, position);
}

function positionsOf(stack: TerraformStack): Map<string, string> {
  const holder = stack as TerraformStack & { [KEY]?: Map<string, string> };
  const known = holder[KEY];
  if (known) return known;
  const positions = new Map<string, string>();
  Object.defineProperty(holder, KEY, { value: positions });
  const synthesizer = stack.synthesizer;
  stack.synthesizer = {
    synthesize(session: Parameters<IStackSynthesizer['synthesize']>[0]) {
      synthesizer.synthesize(session);
      const folder = path.join(session.outdir, 'stacks', stack.node.id);
      const file = path.join(folder, SOURCE_POSITIONS_FILE);
      fs.writeFileSync(file, JSON.stringify(sourcePositions(positions), null, 2) + '\n');
      // Neither cdktf nor CDK Terrain empties the directory: what an earlier program was told is not true any more.
      if (!hasExisting(stack)) fs.rmSync(path.join(folder, EXISTING_FILE), { force: true });
      if (!hasSuppressedChecks(stack)) fs.rmSync(path.join(folder, CHECK_BASELINE_FILE), { force: true });
    },
  };
  return positions;
}

/** The first frame outside this library and outside installed packages, as `file:line:column`. */
function callerPosition(constructor: object): string | undefined {
  // One frame is enough where the program made the construct itself, and costs a fifth of a whole trace.
  return placeIn(framesAbove(constructor, 1)) ?? placeIn(framesAbove(callerPosition, FRAMES));
}

/** The frames above the call of a function; none where it was not called. */
function framesAbove(callee: object, count: number): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = count;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee as () => void);
  const frames = holder.stack?.split('\n').slice(1) ?? [];
  Error.stackTraceLimit = limit;
  return frames;
}

function placeIn(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const place = /\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):(\d+)\)?$/.exec(frame.replace(/^\s*at (?:async )?/, ''));
    if (!place) continue;
    const file = place[1]!.replace(/^.* (?=\/|[A-Z]:)/, '');
    if (file.startsWith('node:') || file.includes('/node_modules/') || file.startsWith(LIBRARY)) continue;
    return `${file}:${place[2]}:${place[3]}`;
  }
  return undefined;
}

function sourcePositions(positions: ReadonlyMap<string, string>): SourcePositions {
  const root = repositoryRoot(process.cwd());
  const constructs: Record<string, SourcePosition> = {};
  for (const [constructPath, place] of [...positions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const match = /^(.*):(\d+):(\d+)$/.exec(place)!;
    const file = match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!;
    const original = throughSourceMap(file, Number(match[2]), Number(match[3]));
    const relative = path.relative(root, original.file).split(path.sep).join('/');
    if (relative.startsWith('..') || path.isAbsolute(relative)) continue;
    constructs[constructPath] = { file: relative, line: original.line, column: original.column };
  }
  return { schema: 'podtrust.source-positions/v1', constructs };
}

const sourceMaps = new Map<string, SourceMap | undefined>();

/** The place in the source that a compiled file came from; the same place where the file has no map. */
function throughSourceMap(file: string, line: number, column: number): SourcePosition {
  if (!sourceMaps.has(file)) sourceMaps.set(file, readSourceMap(file));
  const entry = sourceMaps.get(file)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalSource' in entry)) return { file, line, column };
  return {
    file: path.resolve(path.dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

/** The map that a compiled file names in its last comment, in the comment itself or in a file beside it. */
function readSourceMap(file: string): SourceMap | undefined {
  try {
    const comment = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(fs.readFileSync(file, 'utf8'))?.[1];
    if (!comment) return undefined;
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(comment)?.[1];
    const json = inline
      ? Buffer.from(inline, 'base64').toString('utf8')
      : fs.readFileSync(path.resolve(path.dirname(file), comment), 'utf8');
    return new SourceMap(JSON.parse(json));
  } catch {
    // No such file, or a broken map: the compiled place is still a place.
    return undefined;
  }
}

function repositoryRoot(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return from;
  }
}
