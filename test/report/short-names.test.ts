import { shortActions, shortAddress, shortReference } from '../../lib/report/short-names';

test.each([
  ['${eks-platform/aws_dynamodb_table.Data_Table_3D6F5040.arn}/index/*', 'aws_dynamodb_table.Data_Table/index/*'],
  ['${aws_s3_bucket.reports.arn}', 'aws_s3_bucket.reports'],
  ['${a/module.data.aws_sqs_queue.q[0].arn}', 'module.data.aws_sqs_queue.q[0]'],
  ['arn:aws:s3:::reports/*', 'arn:aws:s3:::reports/*'],
  ['*', '*'],
  ['arn:aws:s3:::b/${aws:PrincipalTag/team}/*', 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*'],
  ['${s/aws_s3_bucket.b_3D6F5040.arn}/${aws:userid}${*}', 'aws_s3_bucket.b/${aws:userid}${*}'],
  ['${oidc.eks.eu-west-1.amazonaws.com/id/5C0F:sub}', '${oidc.eks.eu-west-1.amazonaws.com/id/5C0F:sub}'],
  ['${aws_s3_bucket.b["a:b"].arn}', 'aws_s3_bucket.b["a:b"]'],
])('the resource %s is shown as %s', (resource, shown) => {
  expect(shortReference(resource)).toBe(shown);
});

test('an address loses its stack and cdktf’s ending', () => {
  expect(shortAddress('https://oidc.example/id/A')).toBe('https://oidc.example/id/A');
  expect(shortAddress('eks-platform/aws_iam_role.Cluster_vpc-cni-role_49B005DE')).toBe(
    'aws_iam_role.Cluster_vpc-cni-role',
  );
});

test('actions are named by service, and counted from the fifth on', () => {
  expect(shortActions(['s3:GetObject', 'sqs:SendMessage', 's3:PutObject'])).toBe(
    's3: GetObject, PutObject; sqs: SendMessage',
  );
  expect(shortActions(['s3:A', 's3:B', 's3:C', 's3:D'])).toBe('s3: A, B, C, D');
  expect(shortActions(['s3:A', 's3:B', 's3:C', 's3:D', 's3:E'])).toBe('s3: A, B, C and 2 more');
  expect(shortActions(['*'])).toBe('*');
});
