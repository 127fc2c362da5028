import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, PodtrustError, checkName } from '../../core';
import { countIn } from './counted';
import { AzurePodIdentityException as Resource } from './definitions/aadpodidentity.k8s.io';

/** Props of {@link AzurePodIdentityException}. */
export interface AzurePodIdentityExceptionProps {
  readonly namespace: string;
  /** A DNS subdomain. */
  readonly name: string;
  /** Pods of the namespace that have any one of these labels are excepted; the case of a value is ignored. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * Lets pods reach the instance metadata service past NMI, and so every identity of their nodes: the kubelet’s, and those of all
 * pods that AAD Pod Identity has given one there. Only a pod that needs the node’s own identity needs it.
 *
 * A cdk8s construct; it lives in a chart.
 */
export class AzurePodIdentityException extends Construct {
  /** `aks-addon-exception` in kube-system: AKS’ own add-ons, which have the node’s identities. */
  public static ofAksAddons(scope: Construct, id: string): AzurePodIdentityException {
    return new AzurePodIdentityException(scope, id, AAD_POD_IDENTITY.aksException);
  }

  /** The AzurePodIdentityException itself. */
  public readonly resource: Resource;

  /** @throws PodtrustError `name-invalid`, `aad-pod-identity-invalid`, `aad-pod-identity-over-limit` */
  public constructor(scope: Construct, id: string, props: AzurePodIdentityExceptionProps) {
    super(scope, id);
    const { namespace, name, podLabels } = props;
    const where = this.node.path;
    checkName('namespace', namespace, where);
    checkName('kubernetes-object', name, where);
    if (Object.keys(podLabels).length === 0) {
      throw new PodtrustError({
        code: 'aad-pod-identity-invalid',
        where,
        what: 'the exception has no label',
        why: 'It excepts no pod, and whoever reads it thinks that it does.',
        remedy: 'Give a label that only the pods have that need the node’s identity.',
      });
    }
    countIn(this, 'exceptions');
    this.resource = new Resource(this, 'Resource', {
      metadata: { namespace, name },
      spec: { podLabels: { ...podLabels } },
    });
  }
}
