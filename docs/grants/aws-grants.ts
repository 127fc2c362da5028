import {
  type AwsGrant,
  bedrockGrant,
  cloudwatchGrant,
  dynamodbGrant,
  ecrGrant,
  eventBridgeGrant,
  kinesisGrant,
  kmsGrant,
  outboundFederationGrant,
  rdsGrant,
  s3Grant,
  secretsManagerGrant,
  snsGrant,
  sqsGrant,
  ssmParameterGrant,
} from '../../lib/aws';
import { table } from '../table';

/** A resource that is not known passes every check, and its name stands where its ARN would. */
const the = (name: string): string => `\${${name}}`;
const under = { encryptionKey: the('key') };

/** Each grant by its call, plain and, where it can be told of one, under a key. */
export const AWS_GRANTS: Readonly<Record<string, readonly [AwsGrant, AwsGrant?]>> = {
  's3Grant.read(bucket)': [s3Grant.read(the('bucket')), s3Grant.read(the('bucket'), under)],
  's3Grant.write(bucket)': [s3Grant.write(the('bucket')), s3Grant.write(the('bucket'), under)],
  's3Grant.readWrite(bucket)': [s3Grant.readWrite(the('bucket')), s3Grant.readWrite(the('bucket'), under)],
  'dynamodbGrant.read(table)': [dynamodbGrant.read(the('table')), dynamodbGrant.read(the('table'), under)],
  'dynamodbGrant.write(table)': [dynamodbGrant.write(the('table')), dynamodbGrant.write(the('table'), under)],
  'dynamodbGrant.readWrite(table)': [
    dynamodbGrant.readWrite(the('table')),
    dynamodbGrant.readWrite(the('table'), under),
  ],
  'dynamodbGrant.readStream(table)': [dynamodbGrant.readStream(the('table.streamArn'))],
  'sqsGrant.send(queue)': [sqsGrant.send(the('queue')), sqsGrant.send(the('queue'), under)],
  'sqsGrant.receive(queue)': [sqsGrant.receive(the('queue')), sqsGrant.receive(the('queue'), under)],
  'snsGrant.publish(topic)': [snsGrant.publish(the('topic')), snsGrant.publish(the('topic'), under)],
  'secretsManagerGrant.read(secret)': [
    secretsManagerGrant.read(the('secret')),
    secretsManagerGrant.read(the('secret'), under),
  ],
  'secretsManagerGrant.write(secret)': [
    secretsManagerGrant.write(the('secret')),
    secretsManagerGrant.write(the('secret'), under),
  ],
  'secretsManagerGrant.readWrite(secret)': [
    secretsManagerGrant.readWrite(the('secret')),
    secretsManagerGrant.readWrite(the('secret'), under),
  ],
  'ssmParameterGrant.read(parameter)': [
    ssmParameterGrant.read(the('parameter')),
    ssmParameterGrant.read(the('parameter'), under),
  ],
  'ssmParameterGrant.write(parameter)': [
    ssmParameterGrant.write(the('parameter')),
    ssmParameterGrant.write(the('parameter'), under),
  ],
  'ssmParameterGrant.readWrite(parameter)': [
    ssmParameterGrant.readWrite(the('parameter')),
    ssmParameterGrant.readWrite(the('parameter'), under),
  ],
  'ssmParameterGrant.readPath(path)': [
    ssmParameterGrant.readPath(the('path')),
    ssmParameterGrant.readPath(the('path'), under),
  ],
  'kmsGrant.encrypt(key)': [kmsGrant.encrypt(the('key'))],
  'kmsGrant.decrypt(key)': [kmsGrant.decrypt(the('key'))],
  'kmsGrant.encryptDecrypt(key)': [kmsGrant.encryptDecrypt(the('key'))],
  'outboundFederationGrant.getToken()': [outboundFederationGrant.getToken()],
  'rdsGrant.connect(database, { user })': [rdsGrant.connect(the('database'), { user: 'user' })],
  'eventBridgeGrant.publish(bus)': [eventBridgeGrant.publish(the('bus'))],
  'kinesisGrant.read(stream)': [kinesisGrant.read(the('stream')), kinesisGrant.read(the('stream'), under)],
  'kinesisGrant.write(stream)': [kinesisGrant.write(the('stream')), kinesisGrant.write(the('stream'), under)],
  'kinesisGrant.readWrite(stream)': [
    kinesisGrant.readWrite(the('stream')),
    kinesisGrant.readWrite(the('stream'), under),
  ],
  'kinesisGrant.subscribe(consumer)': [
    kinesisGrant.subscribe('arn:aws:kinesis:eu-west-1:111122223333:stream/name/consumer/id'),
    kinesisGrant.subscribe(the('consumer'), under),
  ],
  'bedrockGrant.invoke(model)': [bedrockGrant.invoke(the('model'))],
  'bedrockGrant.invokeProfile(profile, { models })': [
    bedrockGrant.invokeProfile(the('profile'), { models: [the('models')] }),
  ],
  'cloudwatchGrant.writeLogs(logGroup)': [cloudwatchGrant.writeLogs(the('logGroup'))],
  'cloudwatchGrant.readLogs(logGroup)': [cloudwatchGrant.readLogs(the('logGroup'))],
  'cloudwatchGrant.publishMetrics({ namespace })': [cloudwatchGrant.publishMetrics({ namespace: 'namespace' })],
  'cloudwatchGrant.readMetrics()': [cloudwatchGrant.readMetrics()],
  'ecrGrant.pull(repository)': [ecrGrant.pull(the('repository'))],
};

/** The table of all grants on AWS: one row a statement. */
export function awsGrantTable(): string[] {
  const rows = Object.entries(AWS_GRANTS).flatMap(([call, [{ statements }, underKey]]) =>
    statements.map(({ actions, resources, conditions }, index) => [
      index === 0 ? `\`${call}\`` : '',
      actions.map((action) => `\`${action}\``).join(', '),
      [
        resources.map((resource) => `\`${resource.replace(/\$\{([^}]*)\}/g, '$1')}\``).join(', '),
        ...Object.values(conditions ?? {}).flatMap((keys) => Object.keys(keys).map((key) => `by \`${key}\``)),
      ].join(' '),
      index === 0 ? keyActions(underKey) : '',
    ]),
  );
  return table(['call', 'allows', 'on', 'and on `encryptionKey`'], rows);
}

function keyActions(grant: AwsGrant | undefined): string {
  const last = grant?.statements.at(-1)?.actions ?? [];
  return last.map((action) => `\`${action}\``).join(', ');
}
