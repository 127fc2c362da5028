import { prove } from '../../../lib/proof';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A role with a managed policy and an inline one, and a policy that nobody attaches. */
const program = (more = '', role = '', name = '"api"') => `
variable "env" {}
variable "more" {}
resource "aws_iam_role" "api" {
  name               = ${name}
  assume_role_policy = "{}"
  ${role}
}
resource "aws_iam_policy" "queue" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.api.name
  policy_arn = "${READ_ONLY}"
}
resource "aws_iam_role_policy" "purge" {
  role   = aws_iam_role.api.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:PurgeQueue", Resource = "*" }] })
}
${more}`;

function read(text: string) {
  const { permissions, undecided } = prove([{ file: 'main.tf', text }]);
  return {
    may: permissions.map(({ actions, role }) => role ?? actions.join()).sort(),
    undecided: undecided.map(({ about, because }) => `${about}: ${because}`),
  };
}

const OWN = ['ReadOnlyAccess', 'sqs:PurgeQueue'];

const exclusive = (argument: 'policy_arns' | 'policy_names', list: string, role = 'aws_iam_role.api.name') => `
resource "aws_iam_role_${argument === 'policy_arns' ? 'policy_attachments' : 'policies'}_exclusive" "api" {
  role_name = ${role}
  ${argument} = ${list}
}`;

test('a policy of the program among a role’s managed_policy_arns is read', () => {
  expect(read(program('', 'managed_policy_arns = [aws_iam_policy.queue.arn]'))).toEqual({
    may: [...OWN, 'sqs:SendMessage'],
    undecided: [],
  });
});

describe('what owns all managed policies of a role', () => {
  test('attaches those that it names, each once', () => {
    const list = '[aws_iam_policy.queue.arn, aws_iam_role_policy_attachment.read.policy_arn]';
    const all = { may: [...OWN, 'sqs:SendMessage'], undecided: [] };
    expect(read(program(exclusive('policy_arns', list)))).toEqual(all);
    expect(read(program(exclusive('policy_arns', list, '"api"')))).toEqual(all);
  });

  test('takes away what it does not name, which the next apply attaches again: it may be there or not', () => {
    const { may, undecided } = read(program(exclusive('policy_arns', '[]')));
    expect(may).toEqual(OWN);
    expect(undecided).toEqual([
      'aws_iam_role_policy_attachment.read: whether aws_iam_role.api keeps this policy is not known: aws_iam_role_policy_attachments_exclusive.api takes away what its policy_arns do not name',
    ]);
  });

  test('leaves alone the policies of other roles, and inline ones', () => {
    const other = 'resource "aws_iam_role" "other" {\n  name = "other"\n  assume_role_policy = "{}"\n}';
    expect(read(program(other + exclusive('policy_arns', '[]', 'aws_iam_role.other.name'))).undecided).toEqual([]);
    const { undecided } = read(program(exclusive('policy_arns', `["${READ_ONLY}"]`)));
    expect(undecided).toEqual([]);
  });

  test('says once that its list is not known, and what it names of it is attached', () => {
    const { may, undecided } = read(
      program(exclusive('policy_arns', 'concat([aws_iam_policy.queue.arn], [var.more])')),
    );
    expect(may).toContain('sqs:SendMessage');
    expect(undecided).toHaveLength(1);
    expect(read(program(exclusive('policy_arns', 'var.more'))).undecided).toEqual([
      expect.stringMatching(
        /^aws_iam_role_policy_attachments_exclusive\.api: which policies it leaves to aws_iam_role/,
      ),
    ]);
  });

  test('has taken nothing away of what a state has', () => {
    const resource = (type: string, values: object) => ({
      address: `${type}.api`,
      mode: 'managed',
      type,
      name: 'api',
      values,
    });
    const resources = [
      resource('aws_iam_role', {
        arn: 'arn:aws:iam::111122223333:role/api',
        name: 'api',
        assume_role_policy: '{}',
        managed_policy_arns: [READ_ONLY],
      }),
      resource('aws_iam_role_policy_attachments_exclusive', { role_name: 'api', policy_arns: [] }),
    ];
    const text = JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
    const { permissions, undecided } = prove([{ file: 'state.json', text }]);
    expect(permissions).toMatchObject([{ role: 'ReadOnlyAccess' }]);
    expect(undecided.filter(({ because }) => because.includes('keeps'))).toEqual([]);
  });
});

describe('what owns all inline policies of a role', () => {
  test('leaves those that it names', () => {
    const list = '[aws_iam_role_policy.purge.name]';
    expect(read(program(exclusive('policy_names', list)))).toEqual({ may: OWN, undecided: [] });
  });

  test('takes away the others, and makes none', () => {
    expect(read(program(exclusive('policy_names', '["backup"]')))).toEqual({
      may: OWN,
      undecided: [
        'aws_iam_role_policy.purge: whether aws_iam_role.api keeps this policy is not known: aws_iam_role_policies_exclusive.api takes away what its policy_names do not name',
      ],
    });
  });
});

describe('a name that a role may turn out to have', () => {
  const OPEN = '"api-${var.env}"';

  test('is said of what attaches a policy to several', () => {
    const attachment = `resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = ["api-prod", "web"]
  policy_arn = "${READ_ONLY}"
}`;
    expect(read(program(attachment, '', OPEN)).undecided).toEqual([
      'aws_iam_policy_attachment.all: whether it is a policy of aws_iam_role.api, whose name is api-${var.env}, is not known before apply',
    ]);
    expect(read(program(attachment)).undecided).toEqual([]);
  });

  test('is said of what takes policies away', () => {
    expect(read(program(exclusive('policy_arns', '[]', '"api-prod"'), '', OPEN)).undecided).toEqual([
      'aws_iam_role_policy_attachments_exclusive.api: whether it takes policies away from aws_iam_role.api, whose name is api-${var.env}, is not known before apply',
    ]);
    expect(read(program(exclusive('policy_arns', '[]', '"web"'), '', OPEN)).undecided).toEqual([]);
  });
});

describe('a policy of one of two roles that have the same name, in two accounts', () => {
  const role = (name: string, account: string, more = {}) => ({
    ...{ address: `aws_iam_role.${name}`, mode: 'managed', type: 'aws_iam_role', name },
    values: { arn: `arn:aws:iam::${account}:role/api`, name: 'api', assume_role_policy: '{}', ...more },
  });
  const policy = (type: string, values: object) => ({
    ...{ address: `${type}.one`, mode: 'managed', type, name: 'one' },
    values: { role: 'api', ...values },
  });
  const allowing = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sqs:PurgeQueue', Resource: '*' }] });
  const inline = policy('aws_iam_role_policy', { name: 'purge', policy: allowing });
  const stateOf = (...resources: object[]) => {
    const state = { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
    return prove([{ file: 'state.json', text: JSON.stringify(state) }]);
  };
  const several = (about: string, what = 'it is a policy of') => [
    `${about}: which of aws_iam_role.here, aws_iam_role.there ${what} is not known: they have the same name, in different accounts`,
  ];
  const undecidedIn = ({ undecided }: ReturnType<typeof prove>) =>
    undecided.map(({ about, because }) => `${about}: ${because}`).filter((line) => line.includes('which of'));

  test.each([
    inline,
    policy('aws_iam_role_policy_attachment', { policy_arn: READ_ONLY }),
    policy('aws_iam_policy_attachment', { policy_arn: READ_ONLY, roles: ['api'] }),
  ])('is said to be undecided in a state, which names no account: $type', (resource) => {
    const inventory = stateOf(role('here', '111111111111'), role('there', '222222222222'), resource);
    expect(undecidedIn(inventory)).toEqual(several(resource.address));
  });

  test('is known where the roles show what they have, as in a state that was refreshed', () => {
    const shown = { inline_policy: [{ name: 'purge', policy: allowing }] };
    const inventory = stateOf(role('here', '111111111111', shown), role('there', '222222222222'), inline);
    expect(undecidedIn(inventory)).toEqual([]);
    expect(inventory.permissions.map(({ identity, actions }) => [identity, ...actions])).toEqual([
      ['aws_iam_role.here', 'sqs:PurgeQueue'],
    ]);
  });

  test('is known of a role whose name no other has', () => {
    const other = role('there', '222222222222', { name: 'web' });
    expect(undecidedIn(stateOf(role('here', '111111111111'), other, inline))).toEqual([]);
  });
});
