import { code, plain } from '../../lib/review/output/markdown-text';
import { reviewMarkdown } from '../../lib/review';
import type { Change, Review } from '../../lib/review';

const HOSTILE = [
  '`',
  '``x``',
  '`; <img src=x onerror=alert(1)>',
  '[a](https://evil.example)',
  '@team',
  'a\nb',
  '\u202e',
  '',
];

test.each(HOSTILE)('the name %j stays code', (name) => {
  const [, fence, inside] = /^(`+)([^]*)\1$/.exec(code(name))!;
  expect(inside).not.toContain('\n');
  expect((inside!.match(/`+/g) ?? []).map(({ length }) => length)).not.toContain(fence!.length);
});

test('a sentence of ours has no link, mention, HTML or reference to an issue', () => {
  expect(plain('<b> @team #12 GH-3 https://evil.example www.evil.example *a* [b](c)')).toBe(
    '&#60;b> @\u200bteam #\u200b12 GH-\u200b3 https&#58;//evil.example www&#46;evil.example \\*a\\* \\[b\\](c)'.replace(
      'b>',
      'b&#62;',
    ),
  );
});

function many(count: number): Review {
  const changes = Array.from({ length: count }, (_, index): Change => ({
    ...{ change: 'widened', subject: 'access', identity: `role-${index}`, id: `aws_iam_role.r${index}` },
    ...{ cluster: 'eks', account: `shop/${'a'.repeat(60)}-${index}`, mechanisms: ['irsa'], what: 'now gets' },
    may: Array.from({ length: 50 }, (_one, action) => `s3: ${'Action'.repeat(30)}${action} on *`),
  }));
  return {
    ...{ schema: 'podtrust.review/v1', verdict: 'widened', changes, unchanged: { access: 0, identities: 0 } },
    findings: { new: [], gone: [] },
  };
}

test('a comment is never longer than GitHub accepts, and counts what it leaves out', () => {
  const text = reviewMarkdown(many(2_000));
  expect(text.length).toBeLessThan(65_536);
  const shown = text.match(/now gets/g)!.length;
  expect(text).toContain(`and ${2_000 - shown} more`);
  expect(text).toContain('2000 widened');
});
