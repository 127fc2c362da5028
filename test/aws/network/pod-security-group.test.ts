import { PodSecurityGroup, type PodSecurityGroupProps } from '../../../lib/aws';
import { awsStack, codeOf, resources } from '../synthesized';

const PROPS = { vpcId: 'vpc-1', clusterSecurityGroupId: 'sg-cluster' };

function group(props: Partial<PodSecurityGroupProps> = {}) {
  const stack = awsStack();
  return { stack, made: new PodSecurityGroup(stack, 'pods', { ...PROPS, ...props }) };
}

describe('a security group of pods', () => {
  test('lets them ask the cluster’s DNS, which accepts them, and nothing else', () => {
    const { stack } = group();

    const dns = { from_port: 53, to_port: 53 };
    const [tcp, udp] = resources(stack, 'aws_vpc_security_group_egress_rule');
    expect([tcp.ip_protocol, udp.ip_protocol]).toEqual(['tcp', 'udp']);
    expect(tcp).toMatchObject({ ...dns, referenced_security_group_id: 'sg-cluster' });
    expect(tcp.security_group_id).toMatch(/^\$\{aws_security_group\.pods\w*\.id\}$/);
    const accepting = resources(stack, 'aws_vpc_security_group_ingress_rule');
    expect(accepting).toHaveLength(2);
    expect(accepting[0]).toMatchObject({ ...dns, security_group_id: 'sg-cluster' });
  });

  test('has the rules that it is given', () => {
    const { stack } = group({
      probePorts: [8080],
      egress: [
        { port: 5432, securityGroupId: 'sg-database' },
        { port: 443, cidr: '0.0.0.0/0' },
        { port: 443, cidr: '::/0' },
      ],
      ingress: [{ port: 8080, securityGroupId: 'sg-balancer', description: 'from the load balancer' }],
    });

    expect(resources(stack, 'aws_vpc_security_group_egress_rule').slice(2)).toEqual([
      expect.objectContaining({ from_port: 5432, referenced_security_group_id: 'sg-database' }),
      expect.objectContaining({ cidr_ipv4: '0.0.0.0/0' }),
      expect.objectContaining({ cidr_ipv6: '::/0' }),
    ]);
    expect(resources(stack, 'aws_vpc_security_group_ingress_rule')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from_port: 8080, referenced_security_group_id: 'sg-cluster' }),
        expect.objectContaining({
          referenced_security_group_id: 'sg-balancer',
          description: 'from the load balancer',
        }),
      ]),
    );
  });

  test.each<[string, Partial<PodSecurityGroupProps>, string]>([
    ['the port 0', { egress: [{ port: 0, securityGroupId: 'sg-1' }] }, 'port-invalid'],
    ['a port that is too high', { ingress: [{ port: 65_536, securityGroupId: 'sg-1' }] }, 'port-invalid'],
    ['half a port', { probePorts: [80.5] }, 'port-invalid'],
    ['a range that begins inside itself', { egress: [{ port: 443, cidr: '10.0.0.1/8' }] }, 'ip-range-invalid'],
    [
      'a group and a range at once',
      { ingress: [{ port: 443, cidr: '10.0.0.0/8', securityGroupId: 'sg-1' }] },
      'security-group-rule-invalid',
    ],
    ['neither of the two', { ingress: [{ port: 443 } as never] }, 'security-group-rule-invalid'],
    [
      'a rule twice, whatever it is for',
      {
        egress: [
          { port: 443, cidr: '10.0.0.0/8', description: 'one' },
          { port: 443, cidr: '10.0.0.0/8', description: 'two' },
        ],
      },
      'security-group-rule-invalid',
    ],
    [
      'a description with other letters',
      { egress: [{ port: 443, securityGroupId: 'sg-1', description: 'Büro’s' }] },
      'security-group-rule-invalid',
    ],
    ['a range that is none', { egress: [{ port: 443, cidr: '10.0.0.0' }] }, 'ip-range-invalid'],
  ])('with %s is refused', (_, props, code) => {
    expect(codeOf(() => group(props))).toBe(code);
  });
});
