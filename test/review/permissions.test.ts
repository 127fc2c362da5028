import fc from 'fast-check';
import type { InventoryPolicy, InventoryStatement } from '../../lib/proof';
import { allowedBeyond } from '../../lib/review/permission-change';
import { REQUESTS, isAllowed, policies, written } from './small-world';

function inline(...statements: InventoryStatement[]): InventoryPolicy {
  return { identity: 'role', kind: 'permissions', source: 'policy', statements };
}

function allow(
  actions: string[],
  resources: string[],
  ...conditions: [string, string, string[]][]
): InventoryStatement {
  return {
    ...{ effect: 'Allow', actions, resources },
    conditions: conditions.map(([operator, key, values]) => ({ operator, key, values })),
  };
}

function deny(actions: string[], resources: string[]): InventoryStatement {
  return { effect: 'Deny', actions, resources };
}

function role(name: string, scope: string, more: Partial<InventoryPolicy> = {}): InventoryPolicy {
  return { identity: 'id', kind: 'role-assignment', source: `${name} ${scope}`, name, scope, ...more };
}

const GET = allow(['s3:GetObject'], ['arn:aws:s3:::a/*']);

describe('of IAM', () => {
  test('a wildcard that takes what others list is more, and they are not', () => {
    const wide = inline(allow(['s3:Get*'], ['*']));
    expect(allowedBeyond([wide], [inline(GET)])).toMatchObject([{ is: 'beyond', what: 's3:Get* on *' }]);
    expect(allowedBeyond([inline(GET)], [wide])).toEqual([]);
  });

  test('a Deny that is gone is more, and one that is new is not', () => {
    const denying = inline(GET, deny(['s3:*'], ['arn:aws:s3:::a/secret/*']));
    expect(allowedBeyond([inline(GET)], [denying])).toMatchObject([
      { is: 'beyond', example: 's3:GetObject on arn:aws:s3:::a/secret/x' },
    ]);
    expect(allowedBeyond([denying], [inline(GET)])).toEqual([]);
  });

  test('a boundary that is gone is more, and what it does not allow is nothing', () => {
    const boundary: InventoryPolicy = {
      ...inline(allow(['s3:*'], ['*'])),
      kind: 'boundary',
      source: 'boundary',
    };
    const queue = inline(allow(['sqs:SendMessage'], ['*']));
    expect(allowedBeyond([queue], [queue, boundary])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([queue, boundary], [])).toEqual([]);
  });

  test('within a session policy that was not read there is still what it may allow', () => {
    const session: InventoryPolicy = { identity: 'role', kind: 'session', source: 'association' };
    expect(allowedBeyond([inline(GET), session], [session])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([inline(GET), session], [inline(GET)])).toEqual([]);
  });

  test('NotAction and NotResource are what they leave', () => {
    const all = inline({ effect: 'Allow', notActions: ['iam:*'], resources: ['*'] });
    expect(allowedBeyond([inline(GET)], [all])).toEqual([]);
    expect(allowedBeyond([inline(allow(['iam:PassRole'], ['*']))], [all])).toMatchObject([
      { is: 'beyond', example: 'iam:PassRole on x' },
    ]);
    const elsewhere = inline({ effect: 'Allow', actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::a/*'] });
    expect(allowedBeyond([inline(GET)], [elsewhere])).toMatchObject([{ is: 'beyond' }]);
  });

  test('a condition that is gone is more, one more value is, and another one is not known to be', () => {
    const team = (...values: string[]): InventoryPolicy =>
      inline(allow(['s3:GetObject'], ['*'], ['StringEquals', 'aws:PrincipalTag/team', values]));
    expect(allowedBeyond([inline(allow(['s3:GetObject'], ['*']))], [team('a')])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([team('a')], [inline(allow(['s3:GetObject'], ['*']))])).toEqual([]);
    expect(allowedBeyond([team('a', 'b')], [team('a')])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([team('a')], [team('a', 'b')])).toEqual([]);
    const source = inline(allow(['s3:GetObject'], ['*'], ['StringEquals', 'aws:SourceVpce', ['vpce-1']]));
    expect(allowedBeyond([source], [team('a')])).toMatchObject([
      { is: 'unknown', because: 'its conditions are not those that were there' },
    ]);
  });

  test('a statement that need not be there is not known to be more, and not known to have been there', () => {
    const perhaps = inline({ ...GET, perhaps: 'its count is not known' });
    expect(allowedBeyond([perhaps], [])).toMatchObject([{ is: 'unknown', because: 'its count is not known' }]);
    expect(allowedBeyond([inline(GET)], [perhaps])).toMatchObject([{ is: 'unknown' }]);
    expect(allowedBeyond([perhaps], [perhaps])).toEqual([]);
  });

  test('a policy by its name is more, unless all of it is there already', () => {
    const named = (name: string): InventoryPolicy => ({ identity: 'role', kind: 'permissions', source: name, name });
    const administrator = named('arn:aws:iam::aws:policy/AdministratorAccess');
    const reader = named('arn:aws:iam::aws:policy/ReadOnlyAccess');
    expect(allowedBeyond([administrator], [reader])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([reader], [administrator])).toEqual([]);
    expect(allowedBeyond([reader], [inline(allow(['*'], ['*']))])).toEqual([]);
  });

  test('a managed policy of AWS is what it says where that is published, and goes by its name', () => {
    const aws = (name: string): InventoryPolicy => {
      const arn = `arn:aws:iam::aws:policy/${name}`;
      return { identity: 'role', kind: 'permissions', source: name, name: arn };
    };
    expect(allowedBeyond([aws('AmazonS3ReadOnlyAccess')], [aws('AmazonS3FullAccess')])).toEqual([]);
    expect(allowedBeyond([aws('AmazonS3FullAccess')], [aws('AmazonS3ReadOnlyAccess')])).toMatchObject([
      { is: 'beyond', what: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' },
    ]);
    const queues = inline(allow(['sqs:*'], ['*']));
    expect(allowedBeyond([aws('AmazonSQSFullAccess')], [queues])).toEqual([]);
    expect(allowedBeyond([queues], [aws('AmazonSQSFullAccess')])).toEqual([]);
    const limit: InventoryPolicy = { ...aws('AmazonSQSFullAccess'), kind: 'boundary' };
    expect(allowedBeyond([inline(GET), limit], [])).toEqual([]);
  });

  test('what is written in a variable is not known to be another resource', () => {
    const bucket = (name: string): InventoryPolicy => inline(allow(['s3:GetObject'], [name]));
    expect(allowedBeyond([bucket('${var.bucket}')], [bucket('arn:aws:s3:::a')])).toMatchObject([
      { is: 'unknown', because: 'it names ${var.bucket}, whose value is not known' },
    ]);
    expect(allowedBeyond([bucket('${aws_s3_bucket.b.arn}')], [bucket('${aws_s3_bucket.a.arn}')])).toMatchObject([
      { is: 'beyond' },
    ]);
    expect(allowedBeyond([bucket('${var.bucket}')], [bucket('*')])).toEqual([]);
  });
});

describe('of Azure', () => {
  const group = '/subscriptions/s/resourceGroups/rg';

  test('a role at a scope that encloses is more, and one below is not', () => {
    expect(allowedBeyond([role('Reader', '/subscriptions/s')], [role('Reader', group)])).toMatchObject([
      { is: 'beyond', what: 'Reader on /subscriptions/s' },
    ]);
    expect(allowedBeyond([role('Reader', group)], [role('Reader', '/subscriptions/s')])).toEqual([]);
    expect(allowedBeyond([role('Reader', `${group}2`)], [role('Reader', group)])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([role('Reader', group.toUpperCase())], [role('Reader', group)])).toEqual([]);
  });

  test('a role that gives all that another one gives is more, and the other one is not', () => {
    expect(allowedBeyond([role('Contributor', group)], [role('Reader', group)])).toMatchObject([{ is: 'beyond' }]);
    expect(allowedBeyond([role('Reader', group)], [role('Contributor', group)])).toEqual([]);
  });

  test('a custom role is what its actions are, of each plane', () => {
    const custom = (statement: Omit<InventoryStatement, 'effect'>): InventoryPolicy =>
      role('custom', group, { statements: [{ effect: 'Allow', ...statement }] });
    const all = custom({ actions: ['*'] });
    expect(allowedBeyond([custom({ actions: ['Microsoft.Storage/*'], notActions: ['*/delete'] })], [all])).toEqual([]);
    expect(allowedBeyond([all], [custom({ actions: ['*'], notActions: ['*/delete'] })])).toMatchObject([
      { is: 'beyond' },
    ]);
    expect(allowedBeyond([custom({ dataActions: ['*'] })], [all])).toMatchObject([{ is: 'beyond' }]);
  });
});

describe('held against every request of a small world', () => {
  test('nothing that is more is left out, and what is said to be more is', () => {
    fc.assert(
      fc.property(policies, policies, (own, others) => {
        const isMore = REQUESTS.some((request) => isAllowed(own, request) && !isAllowed(others, request));
        const changes = allowedBeyond(written(own), written(others));
        if (isMore) expect(changes).not.toEqual([]);
        for (const { is, example } of changes) {
          if (is !== 'beyond' || example === undefined) continue;
          const [action, resource] = example.split(' on ') as [string, string];
          const isFound = [[], ['p'], ['q'], ['p', 'q']].some(
            (held) => isAllowed(own, [action, resource, held]) && !isAllowed(others, [action, resource, held]),
          );
          expect([example, isFound]).toEqual([example, true]);
        }
      }),
    );
  });

  test('policies allow nothing beyond themselves, however they are divided and ordered', () => {
    fc.assert(
      fc.property(policies, (own) => {
        const [first, ...limits] = written(own);
        const divided = [...first!.statements!].reverse().map((one) => inline(one));
        expect(allowedBeyond([...divided, ...limits], [first!, ...limits])).toEqual([]);
        expect(allowedBeyond([first!, ...limits], [...divided, ...limits])).toEqual([]);
      }),
    );
  });
});
