import { App as Cdk8sApp } from 'cdk8s';
import type { Construct } from 'constructs';
import { TodoChart } from '../../charts/todo-chart';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import type { EksPlatformStack } from './eks-platform';
import { SampleStack } from '../sample-stack';
import type { Settings } from '../settings/settings';
import { TODO_SERVICE_ACCOUNTS } from '../todo-service-accounts';

/** The todo sample's Kubernetes objects on EKS. */
export class EksWorkloadsStack extends SampleStack {
  public readonly chart: TodoChart;

  public constructor(scope: Construct, id: string, settings: Settings, platform: EksPlatformStack) {
    super(scope, id, settings);
    const { replicas, images } = settings.workloads;
    const { frontend, backend, data } = platform;
    useKubernetes(this, platform.cluster.connection);
    this.chart = new TodoChart(new Cdk8sApp(), 'eks-todo', {
      frontend: {
        image: images.frontend,
        replicas,
        bindings: [frontend.bindingFor(TODO_SERVICE_ACCOUNTS.frontend)],
        environment: { DataProtection__S3__BucketName: data.bucket.bucket },
      },
      backend: {
        image: images.backend,
        replicas,
        bindings: [backend.bindingFor(TODO_SERVICE_ACCOUNTS.backend)],
        environment: { DynamoDb__TableName: data.table.name, Sqs__QueueUrl: data.queue.url },
      },
    });
    new KubernetesObjects(this, 'Todo', { objects: this.chart });
  }
}
