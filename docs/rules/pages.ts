import { join } from 'node:path';
import { meaningOf } from '../../lib/core/codes';
import { RULES } from '../../lib/proof/rules/rules';
import type { Rule } from '../../lib/proof/rules/rule';
import type { ExampleFile, RuleExample } from '../../test/proof/rules/example';
import { proveExample } from '../../test/proof/rules/prove-example';
import { table } from '../table';

/** The folder of the pages. */
export const FOLDER = __dirname;

/** What makes the pages anew, to be told where they are stale. */
export const COMMAND = 'npx tsx docs/rules/generate.ts';

const GENERATED = `<!-- Generated from the rule by ${COMMAND}: change lib/proof/rules or test/proof/rules/examples, not this page. -->`;

/** Above this an example’s file is shown in part: what is left says the same again. */
const MAXIMUM_LINES = 90;

/** The pages by file name, from the rules’ own data and their examples. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', catalogue()],
    ...RULES.map((rule): [string, string] => [`${rule.slug}.md`, page(rule)]),
  ]);
}

function catalogue(): string {
  const rows = RULES.map(({ slug, level }) => [`[\`${slug}\`](${slug}.md)`, level, meaningOf(slug)]);
  return [
    GENERATED,
    '',
    '# The rules of the proof',
    '',
    `\`podtrust prove\` checks what was read against ${RULES.length} rules. Each finding carries the rule’s slug, a level, both sides of what does not fit with their places, the error that the cloud would give, and how to fix it.`,
    '',
    '- **error**: a pod does not get the access that it asks for, strangers get in, or the cloud refuses the program.',
    '- **warning**: it works, and more get in or may get in than is meant, or a setting is ignored silently.',
    '- **note**: worth knowing; nothing has to be done.',
    '',
    'The level here is the worst that a rule gives; some of its findings may be milder.',
    '',
    ...table(['rule', 'level', 'what it finds'], rows),
    '',
  ].join('\n');
}

function page(rule: Rule): string {
  const { slug, level, effect, fix, sources } = rule;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { example } = require(join('../../test/proof/rules/examples', slug)) as { example: RuleExample };
  const findings = proveExample(example.bad).filter((finding) => finding.rule === slug);
  // A file that both have is shown once.
  const shared = example.bad.filter(({ name, text }) =>
    example.good.some((one) => one.name === name && one.text === text),
  );
  const others = (files: readonly ExampleFile[]): readonly ExampleFile[] =>
    files.filter(({ name, text }) => !shared.some((one) => one.name === name && one.text === text));
  return [
    GENERATED,
    '',
    `# \`${slug}\``,
    '',
    `${meaningOf(slug)} (${level})`,
    '',
    '## What happens',
    '',
    effect,
    '',
    '## How to fix it',
    '',
    fix,
    '',
    '## Example',
    '',
    ...others(example.bad).flatMap(shown),
    ...(shared.length > 0 ? ['With:', '', ...shared.flatMap(shown)] : []),
    'gives:',
    '',
    '```text',
    ...findings.slice(0, 2).map((finding) => `${finding.level} ${slug}: ${finding.message}`),
    '```',
    '',
    'Right is:',
    '',
    ...others(example.good).flatMap(shown),
    '## Sources',
    '',
    ...sources.map((source) => `- ${linked(source)}`),
    '',
  ].join('\n');
}

function shown({ name, text }: ExampleFile): string[] {
  const lines = text.trimEnd().split('\n');
  const kept = lines.slice(0, MAXIMUM_LINES);
  const left = lines.length - kept.length;
  return [
    `\`${name}\`:`,
    '',
    `\`\`\`${name.endsWith('.json') ? 'json' : 'yaml'}`,
    ...kept,
    '```',
    '',
    ...(left > 0 ? [`… and ${left} more lines of the same kind.`, ''] : []),
  ];
}

/** A thread or a page as a link where it is an address, by its repository and number. */
function linked(source: string): string {
  const [address, ...rest] = source.split(' ');
  if (!address!.startsWith('https://')) return source;
  const thread = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)$/.exec(address!);
  const name = thread ? `${thread[1]} #${thread[2]}` : address!.replace('https://', '');
  return [`[${name}](${address})`, ...rest].join(' ');
}
