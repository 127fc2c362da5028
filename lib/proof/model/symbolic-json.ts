/**
 * Parses JSON text that may hold symbols. A symbol's reference may have quotes (`role.app["a"].arn`): written into the
 * text by a template they are bare, by `jsonencode` they are escaped, and both mean the same.
 *
 * @throws SyntaxError where it is not JSON
 */
export function parseSymbolicJson(text: string): unknown {
  return JSON.parse(
    text.replace(/\uE000[^\uE001]*\uE001/g, (symbol) => symbol.replace(/\\"/g, '"').replace(/"/g, '\\"')),
  );
}
