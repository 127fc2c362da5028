import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { ControllerRole, KarpenterNodes, karpenter } from '../../../lib/aws';
import { awsStack, cluster, codeOf, policy, resources } from '../synthesized';
import { permissionLines, provenStack } from './proven-controller';

function made(props: { roleName?: string; interruptions?: boolean } = {}) {
  const stack = awsStack();
  const owner = cluster(stack);
  const nodes = new KarpenterNodes(stack, 'nodes', { cluster: owner, ...props });
  return { stack, owner, nodes };
}

test('Karpenter’s nodes have a role with the two minimal policies, and join the cluster by an access entry', () => {
  const { stack, nodes } = made({ roleName: 'shop-nodes' });
  expect(resources(stack, 'aws_eks_access_entry')).toMatchObject([
    { principal_arn: expect.stringMatching(/^\$\{aws_iam_role\.nodes_role_\w+\.arn\}$/) as string, type: 'EC2_LINUX' },
  ]);
  expect(resources(stack, 'aws_iam_role_policy_attachment').map((one) => one.policy_arn)).toEqual(
    expect.arrayContaining([
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    ]),
  );
  expect(resources(stack, 'aws_iam_role')).toContainEqual(expect.objectContaining({ name: 'shop-nodes' }));
  expect(nodes.queue).toBeDefined();
});

test('a second access entry of their role is refused', () => {
  const { owner, nodes } = made();
  const again = () => owner.addAccessEntry('again', { principalArn: nodes.role.arn, type: 'EC2_LINUX' });
  expect(codeOf(again)).toBe('access-entry-duplicate');
});

test('they are refused in a cluster of Auto Mode that gives no network to other nodes', () => {
  const stack = awsStack();
  const auto = cluster(stack, { autoMode: {} });
  expect(codeOf(() => new KarpenterNodes(stack, 'nodes', { cluster: auto }))).toBe('nodes-without-network');
  const beside = cluster(stack, { name: 'beside', autoMode: {}, networkAddons: true }, 'beside');
  expect(new KarpenterNodes(stack, 'nodes-beside', { cluster: beside }).role).toBeDefined();
});

test('the queue accepts events of the five rules, over TLS, and no others', () => {
  const { stack } = made();
  expect(resources(stack, 'aws_cloudwatch_event_rule')).toHaveLength(5);
  expect(resources(stack, 'aws_cloudwatch_event_target')).toHaveLength(5);
  expect(resources(stack, 'aws_sqs_queue')).toMatchObject([{ message_retention_seconds: 300 }]);
  const [text] = resources(stack, 'aws_sqs_queue_policy').map((one) => one.policy as string);
  const [allow, deny] = policy(text!).Statement;
  expect(allow.Condition.ArnEquals['aws:SourceArn']).toHaveLength(5);
  expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
});

test('Karpenter may pass their role and read their queue, and its chart is told the queue', () => {
  const { stack, owner, nodes } = made();
  const role = new ControllerRole(stack, 'karpenter', {
    cluster: owner,
    controller: karpenter({ nodeRole: nodes.role, interruptionQueue: nodes.queue }),
  });
  const lines = permissionLines(provenStack(stack));
  expect(lines.filter((line) => /^(iam:PassRole|sqs:)/.test(line))).toEqual([
    expect.stringMatching(/^iam:PassRole on \$\{aws_iam_role\.nodes_role_\w+\.arn\} if /) as string,
    expect.stringMatching(/^sqs:DeleteMessage sqs:GetQueueUrl sqs:ReceiveMessage on \$\{aws_sqs_queue\./) as string,
  ]);
  expect(
    Tokenization.resolve(role.release.values, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) }),
  ).toMatchObject({
    settings: { interruptionQueue: expect.stringMatching(/^\$\{aws_sqs_queue\.nodes_queue_\w+\.name\}$/) as string },
  });
});

test('without interruptions there is no queue', () => {
  const { stack, nodes } = made({ interruptions: false });
  expect(nodes.queue).toBeUndefined();
  expect(resources(stack, 'aws_cloudwatch_event_rule')).toEqual([]);
});

test('a name that IAM would refuse is refused', () => {
  expect(codeOf(() => made({ roleName: 'with spaces' }))).toBe('name-invalid');
});
