import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { suppressedChecks } from '../../lib/terraform';
import { makeProgram } from '../../stacks/program';
import { DEFAULT_SETTINGS } from '../../stacks/settings/settings';
import { table } from '../table';

/** The page whose table is made from the sample; the rest of it is written by hand. */
export const SECURITY_FILE = join(__dirname, '../security.md');

/** The check, what it is suppressed on, and why. */
type Row = readonly [check: string, on: string, why: string];

const BEFORE = '<!-- table: suppressed -->';
const AFTER = '<!-- /table: suppressed -->';

/** The page with its table as the sample has it. */
export function securityPage(page = readFileSync(SECURITY_FILE, 'utf8')): string {
  const [start, end] = [page.indexOf(BEFORE), page.indexOf(AFTER)];
  if (start === -1 || end === -1) throw new Error('docs/security.md has no place for its table');
  const rows = suppressed().map(([check, on, why]) => [`\`${check}\``, on, why]);
  const lines = table(['check', 'on', 'why not'], rows);
  return [page.slice(0, start + BEFORE.length), '', ...lines, '', page.slice(end)].join('\n');
}

/** Every suppressed check of the sample: of its platform stacks and of its charts, sorted. */
export function suppressed(): Row[] {
  // cdktf wants a folder to make a program, and nothing is written into it.
  const outdir = mkdtempSync(join(tmpdir(), 'podtrust-'));
  try {
    const { platforms, workloads } = makeProgram(new App({ outdir, stackTraces: false }), DEFAULT_SETTINGS);
    const ofStacks = platforms.flatMap((stack) =>
      [...suppressedChecks(stack)].flatMap(([path, checks]) =>
        checks.map(({ id, reason }): Row => [id, `\`${path.replace(/\/Resource$/, '')}\``, reason]),
      ),
    );
    const ofCharts = workloads.flatMap(({ node, chart }) =>
      chart.toJson().flatMap((object) => onObject(node.id, object)),
    );
    return [...ofStacks, ...ofCharts].sort((one, other) => (one.join() < other.join() ? -1 : 1));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

function onObject(stack: string, { kind, metadata }: KubernetesObject): Row[] {
  const values = Object.entries(metadata.annotations ?? {}).filter(([key]) => key.startsWith('checkov.io/skip'));
  return values.map(([, value]): Row => {
    const [id = '', reason = ''] = value.split('=');
    return [id, `\`${kind} ${metadata.name}\` of \`${stack}\``, reason];
  });
}
