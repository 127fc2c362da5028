import { shapeNamed } from './symbol-shape';
import type { Shape, ShapeName } from './symbol-shape';

/**
 * A value that is unknown before apply, written as a *symbol* inside an ordinary string: the reference that will give the
 * value, between two private-use characters that no policy, manifest or plan holds.
 *
 * Two equal symbols are equal values. A symbol against any other text may or may not be equal, so whatever depends on it
 * is undecided, unless the symbol's {@link Shape} tells. `text.ts` compares them.
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
 * @param shape the form that the value is known to have; by default none is
 */
export function symbolOf(reference: string, shape: ShapeName | 'ref' = 'ref'): string {
  // A reference by a key that is a symbol itself: `trust[each.key]`, where each.key is not known.
  return `${SYMBOL_START}${shape}:${withoutWildcards(describeSymbols(reference))}${SYMBOL_END}`;
}

/** A conditional's `?` and a product's or a splat's `*`: nobody who looks for wildcards in a text shall find them. */
const WRITTEN = { '*': '\uE010', '?': '\uE011' } as const;
const HIDDEN = /[\uE010\uE011]/g;

function withoutWildcards(reference: string): string {
  return reference.replace(/[*?]/g, (character) => WRITTEN[character as keyof typeof WRITTEN]);
}

function asWritten(reference: string): string {
  return reference.replace(HIDDEN, (character) => (character === WRITTEN['*'] ? '*' : '?'));
}

/** Whether any part of a text is unknown before apply. */
export function hasSymbol(text: string): boolean {
  return text.includes(SYMBOL_START);
}

/** Whether a text is one symbol and nothing else. */
export function isSymbol(text: string): boolean {
  return text.startsWith(SYMBOL_START) && text.indexOf(SYMBOL_END) === text.length - 1;
}

/** The reference of a text that is one symbol. */
export function referenceOfSymbol(symbol: string): string {
  return asWritten(symbol.slice(1, -1).replace(TAG, ''));
}

/** The shape of a text that is one symbol; nothing where it has none. */
export function shapeOf(symbol: string): Shape | undefined {
  return shapeNamed(symbol.slice(1, symbol.indexOf(':')));
}

const TAG = /^[a-z]+:/;

/** A text with what stands outside of its symbols changed. */
export function outsideSymbols(text: string, change: (known: string) => string): string {
  if (!hasSymbol(text)) return change(text);
  return text.replace(/\uE000[^\uE001]*\uE001|[^\uE000]+/g, (part) => (hasSymbol(part) ? part : change(part)));
}

/** A text in lower case but for its symbols. */
export function inLowerCase(text: string): string {
  return outsideSymbols(text, (known) => known.toLowerCase());
}

/** A text for messages: each symbol in it reads `${<reference>}`. */
export function describeSymbols(text: string): string {
  return hasSymbol(text) ? asWritten(text.replace(/\uE000(?:[a-z]+:)?([^\uE001]*)\uE001?/g, '${$1}')) : text;
}
