import {
  aks,
  eks,
  federated,
  irsaRole,
  OTHER_POD,
  proved as provedOf,
  rulesOf,
  undecidedOf,
} from '../../kubernetes-program';
import type { Inventory } from '../../../../lib/proof';

const ROLE = 'arn:aws:iam::111122223333:role/backup';
const CLIENT = '0a1b2c3d-0000-4444-8888-cccccccccccc';

/** An object of an operator, with its spec. */
const made = (apiVersion: string, kind: string, spec: object, metadata: object = {}): string =>
  JSON.stringify({ apiVersion, kind, metadata: { name: 'pg', namespace: 'shop', ...metadata }, spec });
const postgres = (spec: object, metadata?: object): string => made('postgresql.cnpg.io/v1', 'Cluster', spec, metadata);
const annotated = (key: string, value: string): object => ({ metadata: { annotations: { [key]: value } } });
const irsa = annotated('eks.amazonaws.com/role-arn', ROLE);
const proved = (terraform: string, ...objects: readonly string[]): Inventory =>
  provedOf(terraform, objects.join('\n---\n'));
const rows = ({ access }: Inventory): readonly string[] =>
  access.map(({ namespace, serviceAccount, claimed }) => `${namespace}/${serviceAccount}${claimed ? ' asks' : ''}`);

test.each([
  ['postgresql.cnpg.io/v1', 'Cluster', 'pg', { serviceAccountTemplate: irsa }],
  [
    'postgresql.cnpg.io/v1',
    'Cluster',
    'pg',
    { inheritedMetadata: { annotations: { 'eks.amazonaws.com/role-arn': ROLE } } },
  ],
  ['kafka.strimzi.io/v1', 'KafkaConnect', 'pg-connect', { template: { serviceAccount: irsa } }],
  ['kafka.strimzi.io/v1', 'KafkaMirrorMaker2', 'pg-mirrormaker2', { template: { serviceAccount: irsa } }],
  ['grafana.integreatly.org/v1beta1', 'Grafana', 'pg-sa', { serviceAccount: irsa }],
  ['kafka.strimzi.io/v1', 'KafkaBridge', 'pg-bridge', { template: { serviceAccount: irsa } }],
  ['kafka.strimzi.io/v1', 'Kafka', 'pg-kafka', { kafka: { template: { serviceAccount: irsa } } }],
  [
    'kafka.strimzi.io/v1',
    'Kafka',
    'pg-cruise-control',
    { kafka: {}, cruiseControl: { template: { serviceAccount: irsa } } },
  ],
])(
  'the account that the operator makes for a %s %s, %s, asks for the role that the object gives it',
  (api, kind, name, spec) => {
    const inventory = proved(eks(irsaRole('backup', `shop/${name}`)), OTHER_POD, made(api, kind, spec));
    expect(rows(inventory)).toEqual([`shop/${name} asks`]);
    expect(rulesOf(inventory).filter((rule) => !rule.startsWith('note'))).toEqual([]);
    expect(undecidedOf(inventory)).toEqual([]);
  },
);

test('so it does for a client id of Azure', () => {
  const spec = { serviceAccountTemplate: annotated('azure.workload.identity/client-id', CLIENT) };
  const inventory = proved(aks() + federated('backup', 'shop/pg'), OTHER_POD, postgres(spec));
  expect(rows(inventory)).toContain('shop/pg asks');
});

test('a role that does not admit it is an error at the object', () => {
  const inventory = proved(eks(irsaRole('backup', 'shop/other')), postgres({ serviceAccountTemplate: irsa }));
  expect(inventory.findings).toContainEqual(
    expect.objectContaining({
      rule: 'claim-not-admitted',
      at: expect.objectContaining({
        pointer: '/spec/serviceAccountTemplate/metadata/annotations/eks.amazonaws.com~1role-arn',
      }),
    }),
  );
});

test('an association of EKS Pod Identity finds the account of a cluster and of a pooler', () => {
  const association = (account: string): string => `
resource "aws_iam_role" "${account}" {
  name = "${account}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }]
  })
}
resource "aws_eks_pod_identity_association" "${account}" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "shop"
  service_account = "${account}"
  role_arn        = aws_iam_role.${account}.arn
}`;
  const objects = [OTHER_POD, postgres({}), made('postgresql.cnpg.io/v1', 'Pooler', {}, { name: 'pool' })];
  const inventory = proved(eks(association('pg') + association('pool')), ...objects);
  expect(rulesOf(inventory).filter((rule) => rule.includes('service-account'))).toEqual([]);
});

test('an account that exists is not made: it asks for what it carries itself', () => {
  const inventory = proved(
    eks(irsaRole('backup', 'shop/pg')),
    OTHER_POD,
    postgres({ serviceAccountName: 'web', inheritedMetadata: irsa }),
  );
  expect(rows(inventory)).toEqual(['shop/pg']);
  expect(rulesOf(inventory)).toEqual(['warning admission-not-claimed']);
});

test('an annotation of the Cluster itself is passed on where the operator is told to, and what it asks for then is assumed', () => {
  const object = postgres({}, { annotations: { 'eks.amazonaws.com/role-arn': ROLE } });
  const inventory = proved(eks(irsaRole('backup', 'shop/pg')), OTHER_POD, object);
  expect(rulesOf(inventory)).toEqual(['note claim-assumed']);
  expect(inventory.findings[0]!.message).toContain('if the operator passes on');
});

test('a manifest of the account that says another role leaves open which of them it asks for in the end', () => {
  const account = `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: pg, namespace: shop, annotations: { eks.amazonaws.com/role-arn: "${ROLE}-2" } }\n`;
  const inventory = proved(eks(irsaRole('backup', 'shop/pg')), account, postgres({ serviceAccountTemplate: irsa }));
  expect(rulesOf(inventory)).toEqual(['note claim-assumed']);
  expect(inventory.findings[0]!.message).toContain('${ServiceAccount/shop/pg.annotations');
});

test.each([
  'serviceAccountTemplate = var.any',
  'serviceAccountTemplate = { metadata = var.any }',
  'inheritedMetadata = { annotations = var.any }',
])('what the account asks for is undecided where the object says it by a value that is not known: %s', (spec) => {
  const object = `
variable "any" {}
resource "kubernetes_manifest" "pg" {
  manifest = {
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "Cluster"
    metadata   = { name = "pg", namespace = "shop" }
    spec       = { ${spec} }
  }
}`;
  const inventory = proved(eks(irsaRole('backup', 'shop/pg') + object));
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining('its annotations are not known before apply')]);
});

describe('the accounts of OpenTelemetry', () => {
  const collector = (spec: object, metadata: object = {}, kind = 'OpenTelemetryCollector'): string =>
    made('opentelemetry.io/v1beta1', kind, spec, metadata);
  const asking = { annotations: { 'eks.amazonaws.com/role-arn': ROLE } };
  const granted = (account: string, object: string): Inventory =>
    proved(eks(irsaRole('backup', `shop/${account}`)), OTHER_POD, object);

  test.each([
    ['OpenTelemetryCollector', 'pg-collector'],
    ['TargetAllocator', 'pg-targetallocator'],
    ['OpAMPBridge', 'pg-opamp-bridge'],
  ])('that of a %s, %s, has the annotations of the object', (kind, account) => {
    expect(rows(granted(account, collector({}, asking, kind)))).toEqual([`shop/${account} asks`]);
    expect(rows(granted(account, collector({}, {}, kind)))).toEqual([`shop/${account}`]);
  });

  test('a collector has one for its target allocator too, where that is enabled', () => {
    const allocator = (targetAllocator: object): readonly string[] =>
      rows(granted('pg-targetallocator', collector({ targetAllocator }, asking)));
    expect(allocator({ enabled: true })).toEqual(['shop/pg-targetallocator asks']);
    expect(allocator({ enabled: false })).toEqual(['shop/pg-targetallocator']);
    expect(allocator({})).toEqual(['shop/pg-targetallocator']);
    expect(allocator({ enabled: true, serviceAccount: 'mine' })).toEqual(['shop/pg-targetallocator']);
  });

  test('none is made where the object names one that others make', () => {
    expect(rows(granted('pg-collector', collector({ serviceAccount: 'mine' }, asking)))).toEqual(['shop/pg-collector']);
    expect(rows(granted('pg-collector', collector({ serviceAccount: '' }, asking)))).toEqual([
      'shop/pg-collector asks',
    ]);
  });

  test('a name is shortened to 63 characters, and has dashes for what is neither letter nor digit', () => {
    const long = `a.${'b'.repeat(70)}`;
    const account = `a-${'b'.repeat(51)}-collector`;
    expect(account).toHaveLength(63);
    expect(rows(granted(account, collector({}, { name: long, ...asking })))).toEqual([`shop/${account} asks`]);
  });
});
