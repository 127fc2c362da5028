import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Inventory } from '../../lib/proof';
import { prove } from '../../lib/proof';
import { reportHtml } from '../../lib/report/html';
import type { MapData } from '../../lib/report/map/map-data';
import { mapOfInventory } from '../../lib/report/map/map-of-inventory';
import { COLUMNS, NO_FILTER, Paths, tableRows } from '../../lib/report/map/paths';
import type { Filter } from '../../lib/report/map/paths';
import { PAGE_ASSETS_FILE, pageAssets } from '../../docs/map/page-assets';
import { documentsOf, todoProgram } from '../proof/todo-program';
import { HOSTILE, hostileInventory } from '../page/hostile-inventory';

const at = { file: 'a.tf', pointer: '/x' };
const row = { cluster: 'eks', mechanism: 'irsa', pattern: false, except: [], workloads: [], claimed: true } as const;
const inventory: Inventory = {
  schema: 'podtrust.inventory/v1',
  clusters: [
    { id: 'eks', cloud: 'aws', issuer: 'https://eks', name: 'prod' },
    { id: 'aks', cloud: 'azure', issuer: 'https://aks', name: 'empty' },
  ],
  identities: [
    { id: 'aws_iam_role.api', cloud: 'aws', kind: 'iam-role', name: 'api' },
    { id: 'aws_iam_role.web', cloud: 'aws', kind: 'iam-role', name: 'web' },
    { id: 'aws_iam_role.spare', cloud: 'aws', kind: 'iam-role', name: 'spare' },
  ],
  access: [
    {
      ...row,
      identity: 'aws_iam_role.api',
      namespace: 'shop',
      serviceAccount: 'api',
      workloads: ['Deployment/shop/api'],
    },
    { ...row, identity: 'aws_iam_role.web', namespace: 'shop', serviceAccount: 'web*', pattern: true, claimed: false },
  ],
  permissions: [
    {
      identity: 'aws_iam_role.api',
      actions: ['s3:GetObject'],
      role: null,
      resource: 'arn:aws:s3:::orders/*',
      source: 'p',
    },
    {
      identity: 'aws_iam_role.web',
      actions: ['s3:GetObject'],
      role: null,
      resource: 'arn:aws:s3:::orders/*',
      source: 'q',
    },
    { identity: 'aws_iam_role.web', actions: ['sqs:SendMessage'], role: null, resource: '*', source: 'q' },
  ],
  findings: [
    { rule: 'trust-wildcard', level: 'warning', message: 'm', subject: 'aws_iam_role.web', at, help: 'h' },
    { rule: 'annotation-missing', level: 'error', message: 'm', subject: 'ServiceAccount/shop/api', at, help: 'h' },
  ],
  undecided: [{ about: 'aws_iam_role.spare', because: 'b', at, identities: ['aws_iam_role.spare'] }],
};
const paths = new Paths(mapOfInventory(inventory));

/** What the columns list, by name. */
function shown(filter: Partial<Filter>, selected?: readonly [column: (typeof COLUMNS)[number], name: string]) {
  const { data } = paths;
  const place = selected ? data[selected[0]].findIndex(({ name }) => name === selected[1]) : -1;
  const lists = paths.columns(paths.filtered({ ...NO_FILTER, ...filter }), selected && { column: selected[0], place });
  return Object.fromEntries(COLUMNS.map((column) => [column, lists[column].map((one) => data[column][one]!.name)]));
}

describe('the columns', () => {
  test('list everything, identities that admit nobody and clusters without pods too', () => {
    expect(shown({})).toEqual({
      clusters: ['prod', 'empty'],
      namespaces: ['shop'],
      accounts: ['api', 'web*'],
      identities: ['api', 'web', 'spare'],
      permissions: ['s3: GetObject', 'sqs: SendMessage'],
    });
  });

  test('beside a selected thing list what it is linked with, and its own column the others as well', () => {
    expect(shown({}, ['accounts', 'api'])).toEqual({
      clusters: ['prod'],
      namespaces: ['shop'],
      accounts: ['api', 'web*'],
      identities: ['api'],
      permissions: ['s3: GetObject'],
    });
  });

  test('of a selected permission say everybody who has it', () => {
    expect(shown({}, ['permissions', 's3: GetObject'])).toMatchObject({
      accounts: ['api', 'web*'],
      identities: ['api', 'web'],
    });
  });

  test.each([
    ['a workload', { words: 'deployment/shop' }, ['api']],
    ['a resource, in any case', { words: 'ORDERS s3:get' }, ['api', 'web']],
    ['words of several columns', { words: 'web sqs' }, ['web']],
    ['an address', { words: 'aws_iam_role.spare' }, ['spare']],
    ['nothing that there is', { words: 'nothing' }, []],
    ['patterns', { show: 'pattern' }, ['web']],
    ['what nobody asks for', { show: 'unclaimed' }, ['web']],
    ['errors, of an account', { show: 'error' }, ['api']],
    ['warnings and errors', { show: 'warning' }, ['api', 'web']],
    ['what is undecided', { show: 'undecided' }, ['spare']],
    ['a cluster', { cluster: 0 }, ['api', 'web']],
    ['another mechanism', { mechanism: 'EKS Pod Identity' }, []],
  ] as const)('find %s', (_, filter, identities) => {
    expect(shown(filter).identities).toEqual(identities);
  });

  test('show of a search by resource only the permissions that match', () => {
    expect(shown({ words: 'sendmessage' })).toMatchObject({ accounts: ['web*'], permissions: ['sqs: SendMessage'] });
  });
});

describe('who can become a pod', () => {
  const row = (who: string, namespace: string, name = '*') => ({
    ...({ cluster: 'aws_eks_cluster.prod', who, kind: who.startsWith('G') ? 'group' : 'service-account' } as const),
    ...({ becomes: 'pod', namespace, names: [name], by: ['make-pods'], sources: ['RoleBinding/a/b'] } as const),
  });
  const home = inventory.access[0]!;
  const mapped = mapOfInventory({
    ...inventory,
    clusters: inventory.clusters.map((one) => (one.id === home.cluster ? { ...one, rbacRead: true } : one)),
    becoming: [
      row('Group devs', 'ci'),
      row('Group team', home.namespace),
      row('ServiceAccount ci/deployer', home.namespace, 'api'),
    ].map((one) => ({ ...one, cluster: home.cluster })),
    becomingIdentities: [
      { who: 'aws_iam_role.web', kind: 'identity', identities: ['aws_iam_role.spare'], by: 'assume', sources: ['p'] },
    ],
  });
  const ways = (some: readonly number[] = []): string[] => some.map((place) => mapped.ways[place]!.who);

  test('is said of each account, by the shortest ways, each of which the page has once', () => {
    expect(mapped.accounts.map(({ name, ways: own }) => [name, ...ways(own)])).toEqual([
      ['api', 'Group team', 'ServiceAccount ci/deployer', 'Group devs'],
      ['web*', 'Group team'],
    ]);
    expect(mapped.ways).toHaveLength(6);
    expect(mapped.ways[2]).toEqual({
      who: 'Group devs',
      steps: [
        'Group devs may make pods in ci: RoleBinding/a/b',
        'ServiceAccount ci/deployer may make pods in shop: RoleBinding/a/b',
      ],
    });
  });

  test('is said of identities that one becomes otherwise, and of clusters of which nothing was read', () => {
    expect(mapped.identities.map(({ name, ways: own }) => [name, ...ways(own)])).toContainEqual([
      'spare',
      'web',
      'ServiceAccount shop/web*',
      'Group team',
    ]);
    expect(mapped.clusters.map(({ name, rbacUnread }) => [name, rbacUnread])).toEqual([
      ['prod', undefined],
      ['empty', true],
    ]);
  });

  test('is found by their names, and shown alone', () => {
    const found = new Paths(mapped);
    const accounts = (filter: Partial<Filter>): number[] => [
      ...new Set(found.filtered({ ...NO_FILTER, ...filter }).map(({ at }) => at[2]!)),
    ];
    expect(accounts({ words: 'group devs' })).toEqual([0]);
    expect(accounts({ show: 'becomers' })).toEqual([0, 1, -1]);
    expect(new Paths(mapOfInventory(inventory)).filtered({ ...NO_FILTER, show: 'becomers' })).toEqual([]);
  });
});

test('the table has a row for each access, and for each identity and cluster without one', () => {
  const rows = tableRows(paths.filtered(NO_FILTER));
  expect(rows.map(({ path, permissions }) => [path.at[2], path.at[3], permissions.length])).toEqual([
    [0, 0, 1],
    [1, 1, 2],
    [-1, 2, 0],
    [-1, -1, 0],
  ]);
});

test('who has a role that Entra trusts is shown with the identity of Entra as well', () => {
  const entra = { id: 'azuread_application.x', cloud: 'azure', kind: 'entra-application', name: 'x' } as const;
  const outbound = { role: 'aws_iam_role.api', identity: entra.id, source: 's', audience: 'a' };
  const accessOf = (admitted: boolean | null) =>
    mapOfInventory({
      ...inventory,
      identities: [...inventory.identities, entra],
      outbound: [{ ...outbound, admitted }],
    })
      .access.slice(2)
      .map(({ mechanism, uncertain }) => [mechanism, uncertain !== undefined]);
  expect(accessOf(true)).toEqual([['a token of api', false]]);
  expect(accessOf(null)).toEqual([['a token of api', true]]);
  expect(accessOf(false)).toEqual([]);
});

describe('the page', () => {
  const page = reportHtml(inventory);

  test('lets its own script and style run by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hashes = [...page.matchAll(/<(script|style)>([^]*?)<\/\1>/g)].map(
      ([, kind, text]) => `${kind}-src 'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
    );
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      ...hashes.reverse(),
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(page).not.toMatch(/<[^>]* (?:on\w+|style|src)=/);
  });

  test('is the same bytes for the same program', () => {
    expect(reportHtml(structuredClone(inventory))).toBe(page);
  });

  test('of the sample has each of its identities', () => {
    const sample = prove(documentsOf(todoProgram()));
    const data = dataOf(reportHtml(sample));
    expect(data.access).toHaveLength(sample.access.length);
    expect(data.identities).toHaveLength(sample.identities.length);
  });

  test('keeps hostile names texts: none ends the data, opens an element or turns the direction of writing', () => {
    const hostile = reportHtml(hostileInventory());
    const plain = reportHtml(inventory);
    const tags = (text: string) => [...text.matchAll(/<\/?[a-z!][^>]*>/gi)].length;
    expect(tags(hostile)).toBe(tags(plain));
    expect(hostile).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069\u2028]/);
    expect(dataOf(hostile).accounts[0]!.name).toContain('</script>');
    expect(JSON.stringify(dataOf(hostile))).not.toContain(HOSTILE);
  });

  test('has what npm run map makes of lib/report/map/browser (else run it)', () => {
    expect(readFileSync(PAGE_ASSETS_FILE, 'utf8')).toBe(pageAssets());
  });
});

function dataOf(page: string): MapData {
  return JSON.parse(/<script type="application\/json" id="data">([^]*?)<\/script>/.exec(page)![1]!);
}
