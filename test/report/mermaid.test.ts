import fc from 'fast-check';
import type { Access, Inventory, Permission } from '../../lib/proof';
import { prove } from '../../lib/proof';
import { reportMermaid } from '../../lib/report/mermaid';
import { documentsOf, todoProgram } from '../proof/todo-program';

function inventory(access: readonly Partial<Access>[], permissions: readonly Permission[] = []): Inventory {
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [],
    identities: [],
    access: access.map((one) => ({
      identity: 'aws_iam_role.app',
      mechanism: 'irsa',
      cluster: 'eks',
      namespace: 'shop',
      serviceAccount: 'api',
      pattern: false,
      except: [],
      workloads: [],
      claimed: true,
      ...one,
    })),
    permissions,
    findings: [],
    undecided: [],
  };
}

const edgesOf = (chart: string): string[] => chart.split('\n').filter((line) => /^ {2}n\d+ -/.test(line));
const nodesOf = (chart: string): string[] => chart.split('\n').filter((line) => /^ {2}n\d+[^ ]/.test(line));

/** Each line is the heading, a node, or an edge of nodes that are there. */
function expectSound(chart: string): void {
  const [heading, ...lines] = chart.trimEnd().split('\n');
  expect(heading).toBe('flowchart LR');
  const label = '"(?:[^"#%`<>&;|\\\\]|#\\d+;|<br/>)*"';
  const node = new RegExp(
    `^ {2}(n\\d+)(?:\\(${label}\\)|\\[${label}\\]|\\[\\[${label}\\]\\]|\\[/${label}/\\]|>${label}\\])$`,
  );
  const edge = new RegExp(`^ {2}(n\\d+) (?:-->|-\\.->)(?:\\|${label}\\|)? (n\\d+)$`);
  const nodes = new Set<string>();
  for (const line of lines) {
    const made = node.exec(line);
    const drawn = edge.exec(line);
    expect({ line, sound: made !== null || drawn !== null }).toEqual({ line, sound: true });
    if (made) nodes.add(made[1]!);
    for (const end of drawn?.slice(1) ?? []) expect(nodes).toContain(end);
  }
}

test('pods lead to their service account, it to its identity, and that to its permissions', () => {
  const chart = reportMermaid(
    inventory(
      [{ workloads: ['Deployment/shop/api'] }],
      [{ identity: 'aws_iam_role.app', actions: ['s3:GetObject'], role: null, resource: '*', source: 'p' }],
    ),
  );
  expect(chart).toMatchInlineSnapshot(`
"flowchart LR
  n0("shop/api<br/>of eks")
  n1["Deployment/shop/api"]
  n1 --> n0
  n2[["aws_iam_role.app"]]
  n0 -->|"IRSA"| n2
  n3[/"s3: GetObject on *"/]
  n2 --> n3
"
`);
});

test('an admission that nobody claims is dotted, and a pattern is called one', () => {
  const chart = reportMermaid(
    inventory([{ claimed: false, pattern: true, namespace: '*', except: ['kube-system/*'] }]),
  );
  expect(chart).toContain('"*/api (pattern) except kube-system/*<br/>of eks"');
  expect(edgesOf(chart)).toEqual(['  n0 -.->|"IRSA"| n1']);
});

test('one identity of two service accounts is one node', () => {
  expect(nodesOf(reportMermaid(inventory([{}, { serviceAccount: 'web' }])))).toHaveLength(3);
});

test('the sample is drawn whole', () => {
  const chart = reportMermaid(prove(documentsOf(todoProgram())));
  expectSound(chart);
  expect(edgesOf(chart)).toHaveLength(4 + 4 + 2 + 2);
});

test('nobody who gets anything is said', () => {
  expect(reportMermaid(inventory([]))).toBe('flowchart LR\n  n0>"no pod gets an identity"]\n');
});

test('names are only text, whatever they hold', () => {
  const odd = 'end"]; click n0 `x` <script> & # | \\ \u0007 ${a} %%{init: {}}%%';
  const chart = reportMermaid(inventory([{ namespace: odd, identity: odd, workloads: [odd], cluster: 'end' }]));
  expectSound(chart);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (one, other) => {
      expectSound(
        reportMermaid(
          inventory(
            [{ namespace: one, serviceAccount: other, identity: other, workloads: [one], except: [other] }],
            [{ identity: other, actions: [], role: one, resource: other, source: one }],
          ),
        ),
      );
    }),
  );
});

describe('more than Mermaid draws', () => {
  test.each([
    ['edges', Array.from({ length: 1000 }, (_, index) => ({ serviceAccount: `a${index}` }))],
    [
      'characters',
      Array.from({ length: 400 }, (_, index) => ({
        namespace: 'n'.repeat(60),
        serviceAccount: `${'s'.repeat(200)}${index}`,
        identity: `role.${index}${'x'.repeat(150)}`,
      })),
    ],
  ])('of %s is left out, and how much is said', (_, access) => {
    const chart = reportMermaid(inventory(access));
    expectSound(chart);
    expect(chart.length).toBeLessThanOrEqual(50_000);
    expect(edgesOf(chart).length).toBeLessThanOrEqual(500);
    const left = Number(/left out: (\d+) of \d+ access entries/.exec(chart)?.[1]);
    expect(edgesOf(chart)).toHaveLength(access.length - left);
    expect(left).toBeGreaterThan(0);
  });

  test('of one identity’s permissions is counted', () => {
    const permissions = Array.from({ length: 600 }, (_, index) => ({
      identity: 'aws_iam_role.app',
      actions: [],
      role: `role ${index}`,
      resource: '*',
      source: 's',
    }));
    expect(reportMermaid(inventory([{}], permissions))).toContain('"and 588 more"');
  });
});

test('every pod that reaches a node’s identity is one node', () => {
  const node = { mechanism: 'node', namespace: '*', serviceAccount: '*', pattern: true, claimed: false } as const;
  const chart = reportMermaid(inventory([{ ...node, workloads: ['Pod/a/a', 'Pod/b/b'] }]));
  expectSound(chart);
  expect(chart).toContain('["every pod"]');
  expect(chart).toContain('-.->|"instance metadata"|');
  expect(chart).not.toContain('Pod/a/a');
});

test('a permission keeps its policy variables and shows its conditions, however long it is', () => {
  const resource = (index: number): string => `arn:aws:s3:::bucket-${index}/\${aws:PrincipalTag/team}/*`;
  for (let count = 1; count < 12; count++) {
    const permissions = Array.from({ length: count }, (_, index) => ({
      identity: 'aws_iam_role.app',
      actions: ['s3:GetObject'],
      role: null,
      resource: resource(index),
      conditions: ['StringEquals aws:RequestedRegion: eu-west-1'],
      source: 'x',
    }));
    const label = /\[\/"(.*)"\/\]/.exec(reportMermaid(inventory([{}], permissions)))![1]!;
    expect(label.startsWith('s3: GetObject on arn:aws:s3:::bucket-0/${aws:PrincipalTag/team}/*')).toBe(true);
    expect(label.split('{').length).toBe(label.split('}').length);
    if (count === 1) expect(label).toContain(' if StringEquals aws:RequestedRegion: eu-west-1');
  }
});
