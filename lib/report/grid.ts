/**
 * A table with lines around its cells, each column as wide as its longest line.
 *
 * Drawn here because the packages that do it measure every character for terminals' widths of emoji and colours, which
 * costs more than the whole proof of a small program.
 *
 * @param head the columns' headings
 * @param rows cells by row; a cell may have several lines
 */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.split('\n')));
  const widths = head.map((_, column) => {
    let widest = 0;
    for (const row of cells) for (const line of row[column]!) widest = Math.max(widest, line.length);
    return widest;
  });
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}`;
  const drawn = cells.map((row) => {
    const height = Math.max(...row.map((lines) => lines.length));
    return Array.from(
      { length: height },
      (_, line) => `│ ${row.map((lines, column) => (lines[line] ?? '').padEnd(widths[column]!)).join(' │ ')} │`,
    ).join('\n');
  });
  return [rule('┌', '┬', '┐'), drawn.join(`\n${rule('├', '┼', '┤')}\n`), rule('└', '┴', '┘')].join('\n');
}
