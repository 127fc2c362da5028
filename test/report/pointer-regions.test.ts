import fc from 'fast-check';
import { PointerRegions } from '../../lib/report/pointer-regions';
import type { SourceRegion } from '../../lib/report/region';

/** The text of a region of one line. */
function textAt(text: string, { startLine, startColumn, endLine, endColumn }: SourceRegion): string {
  expect(endLine).toBe(startLine);
  return text.split('\n')[startLine - 1]!.slice(startColumn - 1, endColumn - 1);
}

const at = (text: string, pointer: string): string => textAt(text, new PointerRegions(text).of(pointer));

/** The text of a region of any lines. */
function wholeAt(text: string, pointer: string): string {
  const { startLine, startColumn, endLine, endColumn } = new PointerRegions(text).of(pointer);
  const lines = text.split('\n').slice(startLine - 1, endLine);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, endColumn - 1);
  lines[0] = lines[0]!.slice(startColumn - 1);
  return lines.join('\n');
}

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

  describe('in Terraform’s own language', () => {
    const role = 'resource "aws_iam_role" "app" { # the role\n  name = "app" // its name\n}';
    const policy = 'policy = jsonencode({\n    a = [1]\n  })';
    const text = `
# a comment
resource "aws_iam_role" "other" {}
${role}
locals {
  a = 1
  b = {
    "x.y/z" = ["one", { two = 2 }]
    c = true # ends with its line
  }
}
module "m" {
  source = "./m"
  ${policy}  /* behind */
}
provider "aws" {}
provider "aws" { alias = "b" }
resource "kubernetes_cron_job" "job" {
  spec {
    job_template {
      spec {
        template {
          metadata { labels = { app = "a" } }
        }
      }
    }
  }
  dynamic "set" {
    for_each = []
  }
  timeouts { create = "1m" }
  note = <<-EOT
    text
  EOT
}
`;

    test.each([
      ['a block', '/resource/aws_iam_role/app', role],
      ['an attribute, without the comment behind it', '/resource/aws_iam_role/app/name', 'name = "app"'],
      ['an attribute over several lines', '/module/m/policy', policy],
      ['a block of a list', '/locals/0/a', 'a = 1'],
      ['the item of an object', '/locals/0/b/c', 'c = true'],
      ['the item of a list', '/locals/0/b/x.y~1z/0', '"one"'],
      ['an item inside an item', '/locals/0/b/x.y~1z/1/two', 'two = 2'],
      ['the second of its name', '/provider/aws/1', 'provider "aws" { alias = "b" }'],
      ['a nested block by its index', '/resource/kubernetes_cron_job/job/timeouts/0/create', 'create = "1m"'],
      ['a nested block without one', '/resource/kubernetes_cron_job/job/timeouts', 'timeouts { create = "1m" }'],
      [
        'a nested block as Kubernetes names it',
        '/resource/kubernetes_cron_job/job/spec/jobTemplate/spec/template/metadata/labels/app',
        'app = "a"',
      ],
      ['a dynamic block', '/resource/kubernetes_cron_job/job/dynamic/set', 'dynamic "set" {\n    for_each = []\n  }'],
      ['a text of several lines', '/resource/kubernetes_cron_job/job/note', 'note = <<-EOT\n    text\n  EOT'],
      ['as much of it as there is', '/resource/aws_iam_role/app/assume_role_policy', role],
    ])('is %s', (_, pointer, expected) => {
      expect(wholeAt(text, pointer)).toBe(expected);
      const withReturns = text.replace(/\n/g, '\r\n');
      expect(wholeAt(withReturns, pointer)).toBe(expected.replace(/\n/g, '\r\n'));
    });

    test.each(['', '/resource/aws_iam_role/nobody', '/check/x'])('is the file where it has no %j', (pointer) => {
      expect(new PointerRegions(text).of(pointer)).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
    });
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
