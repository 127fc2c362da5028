import type { Place } from '../proof/model/place';
import { PointerRegions } from './pointer-regions';
import { FIRST_CHARACTER, Lines } from './region';
import type { SourceRegion } from './region';

/** A file's text by its path as places name it; nothing where it cannot be read again. */
export type ReadText = (file: string) => string | undefined;

/** A place that a person can be shown. */
export interface SourceLocation {
  /** Relative, with forward slashes. */
  readonly file: string;
  readonly region: SourceRegion;
}

/** The side file in which podtrust's constructs keep where each was made, beside a stack's cdk.tf.json. */
const POSITIONS_FILE = 'source-positions.json';

interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Finds the line that a place came from: of the program that synthesized the file, where that is known, else of the file. */
export class SourceLocations {
  private readonly regions = new Map<string, PointerRegions | undefined>();
  private readonly lines = new Map<string, Lines | undefined>();
  private readonly json = new Map<string, unknown>();

  /**
   * @param readArtefact reads what the proof read
   * @param readSource reads a file by its path from the repository's root, as the side file names it
   * @param fromRoot the path from the repository's root of what the proof read
   */
  public constructor(
    private readonly readArtefact: ReadText,
    private readonly readSource: ReadText,
    private readonly fromRoot: (file: string) => string,
  ) {}

  public of(place: Place): SourceLocation {
    const position = this.programPosition(place);
    if (position) {
      const { file, line, column } = position;
      const lines = remembered(this.lines, file, () => {
        const text = this.readSource(file);
        return text === undefined ? undefined : new Lines(text);
      });
      const end = { endLine: line, endColumn: column + 1 };
      return { file, region: lines?.line(line, column) ?? { startLine: line, startColumn: column, ...end } };
    }
    const regions = remembered(this.regions, place.file, () => {
      const text = this.readArtefact(place.file);
      return text === undefined ? undefined : new PointerRegions(text);
    });
    return { file: this.fromRoot(place.file), region: regions?.of(place.pointer) ?? FIRST_CHARACTER };
  }

  /** Where the construct was made whose resource a place of a cdk.tf.json is in. */
  private programPosition({ file, pointer }: Place): Position | undefined {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const positions = (this.parsed(`${folder}${POSITIONS_FILE}`) as { constructs?: unknown } | undefined)?.constructs;
    if (typeof positions !== 'object' || positions === null) return undefined;
    const [, kind, type, name] = pointer.split('/');
    const resource = [kind, type, name].reduce<unknown>(
      (value, key) => (key === undefined ? undefined : (value as Record<string, unknown> | undefined)?.[key]),
      this.parsed(file),
    );
    const path = (resource as { '//'?: { metadata?: { path?: unknown } } } | undefined)?.['//']?.metadata?.path;
    if (typeof path !== 'string') return undefined;
    // A construct inside another one that is listed was made at the same place.
    for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
      const position: unknown = Object.hasOwn(positions, at) ? (positions as Record<string, unknown>)[at] : undefined;
      if (isPosition(position)) return position;
    }
    return undefined;
  }

  private parsed(file: string): unknown {
    return remembered(this.json, file, () => {
      const text = this.readArtefact(file);
      try {
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      } catch {
        // Not JSON: it has no construct's path.
        return undefined;
      }
    });
  }
}

function isPosition(value: unknown): value is Position {
  const { file, line, column } = (value ?? {}) as Partial<Record<keyof Position, unknown>>;
  const inside = typeof file === 'string' && !file.startsWith('/') && !file.split('/').includes('..');
  return inside && Number.isInteger(line) && Number.isInteger(column);
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  if (!map.has(key)) map.set(key, make());
  return map.get(key)!;
}
