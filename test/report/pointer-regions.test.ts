import fc from 'fast-check';
import { PointerRegions } from '../../lib/report/pointer-regions';
import type { Region } from '../../lib/report/region';

/** The text of a region of one line. */
function textAt(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  expect(endLine).toBe(startLine);
  return text.split('\n')[startLine - 1]!.slice(startColumn - 1, endColumn - 1);
}

const at = (text: string, pointer: string): string => textAt(text, new PointerRegions(text).of(pointer));

describe('the place of a pointer', () => {
  test('in JSON is its key', () => {
    const text = '{\n  "resource": {\n    "aws_iam_role": { "a/b": {"policy": "{\\"x\\": 1}", "name": "n"} }\n  }\n}';
    expect(at(text, '/resource/aws_iam_role/a~1b/name')).toBe('"name"');
    expect(new PointerRegions(text).of('/resource/aws_iam_role/a~1b')).toEqual({
      startLine: 3,
      startColumn: 23,
      endLine: 3,
      endColumn: 28,
    });
  });

  test('in a list is the value', () => {
    const text = '{"items": [1, "two",\n  {"kind": "Pod"}]}';
    expect(at(text, '/items/1')).toBe('"two"');
    expect(at(text, '/items/2')).toBe('{');
    expect(at(text, '/items/2/kind')).toBe('"kind"');
  });

  test('that is not there is as deep as the text goes', () => {
    expect(at('{"a": {"b": 1}}', '/a/c/d')).toBe('"a"');
    expect(new PointerRegions('{}').of('/a')).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
  });

  test('of a key that is there twice is the last one, which JSON.parse takes', () => {
    expect(new PointerRegions('{"a": 1,\n"a": 2}').of('/a').startLine).toBe(2);
  });

  test('in YAML is its key, in the document that the pointer names', () => {
    const text =
      'kind: A\nmetadata:\n  name: a\n---\nkind: B\nmetadata:\n  annotations:\n    x.y/z: "1"\n  list:\n    - one\n';
    expect(new PointerRegions(text).of('/1/metadata/annotations/x.y~1z')).toMatchObject({
      startLine: 8,
      startColumn: 5,
    });
    expect(at(text, '/1/metadata/list/0')).toBe('one');
    expect(new PointerRegions(text).of('/0/metadata/name').startLine).toBe(3);
    expect(new PointerRegions('# nothing\n---\nkind: A\n').of('/kind').startLine).toBe(3);
  });

  test('in Terraform’s own language is the block', () => {
    const text = 'resource "aws_iam_role" "other" {\n}\n\nresource "aws_iam_role" "app" {\n  name = "app"\n}\n';
    expect(at(text, '/resource/aws_iam_role/app/assume_role_policy')).toBe('resource "aws_iam_role" "app" {');
  });

  test('in any JSON is a key of that name, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify([value], null, indent);
        const regions = new PointerRegions(text);
        walk([value], '', (pointer, key) => {
          const region = regions.of(pointer);
          const line = text.split('\n')[region.startLine - 1]!;
          const written = line.slice(region.startColumn - 1, region.endColumn - 1);
          if (typeof key === 'string') expect(JSON.parse(written)).toBe(key);
          else expect(written).not.toBe('');
        });
      }),
    );
  });
});

function walk(value: unknown, pointer: string, visit: (pointer: string, key: string | number) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.map((one, index) => [index, one] as const) : Object.entries(value);
  for (const [key, one] of entries) {
    const below = `${pointer}/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`;
    visit(below, key);
    walk(one, below, visit);
  }
}
