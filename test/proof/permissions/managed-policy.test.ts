import { contentOf, managedPoliciesOf, managedPolicy } from '../../../lib/proof/permissions/managed-policy';
import type { IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const arn = (name: string, partition = 'aws') => `arn:${partition}:iam::aws:policy/${name}`;
const attached = (name?: string): IdentityPolicy => ({
  ...{ identity: 'api', kind: 'permissions', source: 'a', at: { file: '', pointer: '' } },
  ...(name !== undefined && { name }),
});

describe('a managed policy of AWS', () => {
  test.each([
    [arn('AmazonS3ReadOnlyAccess'), true],
    [arn('AdministratorAccess', 'aws-cn'), true],
    [arn('AdministratorAccess', symbolOf('data.aws_partition.current.partition')), true],
    // Under the same name another partition need not have the same.
    [arn('AmazonS3ReadOnlyAccess', 'aws-cn'), false],
    [arn('NoSuchPolicy'), false],
    [arn('constructor'), false],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', false],
    [`x${arn('AdministratorAccess')}`, false],
    [`${arn('AdministratorAccess')}\n`, false],
    [arn('AmazonS3ReadOnlyAccess', symbolOf('module.aws-eu.partition')), true],
    ['AdministratorAccess', false],
  ])('%s is in the table: %s', (name, is) => {
    expect(managedPolicy(name) !== undefined).toBe(is);
    // AND the second time the same
    expect(managedPolicy(name)).toBe(managedPolicy(name));
  });

  test('is as AWS had it on a day that is told', () => expect(managedPoliciesOf()).toMatch(/^\d{4}-\d{2}-\d{2}$/));

  test('is of the partition that it is asked for in', () => {
    const partition = symbolOf('data.aws_partition.current.partition');
    const resourcesOf = (name: string) => managedPolicy(name)?.statements.flatMap(({ resources }) => resources) ?? [];
    const [policy] = ['service-role/AmazonEBSCSIDriverPolicy'].filter((name) => managedPolicy(arn(name)));
    expect(policy).toBeDefined();
    expect(resourcesOf(arn(policy!))).toContainEqual(expect.stringMatching(/^arn:aws:ec2:/));
    expect(resourcesOf(arn(policy!, partition))).toEqual(
      resourcesOf(arn(policy!)).map((one) => one.replace(/^arn:aws:/, `arn:${partition}:`)),
    );
  });
});

describe('what a policy says', () => {
  const of = (policy: IdentityPolicy, action = 's3:GetObject') => contentOf(policy, action);

  test('is what the program has, of its version', () => {
    expect(of({ ...attached(), statements: [] })).toEqual({ statements: [], version: '2012-10-17' });
    expect(of({ ...attached(arn('AdministratorAccess')), statements: [], version: '2008-10-17' })).toEqual({
      statements: [],
      version: '2008-10-17',
    });
  });

  test('is what AWS’ table has, which is told apart', () => {
    expect(of(attached(arn('AdministratorAccess')))).toMatchObject({
      isTable: true,
      version: '2012-10-17',
      statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }],
    });
  });

  // AWS managed policy reference: few of AWS’ own have a Deny.
  test.each<[string | undefined, string, boolean]>([
    [undefined, 's3:GetObject', true],
    ['arn:aws:iam::111122223333:policy/own', 's3:GetObject', true],
    [arn(symbolOf('var.name')), 's3:GetObject', true],
    [arn('SecurityAudit'), 's3:GetObject', false],
    [arn('AWSDenyAll'), 's3:GetObject', true],
    [arn('AWSCompromisedKeyQuarantineV3'), 's3:GetObject', true],
    [arn('service-role/OwnAWSCompromisedKeyQuarantine'), 's3:GetObject', false],
  ])('that was not read may deny an action: %s, %s: %s', (name, action, mayDeny) =>
    expect(of(attached(name), action)).toEqual({ unread: true, mayDeny }),
  );
});
