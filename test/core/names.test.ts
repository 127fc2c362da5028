import { checkName, checkServiceAccount, isValidName, type NameKind, PodtrustError } from '../../lib/core';

/** For each kind the longest valid name, and one that is one character too long. */
const longest: [NameKind, string, string][] = [
  ['namespace', 'n'.repeat(63), 'n'.repeat(64)],
  ['service-account', 's'.repeat(253), 's'.repeat(254)],
  ['iam-role', 'R'.repeat(64), 'R'.repeat(65)],
  ['iam-role-prefix', 'R'.repeat(38), 'R'.repeat(39)],
  ['iam-policy', 'P'.repeat(128), 'P'.repeat(129)],
  ['iam-path', `/${'p'.repeat(510)}/`, `/${'p'.repeat(511)}/`],
  ['eks-cluster', 'c'.repeat(100), 'c'.repeat(101)],
  ['eks-node-group', 'g'.repeat(63), 'g'.repeat(64)],
  ['aks-cluster', 'c'.repeat(63), 'c'.repeat(64)],
  ['aks-dns-prefix', 'd'.repeat(54), 'd'.repeat(55)],
  ['aks-linux-node-pool', 'p'.repeat(12), 'p'.repeat(13)],
  ['managed-identity', 'i'.repeat(128), 'i'.repeat(129)],
  ['federated-credential', 'f'.repeat(120), 'f'.repeat(121)],
  ['resource-group', 'g'.repeat(90), 'g'.repeat(91)],
  ['key-vault', 'v'.repeat(24), 'v'.repeat(25)],
  ['storage-account', 's'.repeat(24), 's'.repeat(25)],
  ['cosmosdb-account', 'c'.repeat(44), 'c'.repeat(45)],
  ['service-bus-namespace', 'b'.repeat(50), 'b'.repeat(51)],
  ['service-bus-queue', 'q'.repeat(260), 'q'.repeat(261)],
  ['container-registry', 'r'.repeat(50), 'r'.repeat(51)],
  ['s3-bucket', 'b'.repeat(63), 'b'.repeat(64)],
  ['dynamodb-table', 't'.repeat(255), 't'.repeat(256)],
  ['sqs-queue', 'q'.repeat(80), 'q'.repeat(81)],
];

describe('names', () => {
  test.each(longest)(
    'a %s as long as its limit is valid, and one character more is refused',
    (kind, valid, tooLong) => {
      expect(isValidName(kind, valid)).toBe(true);
      expect(() => checkName(kind, tooLong, 'here')).toThrow(PodtrustError);
    },
  );

  test.each<[NameKind, string]>([
    ['namespace', 'Todo'],
    ['namespace', '-todo'],
    ['namespace', 'to.do'],
    ['service-account', 'back_end'],
    ['service-account', 'a..b'],
    ['eks-cluster', '_c'],
    ['key-vault', 'a--b'],
    ['key-vault', '1vault'],
    ['storage-account', 'has-dash'],
    ['service-bus-namespace', 'orders-sb'],
    ['federated-credential', '-x-'],
    ['iam-path', '/no-end'],
    ['iam-path', 'no-start/'],
  ])('%s refuses %p', (kind, name) => {
    expect(isValidName(kind, name)).toBe(false);
  });

  test('a token passes, since its value is unknown', () => {
    expect(() => checkName('iam-role', '${TfToken[TOKEN.0]}'.padEnd(100, 'x'))).not.toThrow();
  });

  test('the error says where, what, why and how to fix it', () => {
    expect(() => checkName('namespace', 'Todo', 'app/role')).toThrow(
      /^name-invalid at app\/role: "Todo" \(4 characters\)[^]*why: [^]*fix: /,
    );
  });

  test('a wildcard subject is told apart from a bad name', () => {
    expect(() => checkServiceAccount({ namespace: 'prod*', name: 'app' })).toThrow(/^subject-wildcard/);
    expect(() => checkServiceAccount({ namespace: 'prod', name: 'App' })).toThrow(/^subject-invalid/);
  });
});

test.each<[NameKind, string]>([
  ['eks-cluster', 'an EKS cluster'],
  ['aks-cluster', 'an AKS cluster'],
  ['iam-role', 'an IAM role'],
  ['s3-bucket', 'an S3 bucket'],
  ['sqs-queue', 'an SQS queue'],
  ['resource-group', 'an Azure resource group'],
  ['managed-identity', 'a user-assigned managed identity'],
  ['dynamodb-table', 'a DynamoDB table'],
  ['namespace', 'a Kubernetes namespace'],
])('a %s that is refused is called %s', (kind, noun) => {
  expect(() => checkName(kind, '', 'here')).toThrow(`cannot name ${noun}`);
  expect(() => checkName(kind, '', 'here')).toThrow(`The name of ${noun} has`);
});
