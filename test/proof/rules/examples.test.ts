import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { meaningOf } from '../../../lib/core/codes';
import type { Finding } from '../../../lib/proof';
import { RULES } from '../../../lib/proof/rules/rules';
import type { RuleExample } from './example';
import { proveExample } from './prove-example';

const EXAMPLES = join(__dirname, 'examples');

function exampleOf(slug: string): RuleExample {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(join(EXAMPLES, slug)) as { example: RuleExample }).example;
}

test('each rule has an example, and each example a rule', () => {
  const slugs = RULES.map(({ slug }) => slug);
  expect(readdirSync(EXAMPLES).map((file) => file.replace(/\.ts$/, ''))).toEqual(slugs);
});

describe.each(RULES.map(({ slug }) => slug).filter((slug) => existsSync(join(EXAMPLES, `${slug}.ts`))))(
  '%s',
  (slug) => {
    const rule = RULES.find((one) => one.slug === slug)!;

    test('finds its bad example, at the worst level it has', () => {
      const found = proveExample(exampleOf(slug).bad).filter((finding) => finding.rule === slug);
      expect(found.map(({ level }) => level)).toContain(rule.level);
    });

    test('finds nothing in its good example, and neither does any other rule', () => {
      const found = proveExample(exampleOf(slug).good).filter(
        (finding: Finding) => !finding.accepted && (finding.rule === slug || finding.level !== 'note'),
      );
      expect(found).toEqual([]);
    });

    test('says where each finding is, what happens then and how to fix it', () => {
      for (const { message, help, at, rule: name } of proveExample(exampleOf(slug).bad)) {
        if (name !== slug) continue;
        expect(message).toMatch(/(main\.tf\.json|app\.yaml|podtrust\.yaml)/);
        expect(message).not.toMatch(/undefined|\[object|\uE000|NaN/);
        expect(help.length).toBeGreaterThan(20);
        expect(at.file).toMatch(/\.(tf\.json|yaml)$/);
      }
    });

    test('says what its page needs', () => {
      for (const text of [meaningOf(rule.slug), rule.effect, rule.fix]) expect(text).toMatch(/[.)]$/);
      expect(rule.sources.length).toBeGreaterThan(0);
    });
  },
);
