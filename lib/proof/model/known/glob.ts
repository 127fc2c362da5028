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
