import { symbolOf } from './symbol';

/**
 * What a tool fills in before objects are applied: `${NAME}` of Flux, envsubst and pipelines, `$NAME` of envsubst (in
 * capitals, as variables of the environment are), `{{ … }}` of templates. The same placeholder is assumed to be the same value;
 * it is a symbol without a dot, which no reference of Terraform is.
 */
const PLACEHOLDER =
  /\$\{([A-Za-z_][\w-]*)(?:[:=?+/,^#%-][^{}]*)?\}|\$([A-Z][A-Z0-9_]+)|\{\{\{?-?\s*([^{}]*?)\s*-?\}?\}\}/g;

/** Whether a text holds what a placeholder could be. */
export function mayHoldPlaceholder(text: string): boolean {
  return text.includes('$') || text.includes('{{');
}

/** A text with each placeholder as a symbol. */
export function withPlaceholderSymbols(text: string): string {
  if (!mayHoldPlaceholder(text)) return text;
  return text.replace(
    PLACEHOLDER,
    (_, braced: string | undefined, bare: string | undefined, expression: string | undefined) =>
      symbolOf(braced ?? bare ?? (expression ?? '').replace(/[^\w-]+/g, '_')),
  );
}

/** Whether a text holds a placeholder's symbol. */
export function hasPlaceholder(text: string): boolean {
  return /\uE000ref:[\w-]*\uE001/.test(text);
}
