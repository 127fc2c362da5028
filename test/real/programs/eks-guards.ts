import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { BoundServiceAccount } from '../../../lib/kubernetes/pods/bound-service-account';
import { HostNetworkPolicy } from '../../../lib/kubernetes/network/host-network-policy';
import { KubernetesObjects } from '../../../lib/kubernetes/objects/kubernetes-objects';
import { MetadataNetworkPolicy } from '../../../lib/kubernetes/network/metadata-network-policy';
import { SecurityGroupPolicy } from '../../../lib/kubernetes/network/security-group-policy';
import { LOCAL_ACCOUNT } from '../aws/local-accounts';

/** What guards the nodes' credentials and a database: no `hostNetwork` but in `tools`, no metadata service, a firewall of pods. */
const namespace = 'payments';
const app = new App();
const stack = new TerraformStack(app, 'eks-guards');
new KubernetesProvider(stack, 'kubernetes', {});
const chart = new Chart(new Charts(), 'guards');
for (const name of [namespace, 'tools']) {
  new ApiObject(chart, `namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}
const serviceAccount = new BoundServiceAccount(chart, 'api', {
  bindings: [
    {
      mechanism: 'eks-pod-identity',
      serviceAccount: { namespace, name: 'api' },
      identity: `arn:aws:iam::${LOCAL_ACCOUNT}:role/payments`,
    },
  ],
});
new SecurityGroupPolicy(chart, 'groups', { serviceAccount, groupIds: ['sg-0123456789abcdef0'] });
new HostNetworkPolicy(chart, 'no-host-network', { exceptNamespaces: ['kube-system', 'tools'] });
new MetadataNetworkPolicy(chart, 'no-metadata', { namespace });
new KubernetesObjects(stack, 'objects', { objects: chart });

app.synth();
