/**
 * Parses JSON text that may hold symbols. A symbol's reference may have quotes (`role.app["a"].arn`): written into the
 * text by a template they are bare, by `jsonencode` they are escaped, and both mean the same.
 *
 * @throws SyntaxError where it is not JSON
 */
export function parseSymbolicJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // A list or an object that a template puts in: what it is is not known, but where it is.
    return parse(text.replace(/(?<=[:[,]\s*)\uE000[^\uE001]*\uE001(?=\s*[,\]}])/g, (symbol) => `"${symbol}"`));
  }
}

function parse(text: string): unknown {
  return JSON.parse(
    text.replace(/\uE000[^\uE001]*\uE001/g, (symbol) =>
      symbol.includes('"') ? symbol.replace(/\\"/g, '"').replace(/"/g, '\\"') : symbol,
    ),
  );
}
