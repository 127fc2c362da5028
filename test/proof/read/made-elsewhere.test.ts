import { prove } from '../../../lib/proof';

const undecidedOf = (resource: object): readonly string[] =>
  prove([{ file: 'main.tf.json', text: JSON.stringify({ variable: { body: {} }, resource }) }]).undecided.map(
    ({ about }) => about,
  );

test.each([
  ['aws_cloudformation_stack', { template_body: '{"Resources":{"R":{"Type":"AWS::IAM::Role"}}}' }],
  ['aws_cloudformation_stack', { template_body: '${var.body}' }],
  ['aws_cloudformation_stack', { template_url: 'https://bucket.example/stack.yaml' }],
  ['aws_cloudcontrolapi_resource', { type_name: 'AWS::EKS::PodIdentityAssociation' }],
  ['awscc_iam_role', { role_name: 'r' }],
  [
    'azurerm_resource_group_template_deployment',
    { template_content: '{"type":"Microsoft.ManagedIdentity/userAssignedIdentities"}' },
  ],
])('what %s makes is undecided where it may bear on access: %j', (type, body) => {
  expect(undecidedOf({ [type]: { made: body } })).toEqual([`${type}.made`]);
});

test.each([
  ['aws_cloudformation_stack', { template_body: '{"Resources":{"${var.body}":{"Type":"AWS::SNS::Topic"}}}' }],
  ['aws_cloudcontrolapi_resource', { type_name: 'AWS::ECS::Cluster' }],
  ['awscc_s3_bucket', {}],
  ['azurerm_resource_group_template_deployment', { template_content: '{"type":"Microsoft.Storage/storageAccounts"}' }],
])('what %s makes is no matter where it bears on no access: %j', (type, body) => {
  expect(undecidedOf({ [type]: { made: body } })).toEqual([]);
});

test('whether a role for EKS Pod Identity is given to somebody is open beside what may associate it', () => {
  const statement = {
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Principal: { Service: 'pods.eks.amazonaws.com' },
  };
  const resource = {
    aws_eks_cluster: { main: { name: 'main' } },
    aws_iam_role: { r: { name: 'r', assume_role_policy: JSON.stringify({ Statement: [statement] }) } },
    awscc_eks_pod_identity_association: { a: { cluster_name: 'main', role_arn: '${aws_iam_role.r.arn}' } },
  };
  const { findings, undecided } = prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }]);
  expect(findings.map(({ rule }) => rule)).not.toContain('pod-identity-role-not-associated');
  expect(undecided).toContainEqual(
    expect.objectContaining({
      about: 'aws_iam_role.r',
      because:
        'no association that was read gives it to anybody, and awscc_eks_pod_identity_association.a was not read, and may make an association for it',
    }),
  );
});
