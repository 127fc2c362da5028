import { hasPlaceholder, withPlaceholderSymbols } from '../../../lib/proof/model/known/placeholder';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

test.each([
  ['${NAME}', symbolOf('NAME')],
  ['x-${name:=default}-y', `x-${symbolOf('name')}-y`],
  ['$ROLE_NAME', symbolOf('ROLE_NAME')],
  ['$NAMESPACE:$NAME', `${symbolOf('NAMESPACE')}:${symbolOf('NAME')}`],
  ['{{ .Values.name }}', symbolOf('_Values_name')],
])('what a tool fills in is a symbol: %s', (text, expected) => {
  expect(withPlaceholderSymbols(text)).toBe(expected);
  expect(hasPlaceholder(expected)).toBe(true);
});

test.each(['plain', '$', '$1', '$lower', 'a$', '$(VARIABLE)', '{ }'])('what no tool fills in stays: %s', (text) => {
  expect(withPlaceholderSymbols(text)).toBe(text);
});
