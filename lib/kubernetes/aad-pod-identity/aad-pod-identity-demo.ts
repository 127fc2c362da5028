import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, type MovedPods, checkName } from '../../core';
import { bindWorkload } from '../pods/bind-pod';
import { restrictedContainer, restrictedPod } from '../pods/restricted-pod';
import { MovedWorkload } from './moved-workload';

/** Props of {@link AadPodIdentityDemo}. */
export interface AadPodIdentityDemoProps {
  /** What `AadPodIdentityMove.addWorkload` gave for the demo: its account, its label and its objects at the step. */
  readonly pods: MovedPods;
  readonly subscriptionId: string;
  /** The client id of the identity that the demo asks for. */
  readonly clientId: string;
  /** The resource group on which the identity has Virtual Machine Contributor: that of the nodes. */
  readonly resourceGroupName: string;
  /** Default `demo`. */
  readonly name?: string;
  /** Default that of 1.8.17. */
  readonly image?: string;
}

/**
 * The demo of AAD Pod Identity’s walkthrough: a Deployment that gets a token of an identity and reads the instance metadata, and
 * logs both, over and over. It asks the metadata service alone, so that after a switch it needs the proxy sidecar.
 *
 * A cdk8s construct; it lives in a chart.
 *
 * @see AKS, “Use Microsoft Entra pod-managed identities in AKS”, “Run a sample application”
 */
export class AadPodIdentityDemo extends Construct {
  /** The Deployment itself. */
  public readonly resource: ApiObject;
  /** Its service account, and its objects of AAD Pod Identity. */
  public readonly workload: MovedWorkload;

  /** @throws PodtrustError `name-invalid`, and what `bindWorkload` throws */
  public constructor(scope: Construct, id: string, props: AadPodIdentityDemoProps) {
    super(scope, id);
    const { pods, name = 'demo' } = props;
    checkName('kubernetes-object', name, this.node.path);
    this.workload = new MovedWorkload(this, 'workload', pods);
    const labels = { app: name };
    this.resource = new ApiObject(
      this,
      'Resource',
      bindWorkload(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name, namespace: pods.serviceAccount.namespace, labels },
          spec: {
            replicas: 1,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { ...restrictedPod(), containers: [containerOf(props)] } },
          },
        },
        pods.bindings,
      ),
    );
  }
}

function containerOf({ image, subscriptionId, clientId, resourceGroupName }: AadPodIdentityDemoProps) {
  return {
    name: 'demo',
    image: image ?? AAD_POD_IDENTITY.images.demo,
    args: [
      `--subscription-id=${subscriptionId}`,
      `--identity-client-id=${clientId}`,
      `--resource-group=${resourceGroupName}`,
    ],
    env: [
      { name: 'MY_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'MY_POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'MY_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    ...restrictedContainer(),
  };
}
