import { gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { gatedReview, parsePlan, reviewAtlantis, reviewSarif, withPlans } from '../../lib/review';
import type { Review } from '../../lib/review';
import { prove } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { reportSarif } from '../../lib/report/sarif';
import { SourceLocations } from '../../lib/report/source-locations';
import type { Log } from 'sarif';
import schema from '../../docs/schemas/review.schema.json';
import { eks, irsaRole } from '../proof/kubernetes-program';
import { sarifMistakes } from '../report/sarif-schema';
import { ORDERS, READ_ORDERS, inventoryOf, policy } from './review-program';
import type { Version } from './review-program';

const NOWHERE = { file: 'cdktf.out', pointer: '' };
const WILD = {
  terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
};
const DOUBTFUL = { terraform: `variable "n" {}\n${ORDERS.terraform.replace('shop:orders"', 'shop:${var.n}"')}` };
const POLICY =
  'gate: { lock: approves, admitOnly: [{ identity: orders, accounts: [shop/orders], reason: the shop alone }] }';

function reviewed(head: Partial<Version>, settings = '{}', isLocked = false, base: Partial<Version> = {}): Review {
  const own = parseSettings(settings, 'podtrust.yaml');
  return gatedReview(inventoryOf({ ...ORDERS, ...base }), inventoryOf({ ...ORDERS, ...head }), {
    base: own,
    head: [own],
    isLocked: () => isLocked,
  });
}

/** Lets a group make pods where `orders` runs, and gives itself a role that was not read. */
const BINDINGS = ['pods', 'unread']
  .map((name) => {
    const API = 'rbac.authorization.k8s.io';
    const binding = {
      ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name, namespace: 'shop' } },
      roleRef: { apiGroup: API, kind: 'Role', name },
      subjects: [{ kind: 'Group', name: `team-${name}`, apiGroup: API }],
    };
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }];
    const role = { apiVersion: `${API}/v1`, kind: 'Role', metadata: { name, namespace: 'shop' }, rules };
    return [binding, ...(name === 'pods' ? [role] : [])].map((one) => `---\n${JSON.stringify(one)}\n`).join('');
  })
  .join('');
const BECOMING = { objects: ORDERS.objects + BINDINGS };
const NEVER = 'gate: { neverBecome: [{ accounts: [shop/orders], reason: the shop alone }] }';

/** A review with a plan that makes one of the bindings. */
function planned(review: Review): Review {
  const object = { kind: 'RoleBinding', metadata: { name: 'pods', namespace: 'shop' } };
  const change = { actions: ['create'], before: null, after: { manifest: object } };
  const text = JSON.stringify({
    ...{ format_version: '1.2', terraform_version: '1.9.0', planned_values: { root_module: {} } },
    resource_changes: [
      { address: 'kubernetes_manifest.pods', mode: 'managed', type: 'kubernetes_manifest', name: 'pods', change },
    ],
  });
  const [base, head] = [inventoryOf(ORDERS), inventoryOf({ ...ORDERS, ...BECOMING })];
  return withPlans(review, parsePlan(text, 'plan.json'), base, head);
}

/** A case for each kind of what a review says. */
const REVIEWS: readonly Review[] = [
  reviewed({}),
  reviewed(WILD, POLICY),
  reviewed(WILD, POLICY.replace('shop/orders]', 'shop/*]').replace('shop/*', '"shop/*"'), true),
  reviewed(DOUBTFUL, POLICY),
  reviewed({}, '{}', false, WILD),
  reviewed({
    terraform: ORDERS.terraform + policy('more', [READ_ORDERS]).replaceAll('aws_iam_role.more', 'aws_iam_role.orders'),
  }),
  reviewed({
    terraform: eks() + irsaRole('orders', 'shop/orders') + policy('orders', [{ ...READ_ORDERS, Action: 's3:*' }]),
  }),
  gatedReview(inventoryOf(ORDERS), inventoryOf(ORDERS), {
    base: undefined,
    head: [parseSettings('rules: { subject-wildcard: off }', 'podtrust.yaml')],
    isLocked: () => false,
  }),
  planned(reviewed(BECOMING, NEVER)),
  planned(reviewed(BECOMING)),
];

function locations(files: Readonly<Record<string, string>> = {}): SourceLocations {
  return new SourceLocations(
    (file) => files[file],
    (file) => files[`root:${file}`],
    (file) => file,
  );
}

function sarif(review: Review, where = locations()): Log {
  return JSON.parse(reviewSarif(review, where, NOWHERE)) as Log;
}

/** No object may have a field that is not in the schema. */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strict(item)]));
  return 'properties' in inner && inner.type === 'object' ? { ...inner, additionalProperties: false } : inner;
}

test('docs/schemas/review.schema.json has every field of a review', () => {
  const isWhole = new Ajv({ strict: false }).compile(strict(schema) as object);
  for (const review of REVIEWS) {
    isWhole(JSON.parse(JSON.stringify(review)));
    expect(isWhole.errors ?? []).toEqual([]);
  }
  expect(isWhole({ ...REVIEWS[0], verdict: 'better' })).toBe(false);
});

test('the reviews of this file have every field of the schema', () => {
  const said = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        said.add(key);
        collect(item);
      }
    }
  };
  collect(JSON.parse(JSON.stringify(REVIEWS)));
  const named = new Set<string>();
  const names = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'properties') Object.keys(item as object).forEach((one) => named.add(one));
      names(item);
    }
  };
  names(schema);
  // Of a finding that rests on something, or has an entry that accepts it; they have tests of their own.
  const others = ['accepted', 'expires', 'assumes'];
  expect([...named].filter((name) => !said.has(name) && !others.includes(name))).toEqual([]);
});

test('who becomes whom is told with whom and by what, at the place of the binding', () => {
  const review = REVIEWS.at(-1)!;
  const objects = BECOMING.objects;
  const { results = [] } = sarif(review, locations({ 'objects.yaml': objects })).runs[0]!;
  const line = (name: string): number =>
    objects.split('\n').findIndex((text) => text.includes(`"kind":"RoleBinding","metadata":{"name":"${name}"`)) + 1;
  expect(
    results.map(({ ruleId, message, locations: places }) => [
      ruleId,
      message.text,
      places?.[0]?.physicalLocation?.artifactLocation?.uri,
      places?.[0]?.physicalLocation?.region?.startLine,
    ]),
  ).toEqual([
    [
      'access-widened',
      'Group team-pods of eks may now make pods in shop. Becomes shop/orders. By RoleBinding/shop/pods.',
      ...['objects.yaml', line('pods')],
    ],
    [
      'access-undecided',
      'Group team-unread of eks may perhaps now do what a role lets them that was not read, in shop. Becomes shop/orders. By RoleBinding/shop/unread. Because what Role/shop/unread grants, which RoleBinding/shop/unread gives Group team-unread, was not read.',
      ...['objects.yaml', line('unread')],
    ],
  ]);
  const { findings } = JSON.parse(reviewAtlantis(review, 'unknown')) as {
    readonly findings: readonly { readonly type: string; readonly message: string; readonly details: string }[];
  };
  expect(findings.map(({ type, message, details }) => [type, message, details.split('\n')[0]])).toEqual([
    ['denial', 'Group team-pods of eks may now make pods in shop.', 'Becomes shop/orders.'],
    [
      'denial',
      'Group team-unread of eks may perhaps now do what a role lets them that was not read, in shop.',
      'Becomes shop/orders.',
    ],
  ]);
  expect(review.plan).toEqual({ changes: 1, beside: 1 });
  expect(review.changes.map(({ who, planned: own = [] }) => [who, own.map(({ address }) => address)])).toEqual([
    ['Group team-pods', ['kubernetes_manifest.pods']],
    ['Group team-unread', []],
  ]);
});

describe('SARIF', () => {
  test('is as its published schema has it, of a proof and of a review', () => {
    for (const review of REVIEWS) expect(sarifMistakes(reviewSarif(review, locations(), NOWHERE))).toEqual([]);
    const inventory = prove([{ file: 'main.tf', text: WILD.terraform }], {
      config: {
        file: 'podtrust.yaml',
        text: 'accepted: [{ rule: subject-wildcard, subject: "*", admits: ["*/*"], reason: r }]',
      },
    });
    expect(inventory.findings.some(({ accepted }) => accepted)).toBe(true);
    expect(sarifMistakes(reportSarif(inventory, locations(), { version: '1.2.3' }))).toEqual([]);
    expect(sarifMistakes('{"version": "2.1.0", "runs": [{}]}')).not.toEqual([]);
  });

  test('has an alert at the line that makes the identity, with an example', () => {
    const {
      results = [],
      tool,
      automationDetails,
    } = sarif(REVIEWS[1]!, locations({ 'main.tf': WILD.terraform })).runs[0]!;
    expect(automationDetails?.id).toBe('podtrust/review/');
    expect(tool.driver.rules?.map(({ id }) => id)).toEqual(['access-not-allowed', 'access-widened']);
    const line = WILD.terraform.split('\n').findIndex((text) => text.includes('resource "aws_iam_role" "orders"')) + 1;
    expect(
      results.map(({ ruleId, level, message, locations: places }) => [
        ruleId,
        level,
        message.text,
        places?.[0]?.physicalLocation?.artifactLocation?.uri,
        places?.[0]?.physicalLocation?.region?.startLine,
      ]),
    ).toEqual([
      [
        'access-not-allowed',
        'error',
        'shop/* (pattern) of eks gets orders, which may admit shop/orders alone (podtrust.yaml#/gate/admitOnly/0). The policy’s reason: the shop alone. For example system:serviceaccount:shop:x.',
        'main.tf',
        line,
      ],
      [
        'access-widened',
        'error',
        'shop/* (pattern) of eks now gets orders by IRSA. For example a token of system:serviceaccount:shop:x.',
        'main.tf',
        line,
      ],
    ]);
  });

  test('points at the line of TypeScript that made the identity', () => {
    const at = { file: 'cdktf.out/stacks/a/cdk.tf.json', pointer: '/resource/aws_iam_role/app' };
    const review: Review = {
      ...REVIEWS[1]!,
      gate: undefined,
      changes: REVIEWS[1]!.changes.map((one) => ({ ...one, at })),
    };
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
    expect(sarif(review, locations(files)).runs[0]!.results![0]!.locations![0]!.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'stacks/a.ts' },
      region: { startLine: 2 },
    });
  });

  test('tells alerts apart by the access, and not by lines or addresses of a policy', () => {
    const prints = (review: Review): unknown[] =>
      sarif(review).runs[0]!.results!.map(({ partialFingerprints }) => partialFingerprints);
    const moved = reviewed({ terraform: `\n\n# moved\n${WILD.terraform}` }, POLICY);
    expect(prints(moved)).toEqual(prints(REVIEWS[1]!));
    expect(new Set(prints(REVIEWS[1]!).map((one) => JSON.stringify(one))).size).toBe(2);
    const other = reviewed({ terraform: WILD.terraform.replace('shop:*"', 'shop:o*"') }, POLICY);
    expect(prints(other)[1]).not.toEqual(prints(REVIEWS[1]!)[1]);
  });

  test('has no more results than code scanning accepts, says how many are left out, and fits into an upload', () => {
    const [change] = REVIEWS[1]!.changes;
    const many = {
      ...REVIEWS[0]!,
      changes: Array.from({ length: 25_200 }, (_, n) => ({ ...change!, account: `shop/a-${n}*` })),
    };
    const text = reviewSarif(many, locations(), NOWHERE);
    const { results, invocations } = (JSON.parse(text) as Log).runs[0]!;
    expect(results).toHaveLength(25_000);
    expect(invocations![0]!.toolExecutionNotifications![0]!.message.text).toBe('200 more findings are left out');
    expect(new Set(results!.map(({ partialFingerprints }) => partialFingerprints!.primaryLocationLineHash)).size).toBe(
      25_000,
    );
    // GitHub, "SARIF support for code scanning": 10 MB, compressed.
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
  });

  test('has what the lock approves as suppressed, and what is not known as a warning', () => {
    expect(sarif(REVIEWS[2]!).runs[0]!.results).toMatchObject([
      { ruleId: 'access-widened', suppressions: [{ kind: 'external', status: 'accepted' }] },
    ]);
    const undecided = sarif(REVIEWS[3]!).runs[0]!.results!.map(({ ruleId, level }) => `${ruleId} ${level}`);
    expect(undecided.length).toBeGreaterThan(1);
    expect(new Set(undecided)).toEqual(new Set(['access-undecided warning']));
    expect(sarif(REVIEWS[4]!).runs[0]!.results).toEqual([]);
  });
});

describe('Atlantis', () => {
  interface Answer {
    readonly version: number;
    readonly findings: readonly { readonly type: string; readonly rule_id: string; readonly subject?: string }[];
  }
  const answer = (review: Review, failOn = 'unknown'): Answer => JSON.parse(reviewAtlantis(review, failOn)) as Answer;
  const typesOf = (review: Review, failOn?: string): string[] =>
    answer(review, failOn).findings.map(({ type, rule_id: rule }) => `${type} ${rule}`);

  test('is denied what fails the gate, and warned of the rest', () => {
    expect(typesOf(REVIEWS[0]!)).toEqual([]);
    expect(typesOf(REVIEWS[1]!)).toEqual(['denial access-not-allowed', 'denial access-widened']);
    expect(typesOf(REVIEWS[1]!, 'never')).toEqual(['warning access-not-allowed', 'warning access-widened']);
    expect(typesOf(REVIEWS[2]!)).toEqual(['warning access-widened']);
    expect(new Set(typesOf(REVIEWS[3]!))).toEqual(new Set(['denial access-undecided']));
    expect(new Set(typesOf(REVIEWS[3]!, 'widened'))).toEqual(new Set(['warning access-undecided']));
  });

  test('has only fields that its protocol knows, of which none that counts moves with a line', () => {
    for (const review of REVIEWS) {
      const { version, findings, ...rest } = answer(review);
      expect([version, Object.keys(rest)]).toEqual([1, ['diagnostic']]);
      for (const finding of findings) {
        const allowed = ['type', 'rule_id', 'subject', 'message', 'details', 'metadata'];
        expect(Object.keys(finding).filter((key) => !allowed.includes(key))).toEqual([]);
      }
    }
    const moved = reviewed({ terraform: `\n\n${WILD.terraform}` }, POLICY);
    expect(answer(moved)).toEqual(answer(REVIEWS[1]!));
  });
});
