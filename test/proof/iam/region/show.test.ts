import { FOLD, ONE, RUN } from '../../../../lib/proof/iam/region/glob';
import { showGlob, sortedByText } from '../../../../lib/proof/iam/region/show';

test.each([
  ['plain-text', 'plain-text'],
  [`a${RUN}b${ONE}`, 'a*b?'],
  ['a*b?', 'a${*}b${?}'],
  ['${x}$', '${$}{x}$'],
  [`${FOLD}a-${FOLD}b`, '${a|A}-${b|B}'],
  [`${RUN}*${FOLD}x`, '*${*}${x|X}'],
])('%j is shown as %s', (glob, shown) => expect(showGlob(glob)).toBe(shown));

test('entries come in the order of their text, whatever order they were found in', () => {
  const [a, b, c] = [{ x: 'a' }, { x: 'b' }, { x: 'c' }];
  expect(sortedByText([c, a, b])).toEqual([a, b, c]);
  expect(sortedByText([b])).toEqual([b]);
  expect(sortedByText([])).toEqual([]);
});
