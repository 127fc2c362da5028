import { TerraformStack, Testing } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  EksCluster,
  EksEndpoints,
  type EksEndpointsProps,
  EksNetwork,
  PodRole,
  dynamodbGrant,
  irsa,
  podIdentity,
  s3Grant,
  secretsManagerGrant,
  statementGrant,
} from '../../../lib/aws';
import { awsStack, cluster, codeOf, resources } from '../synthesized';

const NETWORK = {
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  cidrs: ['10.0.0.0/16'],
  routeTableIds: ['rtb-1'],
};
const CLUSTER = { name: 'todo', region: 'eu-west-1' };
const OF_CLUSTERS = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 's3', 'sts'];
const ZONES = statementGrant({ actions: ['route53:ListHostedZones'], resources: ['*'] });
const serviceAccount = { namespace: 'todo', name: 'backend' };

function endpoints(props: Partial<EksEndpointsProps> = {}, stack = awsStack()) {
  return { stack, made: new EksEndpoints(stack, 'endpoints', { cluster: CLUSTER, network: NETWORK, ...props }) };
}

/** The services of the endpoints of a type, without region. */
const servicesOf = (stack: TerraformStack, type: string): string[] =>
  resources(stack, 'aws_vpc_endpoint')
    .filter(({ vpc_endpoint_type: one }) => one === type)
    .map(({ service_name: name }) => name.replace('com.amazonaws.eu-west-1.', ''));

describe('the endpoints of a cluster', () => {
  test('are of what nodes and add-ons call, S3 by a route', () => {
    const { stack, made } = endpoints();

    expect(made.services).toEqual(OF_CLUSTERS);
    expect(servicesOf(stack, 'Gateway')).toEqual(['s3']);
    expect(servicesOf(stack, 'Interface').sort()).toEqual(OF_CLUSTERS.filter((service) => service !== 's3'));
    expect(resources(stack, 'aws_security_group')[0].ingress).toEqual([
      expect.objectContaining({ from_port: 443, to_port: 443, cidr_blocks: ['10.0.0.0/16'] }),
    ]);
    expect(resources(stack, 'aws_vpc_endpoint').filter((one) => one.private_dns_enabled)).toHaveLength(7);
  });

  test('are also of what the grants of roles reach', () => {
    const stack = awsStack();
    const made = cluster(stack);
    const role = new PodRole(stack, 'role', {
      trusts: [podIdentity({ cluster: made, serviceAccount })],
      grants: [
        s3Grant.read('arn:aws:s3:::data'),
        dynamodbGrant.read('arn:aws:dynamodb:eu-west-1:111122223333:table/items'),
        secretsManagerGrant.read('arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf', {
          encryptionKey: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
        }),
      ],
    });
    endpoints({ cluster: made, roles: [role] }, stack);

    expect(servicesOf(stack, 'Gateway')).toEqual(['dynamodb', 's3']);
    expect(servicesOf(stack, 'Interface')).toEqual(expect.arrayContaining(['kms', 'secretsmanager', 'eks-auth']));
  });

  test('leave out those that the network has, of which AWS refuses a second one', () => {
    const stack = awsStack();
    const network = new EksNetwork(stack, 'network', {
      region: 'eu-west-1',
      natGateways: 'none',
      interfaceEndpoints: ['sts'],
    });
    const { made } = endpoints({ network }, stack);

    expect(made.services).toEqual(OF_CLUSTERS);
    expect([...made.endpoints.keys()]).toEqual(OF_CLUSTERS.filter((service) => !['s3', 'sts'].includes(service)));
    expect(servicesOf(stack, 'Gateway')).toEqual(['s3']);
  });

  test('have China’s names in China', () => {
    const { stack } = endpoints({ cluster: { name: 'todo', region: 'cn-north-1' } });

    const names = resources(stack, 'aws_vpc_endpoint').map((one) => one.service_name);
    expect(names).toEqual(
      expect.arrayContaining(['com.amazonaws.cn-north-1.s3', 'cn.com.amazonaws.cn-north-1.eks-auth']),
    );
  });

  test('are asked for at synthesis by a role of the program that trusts the cluster', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    new AwsProvider(platform, 'aws', { region: 'eu-west-1' });
    const network = { subnetIds: ['subnet-1', 'subnet-2'] };
    const made = new EksCluster(platform, 'cluster', { name: 'todo', region: 'eu-west-1', network });
    new EksEndpoints(platform, 'endpoints', { cluster: made, network: NETWORK });
    const other = new TerraformStack(app, 'identities');
    new AwsProvider(other, 'aws', { region: 'eu-west-1' });
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
    new PodRole(other, 'jobs', {
      trusts: [irsa({ cluster: made, serviceAccount })],
      grants: [statementGrant({ actions: ['sqs:SendMessage'], resources: [queue] })],
    });
    // One of another cluster needs none here.
    const elsewhere = new EksCluster(other, 'elsewhere', { name: 'elsewhere', region: 'eu-west-1', network });
    new PodRole(other, 'frontend', {
      trusts: [irsa({ cluster: elsewhere, serviceAccount })],
      grants: [statementGrant({ actions: ['sns:Publish'], resources: ['arn:aws:sns:eu-west-1:111122223333:jobs'] })],
    });

    expect(() => Testing.synth(platform, true)).toThrow(
      /endpoint-missing at platform\/endpoints: the pods of identities\/jobs reach sqs, which has no endpoint/,
    );
    expect(() => Testing.synth(platform, true)).not.toThrow(/frontend/);
  });

  test.each<[string, Partial<EksEndpointsProps>, string]>([
    ['no subnet', { network: { ...NETWORK, subnetIds: [] } }, 'subnets-too-few'],
    ['no route table', { network: { ...NETWORK, routeTableIds: undefined } }, 'route-tables-missing'],
    ['a network without addresses', { network: { ...NETWORK, cidrs: [] } }, 'ip-range-invalid'],
    ['addresses that are none', { network: { ...NETWORK, cidrs: ['10.0.0.0'] } }, 'ip-range-invalid'],
    [
      'a grant on a service of which no endpoint is known',
      { roles: [{ grants: [{ grant: ZONES }] }] },
      'endpoint-unknown',
    ],
  ])('with %s are refused', (_, props, code) => {
    expect(codeOf(() => endpoints(props))).toBe(code);
  });

  test('name all that is not known of a role at once', () => {
    const grant = statementGrant({
      actions: ['route53:ListHostedZones', 'iam:GetRole', 'route53:GetChange', 's3:GetObject'],
      resources: ['*'],
    });
    expect(() => endpoints({ roles: [{ grants: [{ grant }] }] })).toThrow(
      /actions route53:ListHostedZones, iam:GetRole, route53:GetChange, and[^]*in services, and iam, route53 in withoutEndpoint/,
    );
  });

  test('are as one says where a service has none or another', () => {
    const grants = [{ grant: ZONES }];
    const { made } = endpoints({
      roles: [{ grants }],
      withoutEndpoint: ['route53'],
      services: ['elasticloadbalancing'],
    });

    expect(made.services).toEqual([...OF_CLUSTERS, 'elasticloadbalancing'].sort());
  });
});
