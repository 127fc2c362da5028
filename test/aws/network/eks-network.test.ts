import { EksNetwork, type EksNetworkProps } from '../../../lib/aws';
import { awsStack, codeOf, resources } from '../synthesized';

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
