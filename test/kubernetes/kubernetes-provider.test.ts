import { TerraformStack, Testing } from 'cdktf';
import { useKubernetes } from '../../lib/kubernetes';

const connection = {
  host: 'https://k8s.example',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['eks', 'get-token', '--cluster-name', 'c'],
  },
};

describe('the Kubernetes provider of a stack', () => {
  test('reaches the cluster by its certificate and signs in by the command', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    useKubernetes(stack, connection);
    expect(JSON.parse(Testing.synth(stack)).provider.kubernetes).toEqual([
      {
        host: 'https://k8s.example',
        cluster_ca_certificate: '${base64decode("LS0tLS1CRUdJTg==")}',
        exec: [
          {
            api_version: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', 'c'],
          },
        ],
      },
    ]);
  });

  test('has an alias for the second cluster', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    useKubernetes(stack, connection);
    const second = useKubernetes(stack, { ...connection, host: 'https://other.example' }, { alias: 'other' });
    expect(second.fqn).toBe('kubernetes.other');
    expect(JSON.parse(Testing.synth(stack)).provider.kubernetes).toHaveLength(2);
  });
});
