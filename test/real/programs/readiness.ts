import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { bindPodTemplate } from '../../../lib/kubernetes/pods/bind-pod';
import { BindingCanary } from '../../../lib/kubernetes/pods/binding-canary';
import { BoundServiceAccount } from '../../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../../lib/kubernetes/objects/kubernetes-objects';
import { RolledPods } from '../../../lib/kubernetes/pods/rolled-pods';

/** A workload behind a canary, in the namespace `readiness`; `PODTRUST_REAL_ROLE` is the name of the role that it becomes. */
const serviceAccount = { namespace: 'readiness', name: 'reports' };
const image = `registry.example/reports@sha256:${'0'.repeat(64)}`;
const role = process.env.PODTRUST_REAL_ROLE!;

const app = new App();
const workloads = new TerraformStack(app, 'eks-readiness');
new KubernetesProvider(workloads, 'kubernetes', {});
const binding = {
  mechanism: 'eks-pod-identity' as const,
  serviceAccount,
  identity: `arn:aws:iam::111122223333:role/${role}`,
};
const chart = new Chart(new Charts(), 'reports');
new ApiObject(chart, 'namespace', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: serviceAccount.namespace },
});
new BoundServiceAccount(chart, 'account', { bindings: [binding] });
new BindingCanary(chart, 'canary', { binding, image });
const labels = { app: 'reports' };
new ApiObject(chart, 'deployment', {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...serviceAccount },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: bindPodTemplate({ metadata: { labels }, spec: { containers: [{ name: 'reports', image }] } }, [binding]),
  },
});
new KubernetesObjects(workloads, 'objects', { objects: chart });

for (const left of ['irsa', 'eks-pod-identity'] as const) {
  const rolled = new TerraformStack(app, `eks-left-${left}`);
  new KubernetesProvider(rolled, 'kubernetes', {});
  new RolledPods(rolled, 'pods', { serviceAccounts: [serviceAccount], left });
}

app.synth();
