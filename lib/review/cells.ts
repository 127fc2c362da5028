/** The texts that some globs tell apart from all others: those that match these of them and none of the rest. */
export interface Cell {
  /** One bit a glob, in their order: whether it matches. */
  readonly matches: readonly boolean[];
  /** The shortest such text. */
  readonly example: string;
}

/** Which texts are counted at all, as an automaton: nothing where the text cannot go on. */
export interface Alphabet {
  /** A character that stands for all that no glob writes. */
  readonly others: readonly string[];
  readonly start: string;
  /** The state after a character; nothing where no text goes on so. */
  readonly next: (state: string, character: string) => string | undefined;
  readonly isWhole: (state: string) => boolean;
}

/** Any text but the empty one. */
export const ANY_TEXT: Alphabet = {
  others: ['x', 'y', 'z', 'q', '7', '~'],
  start: '',
  next: () => 'on',
  isWhole: (state) => state === 'on',
};

/** What Kubernetes accepts as a name: DNS labels, joined by dots. */
export const NAMES: Alphabet = {
  others: ['x', 'y', 'z', 'q', '7', '0'],
  start: 'edge',
  next: (state, character) => {
    if (/^[a-z0-9]$/.test(character)) return 'letter';
    if (character === '-') return state === 'edge' ? undefined : 'dash';
    if (character === '.') return state === 'letter' ? 'edge' : undefined;
    // A part that is not known stands for letters.
    return character >= FIRST_OPAQUE ? 'letter' : undefined;
  },
  isWhole: (state) => state === 'letter',
};

/** Too many for an answer in time. */
const MOST_STATES = 20_000;

/** Where the characters begin that stand for what is written between `${` and `}`. Unicode, private use area. */
const FIRST_OPAQUE = '\uE100';

/**
 * All cells of some globs of `*` (any text) and `?` (any one character). What stands between `${` and `}` is one character,
 * the same wherever it is written the same: its value is not known, so only a wildcard or the same text matches it.
 *
 * @returns nothing where they are too many
 */
export function cellsOf(globs: readonly string[], alphabet: Alphabet = ANY_TEXT): readonly Cell[] | undefined {
  const opaque = new Map<string, string>();
  const patterns = globs.map((glob) => charactersOf(glob, opaque));
  const written = new Set(patterns.flat().filter((character) => character !== RUN && character !== ONE));
  const other = alphabet.others.find((character) => !written.has(character));
  const characters = [...(other === undefined ? [] : [other]), ...[...written].sort()];
  const names = new Map([...opaque].map(([text, character]) => [character, text]));

  /** `orders/*` is better shown by `orders/x` than by `orders/`. */
  const tail = ({ at, legal, text }: State, matches: readonly boolean[]): string => {
    const on = other === undefined || text.endsWith(other) ? undefined : alphabet.next(legal, other);
    if (other === undefined || on === undefined || !alphabet.isWhole(on)) return '';
    const further = at.map((positions, index) => after(patterns[index]!, positions, other));
    return further.every((positions, index) => positions.includes(patterns[index]!.length) === matches[index])
      ? other
      : '';
  };
  const found = new Map<string, Cell>();
  const seen = new Set<string>();
  let level: State[] = [{ at: patterns.map((pattern) => withRuns(pattern, [0])), legal: alphabet.start, text: '' }];
  while (level.length > 0) {
    const next: State[] = [];
    for (const state of level) {
      if (alphabet.isWhole(state.legal)) {
        const matches = state.at.map((positions, index) => positions.includes(patterns[index]!.length));
        const key = matches.map(Number).join('');
        if (!found.has(key)) found.set(key, { matches, example: textOf(state.text + tail(state, matches), names) });
      }
      for (const character of characters) {
        const legal = alphabet.next(state.legal, character);
        if (legal === undefined) continue;
        const at = state.at.map((positions, index) => after(patterns[index]!, positions, character));
        const key = `${legal} ${at.join(' ')}`;
        if (seen.has(key)) continue;
        if (seen.size >= MOST_STATES) return undefined;
        seen.add(key);
        next.push({ at, legal, text: state.text + character });
      }
    }
    level = next;
  }
  return [...found.values()];
}

interface State {
  /** Of each glob, how far a text may have come in it: sorted. */
  readonly at: readonly (readonly number[])[];
  readonly legal: string;
  readonly text: string;
}

const RUN = '\uE000';
const ONE = '\uE001';

/** Each character of a glob, its wildcards and its `${…}`. */
function charactersOf(glob: string, opaque: Map<string, string>): string[] {
  return (glob.match(/\$\{[^}]*\}|[^]/g) ?? []).map((piece) => {
    if (piece === '*') return RUN;
    if (piece === '?') return ONE;
    // IAM's own way to write these three. IAM User Guide, "Policy variables".
    const literal = /^\$\{([*?$])\}$/.exec(piece)?.[1];
    if (literal !== undefined) return literal;
    if (piece.length === 1) return piece;
    const known = opaque.get(piece) ?? String.fromCharCode(FIRST_OPAQUE.charCodeAt(0) + opaque.size);
    opaque.set(piece, known);
    return known;
  });
}

/** The positions, and those behind the runs that stand there: a run may be no text. */
function withRuns(pattern: readonly string[], positions: readonly number[]): readonly number[] {
  const all = new Set(positions);
  for (const position of all) if (pattern[position] === RUN) all.add(position + 1);
  return [...all].sort((a, b) => a - b);
}

function after(pattern: readonly string[], positions: readonly number[], character: string): readonly number[] {
  const next = positions.flatMap((position) => {
    const piece = pattern[position];
    if (piece === RUN) return [position];
    return piece === ONE || piece === character ? [position + 1] : [];
  });
  return withRuns(pattern, next);
}

function textOf(text: string, names: ReadonlyMap<string, string>): string {
  return [...text].map((character) => names.get(character) ?? character).join('');
}
