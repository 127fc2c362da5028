import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import crds from './crds.json';

/**
 * The CustomResourceDefinitions of AAD Pod Identity 1.8.17. Terraform asks the cluster for their kinds when it plans, so they
 * belong into a stack of their own before that of the objects, and go last. The add-on of AKS and the chart bring them
 * themselves.
 *
 * A cdk8s construct; it lives in a chart.
 */
export class AadPodIdentityDefinitions extends Construct {
  /** One of each kind: AzureAssignedIdentity, AzureIdentity, AzureIdentityBinding, AzurePodIdentityException. */
  public readonly resources: readonly ApiObject[];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.resources = crds.items.map(
      (crd) => new ApiObject(this, crd.spec.names.kind, structuredClone(crd) as unknown as ApiObjectProps),
    );
  }
}
