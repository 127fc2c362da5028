import { SYMBOL_END, SYMBOL_START } from './symbol';

/**
 * Parses JSON text that may hold symbols. A symbol's reference may have quotes (`role.app["a"].arn`): written into the
 * text by a template they are bare, by `jsonencode` they are escaped, and both mean the same.
 *
 * @throws SyntaxError where it is not JSON
 */
export function parseSymbolicJson(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!text.includes(SYMBOL_START)) throw error;
    // A list or an object that a template puts in: what it is is not known, but where it is.
    return parse(text.replace(/(?<=[:[,]\s*)\uE000[^\uE001]*\uE001(?=\s*[,\]}])/g, (symbol) => `"${symbol}"`));
  }
}

function parse(text: string): unknown {
  return JSON.parse(
    hasQuoteInSymbol(text)
      ? text.replace(/\uE000[^\uE001]*\uE001/g, (symbol) => symbol.replace(/\\"/g, '"').replace(/"/g, '\\"'))
      : text,
  );
}

/** Few symbols have one, and every policy is parsed. */
function hasQuoteInSymbol(text: string): boolean {
  let end = 0;
  let quote = -1;
  for (let start = text.indexOf(SYMBOL_START); start >= 0; start = text.indexOf(SYMBOL_START, end)) {
    end = text.indexOf(SYMBOL_END, start);
    if (end < 0) return false;
    if (quote < start) quote = text.indexOf('"', start);
    if (quote < 0) return false;
    if (quote < end) return true;
  }
  return false;
}
