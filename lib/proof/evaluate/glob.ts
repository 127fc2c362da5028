const COMPILED = new Map<string, RegExp>();

/** Whether a name is in a glob of `*` and `?`, as IAM's StringLike reads them. */
export function matchesGlob(glob: string, name: string): boolean {
  if (!/[*?]/.test(glob)) return glob === name;
  let pattern = COMPILED.get(glob);
  if (!pattern) {
    const source = glob
      .replace(/\*+/g, '*')
      .split(/([*?])/)
      .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
      .join('');
    pattern = new RegExp(`^${source}$`, 's');
    COMPILED.set(glob, pattern);
  }
  return pattern.test(name);
}
