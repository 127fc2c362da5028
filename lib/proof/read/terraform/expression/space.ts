const SPACE = /[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//y;
/** As SPACE, up to the end of the line. */
const SPACE_IN_LINE = /[ \t]+|\r(?=\n)|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//y;

/**
 * Where white space and comments of HCL end.
 *
 * @param stopAtLineEnd whether a line's end is not white space
 */
export function skipSpace(text: string, start: number, stopAtLineEnd = false): number {
  const pattern = stopAtLineEnd ? SPACE_IN_LINE : SPACE;
  let position = start;
  // One piece after the other: a pattern that repeats runs out of stack on a million comments.
  for (;;) {
    const code = text.charCodeAt(position);
    // Nothing but these begins a space or a comment.
    if (!(code <= 0x20 || code === 0x23 || code === 0x2f)) return position;
    pattern.lastIndex = position;
    if (!pattern.test(text)) return position;
    position = pattern.lastIndex;
  }
}
