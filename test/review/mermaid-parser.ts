import { spawnSync } from 'node:child_process';

/** What Mermaid's own parser made of a chart: its boxes and lines, or why it is none. */
export interface ParsedChart {
  readonly error?: string;
  readonly boxes: readonly string[];
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly text: string;
    readonly stroke: string;
  }[];
}

/** An ES module, which only a process of its own loads here. Labels are cleaned for a browser, which there is none of: they stay. */
const PROGRAM = `
  import purify from 'dompurify';
  import { readFileSync } from 'node:fs';
  Object.assign(purify, { addHook() {}, removeHook() {}, sanitize: (text) => text });
  const { default: mermaid } = await import('mermaid');
  const results = [];
  for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
    try {
      // The kinds of charts are known from the first one on.
      await mermaid.parse(text);
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
      results.push({
        boxes: [...db.getVertices().values()].map(({ text }) => text),
        lines: db.getEdges().map(({ start, end, text, stroke }) => ({ from: start, to: end, text, stroke })),
      });
    } catch (error) {
      results.push({ error: String(error.message), boxes: [], lines: [] });
    }
  }
  process.stdout.write(JSON.stringify(results));
`;

/** Charts as Mermaid reads them. */
export function parsedCharts(charts: readonly string[]): readonly ParsedChart[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: __dirname,
    encoding: 'utf8',
    input: JSON.stringify(charts),
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ParsedChart[];
}
