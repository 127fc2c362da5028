import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  AadPodIdentityDemo,
  type AadPodIdentityDemoProps,
} from '../lib/kubernetes/aad-pod-identity/aad-pod-identity-demo';

/** The demo of AAD Pod Identity’s walkthrough, with its namespace: what it runs with is said by the step of its move. */
export class AadPodIdentityChart extends Chart {
  public readonly demo: AadPodIdentityDemo;

  public constructor(scope: Construct, id: string, props: AadPodIdentityDemoProps) {
    super(scope, id);
    new ApiObject(this, 'Namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: props.pods.serviceAccount.namespace },
    });
    this.demo = new AadPodIdentityDemo(this, 'Demo', props);
  }
}
