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

describe('what a role is given', () => {
  const ALLOW = (action: string) =>
    `jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })`;

  test('is its inline policies too, but for the block that says that there are none', () => {
    expect(read(program('', `inline_policy {\n name = "list"\n policy = ${ALLOW('sqs:ListQueues')}\n }`))).toEqual({
      may: [...OWN, 'sqs:ListQueues'].sort(),
      undecided: [],
    });
    expect(read(program('', 'inline_policy {}'))).toEqual({ may: OWN, undecided: [] });
    expect(read(program('', 'inline_policy {\n name = "list"\n policy = null\n }'))).toEqual({
      may: OWN,
      undecided: [],
    });
  });

  test('is said not to be known where it is written', () => {
    const { undecided } = prove([{ file: 'main.tf', text: program('', 'managed_policy_arns = var.more') }]);
    expect(undecided).toMatchObject([
      {
        about: 'aws_iam_role.api',
        because: 'which policies its managed_policy_arns attaches is not known before apply: ${var.more}',
        at: { pointer: '/resource/aws_iam_role/api/managed_policy_arns' },
      },
    ]);
    const all = `resource "aws_iam_policy_attachment" "all" {\n roles = var.more\n policy_arn = "${READ_ONLY}"\n}`;
    expect(prove([{ file: 'main.tf', text: program(all) }]).undecided).toMatchObject([
      {
        about: 'aws_iam_policy_attachment.all',
        because: 'which roles it attaches its policy to is not known before apply: ${var.more}',
        at: { pointer: '/resource/aws_iam_policy_attachment/all/roles' },
      },
    ]);
  });

  test('is a policy of the program by its id as well, which is its ARN', () => {
    const more = `resource "aws_iam_role_policy_attachment" "queue" {
  role       = aws_iam_role.api.name
  policy_arn = aws_iam_policy.queue.id
}`;
    expect(read(program(more)).may).toEqual([...OWN, 'sqs:SendMessage']);
    const { policies } = prove([
      { file: 'main.tf', text: program('', 'permissions_boundary = aws_iam_policy.queue.id') },
    ]);
    expect(policies!.find(({ kind }) => kind === 'boundary')).toMatchObject({
      statements: [{ actions: ['sqs:SendMessage'] }],
    });
  });

  test('is the name of a policy that is only looked up', () => {
    const more = `data "aws_iam_policy" "old" {\n name = "old"\n}
resource "aws_iam_role_policy_attachment" "old" {
  role       = aws_iam_role.api.name
  policy_arn = data.aws_iam_policy.old.arn
}`;
    expect(read(program(more))).toEqual({ may: [...OWN, '${data.aws_iam_policy.old.arn}'].sort(), undecided: [] });
  });

  test('is nothing of what another role is given, nor of what names no policy', () => {
    const more = `
resource "aws_iam_role_policy_attachment" "other" {
  role       = "other"
  policy_arn = "${READ_ONLY}"
}
resource "aws_iam_role_policy" "other" {
  policy = ${ALLOW('sqs:ListQueues')}
}
resource "aws_iam_role_policy_attachment" "none" {
  role = aws_iam_role.api.name
}`;
    expect(read(program(more, 'managed_policy_arns = [null]'))).toEqual({ may: OWN, undecided: [] });
  });

  test('is limited by a boundary, which gives nothing, and an empty one is none', () => {
    const boundaryOf = (arn: string) =>
      prove([{ file: 'main.tf', text: program('', `permissions_boundary = ${arn}`) }]).policies!.filter(
        ({ kind }) => kind === 'boundary',
      );
    expect(boundaryOf(`"${READ_ONLY}"`)).toMatchObject([{ name: READ_ONLY }]);
    expect(boundaryOf('""')).toEqual([]);
    const own = [...OWN];
    expect(read(program('', 'permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"')).may).toEqual(own);
    expect(read(program('', 'permissions_boundary = aws_iam_policy.queue.arn')).may).toEqual(own);
    // AND one that is not wholly known gives as little
    const open = `resource "aws_iam_policy" "open" {
  policy = jsonencode({ Statement = concat([{ Effect = "Allow", Action = "s3:*", Resource = "*" }], var.more) })
}`;
    expect(read(program(open, 'permissions_boundary = aws_iam_policy.open.arn')).may).toEqual(own);
  });

  test('is what is known of a policy that is not known whole', () => {
    const more = `resource "aws_iam_role_policy" "open" {
  role   = aws_iam_role.api.name
  policy = jsonencode({ Statement = concat([{ Effect = "Allow", Action = "s3:*", Resource = "*" }], var.more) })
}`;
    expect(read(program(more))).toEqual({
      may: [...OWN, 's3:*'].sort(),
      undecided: [expect.stringMatching(/^aws_iam_role.api: the policy of aws_iam_role_policy.open holds what/)],
    });
  });

  test('is not what the session of an association is limited to', () => {
    const association = (role: string) => `resource "aws_eks_pod_identity_association" "api" {
  cluster_name    = "shop"
  namespace       = "shop"
  service_account = "api"
  role_arn        = ${role}
  policy          = ${ALLOW('s3:GetObject')}
}`;
    const policiesOf = (role: string) => prove([{ file: 'main.tf', text: program(association(role)) }]);
    const { permissions, policies } = policiesOf('aws_iam_role.api.arn');
    expect(permissions.map(({ source }) => source)).not.toContain('aws_eks_pod_identity_association.api');
    expect(policies).toContainEqual(
      expect.objectContaining({ kind: 'session', source: 'aws_eks_pod_identity_association.api' }),
    );
    // AND one that is not known is said where it is written
    const open = association('aws_iam_role.api.arn').replace(/policy {10}= .*/, 'policy = var.more');
    expect(prove([{ file: 'main.tf', text: program(open) }]).undecided).toContainEqual(
      expect.objectContaining({
        because: 'the policy of aws_eks_pod_identity_association.api is not known before apply',
        at: expect.objectContaining({ pointer: '/resource/aws_eks_pod_identity_association/api/policy' }) as object,
      }),
    );
    expect(policiesOf('"arn:aws:iam::111122223333:role/old"').policies!.map(({ kind }) => kind)).not.toContain(
      'session',
    );
  });
});

describe('a state', () => {
  const role = {
    arn: 'arn:aws:iam::111122223333:role/api',
    name: 'api',
    assume_role_policy: '{}',
    inline_policy: [
      { name: 'own', policy: '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' },
      { name: 'more', policy: '{"Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}' },
    ],
    managed_policy_arns: [READ_ONLY, 'arn:aws:iam::aws:policy/PowerUserAccess'],
    permissions_boundary: '',
  };
  const resource = (type: string, values: object) => ({
    address: `${type}.api`,
    mode: 'managed',
    type,
    name: 'api',
    values,
  });
  const [inline] = role.inline_policy;

  test('shows in the role once more what resources of their own give it', () => {
    const resources = [
      resource('aws_iam_role', role),
      resource('aws_iam_role_policy', { ...inline, role: 'api' }),
      resource('aws_iam_role_policy_attachment', { role: 'api', policy_arn: READ_ONLY }),
    ];
    const text = JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
    const { permissions } = prove([{ file: 'state.json', text }]);
    expect(
      permissions.map(({ actions, role: name, source }) => `${name ?? actions.join()} by ${source}`).sort(),
    ).toEqual([
      'PowerUserAccess by aws_iam_role.api',
      'ReadOnlyAccess by aws_iam_role_policy_attachment.api',
      's3:GetObject by aws_iam_role_policy.api',
      's3:PutObject by aws_iam_role.api',
    ]);
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

  test('leaves each of several that it names, and gives nothing to a role that is not in the input', () => {
    const second = `resource "aws_iam_role_policy_attachment" "second" {
  role       = aws_iam_role.api.name
  policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}`;
    const list = `["${READ_ONLY}", "arn:aws:iam::aws:policy/PowerUserAccess"]`;
    expect(read(program(second + exclusive('policy_arns', list)))).toEqual({
      may: ['PowerUserAccess', ...OWN],
      undecided: [],
    });
    expect(read(program(exclusive('policy_arns', list, '"web"'))).may).toEqual(OWN);
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

  test('leaves those of the role’s own blocks', () => {
    const policy = 'jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })';
    const block = `inline_policy {\n name = "own"\n policy = ${policy}\n }`;
    const list = '["own", aws_iam_role_policy.purge.name]';
    expect(read(program(exclusive('policy_names', list), block)).undecided).toEqual([]);
    expect(read(program(exclusive('policy_names', '[aws_iam_role_policy.purge.name]'), block)).undecided).toEqual([
      expect.stringMatching(/^aws_iam_role\.api: whether aws_iam_role\.api keeps this policy is not known/),
    ]);
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

  test.each([
    ['var.env', '${var.env}', 1],
    ['null', 'made up', 0],
  ])('is a variable’s, and not one that AWS makes up: %s', (name, shown, count) => {
    const attachment = `resource "aws_iam_role_policy_attachment" "all" {
  role       = "api-prod"
  policy_arn = "${READ_ONLY}"
}`;
    expect(read(program(attachment, '', name)).undecided).toEqual(
      Array.from(
        { length: count },
        () =>
          `aws_iam_role_policy_attachment.all: whether it is a policy of aws_iam_role.api, whose name is ${shown}, is not known before apply`,
      ),
    );
  });

  test('is not said where another role has that very name, and of what names no role', () => {
    const known = 'resource "aws_iam_role" "known" {\n  name = "api-prod"\n  assume_role_policy = "{}"\n}';
    const attachment = `
resource "aws_iam_role_policy_attachment" "all" {
  role       = "api-prod"
  policy_arn = "${READ_ONLY}"
}
resource "aws_iam_role_policy_attachment" "none" {
  policy_arn = "${READ_ONLY}"
}`;
    expect(read(program(known + attachment, '', OPEN)).undecided).toEqual([]);
    expect(read(program(attachment, '', OPEN)).undecided).toEqual([
      expect.stringMatching(/^aws_iam_role_policy_attachment\.all: whether it is a policy of aws_iam_role\.api/),
    ]);
  });

  const attached = (role: string) => `
resource "aws_iam_role_policy_attachment" "other" {
  role       = ${role}
  policy_arn = "${READ_ONLY}"
}
variable "other" {}
module "unread" {
  source = "example/unread/aws"
}`;

  test.each(['var.other', '"${var.other}-api"', '"shop${var.other}"'])(
    'is said of a policy that is attached to %s, beside a role whose name is known',
    (role) => {
      const { undecided } = read(program(attached(role), '', '"shop-api"'));
      expect(undecided.filter((line) => !line.startsWith('module.'))).toEqual([
        expect.stringMatching(
          /^aws_iam_role_policy_attachment\.other: whether it is a policy of aws_iam_role\.api is not known before apply: .*\$\{var\.other\}/,
        ),
      ]);
    },
  );

  test.each(['"b${var.other}"', 'module.unread.role_name'])(
    'is not said of a policy that is attached to %s, which is another role',
    (role) => {
      const { undecided } = read(program(attached(role), '', '"shop-api"'));
      expect(undecided.filter((line) => !line.startsWith('module.'))).toEqual([]);
    },
  );

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

  test('is known where the roles show what is attached to them', () => {
    const shown = { managed_policy_arns: [READ_ONLY] };
    const attachment = policy('aws_iam_role_policy_attachment', { policy_arn: READ_ONLY });
    expect(
      undecidedIn(stateOf(role('here', '111111111111', shown), role('there', '222222222222'), attachment)),
    ).toEqual([]);
  });

  test('is known of a role whose name no other has', () => {
    const other = role('there', '222222222222', { name: 'web' });
    expect(undecidedIn(stateOf(role('here', '111111111111'), other, inline))).toEqual([]);
  });
});
