import { ask } from '../../../lib/proof';
import type { Answer, InMemoryDocument } from '../../../lib/proof';
import { pod } from '../aks-program';
import type { Json } from '../todo-program';

/** An EKS cluster whose nodes have these metadata options, a pod of todo/app and one of todo/agent with the node’s network. */
function program(metadata_options: Json, more: Json = {}): InMemoryDocument {
  const objects = [
    pod('app', 'todo', {}, { spec: { serviceAccountName: 'app' } }),
    pod('agent', 'todo', {}, { spec: { serviceAccountName: 'agent', hostNetwork: true } }),
  ];
  const resource = {
    aws_eks_cluster: { main: { name: 'main' } },
    aws_iam_role: {
      nodes: {
        name: 'nodes',
        assume_role_policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      },
    },
    aws_launch_template: { nodes: { name: 'nodes', metadata_options } },
    aws_eks_node_group: {
      main: {
        cluster_name: '${aws_eks_cluster.main.name}',
        node_role_arn: '${aws_iam_role.nodes.arn}',
        launch_template: { id: '${aws_launch_template.nodes.id}', version: '1' },
      },
    },
    kubernetes_manifest: Object.fromEntries(objects.map((manifest, index) => [`object${index}`, { manifest }])),
    ...more,
  };
  return { file: 'main.tf.json', text: JSON.stringify({ resource }) };
}

const asked = (name: string, ...given: Parameters<typeof program>): Answer =>
  ask([program(...given)], { identity: 'nodes', subject: { namespace: 'todo', name } });

test('any pod gets the role of nodes that let every pod reach their metadata service', () => {
  const { admitted, because } = asked('anybody', { http_tokens: 'optional' });
  expect(admitted).toBe(true);
  expect(because[0]).toContain('every pod of the cluster reaches the instance metadata service of aws_eks_node_group');
});

test('only a pod with the node’s network does where sessions stay on the node', () => {
  const metadata = { http_tokens: 'required', http_put_response_hop_limit: 1 };
  expect(asked('agent', metadata)).toMatchObject({ admitted: true });
  expect(asked('agent', metadata).because[0]).toContain('Pod/todo/agent');
  const { admitted, because } = asked('app', metadata);
  expect(admitted).toBe(false);
  expect(because.join()).toContain('only pods with hostNetwork');
});

test('a pod on Fargate does not', () => {
  const profile = { main: { cluster_name: '${aws_eks_cluster.main.name}', selector: { namespace: 'todo' } } };
  const { admitted, because } = asked('app', { http_tokens: 'optional' }, { aws_eks_fargate_profile: profile });
  expect(admitted).toBe(false);
  expect(because.join()).toContain('Fargate');
});

test('it is not decidable where nothing says what the service asks for', () => {
  expect(asked('app', {})).toMatchObject({ admitted: null });
  expect(asked('agent', {})).toMatchObject({ admitted: true });
});

test('no pod does where the service is off', () => {
  expect(asked('agent', { http_endpoint: 'disabled' })).toMatchObject({ admitted: false });
});
