import type { Inventory } from '../../lib/proof';
import { reportTable } from '../../lib/report/table';

const inventory: Inventory = {
  schema: 'podtrust.inventory/v1',
  clusters: [
    { id: 'aws_eks_cluster.main', cloud: 'aws', issuer: 'ref:aws_eks_cluster.main.identity[0].oidc[0].issuer' },
  ],
  identities: [{ id: 'aws_iam_role.app', cloud: 'aws', kind: 'iam-role', name: 'app' }],
  access: [
    {
      identity: 'aws_iam_role.app',
      mechanism: 'irsa',
      cluster: 'aws_eks_cluster.main',
      namespace: 'todo',
      serviceAccount: 'front*',
      pattern: true,
      except: ['todo/frontier'],
      workloads: ['Deployment/todo/frontend'],
      claimed: false,
    },
  ],
  permissions: [
    {
      identity: 'aws_iam_role.app',
      actions: ['s3:GetObject'],
      role: null,
      resource: '*',
      source: 'aws_iam_role_policy.app',
    },
  ],
  findings: [
    {
      rule: 'subject-wildcard',
      level: 'warning',
      message: 'too \u001b[31mwide',
      subject: 'aws_iam_role.app',
      at: { file: 'a.tf.json', pointer: '/resource' },
      help: 'Name each.',
    },
  ],
  undecided: [],
};

test('the table has a row for each access, findings below it, and counts at the end', () => {
  expect(reportTable(inventory, { width: 140, color: false })).toMatchInlineSnapshot(`
   "AWS: pods of aws_eks_cluster.main
   ┌──────────────────────────┬───────────────────────┬──────────┬──────────────────┬────────────────────┐
   │ pods                     │ service account       │ identity │ mechanism        │ permissions        │
   ├──────────────────────────┼───────────────────────┼──────────┼──────────────────┼────────────────────┤
   │ Deployment/todo/frontend │ todo/front* (pattern) │ app      │ IRSA (unclaimed) │ s3: GetObject on * │
   │                          │ except todo/frontier  │          │                  │                    │
   └──────────────────────────┴───────────────────────┴──────────┴──────────────────┴────────────────────┘

   warning subject-wildcard too \\u001b[31mwide
     at a.tf.json#/resource
     Name each.

   unclaimed: the identity’s trust lets these pods in, and nothing in the input is known to ask for it
   pattern: in a name, * stands for any text and ? for any one character: whatever matches gets in

   1 access entry, 1 identity, 1 cluster, 0 errors, 1 warning, 0 notes, 0 undecided
   "
  `);
});

test('an issuer of pipelines is not counted among the clusters', () => {
  const issuer = 'https://token.actions.githubusercontent.com';
  const pipelines = { id: issuer, cloud: 'other' as const, issuer, service: 'GitHub Actions' };
  const text = reportTable(
    { ...inventory, clusters: [...inventory.clusters, pipelines] },
    { width: 140, color: false },
  );
  expect(text).toContain('1 identity, 1 cluster, ');
});

test('every line keeps to the width', () => {
  for (const width of [100, 120]) {
    const table = reportTable({ ...inventory, findings: [] }, { width, color: false });
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  }
});

test('a narrow terminal gets a list instead of a table', () => {
  const text = reportTable(inventory, { width: 60, color: false });
  expect(text).not.toContain('│');
  expect(text).toContain('identity: app');
});

test('control characters from files do not reach the terminal', () => {
  expect(reportTable(inventory, { width: 140, color: false })).not.toContain('\u001b');
});

test('levels are coloured where the terminal shows colours', () => {
  expect(reportTable(inventory, { width: 140, color: true })).toContain('\u001b[33mwarning subject-wildcard\u001b[0m');
});

test('every pod that reaches a node’s identity is one word, and nobody is called to claim it', () => {
  const [pattern] = inventory.access;
  const node = { ...pattern!, mechanism: 'node' as const, namespace: '*', serviceAccount: '*', except: [] };
  const agent = {
    ...{ ...node, namespace: 'monitoring', serviceAccount: 'agent', pattern: false, hostNetwork: true as const },
    workloads: ['DaemonSet/monitoring/agent'],
  };
  const rows = reportTable({ ...inventory, access: [node, agent], findings: [] }, { width: 140, color: false })
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, 5)
        .map((cell) => cell.trim()),
    );
  expect(rows.slice(1)).toEqual([
    ['every pod', '*/* (pattern)', 'app', 'instance metadata'],
    ['DaemonSet/monitoring/agent', 'monitoring/agent with hostNetwork', 'app', 'instance metadata'],
  ]);
});

test('of many rows it is one table, whatever characters are in them', () => {
  // GIVEN
  const [entry] = inventory.access;
  const many = Array.from({ length: 450 }, (_, index) => ({ ...entry!, namespace: `名前-${index}` }));
  // WHEN
  const lines = reportTable({ ...inventory, access: many }, { width: 140, color: false }).split('\n');
  // THEN
  const drawn = lines.filter((line) => /^[┌├└│]/.test(line));
  const count = (start: string): number => drawn.filter((line) => line.startsWith(start)).length;
  expect([count('┌'), count('├'), count('└')]).toEqual([1, 450, 1]);
  expect(new Set(drawn.filter((line) => !line.startsWith('│')).map(({ length }) => length)).size).toBe(1);
  expect(drawn.filter((line) => line.includes('service account'))).toHaveLength(1);
  expect(drawn.filter((line) => line.includes('名前-'))).toHaveLength(450);
});

test('a permission shows what it asks for besides, and keeps policy variables whole', () => {
  const [permission] = inventory.permissions;
  const permissions = [
    permission!,
    {
      ...permission!,
      resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*',
      conditions: ['StringEquals aws:PrincipalTag/team: red or blue'],
    },
  ];
  const text = reportTable({ ...inventory, permissions }, { width: 240, color: false });
  expect(text).toContain('s3: GetObject on * ');
  expect(text).toContain(
    's3: GetObject on arn:aws:s3:::b/${aws:PrincipalTag/team}/* if StringEquals aws:PrincipalTag/team: red or blue',
  );
});

test('a row that only may let pods in is marked, and the mark is explained', () => {
  const [entry] = inventory.access;
  const text = reportTable(
    { ...inventory, access: [{ ...entry!, claimed: true, uncertain: 'a part of the subject is not known' }] },
    { width: 200, color: false },
  );
  expect(text).toMatch(/IRSA \(uncertain\)/);
  expect(text).toContain('uncertain: whether the identity’s trust lets these pods in is not known');
});
