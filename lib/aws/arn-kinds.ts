import type { ArnKind } from './arn';

/**
 * The kinds of resources that this library is given by their ARNs. From the resource types of the service authorization
 * reference.
 */
export const ARN_KINDS = {
  role: {
    name: 'an IAM role',
    service: 'iam',
    resource: /^role\/./,
    place: 'account',
    example: 'arn:aws:iam::111122223333:role/deployer',
  },
  user: {
    name: 'an IAM user',
    service: 'iam',
    resource: /^user\/./,
    place: 'account',
    example: 'arn:aws:iam::111122223333:user/deployer',
  },
  policy: {
    name: 'an IAM policy',
    service: 'iam',
    resource: /^policy\/./,
    place: 'account',
    example: 'arn:aws:iam::111122223333:policy/boundary',
  },
  oidcProvider: {
    name: 'an IAM OIDC provider',
    service: 'iam',
    resource: /^oidc-provider\/./,
    place: 'account',
    example: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF',
  },
  cluster: {
    name: 'an EKS cluster',
    service: 'eks',
    resource: /^cluster\/./,
    example: 'arn:aws:eks:eu-west-1:111122223333:cluster/todo',
  },
  trustAnchor: {
    name: 'a trust anchor of IAM Roles Anywhere',
    service: 'rolesanywhere',
    resource: /^trust-anchor\/./,
    example: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  key: {
    name: 'a KMS key',
    service: 'kms',
    resource: /^key\/./,
    example: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  bucket: {
    name: 'an S3 bucket',
    service: 's3',
    resource: /^[\w*?.-]+$/,
    place: 'none',
    example: 'arn:aws:s3:::reports',
  },
  table: {
    name: 'a DynamoDB table',
    service: 'dynamodb',
    resource: /^table\/[^/]+$/,
    example: 'arn:aws:dynamodb:eu-west-1:111122223333:table/tasks',
  },
  tableStream: {
    name: 'the stream of a DynamoDB table',
    service: 'dynamodb',
    resource: /^table\/[^/]+\/stream\/./,
    example: 'arn:aws:dynamodb:eu-west-1:111122223333:table/tasks/stream/2026-01-01T00:00:00.000',
  },
  queue: {
    name: 'an SQS queue',
    service: 'sqs',
    resource: /^[\w*?.-]+$/,
    example: 'arn:aws:sqs:eu-west-1:111122223333:tasks',
  },
  topic: {
    name: 'an SNS topic',
    service: 'sns',
    resource: /^[\w*?.-]+$/,
    example: 'arn:aws:sns:eu-west-1:111122223333:tasks',
  },
  secret: {
    name: 'a secret, with the six characters that Secrets Manager adds to its name',
    service: 'secretsmanager',
    resource: /^secret:.*(-[A-Za-z0-9?]{6}|\*)$/,
    example: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks-AbCdEf',
  },
  parameter: {
    name: 'an SSM parameter',
    service: 'ssm',
    resource: /^parameter\/./,
    example: 'arn:aws:ssm:eu-west-1:111122223333:parameter/tasks/limit',
  },
  database: {
    name: 'an RDS instance',
    service: 'rds',
    resource: /^db:./,
    example: 'arn:aws:rds:eu-west-1:111122223333:db:tasks',
  },
  databaseCluster: {
    name: 'an RDS cluster',
    service: 'rds',
    resource: /^cluster:./,
    example: 'arn:aws:rds:eu-west-1:111122223333:cluster:tasks',
  },
  databaseUser: {
    name: 'a database by its resource id',
    service: 'rds-db',
    resource: /^dbuser:[A-Za-z0-9-]+$/,
    example: 'arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ABCDEFGHIJKL01234',
  },
  eventBus: {
    name: 'an EventBridge event bus',
    service: 'events',
    resource: /^event-bus\/./,
    example: 'arn:aws:events:eu-west-1:111122223333:event-bus/tasks',
  },
  stream: {
    name: 'a Kinesis data stream',
    service: 'kinesis',
    resource: /^stream\/[^/]+$/,
    example: 'arn:aws:kinesis:eu-west-1:111122223333:stream/tasks',
  },
  streamConsumer: {
    name: 'a consumer of a Kinesis data stream',
    service: 'kinesis',
    resource: /^stream\/[^/]+\/consumer\/./,
    example: 'arn:aws:kinesis:eu-west-1:111122223333:stream/tasks/consumer/backend:1767225600',
  },
  foundationModel: {
    name: 'a Bedrock foundation model',
    service: 'bedrock',
    resource: /^foundation-model\/./,
    place: 'region',
    example: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-micro-v1:0',
  },
  inferenceProfile: {
    name: 'a Bedrock inference profile',
    service: 'bedrock',
    resource: /^(application-)?inference-profile\/./,
    example: 'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.amazon.nova-micro-v1:0',
  },
  logGroup: {
    name: 'a log group of CloudWatch',
    service: 'logs',
    resource: /^log-group:[^:]+(:\*)?$/,
    example: 'arn:aws:logs:eu-west-1:111122223333:log-group:/tasks/backend',
  },
  repository: {
    name: 'an ECR repository',
    service: 'ecr',
    resource: /^repository\/./,
    example: 'arn:aws:ecr:eu-west-1:111122223333:repository/tasks',
  },
  hostedZone: {
    name: 'a hosted zone of Route 53',
    service: 'route53',
    resource: /^hostedzone\/[A-Z0-9*?]+$/,
    place: 'none',
    example: 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
  },
  fileSystem: {
    name: 'an EFS file system',
    service: 'elasticfilesystem',
    resource: /^file-system\/./,
    example: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0',
  },
  workspace: {
    name: 'a workspace of Amazon Managed Service for Prometheus',
    service: 'aps',
    resource: /^workspace\/./,
    example: 'arn:aws:aps:eu-west-1:111122223333:workspace/ws-01234567-89ab-cdef-0123-456789abcdef',
  },
  autoScalingGroup: {
    name: 'an Auto Scaling group',
    service: 'autoscaling',
    resource: /^autoScalingGroup:[^:]+:autoScalingGroupName\/./,
    example:
      'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:01234567-89ab-cdef-0123-456789abcdef:autoScalingGroupName/workers',
  },
  identityCenterInstance: {
    name: 'an instance of IAM Identity Center',
    service: 'sso',
    resource: /^instance\/./,
    place: 'none',
    example: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
  },
  instanceProfile: {
    name: 'an instance profile',
    service: 'iam',
    resource: /^instance-profile\/./,
    place: 'account',
    example: 'arn:aws:iam::111122223333:instance-profile/workers',
  },
} as const satisfies Readonly<Record<string, ArnKind>>;
