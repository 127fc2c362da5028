import { SYMBOL_END, SYMBOL_START, hasSymbol } from '../../model/known/symbol';
import type { Document } from '../document';
import { parseYaml } from './yaml';
import type { YamlOptions, YamlValue } from './yaml';

const SYMBOL = new RegExp(`${SYMBOL_START}[^${SYMBOL_END}]*${SYMBOL_END}`, 'g');

/**
 * As `parseYaml`, of text that may hold symbols: a reference may have what YAML reads as syntax, and stays one
 * text; quotes in it that `jsonencode` has escaped are its own.
 *
 * @throws PodtrustError `yaml-invalid`
 */
export function parseSymbolicYaml(document: Document, options: YamlOptions = {}): readonly YamlValue[] {
  if (!hasSymbol(document.text)) return parseYaml(document, options);
  const symbols: string[] = [];
  const text = document.text.replace(
    SYMBOL,
    (symbol) => `podtrust-symbol-${symbols.push(symbol.replace(/\\"/g, '"')) - 1}-`,
  );
  const restored = (part: string): string =>
    part.replace(/podtrust-symbol-(\d+)-/g, (whole, index: string) => symbols[Number(index)] ?? whole);
  return parseYaml({ ...document, text }, options).map(({ index, value }) => ({
    index,
    value: withTexts(value, restored),
  }));
}

/** A value with each text in it changed, keys too. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, change));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), withTexts(item, change)]));
}
