import { AWS_PARTITIONS, partitionIn, partitionOfRegion } from '../../lib/core/aws/aws-partition';

test('each region is in one partition', () => {
  const regions: readonly [string, string][] = [
    ['eu-west-1', 'aws'],
    ['us-east-1', 'aws'],
    ['mx-central-1', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
  ];
  for (const [region, partition] of regions) {
    expect(partitionOfRegion(region)).toBe(partition);
    expect(AWS_PARTITIONS.filter((one) => one.regions.test(region))).toHaveLength(1);
  }
});

test('what is not a region has none', () => {
  for (const text of ['', 'nowhere', '${TfToken[TOKEN.1]}', 'eu-west']) expect(partitionOfRegion(text)).toBeUndefined();
});

test('an ARN tells its partition, unless that is unknown', () => {
  expect(partitionIn('arn:aws-us-gov:iam::111122223333:role/a')).toBe('aws-us-gov');
  expect(
    partitionIn('arn:\uE000ref:data.aws_partition.current.partition\uE001:iam::111122223333:role/a'),
  ).toBeUndefined();
  expect(partitionIn('aws:iam')).toBeUndefined();
});
