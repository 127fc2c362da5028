import { meetsConstraint } from '../../../lib/proof/read/terraform/configuration/modules/version-constraint';

test.each([
  ['1.2.3', '1.2.3', true],
  ['1.2.0', '1.2', true],
  ['v1.2.3', '= 1.2.3', true],
  ['1.2.3', '2.0.0', false],
  ['1.2.3', '!= 1.2.3', false],
  ['1.2.3', '>= 1.2, < 2.0', true],
  ['2.0.0', '>= 1.2, < 2.0', false],
  ['2.0.0', '> 2', false],
  ['2.0.0', '<= 2', true],
  ['1.9.0', '~> 1.4', true],
  ['1.3.9', '~> 1.4', false],
  ['2.0.0', '~> 1.4', false],
  ['1.4.9', '~> 1.4.2', true],
  ['1.5.0', '~> 1.4.2', false],
  ['2.0.0', '~> 1', true],
  ['1.2.3-beta', '>= 1.0', undefined],
  ['1.2.3', '${var.version}', undefined],
  ['1.2.3', '', undefined],
])('whether %s meets %s: %s', (version, constraint, meets) => {
  expect(meetsConstraint(version, constraint)).toBe(meets);
});
