import { describeSymbols, hasSymbol, isSymbol, symbolOf } from '../../../lib/proof/model/symbol';

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
});
