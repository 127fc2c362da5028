import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import { EksCluster } from '../../../lib/aws/cluster/eks-cluster';
import { PLACE, TENANT, synthesized } from '../synthesized';

test('an EKS cluster is trusted as it is: its own issuer, without a slash, and a token of its pods’ own', () => {
  const { only } = synthesized((stack) => {
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const cluster = new EksCluster(stack, 'eks', {
      name: 'todo',
      region: 'eu-west-1',
      network: { subnetIds: ['subnet-1', 'subnet-2'] },
    });
    const backend = new PodManagedIdentity(stack, 'backend-identity', {
      name: 'id-backend',
      ...PLACE,
      tenantId: TENANT,
      trusts: [workloadIdentity({ cluster, serviceAccount: { namespace: 'todo', name: 'backend' } })],
    });

    expect(backend.bindings[0]!.volumes).toHaveLength(1);
    expect(backend.bindingFor({ namespace: 'todo', name: 'backend' }, cluster).podLabels).toEqual({});
  });

  expect(only('azurerm_federated_identity_credential')).toMatchObject({
    name: expect.stringMatching(/^(todo|stack-eks)_todo_backend(_[0-9a-f]{8})?$/),
    issuer: expect.stringMatching(/^\$\{aws_eks_cluster\.[^.]+\.identity\[0\]\.oidc\[0\]\.issuer\}$/),
    audience: ['api://AzureADTokenExchange'],
  });
});
