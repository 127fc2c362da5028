import { withShortReferences } from '../../../lib/proof/model/known/short-references';
import { proved, undecidedOf } from '../kubernetes-program';

test('a long reference is cut, and what stands around it is not', () => {
  const long = `merge(\${var.x}, {"StringEquals":{"${'a'.repeat(200)}":"b"}})`;
  const shown = withShortReferences(`statement 0 is \${${long}}, and \${var.own} is not`);
  expect(shown).toBe(`statement 0 is \${${long.slice(0, 80)}…}, and \${var.own} is not`);
});

test('a short reference, and a long message without one, stay as they are', () => {
  for (const message of [`\${var.x} ${'b'.repeat(200)}`, 'c'.repeat(300), `\${${'d'.repeat(120)}}`]) {
    expect(withShortReferences(message)).toBe(message);
  }
});

test('a reference that no brace ends is cut to the end, and no character in halves', () => {
  expect(withShortReferences(`\${${'e'.repeat(79)}${'😀'.repeat(60)}`)).toBe(`\${${'e'.repeat(79)}…}`);
});

test('what is undecided shows no whole document, and two documents stay two', () => {
  const role = (name: string, words: string): string => `
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = replace(var.trust, "x", "${words.repeat(60)}")
}
`;
  const inventory = proved(`variable "trust" {}\n${role('a', 'long ')}${role('b', 'other ')}`);
  expect(undecidedOf(inventory)).toHaveLength(2);
  for (const entry of undecidedOf(inventory)) expect(entry.length).toBeLessThan(200);
});
