/** How to ask moto for all of a kind, and where the names stand in its answer. */
export interface Listing {
  readonly kind: string;
  readonly service: string;
  readonly path?: string;
  /** Of the query protocol: an action and its version. */
  readonly query?: Readonly<Record<string, string>>;
  /** Of the JSON protocol: `X-Amz-Target` and version. */
  readonly json?: { readonly target: string; readonly version: string };
  readonly names: RegExp;
}

const ec2 = (action: string, names: RegExp, more: Readonly<Record<string, string>> = {}): Listing => ({
  kind: action.replace('Describe', ''),
  service: 'ec2',
  query: { Action: action, Version: '2016-11-15', ...more },
  names,
});
const iam = (action: string, names: RegExp, more: Readonly<Record<string, string>> = {}): Listing => ({
  kind: action.replace('List', ''),
  service: 'iam',
  query: { Action: action, Version: '2010-05-08', ...more },
  names,
});

/**
 * Every kind that the sample makes, asked of moto's APIs: moto's own dump of its data still lists what was deleted.
 * A KMS key is not among them, since AWS keeps it for a week at least.
 */
export const LISTINGS: readonly Listing[] = [
  ec2('DescribeVpcs', /<vpcId>([^<]+)/g),
  ec2('DescribeSubnets', /<subnetId>([^<]+)/g),
  ec2('DescribeInternetGateways', /<internetGatewayId>([^<]+)/g),
  ec2('DescribeNatGateways', /<natGatewayId>([^<]+)/g, { 'Filter.1.Name': 'state', 'Filter.1.Value.1': 'available' }),
  ec2('DescribeAddresses', /<allocationId>([^<]+)/g),
  ec2('DescribeRouteTables', /<routeTableId>([^<]+)/g),
  ec2('DescribeSecurityGroups', /<groupId>([^<]+)/g),
  ec2('DescribeVpcEndpoints', /<vpcEndpointId>([^<]+)/g, {
    'Filter.1.Name': 'vpc-endpoint-state',
    'Filter.1.Value.1': 'available',
  }),
  ec2('DescribeLaunchTemplates', /<launchTemplateId>([^<]+)/g),
  ec2('DescribeFlowLogs', /<flowLogId>([^<]+)/g),
  iam('ListRoles', /<RoleName>([^<]+)/g),
  iam('ListPolicies', /<PolicyName>([^<]+)/g, { Scope: 'Local' }),
  iam('ListOpenIDConnectProviders', /<Arn>([^<]+)/g),
  { kind: 'Buckets', service: 's3', path: '/', names: /<Name>([^<]+)/g },
  { kind: 'Clusters', service: 'eks', path: '/clusters', names: /"([^"]+)"(?=[,\]])/g },
  {
    kind: 'Tables',
    service: 'dynamodb',
    json: { target: 'DynamoDB_20120810.ListTables', version: '1.0' },
    names: /"([^"]+)"(?=[,\]])/g,
  },
  {
    kind: 'Queues',
    service: 'sqs',
    json: { target: 'AmazonSQS.ListQueues', version: '1.0' },
    names: /"(http[^"]+)"/g,
  },
  {
    kind: 'Rules',
    service: 'events',
    json: { target: 'AWSEvents.ListRules', version: '1.1' },
    names: /"Name": ?"([^"]+)"/g,
  },
  {
    kind: 'LogGroups',
    service: 'logs',
    json: { target: 'Logs_20140328.DescribeLogGroups', version: '1.1' },
    names: /"logGroupName": ?"([^"]+)"/g,
  },
  {
    kind: 'Trails',
    service: 'cloudtrail',
    json: { target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListTrails', version: '1.1' },
    names: /"Name": ?"([^"]+)"/g,
  },
  {
    kind: 'Alarms',
    service: 'monitoring',
    query: { Action: 'DescribeAlarms', Version: '2010-08-01' },
    names: /<AlarmName>([^<]+)/g,
  },
];
