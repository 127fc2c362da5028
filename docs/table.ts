/** A table of Markdown as prettier has it: columns of one width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/**
 * A page with its tables as the code has them: each stands between `<!-- table: NAME -->` and `<!-- /table: NAME -->`.
 *
 * @param file the page's name, for an error
 */
export function withTables(page: string, file: string, tables: Readonly<Record<string, () => string[]>>): string {
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const [before, after] = [`<!-- table: ${name} -->`, `<!-- /table: ${name} -->`];
    const start = text.indexOf(before);
    const end = text.indexOf(after);
    if (start === -1 || end === -1) throw new Error(`${file} has no place for the table ${name}`);
    return [text.slice(0, start + before.length), '', ...lines(), '', text.slice(end)].join('\n');
  }, page);
}
