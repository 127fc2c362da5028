import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { parseSymbolicJson } from '../../../lib/proof/model/known/symbolic-json';

const ROLE = symbolOf('aws_iam_role.app["a"].arn');
const VALUE = symbolOf('var.value');
/** As `jsonencode` writes a text into JSON. */
const encoded = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('JSON text with symbols', () => {
  test('is what JSON says, where it has none', () => {
    expect(parseSymbolicJson('{"a": ["x", 1, true, null]}')).toEqual({ a: ['x', 1, true, null] });
  });

  test('keeps a symbol inside of texts and keys', () => {
    expect(parseSymbolicJson(`{"${VALUE}:sub": "x${VALUE}"}`)).toEqual({ [`${VALUE}:sub`]: `x${VALUE}` });
  });

  test.each([
    ['bare, as a template writes them', ROLE],
    ['escaped, as jsonencode does', encoded(ROLE)],
  ])('has the same symbol whether its quotes are %s', (_, written) => {
    expect(parseSymbolicJson(`{"first": "${VALUE}", "role": "${written}"}`)).toEqual({ first: VALUE, role: ROLE });
    expect(parseSymbolicJson(`["${written}", "${VALUE}"]`)).toEqual([ROLE, VALUE]);
  });

  test('has a symbol in the place of a list, an object or a number that a template puts in', () => {
    const text = `{"list": ${VALUE}, "items": [${VALUE} ,  ${ROLE}], "last":${VALUE} }`;
    expect(parseSymbolicJson(text)).toEqual({ list: VALUE, items: [VALUE, ROLE], last: VALUE });
    expect(parseSymbolicJson(`[\n${VALUE}\n]`)).toEqual([VALUE]);
  });

  test.each(['{', `{"a": ${VALUE}`, `{${VALUE}}`, `x${VALUE}`, `{"a": x${VALUE}}`, `{"a": ${VALUE}x}`])(
    'is refused where it is not JSON, whatever its symbols are: %#',
    (text) => expect(() => parseSymbolicJson(text)).toThrow(SyntaxError),
  );
});
