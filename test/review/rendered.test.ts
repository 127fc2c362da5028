import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import schema from '../../docs/schemas/review.schema.json';
import { reviewAtlantis, reviewHtml, reviewMarkdown, reviewSarif } from '../../lib/review';
import type { Change, Review } from '../../lib/review';
import { reviewMermaid } from '../../lib/review/output/review-mermaid';
import { reportMermaid } from '../../lib/report/mermaid';
import { SourceLocations } from '../../lib/report/source-locations';
import { HOSTILE as HTML, hostileInventory } from '../page/hostile-inventory';
import { sarifMistakes } from '../report/sarif-schema';
import { everyChange } from './every-change';
import { parsedCharts } from './mermaid-parser';

const HOSTILE: readonly string[] = [
  HTML,
  '|a|b|',
  '`',
  '```\n# heading\n```',
  '~~~',
  'a\n\n- item\n\n> quote',
  '<script>alert(1)</script>',
  '</details></summary><!--',
  '-->',
  '@octo-org/everyone @octocat',
  '#123 GH-12 octo/repo#5',
  '![x](https://evil.example/x.png) [a](javascript:alert(1)) <https://evil.example> https://evil.example www.evil.example a@evil.example',
  '\u202eevil\u2066',
  '[ ] task\n[x]: https://evil.example',
  '**bold** __bold__ *em* _em_ ~~gone~~ $x^2$',
  '"]; click n0 href "https://evil.example"; n9["',
  '%%{init: {"securityLevel": "loose"}}%%',
  'end',
  '#quot; &lt; \\',
  '',
  ' ',
  'x'.repeat(20_000),
];

/** As near to GitHub as there is: HTML passes, and addresses become links. */
interface Token {
  readonly type: string;
  readonly tag: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
}

// The package has no types.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const MarkdownIt = require('markdown-it') as new (options: object) => {
  readonly linkify: { set(options: object): void };
  parse(text: string, env: object): readonly Token[];
};
const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyEmail: true, fuzzyLink: false });

function flat(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
}

/** HTML that a comment has of its own. */
const OURS = /^(?:<!-- podtrust review -->|<details><summary>[\w ’(),]+<\/summary>|<\/details>|<\/?span>)\s*$/;

function mistakesOf(text: string): string[] {
  const tokens = flat(markdown.parse(text, {}));
  return tokens.flatMap(({ type, content, tag }) => {
    if (/^(?:link_open|image|em_open|strong_open|s_open|blockquote_open|table_open|hr|code_block)$/.test(type))
      return [`${type} ${content}`];
    if (/^html/.test(type)) return OURS.test(content) ? [] : [`${type} ${content}`];
    if (type === 'heading_open' && tag !== 'h2' && tag !== 'h3') return [tag];
    // GitHub's own filters of what Markdown has made, outside of code.
    if (type === 'text' && /@[\w-]|#\d|GH-\d|\$.*\$/i.test(content)) return [`text ${content}`];
    return [];
  });
}

const locations = new SourceLocations(
  () => undefined,
  () => undefined,
  (file) => file,
);
const isWhole = new Ajv({ strict: false }).compile(schema);
const NOWHERE = { file: 'cdktf.out', pointer: '' };

describe.each(HOSTILE)('every kind of change with the name %j', (name) => {
  const review = everyChange(name);
  const text = reviewMarkdown(review);

  test('is only shown by a renderer of Markdown', () => {
    expect(mistakesOf(text)).toEqual([]);
    const headings = flat(markdown.parse(text, {})).filter(({ type }) => type === 'heading_open');
    expect(headings.length).toBeLessThanOrEqual(8);
    expect(text.length).toBeLessThan(65_536);
  });

  test('is as the schemas of JSON and SARIF have it, and acts on no terminal', () => {
    isWhole(JSON.parse(JSON.stringify(review)));
    expect(isWhole.errors ?? []).toEqual([]);
    const sarif = reviewSarif(review, locations, NOWHERE);
    expect(sarifMistakes(sarif)).toEqual([]);
    for (const output of [text, sarif, reviewAtlantis(review, 'unknown'), reviewHtml(review, hostileInventory())]) {
      expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

describe('the chart', () => {
  test('is one to Mermaid’s own parser, whatever the names, with as many boxes and lines as were drawn', () => {
    const charts = HOSTILE.map((name) => reviewMermaid(everyChange(name).changes)!);
    const own = parsedCharts([...charts, ...HOSTILE.map((name) => reportMermaid(namedInventory(name)))]);
    expect(
      own.flatMap(({ error }, index) => (error === undefined ? [] : [[HOSTILE[index % HOSTILE.length], error]])),
    ).toEqual([]);
    own.slice(0, charts.length).forEach(({ boxes, lines }, index) => {
      const written = charts[index]!.split('\n');
      expect(boxes).toHaveLength(written.filter((line) => /^ {2}n\d+[^ \d]/.test(line)).length);
      expect(lines).toHaveLength(written.filter((line) => /^ {2}n\d+ /.test(line)).length);
    });
    expect(parsedCharts(['flowchart LR\n  a["x]'])[0]!.error).toContain('Parse error');
  });

  test('of each pull request under test is one as well', () => {
    const folder = join(__dirname, 'pull-requests');
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const charts = texts.flatMap((text) => /```mermaid\n([^]*?)```/.exec(text)?.[1] ?? []);
    expect(charts.length).toBeGreaterThan(5);
    expect(parsedCharts(charts).map(({ error }) => error)).toEqual(charts.map(() => undefined));
    for (const text of texts) expect(mistakesOf(text)).toEqual([]);
  });

  test('draws what changes and nothing else, the worst first, and counts what it leaves out', () => {
    const change: Change = {
      ...{ change: 'widened', subject: 'access', identity: 'orders', id: 'r', cluster: 'eks', mechanisms: ['irsa'] },
      what: 'now gets',
    };
    const many = Array.from({ length: 40 }, (_, index): Change => ({ ...change, account: `shop/a${index}` }));
    const settings: Change = { change: 'widened', subject: 'settings', what: 'accepts something' };
    const [{ boxes, lines } = { boxes: [], lines: [] }] = parsedCharts([reviewMermaid([settings, ...many])!]);
    expect(lines).toHaveLength(25);
    expect(new Set(lines.map(({ text, stroke }) => `${text} ${stroke}`))).toEqual(new Set(['now gets by IRSA thick']));
    expect(boxes.at(-1)).toBe('not drawn: 16 of 41 changes');
    expect(reviewMermaid([settings])).toBeUndefined();
  });
});

function namedInventory(name: string) {
  const whole = hostileInventory();
  return JSON.parse(JSON.stringify(whole), (_, value: unknown) => (value === HTML ? name : value)) as typeof whole;
}

test('a comment is never longer than GitHub accepts, however many changes of whatever names', () => {
  // GitHub counts characters, and bytes four times as many. No code unit of UTF-16 is more than three bytes.
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1_000 }),
    fc
      .constantFrom('`', '&', '@', '<', '🌈', '|', '\n')
      .chain((one) => fc.integer({ min: 1, max: 2_000 }).map((n) => one.repeat(n))),
  );
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 60 }), (text, count) => {
      const one = everyChange(text);
      const review: Review = {
        ...one,
        changes: Array.from({ length: count }, () => one.changes).flat(),
        findings: { new: Array.from({ length: count }, () => one.findings.new).flat(), gone: one.findings.gone },
      };
      const comment = reviewMarkdown(review);
      expect([...comment].length).toBeLessThanOrEqual(65_536);
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(262_144);
      if (comment.length < 20_000) expect(mistakesOf(comment)).toEqual([]);
      const shown = comment.match(/\n- (?!and )/g)!.length;
      expect(shown).toBeGreaterThan(0);
    }),
    { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 25) },
  );
});
