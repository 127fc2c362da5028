import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CODES, type Code } from '../lib/core/codes';
import { RULES } from '../lib/proof/rules/rules';
import { table } from './table';

/** The page of all codes. */
export const ERRORS_FILE = join(__dirname, 'errors.md');

const LIBRARY = join(__dirname, '../lib');

/** What a folder of the library is called in the page. */
const RAISED_BY: Readonly<Record<string, string>> = {
  admission: '`podtrust admit`',
  aws: 'constructs of AWS',
  azure: 'constructs of Azure',
  cli: 'the command line',
  core: 'constructs',
  import: '`podtrust import`',
  kubernetes: 'constructs of Kubernetes',
  proof: 'reading for the proof',
  review: '`podtrust review`',
  terraform: 'constructs of Terraform',
  testing: 'matchers',
};

/** A line that gives an error its code; the reasons of admission are a type of their own, and no errors. */
const RAISED = /(?<!readonly |problems\.push\(\{ )\bcode: [^\n]*'[^\n]*/g;

/** The codes that a folder of the library raises as errors, as its source has them. */
export function raisedCodes(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).sort()) {
    const folder = file.split(/[\\/]/)[0]!;
    if (!file.endsWith('.ts') || file.endsWith('codes.ts') || !(folder in RAISED_BY)) continue;
    for (const [line] of readFileSync(join(LIBRARY, file), 'utf8').matchAll(RAISED)) {
      for (const [, code] of line.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)*)'/g)) {
        found.set(code!, (found.get(code!) ?? new Set()).add(folder));
      }
    }
  }
  return found;
}

/** The page: each code, who says it, what it means. */
export function errorsPage(): string {
  const raised = raisedCodes();
  const rules = new Set<string>(RULES.map(({ slug }) => slug));
  const saidBy = (code: string): string =>
    [
      ...[...(raised.get(code) ?? [])].sort().map((folder) => RAISED_BY[folder]!),
      ...(rules.has(code) ? [`a [rule](rules/${code}.md)`] : []),
    ].join(', ');
  const rows = (Object.keys(CODES) as Code[])
    .sort()
    .map((code) => [`<a id="${code}"></a>\`${code}\``, saidBy(code), CODES[code]]);
  return [
    '<!-- Generated from lib/core/codes.ts by npx tsx docs/rules/generate.ts: change that list, not this page. -->',
    '',
    '# Errors and rules by their codes',
    '',
    `podtrust says what is wrong by a code that stays the same: ${rows.length} of them. An error, a \`PodtrustError\`, has it in \`code\`, and a finding of the proof in \`rule\`. Where a construct refuses what a rule finds, both have the same code.`,
    '',
    'An error’s message tells the code, where, what is wrong, what the cloud would do with it, how to fix it, and where in this page its code is. A finding’s page in [rules](rules/README.md) has an example.',
    '',
    ...table(['code', 'said by', 'what is wrong'], rows),
    '',
  ].join('\n');
}
