import { App as Cdk8sApp } from 'cdk8s';
import type { Construct } from 'constructs';
import { TodoChart } from '../../charts/todo-chart';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import type { AksPlatformStack } from './aks-platform';
import { SampleStack } from '../sample-stack';
import type { Settings } from '../settings/settings';
import { TODO_SERVICE_ACCOUNTS } from '../todo-service-accounts';

/** The todo sample's Kubernetes objects on AKS. */
export class AksWorkloadsStack extends SampleStack {
  public readonly chart: TodoChart;

  public constructor(scope: Construct, id: string, settings: Settings, platform: AksPlatformStack) {
    super(scope, id, settings);
    const { replicas, images } = settings.workloads;
    const { frontend, backend, data } = platform;
    useKubernetes(this, platform.cluster.connection);
    this.chart = new TodoChart(new Cdk8sApp(), 'aks-todo', {
      frontend: {
        image: images.frontend,
        replicas,
        bindings: [frontend.bindingFor(TODO_SERVICE_ACCOUNTS.frontend)],
        environment: {
          KeyVault__Name: data.vault.name,
          DataProtection__BlobStorage__AccountUrl: data.storage.primaryBlobEndpoint,
          DataProtection__BlobStorage__ContainerName: data.container.nameInput!,
        },
      },
      backend: {
        image: images.backend,
        replicas,
        bindings: [backend.bindingFor(TODO_SERVICE_ACCOUNTS.backend)],
        environment: {
          CosmosDb__EndpointUri: data.cosmos.endpoint,
          CosmosDb__DatabaseName: 'TodoApiDb',
          CosmosDb__CollectionName: 'TodoApiCollection',
          ServiceBus__Namespace: data.serviceBus.name,
          ServiceBus__QueueName: data.queue.nameInput!,
        },
        // Service Bus speaks AMQP over TLS.
        egressPorts: [443, 5671],
      },
    });
    new KubernetesObjects(this, 'Todo', { objects: this.chart });
  }
}
