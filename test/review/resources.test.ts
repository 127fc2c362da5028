import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { gatedReview, lockText, parseLock, review } from '../../lib/review';
import type { ReviewVerdict } from '../../lib/review';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { aks, eks, federated, irsaRole } from '../proof/kubernetes-program';
import { policy } from './review-program';

const BUCKET = (label: string, name: string): string => `
resource "aws_s3_bucket" "${label}" {
  bucket = "${name}"
}
`;
const READ = (resource: string) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource });
const ORDERS = eks() + irsaRole('orders', 'shop/orders');
const reads = (resource: string): string => ORDERS + policy('orders', [READ(resource)]);

function inventoryOf(terraform: string): Inventory {
  return prove([{ file: 'main.tf', text: terraform }], { config: false });
}

function verdicts(before: string, after: string): [ReviewVerdict, ReviewVerdict] {
  const [base, head] = [inventoryOf(before), inventoryOf(after)];
  // A lock says the same as what it is the lock of.
  const locked = parseLock(lockText(base), 'access.lock.md');
  expect(review(locked, head).verdict).toBe(review(base, head).verdict);
  return [review(base, head).verdict, review(head, base).verdict];
}

describe('a resource whose name is known', () => {
  const own = reads('${aws_s3_bucket.data.arn}/*') + BUCKET('data', 'shop-data');

  test('is the same one at another address, and by its ARN', () => {
    expect(verdicts(own, own.replaceAll('"data"', '"files"').replaceAll('.data.', '.files.'))).toEqual([
      'same',
      'same',
    ]);
    expect(verdicts(own, reads('arn:aws:s3:::shop-data/*') + BUCKET('data', 'shop-data'))).toEqual(['same', 'same']);
    expect(verdicts(own, reads('arn:aws:s3:::shop-logs/*') + BUCKET('data', 'shop-data'))).toEqual([
      'widened',
      'widened',
    ]);
  });

  test('is another one where the program looks up another one, and not where Terraform makes it anew', () => {
    const lookedUp =
      reads('${data.aws_s3_bucket.data.arn}/*') + BUCKET('data', 'shop-data').replace('resource', 'data');
    expect(verdicts(lookedUp, lookedUp.replace('shop-data', 'ledger'))).toEqual(['widened', 'widened']);
    expect(verdicts(own, own.replace('shop-data', 'shop-data-2'))).toEqual(['same', 'same']);
  });

  test('is within the group of Azure that it is made in', () => {
    const assigned = (scope: string): string => `${aks()}${federated('app', 'shop/orders')}
resource "azurerm_resource_group" "data" {
  name     = "data"
  location = "westeurope"
}
resource "azurerm_storage_account" "data" {
  name                = "data"
  resource_group_name = azurerm_resource_group.data.name
}
resource "azurerm_role_assignment" "app" {
  principal_id         = azurerm_user_assigned_identity.app.principal_id
  role_definition_name = "Storage Blob Data Reader"
  scope                = ${scope}
}
`;
    const [group, account] = ['azurerm_resource_group.data.id', 'azurerm_storage_account.data.id'].map(assigned);
    expect(verdicts(account!, group!)).toEqual(['widened', 'narrowed']);
  });

  test('is what the policy of the gate names', () => {
    const settings = parseSettings(
      'gate: { neverPermit: [{ actions: ["s3:*"], resources: ["arn:aws:s3:::shop-data/secret/*"] }] }',
      'podtrust.yaml',
    );
    const outcome = (terraform: string): string => {
      const head = inventoryOf(terraform);
      return gatedReview(head, head, { base: settings, head: [settings], isLocked: () => false }).gate!.outcome;
    };
    expect(outcome(own)).toBe('violated');
    expect(outcome(own.replace('shop-data', 'shop-logs'))).toBe('holds');
  });
});

describe('the policy of a resource', () => {
  const bucketPolicy = (...statements: object[]): string => `${BUCKET('data', 'shop-data')}
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = ${JSON.stringify(JSON.stringify({ Version: '2012-10-17', Statement: statements }))}
}
`;
  const on = (effect: string, who: object | string, action: string) => ({
    ...{ Effect: effect, Principal: who, Action: action, Resource: 'arn:aws:s3:::shop-data/*' },
  });
  const role = { AWS: '${aws_iam_role.orders.arn}' };
  const bare = reads('arn:aws:s3:::shop-data/public/*') + BUCKET('data', 'shop-data');
  const having = (...statements: object[]): string =>
    reads('arn:aws:s3:::shop-data/public/*') + bucketPolicy(...statements);

  test('gives what it allows a role or everybody, and nothing that it allows others', () => {
    expect(verdicts(bare, having(on('Allow', role, 's3:PutObject')))).toEqual(['widened', 'narrowed']);
    expect(verdicts(bare, having(on('Allow', '*', 's3:PutObject')))).toEqual(['widened', 'narrowed']);
    expect(verdicts(bare, having(on('Allow', { AWS: 'arn:aws:iam::111122223333:role/other' }, 's3:*')))).toEqual([
      'same',
      'same',
    ]);
    const [before] = verdicts(bare, having(on('Allow', { AWS: '${var.reader}' }, 's3:*')) + 'variable "reader" {}\n');
    expect(before).toBe('unknown');
  });

  test('is not known to be about a role that is given the name that it names', () => {
    const naming = having(on('Allow', { AWS: 'arn:aws:iam::111122223333:role/billing' }, 's3:*'));
    const renamed = naming.replace('"orders"\n', '"billing"\n');
    expect(renamed).not.toBe(naming);
    expect(verdicts(naming, renamed)[0]).toBe('unknown');
  });

  test('takes what it denies, where a policy of the role allows it', () => {
    expect(verdicts(having(on('Deny', '*', 's3:GetObject')), bare)).toEqual(['widened', 'narrowed']);
    expect(verdicts(having(on('Deny', '*', 's3:DeleteObject')), bare)).toEqual(['same', 'same']);
  });

  test('that did not change counts for what a policy of the role says anew, and not for what other resources do', () => {
    const denied = bucketPolicy(on('Deny', '*', 's3:*'));
    const gives = (action: string): string =>
      ORDERS + policy('orders', [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::shop-data/*' }]);
    expect(verdicts(gives('s3:GetObject') + denied, gives('s3:*') + denied)).toEqual(['same', 'same']);
    const beside = BUCKET('logs', 'shop-logs');
    const other = `${beside}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = ${JSON.stringify(JSON.stringify({ Version: '2012-10-17', Statement: [{ ...on('Allow', role, 's3:PutObject'), Resource: 'arn:aws:s3:::shop-logs/*' }] }))}
}
`;
    expect(verdicts(gives('s3:*') + denied + beside, gives('s3:*') + denied + other)).toEqual(['widened', 'narrowed']);
  });

  test('that is not known is said', () => {
    const open = bare
      .replace(BUCKET('data', 'shop-data'), bucketPolicy())
      .replace(/policy = "[^\n]*Statement\\":\[\][^\n]*/, 'policy = var.policy');
    const { changes } = review(inventoryOf(bare), inventoryOf(`${open}variable "policy" {}\n`));
    expect(changes).toMatchObject([{ change: 'unknown', what: 'the policy of aws_s3_bucket_policy.data' }]);
  });
});

describe('a role that pods get on to', () => {
  const admin = (...statements: object[]): string =>
    `${ORDERS}${policy('orders', [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '${aws_iam_role.admin.arn}' }])}
resource "aws_iam_role" "admin" {
  name               = "admin"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.orders.arn } }]
  })
}
${policy('admin', statements)}`;
  const passing = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };

  test('may do no more than it could, and nothing that no pod ever may', () => {
    const [before, after] = [admin(READ('*')), admin(READ('*'), passing)];
    expect(verdicts(before, after)).toEqual(['widened', 'narrowed']);
    const settings = parseSettings('gate: { neverPermit: [{ actions: ["iam:*"] }] }', 'podtrust.yaml');
    const head = inventoryOf(after);
    const { gate } = gatedReview(head, head, { base: settings, head: [settings], isLocked: () => false });
    expect(gate!.violations).toMatchObject([{ id: 'aws_iam_role.admin', policy: 'never-permit' }]);
  });
});
