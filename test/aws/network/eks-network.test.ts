import { EksNetwork, type EksNetworkProps } from '../../../lib/aws';
import { awsStack, codeOf, policy, resources } from '../synthesized';

function network(props: Partial<EksNetworkProps> = {}) {
  const stack = awsStack();
  return { stack, network: new EksNetwork(stack, 'network', { region: 'eu-west-1', ...props }) };
}

describe('a network', () => {
  test('has a private and a public subnet in each zone, tagged for load balancers, with addresses of their own', () => {
    const { stack, network: made } = network();

    const subnets = resources(stack, 'aws_subnet');
    const zones = (tag: string) => subnets.filter(({ tags }) => tags[tag] === '1').map((one) => one.availability_zone);
    expect(zones('kubernetes.io/role/internal-elb')).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    expect(zones('kubernetes.io/role/elb')).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    expect(new Set(subnets.map(({ cidr_block }) => cidr_block)).size).toBe(6);
    expect(made.subnetIds).toHaveLength(3);
    expect(made.publicSubnetIds).toHaveLength(3);
  });

  test.each([
    ['one', 1, 1],
    ['one-per-zone', 3, 3],
    ['none', 0, 1],
  ] as const)('with %s NAT has %i gateways and %i private route tables', (natGateways, gateways, tables) => {
    const { stack, network: made } = network({ natGateways });

    expect(resources(stack, 'aws_nat_gateway')).toHaveLength(gateways);
    const ways = resources(stack, 'aws_route').filter((route) => route.nat_gateway_id);
    expect(ways).toHaveLength(gateways);
    expect(resources(stack, 'aws_route_table').filter(({ tags }) => /private/.test(tags.Name))).toHaveLength(tables);
    expect(made.publicSubnets).toHaveLength(gateways === 0 ? 0 : 3);
  });

  test('lets nothing through its default security group', () => {
    const [group] = resources(network().stack, 'aws_default_security_group');

    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
  });

  test('says who sent packets to whom, for a year, under a key that CloudWatch Logs may use for that', () => {
    const { stack } = network();

    const [group] = resources(stack, 'aws_cloudwatch_log_group');
    expect(resources(stack, 'aws_flow_log')[0]).toMatchObject({
      traffic_type: 'ALL',
      log_destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}$/),
    });
    expect(group).toMatchObject({ retention_in_days: 365, kms_key_id: expect.stringMatching(/aws_kms_key\..*\.arn/) });
    const [, logs] = policy(resources(stack, 'aws_kms_key')[0].policy).Statement;
    expect(logs.Condition.ArnEquals['kms:EncryptionContext:aws:logs:arn']).toMatch(
      /^arn:aws:logs:eu-west-1:.*:log-group:\/aws\/vpc-flow-logs\/\$\{aws_vpc\..*\.id\}$/,
    );
  });

  test('gives flow logs a role for this account’s alone, which may write to the one log group', () => {
    const { stack } = network();

    expect(policy(resources(stack, 'aws_iam_role')[0].assume_role_policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': expect.stringContaining('data.aws_caller_identity.') } },
      },
    ]);
    const [statement] = policy(resources(stack, 'aws_iam_role_policy')[0].policy).Statement;
    for (const one of statement.Resource) expect(one).toMatch(/^\$\{aws_cloudwatch_log_group\./);
  });

  test('has no flow logs where that is said, and another key or time where one is given', () => {
    const without = network({ flowLogs: false });
    expect(resources(without.stack, 'aws_flow_log')).toEqual([]);
    expect(resources(without.stack, 'aws_kms_key')).toEqual([]);
    expect(without.network.flowLogs).toBeUndefined();

    const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/logs';
    const { stack } = network({ flowLogs: { keyArn, retentionDays: 30 } });
    expect(resources(stack, 'aws_kms_key')).toEqual([]);
    expect(resources(stack, 'aws_cloudwatch_log_group')[0]).toMatchObject({
      kms_key_id: keyArn,
      retention_in_days: 30,
    });
  });

  test.each<[string, EksNetworkProps['flowLogs']]>([
    ['log-retention-invalid', { retentionDays: 100 }],
    ['arn-malformed', { keyArn: 'my-key' }],
    ['region-mismatch', { keyArn: 'arn:aws:kms:us-east-1:111122223333:key/logs' }],
  ])('refuses flow logs with %s', (code, flowLogs) => {
    expect(codeOf(() => network({ flowLogs }))).toBe(code);
  });

  test('reaches AWS services from inside where that is asked for', () => {
    const { stack } = network({ interfaceEndpoints: ['eks-auth', 'sts'] });

    const endpoints = resources(stack, 'aws_vpc_endpoint').map((one) => `${one.vpc_endpoint_type} ${one.service_name}`);
    expect(endpoints.sort()).toEqual([
      'Gateway com.amazonaws.eu-west-1.s3',
      'Interface com.amazonaws.eu-west-1.eks-auth',
      'Interface com.amazonaws.eu-west-1.sts',
    ]);
  });

  test.each<[string, string[]]>([
    ['one zone', ['eu-west-1a']],
    ['a zone twice', ['eu-west-1a', 'eu-west-1a']],
    ['a zone of another region', ['eu-west-1a', 'us-east-1b']],
    ['nine zones', Array.from({ length: 9 }, (_, index) => `zone-${index}`)],
  ])('is refused with %s', (_, availabilityZones) => {
    expect(codeOf(() => network({ availabilityZones }))).toBe('zones-invalid');
  });

  test.each([
    '300.1.1.1/99',
    '10.0.0.0',
    '10.0.0.0/15',
    '10.0.0.0/25',
    '10.0.0.1/16',
    '10.1.128.0/16',
    '::/64',
    'vpc',
    '',
  ])('is refused with the addresses "%s"', (cidr) => {
    expect(codeOf(() => network({ cidr }))).toBe('ip-range-invalid');
  });

  test.each(['10.0.0.0/16', '192.168.128.0/17', '10.1.2.0/24', '${var.cidr}'])('accepts the addresses %s', (cidr) => {
    expect(codeOf(() => network({ cidr }))).toBeUndefined();
  });

  test('says what AWS would do with addresses that are not a network’s', () => {
    expect(() => network({ cidr: '10.0.0.1/16' })).toThrow(
      /ip-range-invalid at platform\/network: cidr is "10.0.0.1\/16"[^]*why: .*begin with the network’s own address[^]*fix: .*10\.0\.0\.0\/16/,
    );
  });
});

test('a number of NAT gateways that is no choice is refused', () => {
  expect(codeOf(() => network({ natGateways: 'two' as 'one' }))).toBe('input-invalid');
});
