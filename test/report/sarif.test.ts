import type { Log } from 'sarif';
import type { Inventory } from '../../lib/proof';
import type { Finding } from '../../lib/proof/rules/rule';
import { RULES } from '../../lib/proof/rules/rules';
import { reportSarif } from '../../lib/report/sarif';
import type { SarifRun } from '../../lib/report/sarif';

import { SourceLocations } from '../../lib/report/source-locations';

/** A log with nothing left out, as the tests may ask for any of it. */
type Whole<T> = T extends object ? { [K in keyof T]-?: Whole<NonNullable<T[K]>> } : T;
type Written = Whole<Pick<Log, 'runs'>>;

function inventory(findings: readonly Finding[], undecided: Inventory['undecided'] = []): Inventory {
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [],
    identities: [],
    access: [],
    permissions: [],
    findings,
    undecided,
  };
}

const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'trust-without-subject',
  level: 'error',
  message: 'the role admits everybody.',
  subject: 'aws_iam_role.app',
  at: { file: 'infra/main.tf.json', pointer: '/resource/aws_iam_role/app' },
  help: 'Name a subject.',
  ...more,
});

const TEXT = '{\n  "resource": {\n    "aws_iam_role": {\n      "app": { "name": "app" }\n    }\n  }\n}\n';

/** Files as a repository has them: what was read lies in the folder `work`. */
function locations(files: Readonly<Record<string, string>> = { 'infra/main.tf.json': TEXT }): SourceLocations {
  return new SourceLocations(
    (file) => files[file],
    (file) => files[`root:${file}`],
    (file) => `work/${file}`,
  );
}

const sarif = (of: Inventory, where = locations()): Written => JSON.parse(reportSarif(of, where)) as Written;

describe('a finding', () => {
  test('becomes a result with all that code scanning asks for', () => {
    const [run] = sarif(inventory([finding()])).runs;
    expect(run!.results).toEqual([
      {
        ruleId: 'trust-without-subject',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'the role admits everybody. Name a subject.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'work/infra/main.tf.json', uriBaseId: '%SRCROOT%' },
              region: { startLine: 4, startColumn: 7, endLine: 4, endColumn: 12 },
            },
          },
        ],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
      },
    ]);
    const [rule] = run!.tool.driver.rules;
    expect(rule).toMatchObject({
      id: 'trust-without-subject',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['security'], 'security-severity': '8.0' },
    });
    for (const text of [rule!.shortDescription, rule!.fullDescription, rule!.help]) expect(text.text).not.toBe('');
    expect(run!.automationDetails.id).toMatch(/\/$/);
  });

  test('of each rule names a rule that is described, at the index it says', () => {
    const found = RULES.map(({ slug, level }) => finding({ rule: slug, level }));
    const [run] = sarif(inventory([...found].reverse())).runs;
    const { rules } = run!.tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ slug }) => slug).sort());
    for (const { ruleId, ruleIndex } of run!.results) expect(rules[ruleIndex]!.id).toBe(ruleId);
  });

  test('points at the line of the program that made the construct, where that is known', () => {
    const files = {
      'cdktf.out/stacks/a/cdk.tf.json': JSON.stringify({
        resource: { aws_iam_role: { app: { '//': { metadata: { path: 'a/app-role/Resource' } } } } },
      }),
      'cdktf.out/stacks/a/source-positions.json': JSON.stringify({
        schema: 'podtrust.source-positions/v1',
        constructs: { 'a/app-role': { file: 'stacks/a.ts', line: 2, column: 9 } },
      }),
      'root:stacks/a.ts': 'const one = 1;\n  const role = new PodRole(this);\n',
    };
    const at = { file: 'cdktf.out/stacks/a/cdk.tf.json', pointer: '/resource/aws_iam_role/app/assume_role_policy' };
    expect(sarif(inventory([finding({ at })]), locations(files)).runs[0]!.results[0]!.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'stacks/a.ts', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 9, endLine: 2, endColumn: 34 },
        },
      },
    ]);
  });

  test.each([
    ['no construct is listed', '{"constructs": {}}'],
    ['the list is broken', '{"constructs": '],
    ['the list leads out of the repository', '{"constructs": {"a/app": {"file": "../../x", "line": 1, "column": 1}}}'],
  ])('points at what was read where %s', (_, positions) => {
    const text = JSON.stringify({ resource: { aws_iam_role: { app: { '//': { metadata: { path: 'a/app' } } } } } });
    const files = { 'a/cdk.tf.json': text, 'a/source-positions.json': positions };
    const at = { file: 'a/cdk.tf.json', pointer: '/resource/aws_iam_role/app' };
    const [result] = sarif(inventory([finding({ at })]), locations(files)).runs[0]!.results;
    expect(result!.locations[0]!.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'work/a/cdk.tf.json' },
      region: { startLine: 1, startColumn: text.indexOf('"app"') + 1 },
    });
  });

  test('points at the first character of what cannot be read again', () => {
    const [result] = sarif(inventory([finding({ at: { file: '-', pointer: '/a' } })])).runs[0]!.results;
    expect(result!.locations[0]!.physicalLocation.region).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 2,
    });
  });

  test('has a URI that is relative and escaped', () => {
    const at = { file: 'a b/c:d#e.json', pointer: '' };
    const [result] = sarif(inventory([finding({ at })])).runs[0]!.results;
    expect(result!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('work/a%20b/c%3Ad%23e.json');
  });
});

describe('a fingerprint', () => {
  const of = (findings: readonly Finding[], where = locations()): string[] =>
    sarif(inventory(findings), where).runs[0]!.results.map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash!,
    );

  test('stays when lines move, and when documents of a stream do', () => {
    const moved = locations({ 'infra/main.tf.json': `\n\n${TEXT}` });
    expect(of([finding()], moved)).toEqual(of([finding()]));
    const document = (index: number): Finding => finding({ at: { file: 'a.yaml', pointer: `/${index}/metadata` } });
    expect(of([document(3)])).toEqual(of([document(0)]));
  });

  test('tells rules and subjects apart, and equal ones by their number', () => {
    const prints = of([finding(), finding({ rule: 'subject-wildcard' }), finding({ subject: 'b' }), finding()]);
    expect(new Set(prints).size).toBe(4);
    expect(prints[3]).toBe(prints[0]!.replace(/:1$/, ':2'));
  });
});

test('what is undecided is said among the notifications, not as an alert', () => {
  const at = { file: 'infra/main.tf.json', pointer: '/resource' };
  const [run] = sarif(inventory([], [{ about: 'x', because: 'it is not known', at }])).runs;
  expect(run!.results).toEqual([]);
  expect(run!.invocations[0]!.toolExecutionNotifications).toMatchObject([
    { level: 'note', message: { text: 'undecided: x: it is not known' } },
  ]);
});

test('no more results than GitHub accepts, and how many are left out is said', () => {
  const [run] = sarif(inventory(Array.from({ length: 25_002 }, (_, index) => finding({ subject: `${index}` })))).runs;
  expect(run!.results).toHaveLength(25_000);
  expect(run!.invocations[0]!.toolExecutionNotifications[0]!.message.text).toBe('2 more findings are left out');
});

describe('a run', () => {
  const runOf = (given?: SarifRun): Written['runs'][number] =>
    (JSON.parse(reportSarif(inventory([finding()]), locations(), given)) as Written).runs[0]!;

  test('says the version, and the page of each rule in that version', () => {
    const { driver } = runOf({ version: '1.2.3' }).tool;
    expect(driver).toMatchObject({ name: 'podtrust', version: '1.2.3', semanticVersion: '1.2.3' });
    expect(driver.rules.map(({ helpUri }) => helpUri)).toEqual([
      'https://unpkg.com/podtrust@1.2.3/docs/rules/trust-without-subject.md',
    ]);
  });

  test.each([
    [undefined, 'podtrust/prove/'],
    ['shop', 'shop/'],
    ['shop/aws/', 'shop/aws/'],
  ])('of the category %s has the id %s', (category, id) => {
    expect(runOf({ category }).automationDetails.id).toBe(id);
  });
});
