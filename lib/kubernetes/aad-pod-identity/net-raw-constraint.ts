import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkName } from '../../core';

/** Props of {@link NetRawConstraint}. */
export interface NetRawConstraintProps {
  /** Default `drop-net-raw`. */
  readonly name?: string;
  /**
   * Further namespaces whose pods may keep NET_RAW, and so impersonate others. Default none but kube-system, gatekeeper-system
   * and azure-arc, where the cluster’s own run.
   */
  readonly exceptNamespaces?: readonly string[];
}

/** Namespaces that Microsoft’s own example leaves out: what runs there is the cluster’s own. */
const SYSTEM = ['kube-system', 'gatekeeper-system', 'azure-arc'];

/**
 * Gatekeeper’s constraint K8sPSPCapabilities by which every pod must drop NET_RAW, or all capabilities: what kubenet needs beside
 * AAD Pod Identity. Gatekeeper and the template K8sPSPCapabilities of its library must be there before.
 *
 * A cdk8s construct; it lives in a chart, and has no namespace.
 *
 * @see gatekeeper-library, "capabilities"
 */
export class NetRawConstraint extends Construct {
  /** The constraint itself. */
  public readonly resource: ApiObject;

  /** @throws PodtrustError `name-invalid` */
  public constructor(scope: Construct, id: string, props: NetRawConstraintProps = {}) {
    super(scope, id);
    const { name = 'drop-net-raw', exceptNamespaces = [] } = props;
    checkName('kubernetes-object', name, this.node.path);
    for (const namespace of exceptNamespaces) checkName('namespace', namespace, this.node.path);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind: 'K8sPSPCapabilities',
      metadata: { name },
      spec: {
        enforcementAction: 'deny',
        match: {
          kinds: [{ apiGroups: [''], kinds: ['Pod'] }],
          excludedNamespaces: [...new Set([...SYSTEM, ...exceptNamespaces])],
        },
        // What else they may have is for another constraint to say.
        parameters: { allowedCapabilities: ['*'], requiredDropCapabilities: ['NET_RAW'] },
      },
    });
  }
}
