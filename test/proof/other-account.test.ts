import { prove } from '../../lib/proof';

const TRUST = `jsonencode({ Version = "2012-10-17", Statement = [{
  Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" }
} ] })`;

/** The accounts that permissions on these resources say they are in, of a role whose provider has these settings. */
function otherAccounts(settings: string, ...resources: string[]): (string | undefined)[] {
  const statements = resources.map(
    (resource, index) => `{ Effect = "Allow", Action = "sqs:SendMessage${index}", Resource = "${resource}" }`,
  );
  const text = `
variable "account" {}
provider "aws" {
  region = "eu-west-1"
  ${settings}
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = ${TRUST}
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })
}`;
  const { permissions } = prove([{ file: 'main.tf', text }]);
  return permissions
    .slice()
    .sort((one, other) => (one.actions[0]! < other.actions[0]! ? -1 : 1))
    .map(({ otherAccount }) => otherAccount);
}

const OWN = 'allowed_account_ids = ["111122223333"]';

test('a permission on a resource of another account says which', () => {
  expect(
    otherAccounts(
      OWN,
      'arn:aws:sqs:eu-west-1:444455556666:a',
      'arn:aws:sqs:eu-west-1:111122223333:a',
      'arn:aws:s3:::a',
      'arn:aws:sqs:eu-west-1:*:a',
      'arn:aws:sqs:eu-west-1:${var.account}:a',
      '*',
    ),
  ).toEqual(['444455556666', undefined, undefined, undefined, undefined, undefined]);
});

test('nothing is said where the role’s own account is not known', () => {
  expect(otherAccounts('', 'arn:aws:sqs:eu-west-1:444455556666:a')).toEqual([undefined]);
});
