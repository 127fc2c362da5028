import fc from 'fast-check';
import { isUnknown } from '../../../lib/proof/model/known/known';
import type { Known } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { SHAPES } from '../../../lib/proof/model/known/symbol-shape';
import { contains, endsWith, equal, matches, startsWith } from '../../../lib/proof/model/known/text';

const [A, B] = [symbolOf('var.a'), symbolOf('var.b')];
const EKS = symbolOf('aws_eks_cluster.main.identity[0].oidc[0].issuer', 'issuer');

const said = (answer: Known): boolean | 'unknown' => (isUnknown(answer) ? 'unknown' : answer);

describe('whether two texts are the same', () => {
  it.each([
    ['the same symbol between the same texts', `x${A}y`, `x${A}y`, true],
    ['two symbols', A, B, 'unknown'],
    ['a symbol and any text', A, 'system:serviceaccount:a:b', 'unknown'],
    ['other texts before a symbol', `x${A}`, `y${A}`, false],
    ['other texts before two symbols', `x${A}`, `y${B}`, false],
    ['a text that a symbol would have to be none for', `x${A}`, 'x', 'unknown'],
    ['the same symbol and more', A, `${A}/`, false],
    ['the same symbols in another order', `${A}${B}`, `${B}${A}`, 'unknown'],
    ['the same symbols, of which one side has more around them', `${A}-${B}`, `${B}--${A}`, false],
    [
      'the issuer of a cluster and that of another one, as it may be',
      `https://${EKS}`,
      'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA',
      'unknown',
    ],
    [
      'the issuer of a cluster and a URL with a slash at its end',
      `https://${EKS}`,
      'https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA/',
      false,
    ],
    [
      'the issuer of a cluster and a URL of fewer parts',
      `https://${EKS}`,
      'https://token.actions.githubusercontent.com',
      false,
    ],
    ['the issuer of a cluster and nothing', EKS, '', false],
    [
      'an issuer before a slash and one that ends in none',
      `https://${EKS}/`,
      `https://${symbolOf('c', 'issuer')}`,
      false,
    ],
  ])('%s', (_, one, other, answer) => {
    expect(said(equal(one, other))).toBe(answer);
    expect(said(equal(other, one))).toBe(answer);
  });

  it('is told with the reason', () => {
    expect(equal(A, 'x')).toEqual({ why: `whether ${A} is x is not known before apply` });
    expect(matches('x*', A)).toEqual({ why: `whether ${A} matches x* is not known before apply` });
    expect(startsWith(A, 'x')).toEqual({ why: `whether ${A} begins with x is not known before apply` });
    expect(endsWith(A, 'x')).toEqual({ why: `whether ${A} ends in x is not known before apply` });
    expect(contains(A, 'x')).toEqual({ why: `whether ${A} holds x is not known before apply` });
  });
});

describe('whether a text matches a glob', () => {
  it.each([
    ['a*', `a${A}`, true],
    ['a*', `b${A}`, false],
    ['a*', A, 'unknown'],
    ['a?', `a${A}`, 'unknown'],
    [`${A}*`, `${A}x`, true],
    [`${A}?`, `${A}x`, true],
    [`a${A}`, 'abc', 'unknown'],
    [`a${A}`, 'b', false],
    [`${A}*`, 'x', 'unknown'],
    ['*:b', `${A}:c`, false],
    ['a*c', 'abc', true],
    ['*//*', EKS, 'unknown'],
    ['* *', EKS, false],
  ])('%s and %s', (glob, text, answer) => expect(said(matches(glob, text))).toBe(answer));
});

test.each([
  [startsWith(`https://${A}`, 'https://'), true],
  [startsWith(A, 'https://'), 'unknown'],
  [startsWith(EKS, 'https://'), false],
  [startsWith(EKS, '/'), false],
  [startsWith(`${EKS}/x`, '/'), false],
  [startsWith(`${EKS}/x`, 'oidc.'), 'unknown'],
  [startsWith(`${EKS}/x`, `${A}/`), 'unknown'],
  [startsWith('abc', `a${A}`), 'unknown'],
  [startsWith('abc', `b${A}`), false],
  [startsWith(`ht${A}`, 'https://'), 'unknown'],
  [startsWith('', A), 'unknown'],
  [startsWith('abc', 'b'), false],
  [startsWith(`http://${A}`, 'https://'), false],
  [endsWith(`${A}/`, '/'), true],
  [endsWith(A, '/'), 'unknown'],
  [endsWith(`https://${EKS}`, '//'), false],
  [endsWith(`https://${EKS}`, 'id/'), false],
  [endsWith(`https://${EKS}`, 'id/A'), 'unknown'],
  [endsWith('abc', `${A}c`), 'unknown'],
  [endsWith('abc', `${A}b`), false],
  [endsWith(`${A}s/`, 'paths/'), 'unknown'],
  [endsWith('', A), 'unknown'],
  [endsWith('abc', 'b'), false],
  [contains(`a${A}b`, 'ref'), 'unknown'],
  [contains(EKS, 'ref:'), false],
  [contains(`x-y${A}`, '-'), true],
  [contains('abc', `b${A}`), 'unknown'],
  [contains('abc', `d${A}`), false],
  [contains('abc', 'b'), true],
  [contains('abc', 'ac'), false],
])('beginnings, ends and parts (%#)', (answer, expected) => expect(said(answer)).toBe(expected));

describe('what is said for certain', () => {
  const known = fc.constantFrom('', 'a', 'b', '/', ':', 'ab', 'https://', '*', '?');
  const value = fc.constantFrom('', 'a', 'b', 'ab', '/', 'a:b', 'https://a');
  const piece = fc.oneof(known, fc.constantFrom(A, B));
  const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
  const filled = (of: string, a: string, b: string): string => of.replaceAll(A, a).replaceAll(B, b);

  it('holds for every value of the symbols', () => {
    fc.assert(
      fc.property(text, text, value, value, (one, other, a, b) => {
        const questions: readonly [Known, Known][] = [
          [equal(one, other), equal(filled(one, a, b), filled(other, a, b))],
          [startsWith(one, other), startsWith(filled(one, a, b), filled(other, a, b))],
          [endsWith(one, other), endsWith(filled(one, a, b), filled(other, a, b))],
          [contains(one, other), contains(filled(one, a, b), filled(other, a, b))],
          [matches(other, one), matches(filled(other, a, b), filled(one, a, b))],
        ];
        for (const [before, after] of questions) {
          expect(isUnknown(after)).toBe(false);
          if (!isUnknown(before)) expect(before).toBe(after);
        }
      }),
      { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 2_000) },
    );
  });

  it('holds for every value of a shape', () => {
    const shaped = fc.constantFrom(...Object.keys(SHAPES)).chain((name) => {
      const key = name as keyof typeof SHAPES;
      return fc.record({ symbol: fc.constant(symbolOf('x', key)), sample: fc.constantFrom(...SHAPES[key].samples) });
    });
    fc.assert(
      fc.property(shaped, known, known, fc.constantFrom('self', 'value', 'other'), (one, before, after, kind) => {
        const { symbol, sample } = one;
        const other = kind === 'self' ? symbol : kind === 'value' ? sample : 'https://example.com/';
        const texts = [`${before}${symbol}${after}`, `${other}${after}`] as const;
        const values = texts.map((of) => of.replaceAll(symbol, sample)) as [string, string];
        for (const question of [equal, startsWith, endsWith, contains]) {
          const answer = question(...texts);
          if (!isUnknown(answer)) expect(answer).toBe(question(...values));
        }
      }),
      { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 1_000) },
    );
  });

  it('has samples that are of their shapes', () => {
    for (const { samples, whole, characters, edge } of Object.values(SHAPES)) {
      for (const sample of samples) {
        expect(sample).toMatch(whole);
        expect([...sample].every((character) => characters.test(character))).toBe(true);
        expect(edge.test(sample[0]!) && edge.test(sample.at(-1)!)).toBe(true);
      }
    }
  });
});
