import { prove } from '../../../lib/proof';

test('GIVEN a thousand references that lead nowhere THEN what else there is is evaluated all the same', () => {
  // GIVEN policies of a role by a key that nothing tells, and an identity whose name is read after them
  const policies = Array.from(
    { length: 1000 },
    (_, index) =>
      `resource "aws_iam_role_policy" "p${index}" {\n  role = aws_iam_role.app[local.missing].id\n  policy = "{}"\n}\n`,
  );
  const text = `${policies.join('')}
    locals { name = "todo" }
    resource "aws_iam_role" "app" { for_each = toset(["a"]) }
    resource "azurerm_user_assigned_identity" "app" { name = "\${local.name}-app" }`;

  // WHEN
  const { identities, undecided } = prove([{ file: 'main.tf', text }]);

  // THEN
  expect(identities.map(({ name }) => name)).toContain('todo-app');
  expect(undecided.filter(({ because }) => because.includes('too deeply'))).toEqual([]);
});

test('GIVEN a trust that a document gives by a key that is not known THEN it is undecided, and not refused as no JSON', () => {
  const text = `
    variable "teams" {}
    data "aws_iam_policy_document" "trust" {
      for_each                = var.teams
      source_policy_documents = [each.value.policy]
    }
    resource "aws_iam_role" "team" {
      for_each           = var.teams
      assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
    }`;

  const { findings, undecided } = prove([{ file: 'main.tf', text }]);

  expect(findings).toEqual([]);
  expect(undecided.map(({ about }) => about)).toContain('aws_iam_role.team');
});
