/**
 * Whether a pattern takes a text, piece by piece; of a string each character is a piece. A run takes any number of them.
 *
 * It goes back to the last run only, so its time is bounded by the product of the lengths, whatever the pattern.
 *
 * @param takes whether a piece of the pattern that is no run takes one of the text
 * @param step called for each comparison, for who bounds the work; may throw
 */
export function takesPieces(
  pattern: ArrayLike<string>,
  text: ArrayLike<string>,
  run: string,
  takes: (piece: string, own: string) => boolean,
  step?: () => void,
): boolean {
  let p = 0;
  let t = 0;
  // 0: no run so far.
  let afterRun = 0;
  let resumeAt = 0;
  while (t < text.length) {
    step?.();
    const piece = pattern[p];
    if (piece === run) {
      afterRun = ++p;
      resumeAt = t;
    } else if (piece !== undefined && takes(piece, text[t]!)) {
      p++;
      t++;
    } else if (afterRun > 0) {
      p = afterRun;
      t = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === run) p++;
  return p === pattern.length;
}

/** Whether a name is in a glob of `*` (any text) and `?` (any one character), as IAM's StringLike reads them. */
export function matchesGlob(glob: string, name: string): boolean {
  return takesPieces(glob, name, '*', (piece, own) => piece === own || piece === '?');
}

/**
 * Whether a glob takes whatever another one takes. Of the narrower one `*` is read as a character that only a `*` of the
 * wider one takes: where two globs mean the same in different ways (`**`, `*?` and `?*`), it may say no, never a wrong yes.
 */
export function includesGlob(wider: string, narrower: string): boolean {
  return takesPieces(wider, narrower, '*', (piece, own) => piece === own || (piece === '?' && own !== '*'));
}

/** Whether some text is in both of two globs. */
export function globsMeet(one: string, other: string): boolean {
  // By length of what is left of the second: whether the rests have a text in common.
  let row: boolean[] = Array.from({ length: other.length + 1 }, (_, left) => isRuns(other, other.length - left));
  for (let i = one.length - 1; i >= 0; i--) {
    const next: boolean[] = [];
    for (let left = 0; left <= other.length; left++) {
      const [a, b] = [one[i]!, other[other.length - left]];
      if (a === '*') next[left] = row[left]! || (left > 0 && next[left - 1]!);
      else if (b === '*') next[left] = next[left - 1]! || row[left]!;
      else next[left] = b !== undefined && (a === b || a === '?' || b === '?') && row[left - 1]!;
    }
    row = next;
  }
  return row[other.length]!;
}

function isRuns(glob: string, from: number): boolean {
  for (let at = from; at < glob.length; at++) if (glob[at] !== '*') return false;
  return true;
}
