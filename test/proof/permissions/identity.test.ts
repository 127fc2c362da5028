import { ACCOUNT, POD_IDENTITY_TRUST, TRUST, allow, deny, may, policy, program, withPolicy } from './program';
import type { Json } from './program';

const DATA = 'arn:aws:s3:::data/2026.csv';

describe('what a role’s own policies say', () => {
  test('an Allow allows, and the answer names the statement and what is not known', () => {
    expect(may(withPolicy(policy(allow('s3:GetObject', 'arn:aws:s3:::data/*'))), 's3:GetObject', DATA)).toMatchObject({
      admitted: true,
      allowed: true,
      because: expect.arrayContaining([
        'aws_iam_role_policy.api, statement 0, allows it: it has no condition',
        'not known, and taken to allow it: SCPs, RCPs, deny assignments and policies of VPC endpoints that the program does not make',
      ]),
    });
  });

  test.each<[string, Json[], string, boolean | null]>([
    ['a wildcard in the action', [allow('s3:Get*')], DATA, true],
    ['case of the action', [allow('S3:getobject')], DATA, true],
    ['another action', [allow('s3:PutObject')], DATA, false],
    ['another bucket', [allow('s3:*', 'arn:aws:s3:::other/*')], DATA, false],
    ['the case of the resource', [allow('s3:*', 'arn:aws:s3:::DATA/*')], DATA, false],
    ['the bucket alone', [allow('s3:*', 'arn:aws:s3:::data')], DATA, false],
    ['a Deny', [allow('s3:*'), deny('s3:GetObject', 'arn:aws:s3:::data/*')], DATA, false],
    ['a Deny of something else', [allow('s3:*'), deny('s3:GetObject', 'arn:aws:s3:::other/*')], DATA, true],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], DATA, true],
    ['NotAction that leaves it out', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], DATA, false],
    ['NotResource', [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::other/*' }], DATA, true],
    ['NotResource that leaves it out', [{ Effect: 'Allow', Action: 's3:*', NotResource: `${DATA}` }], DATA, false],
    [
      'a condition that the request meets',
      [allow('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      DATA,
      true,
    ],
    [
      'a condition on what is not known',
      [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
      DATA,
      null,
    ],
    [
      'a condition on another account',
      [allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } })],
      DATA,
      false,
    ],
    [
      'a Deny on a condition that is not known',
      [allow('s3:*'), deny('s3:*', '*', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
      DATA,
      null,
    ],
  ])('%s', (_, statements, resource, allowed) =>
    expect(may(withPolicy(policy(...statements)), 's3:GetObject', resource).allowed).toBe(allowed),
  );

  test('what the question tells of the request decides a condition', () => {
    const documents = withPolicy(
      policy(allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })),
    );
    const via = (value: string) =>
      may(documents, 's3:GetObject', DATA, { context: { 'aws:sourcevpce': value } }).allowed;
    expect([via('vpce-1'), via('vpce-2')]).toEqual([true, false]);
  });

  test('a permissions boundary has to allow it as well', () => {
    const bounded = (text: string) =>
      withPolicy(
        policy(allow('s3:*')),
        { aws_iam_policy: { limit: { name: 'limit', policy: text } } },
        {
          permissions_boundary: '${aws_iam_policy.limit.arn}',
        },
      );
    expect(may(bounded(policy(allow('s3:*'))), 's3:GetObject', DATA).allowed).toBe(true);
    const { allowed, because } = may(bounded(policy(allow('sqs:*'))), 's3:GetObject', DATA);
    expect(allowed).toBe(false);
    expect(because[0]).toContain('aws_iam_role_policy.api, statement 0, allows it');
    expect(because[1]).toBe('its permissions boundary does not allow it');
  });

  test('a boundary that was not read leaves it open', () => {
    const documents = withPolicy(
      policy(allow('s3:*')),
      {},
      { permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/limit` },
    );
    expect(may(documents, 's3:GetObject', DATA).allowed).toBeNull();
  });

  test.each([
    ['AmazonS3ReadOnlyAccess', 's3:GetObject', true],
    ['AmazonS3ReadOnlyAccess', 's3:PutObject', false],
    ['AdministratorAccess', 's3:PutObject', true],
    ['PowerUserAccess', 's3:PutObject', true],
    ['SecurityAudit', 's3:GetObject', null],
  ])('%s of AWS: %s', (name, action, allowed) => {
    const attached = { a: { role: '${aws_iam_role.api.name}', policy_arn: `arn:aws:iam::aws:policy/${name}` } };
    expect(may(program({ aws_iam_role_policy_attachment: attached }), action, DATA).allowed).toBe(allowed);
  });

  test.each<[string, boolean | null]>([
    ['SecurityAudit', true],
    ['AmazonConnectReadOnlyAccess', true],
    ['service-role/AWSTransformApplicationDeploymentPolicy', true],
    ['AmazonDataZoneProjectRolePermissionsBoundary', null],
    ['AWSDenyAll', null],
  ])('beside what allows it, %s of AWS, which was not read, may deny what AWS says that it denies', (name, allowed) => {
    const attached = { a: { role: '${aws_iam_role.api.name}', policy_arn: `arn:aws:iam::aws:policy/${name}` } };
    const documents = withPolicy(policy(allow('s3:GetObject')), { aws_iam_role_policy_attachment: attached });
    expect(may(documents, 's3:GetObject', DATA).allowed).toBe(allowed);
  });

  test('a resource of another partition is out of reach', () => {
    const { allowed, because } = may(withPolicy(policy(allow('s3:*'))), 's3:GetObject', 'arn:aws-cn:s3:::data/x');
    expect(allowed).toBe(false);
    expect(because[0]).toContain('is in the partition aws-cn');
  });

  test('the service of the action is written in any case', () => {
    expect(may(withPolicy(policy(allow('s3:GetObject'))), 'S3:getobject', DATA).allowed).toBe(true);
  });

  const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
  const OPEN = { aws_iam_role: { other: { name: 'other-${var.text}', assume_role_policy: '{}' } } };
  const attached = (role: string): Json => ({
    aws_iam_role_policy_attachment: { more: { role, policy_arn: READ_ONLY } },
  });
  const exclusive = (more: Json): Json => ({
    aws_iam_role_policy_attachments_exclusive: { all: { role_name: '${aws_iam_role.api.name}', ...more } },
  });
  const inline = (each: unknown): Json => ({
    dynamic: { inline_policy: { for_each: each, content: { name: 'more', policy: policy(deny('*')) } } },
  });
  test.each<[string, Json, Json, RegExp | undefined]>([
    [
      'a list of managed policies',
      { managed_policy_arns: '${var.some}' },
      {},
      /^aws_iam_role\.api: which policies its managed_policy_arns attaches is not known before apply: \$\{var\.some\}$/,
    ],
    ['as many inline policies as a variable has', inline('${var.some}'), {}, /^aws_iam_role\.api: which inline_policy/],
    ['no inline policy', inline([]), {}, undefined],
    [
      'what is attached to roles that are not known',
      {},
      { aws_iam_policy_attachment: { all: { roles: '${var.some}', policy_arn: READ_ONLY } } },
      /^aws_iam_policy_attachment\.all: which roles it attaches its policy to is not known before apply/,
    ],
    [
      'what is attached to a role of a name that is not known',
      {},
      attached('${var.text}'),
      /^aws_iam_role_policy_attachment\.more: whether it is a policy of aws_iam_role\.api is not known before apply/,
    ],
    ['what is attached to another role', {}, { ...OPEN, ...attached('other-${var.text}') }, undefined],
    ['what another role may turn out to have', {}, { ...OPEN, ...attached('other-x') }, undefined],
    [
      'what leaves policies that are not known',
      {},
      exclusive({ policy_arns: '${var.some}' }),
      /^aws_iam_role_policy_attachments_exclusive\.all: which policies it leaves to aws_iam_role\.api is not known/,
    ],
    [
      'what takes away a policy that is attached elsewhere',
      {},
      { ...attached('${aws_iam_role.api.name}'), ...exclusive({ policy_arns: [] }) },
      /^whether aws_iam_role\.api keeps this policy is not known: aws_iam_role_policy_attachments_exclusive\.all takes away/,
    ],
  ])('%s may be more than was read', (_, role, more, why) => {
    const documents = withPolicy(policy(allow('s3:*')), more, role).map((document) => {
      const text = JSON.parse(document.text) as Json;
      return { ...document, text: JSON.stringify({ ...text, variable: { some: {}, text: { type: 'string' } } }) };
    });
    const { allowed, because } = may(documents, 's3:GetObject', DATA);
    expect(allowed).toBe(why === undefined ? true : null);
    if (why) expect(because).toContainEqual(expect.stringMatching(why));
    // AND it may give what nothing else does
    expect(may(documents, 'sqs:SendMessage', '*').allowed).toBe(why === undefined ? false : null);
  });

  test('a policy of one of two roles of the same name, in two accounts, leaves both open', () => {
    const role = (name: string, account: string) => ({
      ...{ address: `aws_iam_role.${name}`, mode: 'managed', type: 'aws_iam_role', name },
      values: { arn: `arn:aws:iam::${account}:role/api`, name: 'api', assume_role_policy: TRUST },
    });
    const own = { address: 'aws_iam_role_policy.one', mode: 'managed', type: 'aws_iam_role_policy', name: 'one' };
    const provider = { type: 'aws_iam_openid_connect_provider', name: 'main', mode: 'managed' };
    const resources = [
      role('api', ACCOUNT),
      role('there', '444455556666'),
      { ...own, values: { role: 'api', name: 'one', policy: policy(allow('s3:*')) } },
      {
        ...{ ...provider, address: `${provider.type}.main` },
        values: {
          url: 'oidc.eks.eu-west-1.amazonaws.com/id/ABC',
          arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC`,
          client_id_list: ['sts.amazonaws.com'],
        },
      },
    ];
    const state = { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
    const { allowed, because } = may([{ file: 'state.json', text: JSON.stringify(state) }], 's3:GetObject', DATA);
    expect(allowed).toBeNull();
    expect(because).toContainEqual(
      expect.stringMatching(
        /^aws_iam_role_policy\.one: which of aws_iam_role\.api, aws_iam_role\.there it is a policy of/,
      ),
    );
  });

  test('a policy that need not be there may not allow it', () => {
    const documents = program({
      aws_iam_role_policy: {
        api: { count: '${var.n}', role: '${aws_iam_role.api.name}', name: 'api', policy: policy(allow('s3:*')) },
      },
    });
    expect(may(documents, 's3:GetObject', DATA).allowed).toBeNull();
  });

  test('a policy variable is text in the language of 2008', () => {
    const text = JSON.stringify({ Statement: [allow('s3:*', 'arn:aws:s3:::$${aws:PrincipalAccount}/*')] });
    expect(may(withPolicy(text), 's3:GetObject', `arn:aws:s3:::${ACCOUNT}/x`).allowed).toBe(false);
    const newer = policy(allow('s3:*', 'arn:aws:s3:::$${aws:PrincipalAccount}/*'));
    expect(may(withPolicy(newer), 's3:GetObject', `arn:aws:s3:::${ACCOUNT}/x`).allowed).toBe(true);
  });
});

describe('the pod', () => {
  test('that does not get the identity may do nothing with it', () => {
    const { admitted, allowed } = may(withPolicy(policy(allow('*'))), 's3:GetObject', DATA, {
      subject: { namespace: 'shop', name: 'other' },
    });
    expect([admitted, allowed]).toEqual([false, false]);
  });
});

describe('a session of EKS Pod Identity', () => {
  const ABAC = policy(allow('s3:GetObject', 'arn:aws:s3:::data/$${aws:PrincipalTag/kubernetes-namespace}/*'));
  const through = (association: Json, text = ABAC) =>
    withPolicy(
      text,
      {
        aws_eks_cluster: { main: { name: 'shop' } },
        aws_eks_pod_identity_association: {
          api: {
            cluster_name: '${aws_eks_cluster.main.name}',
            namespace: 'shop',
            service_account: 'api',
            role_arn: '${aws_iam_role.api.arn}',
            ...association,
          },
        },
      },
      { assume_role_policy: POD_IDENTITY_TRUST },
    );
  const asked = (documents: ReturnType<typeof through>, resource: string) =>
    may(documents, 's3:GetObject', resource, { issuer: undefined, cluster: 'aws_eks_cluster.main' }).allowed;

  test('has the tags of its pod', () => {
    expect(asked(through({}), 'arn:aws:s3:::data/shop/x')).toBe(true);
    expect(asked(through({}), 'arn:aws:s3:::data/other/x')).toBe(false);
  });

  test('without tags has those of the role', () => {
    const untagged = through({ disable_session_tags: true });
    expect(asked(untagged, 'arn:aws:s3:::data/shop/x')).toBe(false);
  });

  test('is limited by its session policy', () => {
    const limited = (text: string) => through({ disable_session_tags: true, policy: text }, policy(allow('s3:*')));
    expect(asked(limited(policy(allow('s3:GetObject'))), 'arn:aws:s3:::data/x')).toBe(true);
    expect(asked(limited(policy(allow('s3:PutObject'))), 'arn:aws:s3:::data/x')).toBe(false);
  });
});

describe('a tag of the role', () => {
  const ABAC = policy(allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'shop' } } }));
  const asked = (role: Json, provider: Json = {}) => {
    const [document] = withPolicy(ABAC, {}, role);
    const text = JSON.parse(document!.text);
    text.provider.aws = { ...text.provider.aws, ...provider };
    return may([{ ...document!, text: JSON.stringify(text) }], 's3:GetObject', DATA).allowed;
  };

  test.each<[string, Json, Json, boolean | null]>([
    ['of its own', { tags: { Team: 'shop' } }, {}, true],
    ['in another case', { tags: { team: 'shop' } }, {}, true],
    ['with another value', { tags: { Team: 'billing' } }, {}, false],
    ['that it does not have', {}, {}, false],
    ['of its provider', {}, { default_tags: [{ tags: { Team: 'shop' } }] }, true],
    [
      'that goes before its provider’s',
      { tags: { Team: 'billing' } },
      { default_tags: { tags: { Team: 'shop' } } },
      false,
    ],
    ['that is not known', { tags: { Team: '${var.team}' } }, {}, null],
    ['of a map that is not known', { tags: '${var.tags}' }, {}, null],
    ['that its provider may ignore', {}, { ignore_tags: { keys: ['Team'] } }, null],
  ])('%s', (_, role, provider, allowed) => expect(asked(role, provider)).toBe(allowed));
});

describe('a policy of the organisation that the program makes', () => {
  const limit = (statement: Json, more: Json = {}, target?: string): Json => ({
    aws_organizations_policy: { limit: { name: 'limit', content: policy(statement), ...more } },
    ...(target !== undefined && {
      aws_organizations_policy_attachment: {
        limit: { policy_id: '${aws_organizations_policy.limit.id}', target_id: target },
      },
    }),
  });
  const asked = (own: Json) => may(withPolicy(policy(allow('s3:*')), own), 's3:GetObject', DATA);
  const everybody = (statement: Json): Json => ({ ...statement, Principal: '*' });
  const region = (operator: string, value: string): Json => ({
    Condition: { [operator]: { 'aws:RequestedRegion': value } },
  });

  test.each(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', undefined])('of type %s may deny it', (type) => {
    const with_ = (action: string) =>
      limit(type === 'RESOURCE_CONTROL_POLICY' ? everybody(deny(action)) : deny(action), { type });
    const { allowed, because } = asked(with_('s3:Get*'));
    expect(allowed).toBeNull();
    expect(because[0]).toMatch(
      /aws_organizations_policy\.limit, a (service|resource) control policy, may deny it, if the account of .* lies below/,
    );
    expect(asked(with_('s3:Put*')).allowed).toBe(true);
  });

  test.each<[string, Json, string | undefined, boolean | null]>([
    ['another resource', deny('s3:*', 'arn:aws:s3:::other/*'), undefined, true],
    ['this resource', deny('s3:*', 'arn:aws:s3:::data/*'), undefined, null],
    [
      'everybody but the role',
      deny('s3:*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/api' } } }),
      undefined,
      true,
    ],
    ['all but some actions', { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }, undefined, true],
    ['another account', deny('s3:*'), '444455556666', true],
    ['this account', deny('s3:*'), ACCOUNT, null],
    ['a unit', deny('s3:*'), 'ou-ab12-cd34ef56', null],
    ['what is not known', { Effect: 'Deny', NotAction: '${var.actions}', Resource: '*' }, undefined, null],
  ])('a Deny of %s', (_, statement, target, allowed) =>
    expect(asked(limit(statement, {}, target)).allowed).toBe(allowed),
  );

  test('is held against the region of the request', () => {
    const queue = `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`;
    const inRegion = (statement: Json) =>
      may(withPolicy(policy(allow('sqs:*')), limit(statement)), 'sqs:SendMessage', queue).allowed;
    expect(inRegion(deny('*', '*', region('StringNotEquals', 'eu-west-1')))).toBe(true);
    expect(inRegion(deny('*', '*', region('StringNotEquals', 'us-east-1')))).toBeNull();
  });

  test('that allows something else counts where FullAWSAccess was taken away, which no program says', () => {
    const { allowed, because } = asked(limit(allow('ec2:*'), {}, ACCOUNT));
    expect(allowed).toBeNull();
    expect(because[0]).toContain('does not allow it, which counts where FullAWSAccess is not attached any more');
    expect(asked(limit(allow('s3:*'), {}, ACCOUNT)).allowed).toBe(true);
    expect(asked(limit(allow('ec2:*'), {}, '444455556666')).allowed).toBe(true);
    expect(asked(limit(everybody(allow('ec2:*')), { type: 'RESOURCE_CONTROL_POLICY' }, ACCOUNT)).allowed).toBe(true);
  });

  test('that allows it beside another one at the same place is enough', () => {
    const two = limit(allow('ec2:*'), {}, ACCOUNT);
    const both = {
      aws_organizations_policy: {
        ...(two.aws_organizations_policy as Json),
        second: { name: 'second', content: policy(allow('s3:*')) },
      },
      aws_organizations_policy_attachment: {
        ...(two.aws_organizations_policy_attachment as Json),
        second: { policy_id: '${aws_organizations_policy.second.id}', target_id: ACCOUNT },
      },
    };
    expect(asked(both).allowed).toBe(true);
  });

  test('turns no refusal round', () => {
    expect(may(withPolicy(policy(allow('sqs:*')), limit(deny('s3:*'))), 's3:GetObject', DATA).allowed).toBe(false);
  });
});
