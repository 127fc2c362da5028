import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { lockText, parseLock, review } from '../../lib/review';
import { eks, irsaRole } from '../proof/kubernetes-program';

/** A construct's path moves: cdktf ends what it is called with a hash of it. */
const [BEFORE, AFTER] = ['1A2B3C4D', '5E6F7A8B'] as const;

function verdict(base: Inventory, head: Inventory): string {
  const { verdict: found } = review(base, head);
  // A lock says the same as what it is the lock of.
  expect(review(parseLock(lockText(base), 'access.lock.md'), head).verdict).toBe(found);
  return found;
}

test('a value of a condition that need not be there is the same when what it names moves', () => {
  const program = (hash: string, action = 's3:PutObject'): Inventory =>
    prove(
      [
        {
          file: 'main.tf',
          text: `variable "audited" {
}
variable "trail" {
}
${eks()}${irsaRole('orders', 'shop/orders')}
resource "aws_cloudtrail" "trail_${hash}" {
  name = var.trail
}
resource "aws_s3_bucket" "data" {
  bucket = "data"
}
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Principal = { AWS = aws_iam_role.orders.arn }, Action = "${action}", Resource = "arn:aws:s3:::data/*"
    Condition = { ArnLike = {
      "aws:SourceArn" = concat(["arn:aws:x"], var.audited ? [aws_cloudtrail.trail_${hash}.arn] : [])
    } }
  }] })
}
`,
        },
      ],
      { config: false },
    );
  expect(program(BEFORE).resources![0]!.policies![0]!.statements![0]!.conditions![0]!.perhapsValues).toEqual([
    `\${aws_cloudtrail.trail_${BEFORE}.arn}`,
  ]);
  expect(verdict(program(BEFORE), program(AFTER))).toBe('same');
  expect(verdict(program(BEFORE), program(AFTER, 's3:*'))).toBe('widened');
});

test('a role that ACK assumes for some namespaces is the same when it moves', () => {
  const program = (hash: string): Inventory => {
    const inventory = prove(
      [
        {
          file: 'main.tf',
          text:
            eks() +
            irsaRole('orders', 'shop/orders').replace('"aws_iam_role" "orders"', `"aws_iam_role" "orders_${hash}"`),
        },
      ],
      { config: false },
    );
    const identity = `aws_iam_role.orders_${hash}`;
    return {
      ...inventory,
      capabilities: [
        {
          ...{ id: 'aws_eks_capability.ack', cluster: 'aws_eks_cluster.main', type: 'ACK', identity, admitted: true },
          selectors: [{ id: 'IAMRoleSelector/shop', identity, namespaces: ['shop'], admitted: true }],
        },
      ],
    };
  };
  expect(verdict(program(BEFORE), program(BEFORE))).toBe('same');
  expect(verdict(program(BEFORE), program(AFTER))).toBe('same');
});

test('a permission of an inventory without policies is the same when what its condition names moves', () => {
  const program = (hash: string): Inventory => {
    const inventory = prove(
      [
        {
          file: 'main.tf',
          text: `${eks()}${irsaRole('orders', 'shop/orders')}
resource "aws_sqs_queue" "data_${hash}" {
}
resource "aws_iam_role_policy" "orders" {
  role   = aws_iam_role.orders.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "s3:GetObject", Resource = "*"
    Condition = { ArnLike = { "aws:SourceArn" = aws_sqs_queue.data_${hash}.arn } }
  }] })
}
`,
        },
      ],
      { config: false },
    );
    return { ...inventory, policies: undefined };
  };
  expect(verdict(program(BEFORE), program(AFTER))).toBe('same');
});
