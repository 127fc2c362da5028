import {
  refusedControlPolicy,
  refusedIamName,
  refusedLogsKey,
  refusedMetricFilters,
  refusedTrailBucket,
  refusedTrailKey,
  refusedTrustSize,
  rolesNamedIn,
  trustPolicyIn,
} from './aws-refuses';
import { Ec2StandIn } from './ec2-stand-in';

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (service: string, ...actions: string[]) => ({
  ...{ Effect: 'Allow', Action: actions, Principal: { Service: service }, Resource: '*' },
});

describe('the front refuses, as AWS does,', () => {
  test('a name of a role with 65 characters, and none with 64', () => {
    const create = (name: string) => new URLSearchParams({ Action: 'CreateRole', RoleName: name });
    expect(refusedIamName(create('a'.repeat(65)))?.code).toBe('ValidationError');
    expect(refusedIamName(create('a'.repeat(64)))).toBeUndefined();
  });

  test('a trust policy of more than 2,048 characters, white space aside', () => {
    expect(refusedTrustSize('a'.repeat(2049))?.code).toBe('LimitExceeded');
    expect(refusedTrustSize(' '.repeat(100) + 'a'.repeat(2048))).toBeUndefined();
    const update = { Action: 'UpdateAssumeRolePolicy', PolicyDocument: '{}' };
    expect(trustPolicyIn(new URLSearchParams(update))).toBe('{}');
    expect(trustPolicyIn(new URLSearchParams({ ...update, Action: 'PutRolePolicy' }))).toBeUndefined();
  });

  test('roles that a trust names and that are not there: those of its AWS principals', () => {
    const role = 'arn:aws:iam::444455556666:role/team/sender';
    const trust = policy(
      { Effect: 'Allow', Principal: { AWS: [role, 'arn:aws:iam::1:root'] }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
    );
    expect(rolesNamedIn(trust)).toEqual([role]);
  });

  test('a trail whose bucket or key does not let CloudTrail in', () => {
    const service = 'cloudtrail.amazonaws.com';
    expect(refusedTrailBucket('logs', undefined)).toBeDefined();
    expect(refusedTrailBucket('logs', policy(allow(service, 's3:PutObject')))).toBeDefined();
    expect(refusedTrailBucket('logs', policy(allow(service, 's3:PutObject', 's3:GetBucketAcl')))).toBeUndefined();
    expect(refusedTrailKey('key', policy(allow(service, 'kms:DescribeKey')))).toBeDefined();
    expect(refusedTrailKey('key', policy(allow(service, 'kms:GenerateDataKey*')))).toBeUndefined();
  });

  test('a log group whose key does not let CloudWatch Logs of its region in', () => {
    const key = policy(allow('logs.eu-west-1.amazonaws.com', 'kms:Encrypt'));
    expect(refusedLogsKey('key', key, 'eu-west-1')).toBeUndefined();
    expect(refusedLogsKey('key', key, 'eu-west-2')?.code).toBe('AccessDeniedException');
  });

  test('the 101st metric filter', () => {
    expect(refusedMetricFilters(99)).toBeUndefined();
    expect(refusedMetricFilters(100)?.code).toBe('LimitExceededException');
  });

  test('a resource control policy that allows, that is for some principals, or that is too long', () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity', Resource: '*' };
    expect(refusedControlPolicy(policy(deny))).toBeUndefined();
    expect(refusedControlPolicy(policy({ ...deny, Effect: 'Allow' }))).toBeDefined();
    expect(refusedControlPolicy(policy({ ...deny, Principal: { AWS: '*' } }))).toBeDefined();
    expect(refusedControlPolicy(policy({ ...deny, NotAction: 's3:*' }))).toBeDefined();
    expect(refusedControlPolicy(policy({ ...deny, Sid: 'a'.repeat(5120) }))?.code).toBe('ConstraintViolationException');
  });
});

describe('what the front answers for EC2', () => {
  const service = 'com.amazonaws.eu-west-1.sts';
  const ec2 = (body = '') => new Ec2StandIn(async () => ({ body }));
  const endpoint = (type: string) =>
    new URLSearchParams({ Action: 'CreateVpcEndpoint', VpcId: 'vpc-1', ServiceName: service, VpcEndpointType: type });

  test.each([
    ['Interface', 'InvalidParameter'],
    ['Gateway', 'RouteAlreadyExists'],
  ])('a second endpoint of a service is refused: %s', async (type, code) => {
    const there = (state: string) => `<item><serviceName>${service}</serviceName><state>${state}</state></item>`;
    expect((await ec2(there('available')).refused(endpoint(type), 'eu-west-1'))?.code).toBe(code);
    expect(await ec2(there('deleted')).refused(endpoint(type), 'eu-west-1')).toBeUndefined();
  });

  test('a rule between groups keeps its description', () => {
    const stand = ec2();
    const rule = '<securityGroupRuleId>sgr-1</securityGroupRuleId>';
    const made = { Action: 'AuthorizeSecurityGroupIngress', 'IpPermissions.1.Groups.1.Description': 'DNS & more' };
    stand.complete(new URLSearchParams(made), rule);
    const described = stand.complete(new URLSearchParams({ Action: 'DescribeSecurityGroupRules' }), rule);
    expect(described).toBe(`${rule}<description>DNS &amp; more</description>`);
  });
});
