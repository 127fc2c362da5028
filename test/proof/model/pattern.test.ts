import {
  FOLD,
  ONE,
  RUN,
  mayBeEqual,
  mayMeet,
  meetPieces,
  pieceCovers,
  piecesOf,
} from '../../../lib/proof/model/known/pattern';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { SHAPES } from '../../../lib/proof/model/known/symbol-shape';

const [A, B, C] = [symbolOf('var.a'), symbolOf('var.b'), symbolOf('var.c')];
const NAME = symbolOf('namespace', 'name');
const ISSUER = symbolOf('cluster.issuer', 'issuer');

describe('the pieces of a pattern', () => {
  it('are characters, wildcards, letters in either case and whole symbols', () => {
    expect(piecesOf(`a${RUN}${ONE}${FOLD}b*${A}c`)).toEqual(['a', RUN, ONE, `${FOLD}b`, '*', A, 'c']);
    expect(piecesOf('')).toEqual([]);
  });

  it('are to the end of a symbol that was never ended', () => {
    expect(piecesOf('a\uE000ref:b')).toEqual(['a', '\uE000ref:b']);
  });
});

describe('whether a piece stands for all that another one does', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'A', false],
    [ONE, 'a', true],
    [ONE, `${FOLD}a`, true],
    [ONE, RUN, false],
    [ONE, A, false],
    ['a', ONE, false],
    [`${FOLD}a`, 'a', true],
    [`${FOLD}a`, 'A', true],
    [`${FOLD}a`, 'b', false],
    [`${FOLD}a`, ONE, false],
    ['a', `${FOLD}a`, false],
    [A, A, true],
    [A, B, false],
    // The second character of a symbol is none that it stands for.
    [A, 'r', false],
  ])('%s and %s', (general, specific, answer) => {
    expect(pieceCovers(general, specific)).toBe(answer);
  });

  it('tells what two of them share', () => {
    expect(meetPieces(ONE, 'a')).toBe('a');
    expect(meetPieces('A', `${FOLD}a`)).toBe('A');
    expect(meetPieces('a', 'b')).toBeUndefined();
  });
});

describe('whether two patterns may share a text', () => {
  it.each<[string, string, boolean]>([
    ['a', 'a', true],
    ['a', 'b', false],
    [RUN, 'a', true],
    [`a${RUN}`, `${RUN}b`, true],
    [`a${RUN}`, `b${RUN}`, false],
    // A shape has its characters in its midst,
    [`a${ISSUER}`, 'a b', false],
    [`${ISSUER}/`, `${ONE}/`, true],
    [`${ISSUER}/`, `${FOLD}a/`, true],
    [`${NAME}/`, `${FOLD}a/`, true],
    [`${NAME}:`, 'A:', false],
    // its own at its ends,
    [NAME, '-a', false],
    [NAME, 'a-', false],
    [NAME, `${FOLD}a${FOLD}b`, true],
    [NAME, `${ONE}a${ONE}`, true],
    [NAME, `a${RUN}b`, true],
    [NAME, `${RUN}a${RUN}`, true],
    [NAME, `${A}-${B}`, true],
    [NAME, `${RUN}-`, false],
    [ISSUER, `${FOLD}a.b`, true],
    // and a form as a whole.
    [ISSUER, 'oidc.example.com/id/A', true],
    [ISSUER, 'oidc.example.com', false],
    [ISSUER, `oidc.example.com${RUN}`, true],
    [ISSUER, '', false],
    [A, '', true],
  ])('%s and %s', (one, other, answer) => {
    expect(mayMeet(one, other)).toBe(answer);
    expect(mayMeet(other, one)).toBe(answer);
  });
});

describe('whether two texts may be equal', () => {
  it.each<[what: string, one: string, other: string, answer: boolean]>([
    ['the same', `${A}x${B}`, `${A}x${B}`, true],
    ['a symbol and anything', A, 'x', true],
    ['other texts beside symbols at the beginning that both have', `${C}a${A}`, `${C}b${B}`, false],
    ['other texts beside symbols at the end that both have', `${A}a${C}`, `${B}b${C}`, false],
    ['the same, with a text at the end that both have', `${A}a${C}z`, `${B}b${C}z`, false],
    ['more before what both end in, on one side', `xx${A}a${C}`, `${B}b${C}`, false],
    ['one that ends in the other', `${A}b${C}`, `b${C}`, true],
    ['one that ends in the other, with more that is known', `ab${C}`, `b${C}`, false],
    ['one that begins with the other, with more that is known', `${C}ba`, `${C}b`, false],
    ['symbols that both have, in another order', `${A}${B}`, `${B}${A}`, true],
    ['the same symbols with more beside them', `${A}-${B}`, `${B}--${A}`, false],
    ['another symbol with more beside it', `a${A}`, B, true],
    ['two symbols of which one is another, with more beside them', `${A}x${C}y`, `${C}z${B}`, true],
    ['what is known on both sides', 'ab', 'ba', false],
    ['a text and a part of it', 'aa', 'a', false],
  ])('%s', (_, one, other, answer) => {
    expect(mayBeEqual(one, other)).toBe(answer);
    expect(mayBeEqual(other, one)).toBe(answer);
  });
});

test('a shape that has a letter in upper case has it in lower case, so that a letter in either case may be in it', () => {
  for (const { characters, edge } of Object.values(SHAPES)) {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      for (const one of [characters, edge]) {
        if (one.test(letter)) expect(letter.toLowerCase()).toMatch(one);
      }
    }
  }
});
