import { mayHoldPlaceholder, withPlaceholderSymbols } from '../../../model/known/placeholder';
import { isJsonObject } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/** What holds texts of other languages, in which `${NAME}` is the business of a shell or a template. */
const OTHER_LANGUAGES = new Set(['command', 'args', 'data', 'binaryData', 'stringData', 'template']);

/** An object in which what a tool fills in before it is applied is a symbol: a value that is not known. Most have nothing of it. */
export function withPlaceholders(object: JsonObject): JsonObject {
  return holdsPlaceholder(object) ? withSymbols(object) : object;
}

function holdsPlaceholder(value: unknown): boolean {
  if (typeof value === 'string') return mayHoldPlaceholder(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (holdsPlaceholder((value as JsonObject)[key])) return true;
  return false;
}

function withSymbols(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, filled(key, value)]));
}

function filled(key: string, value: unknown): unknown {
  if (typeof value === 'string') return withPlaceholderSymbols(value);
  // A pod template is an object; anybody else's template is a text, or holds one.
  const isOther = OTHER_LANGUAGES.has(key) && !(key === 'template' && isJsonObject(value) && isJsonObject(value.spec));
  if (isOther) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => filled('', item));
  return isJsonObject(value) ? withSymbols(value) : value;
}
