import {
  describeSymbols,
  hasSymbol,
  inLowerCase,
  isSymbol,
  outsideSymbols,
  referenceOfSymbol,
  shapeOf,
  symbolOf,
} from '../../../lib/proof/model/known/symbol';
import { SHAPES } from '../../../lib/proof/model/known/symbol-shape';

describe('a symbol', () => {
  it('is found inside any text, and a text without one has none', () => {
    expect(hasSymbol(`arn:${symbolOf('aws_iam_role.a.arn')}/x`)).toBe(true);
    expect(hasSymbol('arn:aws:iam::111122223333:role/a')).toBe(false);
  });

  it('is equal to itself only', () => {
    expect(symbolOf('a.b')).toBe(symbolOf('a.b'));
    expect(symbolOf('a.b')).not.toBe(symbolOf('a.c'));
  });

  it('reads as a reference in messages', () => {
    expect(describeSymbols(`key ${symbolOf('s/aws_eks_cluster.main.name')}:sub and ${symbolOf('b.c')}`)).toBe(
      'key ${s/aws_eks_cluster.main.name}:sub and ${b.c}',
    );
  });

  it('whose reference goes by a key that is a symbol is one symbol and no text around another', () => {
    const symbol = symbolOf(`data.aws_iam_policy_document.trust["${symbolOf('each.key')}"].json`);
    expect(isSymbol(symbol)).toBe(true);
    expect(describeSymbols(symbol)).toBe('${data.aws_iam_policy_document.trust["${each.key}"].json}');
  });

  it('that was never ended still reads as a reference', () => {
    expect(describeSymbols('\uE000ref:a.b')).toBe('${a.b}');
  });

  it('without a tag reads as a reference', () => {
    expect(describeSymbols('\uE000a.b\uE001')).toBe('${a.b}');
  });

  it('alone is told from a text that has one', () => {
    const symbol = symbolOf('var.a');
    const others = ['', 'a', `a${symbol}`, `${symbol}a`, symbol + symbol, 'a\uE001', '\uE000a'];
    expect([symbol, ...others].map(isSymbol)).toEqual([true, ...others.map(() => false)]);
  });

  it('gives its reference, whatever colons that has', () => {
    expect(referenceOfSymbol(symbolOf('var.a'))).toBe('var.a');
    expect(referenceOfSymbol(symbolOf('x:y:z', 'issuer'))).toBe('x:y:z');
    expect(referenceOfSymbol(symbolOf('1:var.a'))).toBe('1:var.a');
    expect(referenceOfSymbol('\uE000A:b:c\uE001')).toBe('A:b:c');
  });

  it('whose reference is a conditional or a splat reads so, and holds no wildcard', () => {
    const written = 'var.a ? b[*].arn : 2 * var.c';
    const symbol = symbolOf(written);
    expect(symbol).not.toMatch(/[*?]/);
    expect(describeSymbols(symbol)).toBe(`\${${written}}`);
    expect(referenceOfSymbol(symbol)).toBe(written);
  });

  it('gives the shape of its value, where that is known', () => {
    expect(shapeOf(symbolOf('var.a'))).toBeUndefined();
    expect(shapeOf(symbolOf('a.ref:', 'issuer'))).toBe(SHAPES.issuer);
    expect(shapeOf(symbolOf('constructor:'))).toBeUndefined();
  });

  it('is left alone where the text around it is changed', () => {
    const [a, b] = [symbolOf('var.a'), symbolOf('var.b')];
    const marked = (text: string): string => outsideSymbols(text, (known) => `[${known}]`);
    expect(marked('ab')).toBe('[ab]');
    expect(marked(`ab${a}cd${b}`)).toBe(`[ab]${a}[cd]${b}`);
  });

  test('is left as it is where the text is brought to lower case', () => {
    const symbol = symbolOf('module.Main.id');
    expect(inLowerCase(`/RG/${symbol}/App`)).toBe(`/rg/${symbol}/app`);
  });
});
