/**
 * Whether a name is in a glob of `*` (any text) and `?` (any one character), as IAM's StringLike reads them.
 *
 * It goes back to the last `*` only, so its time is bounded by the product of the lengths, whatever the glob.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let g = 0;
  let n = 0;
  let afterStar = -1;
  let resumeAt = 0;
  while (n < name.length) {
    if (glob[g] === '*') {
      afterStar = ++g;
      resumeAt = n;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === name[n])) {
      g++;
      n++;
    } else if (afterStar >= 0) {
      g = afterStar;
      n = ++resumeAt;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

/**
 * Whether a glob takes whatever another one takes. Of the narrower one `*` is read as a character that only a `*` of the
 * wider one takes: where two globs mean the same in different ways (`**`, `*?` and `?*`), it may say no, never a wrong yes.
 */
export function includesGlob(wider: string, narrower: string): boolean {
  let g = 0;
  let n = 0;
  let afterStar = -1;
  let resumeAt = 0;
  while (n < narrower.length) {
    if (wider[g] === '*') {
      afterStar = ++g;
      resumeAt = n;
    } else if (g < wider.length && (wider[g] === narrower[n] || (wider[g] === '?' && narrower[n] !== '*'))) {
      g++;
      n++;
    } else if (afterStar >= 0) {
      g = afterStar;
      n = ++resumeAt;
    } else {
      return false;
    }
  }
  while (wider[g] === '*') g++;
  return g === wider.length;
}
