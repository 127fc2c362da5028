import { prove } from '../../lib/proof';
import { lockText, parseLock, review } from '../../lib/review';
import { eks, irsaRole } from '../proof/kubernetes-program';

/** A role whose policy has a statement of which nobody knows whether it is there. */
const program = (statements: string): string => `
  ${eks()}
  ${irsaRole('orders', 'shop/orders')}
  variable "cache" {}
  data "aws_iam_policy_document" "orders" {
    ${statements}
    dynamic "statement" {
      for_each = var.cache ? ["cache"] : []
      content {
        actions   = ["ecr:CreateRepository"]
        resources = ["*"]
      }
    }
  }
  resource "aws_iam_role_policy" "orders" {
    role   = aws_iam_role.orders.name
    policy = data.aws_iam_policy_document.orders.json
  }`;
const statement = (body: string): string => `statement {\n${body}\n}\n`;
const READ = statement('actions = ["s3:GetObject", "s3:ListBucket"]\nresources = ["arn:aws:s3:::a/*"]');

function reviewed(before: string, after: string) {
  const [base, head] = [before, after].map((text) =>
    prove([{ file: 'main.tf', text: program(text) }], { config: false }),
  ) as [ReturnType<typeof prove>, ReturnType<typeof prove>];
  const { verdict, changes } = review(base, head);
  // A lock says the same as what it is the lock of.
  expect(review(parseLock(lockText(base), 'access.lock.md'), head).verdict).toBe(verdict);
  return { verdict, said: changes.map(({ change, what }) => `${change}: ${what}`) };
}

describe('GIVEN a policy that neither side has wholly read', () => {
  test.each([
    ['an action more', READ.replace('s3:GetObject', 's3:*'), 's3:*, s3:ListBucket on arn:aws:s3:::a/*'],
    ['a wider resource', READ.replace('a/*', '*'), 's3:GetObject, s3:ListBucket on arn:aws:s3:::*'],
    ['all actions but some', READ + statement('not_actions = ["iam:*"]\nresources = ["*"]'), 'all but iam:* on *'],
    [
      'a statement more, with a condition',
      `${READ}${statement('actions = ["s3:PutObject"]\nresources = ["*"]\ncondition {\ntest = "Bool"\nvariable = "aws:SecureTransport"\nvalues = ["true"]\n}')}`,
      's3:PutObject on * if Bool aws:securetransport: true',
    ],
  ])('WHEN what is known of it gets %s THEN whether access widens is not decidable', (_, after, what) => {
    expect(reviewed(READ, after)).toEqual({ verdict: 'unknown', said: [`unknown: ${what}`] });
  });

  test('WHEN a Deny that is known goes THEN whether access widens is not decidable', () => {
    const deny = statement('effect = "Deny"\nactions = ["s3:ListBucket"]\nresources = ["*"]');
    expect(reviewed(READ + deny, READ).verdict).toBe('unknown');
    expect(reviewed(READ, READ + deny).verdict).toBe('same');
  });

  test('WHEN what is known of it is only written otherwise THEN access does not change', () => {
    const apart = ['s3:GetObject', 's3:ListBucket'].map((action) =>
      statement(`actions = ["${action}"]\nresources = ["arn:aws:s3:::a/*"]`),
    );
    expect(reviewed(READ, apart.join('\n'))).toEqual({ verdict: 'same', said: [] });
    expect(reviewed(READ, READ)).toEqual({ verdict: 'same', said: [] });
  });
});
