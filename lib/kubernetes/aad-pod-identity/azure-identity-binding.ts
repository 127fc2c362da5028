import { Construct } from 'constructs';
import { checkName } from '../../core';
import { AzureIdentityBinding as Resource } from './definitions/aadpodidentity.k8s.io';

/** Props of {@link AzureIdentityBinding}. */
export interface AzureIdentityBindingProps {
  /** An {@link AzureIdentity}, or where one is: MIC and NMI find it in the binding's own namespace alone. */
  readonly identity: { readonly namespace: string; readonly name: string };
  /**
   * The value of the label `aadpodidbinding` of the pods, compared as it is, case included: 1-63 letters, digits, `-`, `_`, `.`.
   * Several bindings of one selector give a pod several identities.
   */
  readonly selector: string;
  /** A DNS subdomain. Default `<identity>-binding`, as the AKS add-on calls it. */
  readonly name?: string;
}

/**
 * Gives an {@link AzureIdentity} to the pods that have a label, whatever their service account. A cdk8s construct; it lives in a
 * chart, in the identity's namespace.
 */
export class AzureIdentityBinding extends Construct {
  /** The AzureIdentityBinding itself. */
  public readonly resource: Resource;
  public readonly namespace: string;
  public readonly name: string;
  public readonly selector: string;

  /** @throws PodtrustError `name-invalid` */
  public constructor(scope: Construct, id: string, props: AzureIdentityBindingProps) {
    super(scope, id);
    const { identity, selector, name = `${props.identity.name}-binding` } = props;
    const where = this.node.path;
    checkName('namespace', identity.namespace, where);
    checkName('kubernetes-object', identity.name, where);
    checkName('kubernetes-object', name, where);
    checkName('label-value', selector, where);
    this.namespace = identity.namespace;
    this.name = name;
    this.selector = selector;
    this.resource = new Resource(this, 'Resource', {
      metadata: { namespace: identity.namespace, name },
      spec: { azureIdentity: identity.name, selector },
    });
  }
}
