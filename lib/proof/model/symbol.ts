/**
 * A value that is unknown before apply, written as a *symbol* inside an ordinary string: the reference that will give the
 * value, between two private-use characters that no policy, manifest or plan holds.
 *
 * Two equal symbols are equal values. A symbol against any other text may or may not be equal, so whatever depends on it
 * is undecided.
 *
 * One thing is assumed: the value holds no wildcard and no policy variable of IAM, as names, ARNs and URLs hold none.
 * Otherwise the same value would mean one thing under `StringEquals` and another under `StringLike`.
 */
export const SYMBOL_START = '\uE000';
/** Ends a symbol. */
export const SYMBOL_END = '\uE001';

/**
 * The symbol of a reference.
 *
 * @param reference where the value will come from, e.g. `eks-platform/aws_eks_cluster.main.identity[0].oidc[0].issuer`
 */
export function symbolOf(reference: string): string {
  return `${SYMBOL_START}ref:${reference}${SYMBOL_END}`;
}

/** Whether any part of a text is unknown before apply. */
export function hasSymbol(text: string): boolean {
  return text.includes(SYMBOL_START);
}

/** A text for messages: each symbol in it reads `${<reference>}`. */
export function describeSymbols(text: string): string {
  return hasSymbol(text) ? text.replace(/\uE000(?:ref:)?([^\uE001]*)\uE001?/g, '${$1}') : text;
}
