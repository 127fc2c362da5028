/** A part of a text. Lines and columns count from 1; the end column is that of the character after the last one. */
export interface SourceRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where nothing more is known than the file. */
export const FIRST_CHARACTER: SourceRegion = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

/** A text's lines, for many questions. */
export class Lines {
  private readonly starts: number[] = [0];

  public constructor(private readonly text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  /** The region between two offsets; at least one character. */
  public between(start: number, end: number): SourceRegion {
    const [startLine, startColumn] = this.lineAndColumn(start);
    const [endLine, endColumn] = this.lineAndColumn(Math.max(end, start + 1));
    return { startLine, startColumn, endLine, endColumn };
  }

  /** From an offset to the end of its line, but not beyond another offset. */
  public within(start: number, end: number): SourceRegion {
    const stop = this.text.indexOf('\n', start);
    return this.between(start, stop < 0 ? end : Math.min(end, stop));
  }

  /** A line from a column, or from its first character that is no space, to its last. */
  public line(line: number, column = 1): SourceRegion {
    const start = this.starts[line - 1];
    if (start === undefined) return { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
    const content = this.text.slice(start, this.starts[line]).trimEnd();
    const startColumn = Math.max(column, content.length - content.trimStart().length + 1);
    return { startLine: line, startColumn, endLine: line, endColumn: Math.max(content.length, startColumn) + 1 };
  }

  private lineAndColumn(offset: number): readonly [number, number] {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - this.starts[low]! + 1];
  }
}
