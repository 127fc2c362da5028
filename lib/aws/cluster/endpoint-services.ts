/** What AWS reaches without the internet, by the service that an action of IAM begins with. */
export interface EndpointServices {
  /** Endpoints with an address in the VPC. */
  readonly interfaces: readonly string[];
  /** Endpoints that are routes, free of charge. */
  readonly gateways: readonly ('s3' | 'dynamodb')[];
}

/** What nodes and the add-ons of a cluster call. EKS user guide, "Deploy private clusters with limited internet access". */
export const SERVICES_OF_CLUSTERS: EndpointServices = {
  interfaces: ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'sts'],
  gateways: ['s3'],
};

const only = (...interfaces: string[]): EndpointServices => ({ interfaces, gateways: [] });

/**
 * The endpoints of the services that pods call most. VPC user guide, "AWS services that integrate with AWS PrivateLink";
 * the prefixes are those of the Service Authorization Reference.
 */
const SERVICES: ReadonlyMap<string, EndpointServices> = new Map(
  Object.entries({
    s3: { interfaces: [], gateways: ['s3'] },
    dynamodb: { interfaces: [], gateways: ['dynamodb'] },
    // Layers of images are in S3.
    ecr: { interfaces: ['ecr.api', 'ecr.dkr'], gateways: ['s3'] },
    acm: only('acm'),
    'acm-pca': only('acm-pca'),
    aps: only('aps-workspaces'),
    athena: only('athena'),
    autoscaling: only('autoscaling'),
    bedrock: only('bedrock-runtime'),
    cloudformation: only('cloudformation'),
    cloudwatch: only('monitoring'),
    ec2: only('ec2'),
    eks: only('eks'),
    'eks-auth': only('eks-auth'),
    elasticfilesystem: only('elasticfilesystem'),
    elasticloadbalancing: only('elasticloadbalancing'),
    events: only('events'),
    firehose: only('kinesis-firehose'),
    fsx: only('fsx'),
    glue: only('glue'),
    kinesis: only('kinesis-streams'),
    kms: only('kms'),
    lambda: only('lambda'),
    logs: only('logs'),
    rds: only('rds'),
    // Databases are in the VPC themselves; signing in makes no call.
    'rds-db': only(),
    secretsmanager: only('secretsmanager'),
    sns: only('sns'),
    sqs: only('sqs'),
    ssm: only('ssm'),
    ssmmessages: only('ssmmessages'),
    states: only('states'),
    sts: only('sts'),
    tag: only('tagging'),
    wafv2: only('wafv2'),
    xray: only('xray'),
  } satisfies Record<string, EndpointServices>),
);

/** What an action such as `s3:GetObject` is reached by; nothing where that is not known here, as of a wildcard. */
export function servicesOfAction(action: string): EndpointServices | undefined {
  return SERVICES.get(action.split(':')[0]!.toLowerCase());
}
