import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import type { ScalarTag, Tags } from 'yaml';
import { parseYaml } from '../../../lib/proof/read/syntax/yaml';
import type { YamlValue } from '../../../lib/proof/read/syntax/yaml';

const read = (text: string): readonly YamlValue[] => parseYaml({ file: 'x.yaml', text, named: true });
const scalar = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[a-z0-9:/*.&!-]{0,12}$/),
  fc.constantFrom(
    'yes',
    'no',
    'null',
    '~',
    '1e3',
    '0x1f',
    '2001-01-01',
    '12:30',
    '1_000',
    '*',
    ' padded ',
    'a\nb\n',
    '#',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 4 }), tie('mapping')),
  mapping: fc.dictionary(fc.stringMatching(/^[a-z][a-z./-]{0,10}$/), tie('value'), { maxKeys: 4 }),
}));

/** `yes`, `off` and their like, which YAML 1.2 has as texts, and Kubernetes and Terraform do not. */
const OLD_TRUTHS: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|on)/i.test(text),
};
const withOldTruths = (tags: Tags): Tags => [OLD_TRUTHS, ...tags];

describe('a stream of YAML', () => {
  test('GIVEN any values in any style THEN they are read as another reader of YAML 1.2 has them, with the truth values of 1.1', () => {
    const style = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), style, (values, defaultStringType) => {
        const text = values.map((one) => stringify({ one }, { defaultStringType })).join('---\n');
        const other = parseAllDocuments(text, { customTags: withOldTruths }).map((document): unknown =>
          document.toJS(),
        );
        expect(read(text)).toEqual(other.map((one, index) => ({ index, value: one })));
      }),
    );
  });

  test('GIVEN a truth value of YAML 1.1 THEN it is one, unless it is quoted: Kubernetes and Helm read it so', () => {
    const [document] = read('a: [yes, On, y, TRUE]\nb: [no, OFF, n]\nc: ["yes", \'no\', yEs, offs]');
    expect(document?.value).toEqual({
      a: [true, true, true, true],
      b: [false, false, false],
      c: ['yes', 'no', 'yEs', 'offs'],
    });
  });

  test('GIVEN empty documents THEN they are left out, and the others keep their places', () => {
    expect(read('# only a comment\n---\n---\na: 1\n---\n')).toEqual([{ index: 1, value: { a: 1 } }]);
  });

  test('GIVEN anchors, aliases and merges THEN they are written out', () => {
    const [document] = read('a: &a { b: 1 }\nc: *a\nd: { <<: *a, e: 2 }');
    expect(document?.value).toEqual({ a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } });
  });

  test('GIVEN tags of somebody’s own THEN what they stand at is read without them', () => {
    const [document] = read('a: !Ref b\nc: !GetAtt [d, e]\nf: !Map { g: 1 }\nh: !!binary aGk=');
    expect(document?.value).toEqual({ a: 'b', c: ['d', 'e'], f: { g: 1 }, h: 'aGk=' });
  });

  test.each([
    ['a key twice', 'a:\n  b: 1\n  b: 2', 'x.yaml:3:3: the key "b" is there twice'],
    ['a quoted key twice', '"a b": 1\n"a b": 2', 'x.yaml:2:2: the key "a b" is there twice'],
    ['an alias of nothing', 'a: *b', 'x.yaml:1:5: unidentified alias "b"'],
    ['an alias of what holds it', 'a: &a [*a]', 'x.yaml: document 1 grows without bounds by its aliases'],
    ['more aliases than any manifest has', `a: &a 1\nb: [${'*a, '.repeat(2000)}]`, 'x.yaml:2:'],
    ['a tab for indentation', 'a:\n\tb: 1', 'x.yaml:2:1: '],
  ])('GIVEN %s THEN it is refused with its place', (_, text, message) => {
    expect(() => read(text)).toThrow(`yaml-invalid at ${message}`);
  });

  test('GIVEN a hundred thousand documents THEN the time is that of their text', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `kind: A\nname: a${index}\n`).join('---\n');
    expect(read(text)).toHaveLength(100_000);
  });
});
