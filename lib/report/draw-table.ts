/** A row's cells, each of one or more lines. */
export type Cells = readonly (readonly string[])[];

/** A table with a frame and a line between its rows, each column as wide as its longest line. */
export function drawTable(head: readonly string[], rows: readonly Cells[]): string {
  const all: Cells[] = [head.map((name) => [name]), ...rows];
  const widths = head.map(() => 0);
  for (const row of all) {
    row.forEach((cell, index) => {
      for (const line of cell) widths[index] = Math.max(widths[index]!, placesOf(line));
    });
  }
  const edge = (left: string, between: string, right: string): string =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(between)}${right}`;
  const middle = edge('├', '┼', '┤');
  const drawn = all.map((row) => drawRow(row, widths));
  return [edge('┌', '┬', '┐'), drawn.join(`\n${middle}\n`), edge('└', '┴', '┘')].join('\n');
}

function drawRow(row: Cells, widths: readonly number[]): string {
  const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
  return Array.from({ length: height }, (_, line) => {
    const cells = widths.map((width, index) => {
      const text = row[index]?.[line] ?? '';
      return ` ${text}${' '.repeat(width - placesOf(text))} `;
    });
    return `│${cells.join('│')}│`;
  }).join('\n');
}

/** What takes no place, and what takes two (Unicode Standard Annex 11, and pictures). */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The places that a line takes on a terminal. Names are ASCII nearly always, which is told at once. */
export function placesOf(line: string): number {
  if (/^[\x20-\x7e…“”’→]*$/.test(line)) return line.length;
  let places = 0;
  for (const character of line) places += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return places;
}
