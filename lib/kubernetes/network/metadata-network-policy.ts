import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkName } from '../../core';
import { METADATA_SERVICE } from '../../core/kubernetes/metadata-service';

/** Props of {@link MetadataNetworkPolicy}. */
export interface MetadataNetworkPolicyProps {
  /** The namespace whose pods it is for. */
  readonly namespace: string;
  /** The policy's name. Default `no-instance-metadata`. */
  readonly name?: string;
  /** Only pods with all of these labels. Default every pod of the namespace. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/**
 * A second barrier before the role of the node: pods reach everything but the instance metadata service, in IPv4 and IPv6. The
 * agent of EKS Pod Identity stays open, at an address of its own.
 *
 * Three things it cannot do. It binds no pod with `hostNetwork` (`HostNetworkPolicy` keeps those out). It does nothing where
 * the cluster's network plugin enforces no network policies: the VPC CNI does with `enableNetworkPolicy: "true"`. And network
 * policies only ever add up: another one of the namespace that lets the same pods reach the address lets them. So the first
 * barrier stays the nodes' own, IMDSv2 with one hop, which an `EksNodeGroup` has; the proof says which policies there are,
 * and takes no row away for them.
 *
 * A cdk8s construct; it lives in a chart. Source: Amazon EKS best practices, "Restrict access to the instance profile
 * assigned to the worker node".
 */
export class MetadataNetworkPolicy extends Construct {
  /** The NetworkPolicy itself. */
  public readonly resource: ApiObject;

  /** @throws PodtrustError `name-invalid` */
  public constructor(scope: Construct, id: string, props: MetadataNetworkPolicyProps) {
    super(scope, id);
    const { namespace, name = 'no-instance-metadata', podLabels } = props;
    checkName('namespace', namespace, this.node.path);
    checkName('kubernetes-object', name, this.node.path);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace, name },
      spec: {
        podSelector: podLabels ? { matchLabels: { ...podLabels } } : {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              { ipBlock: { cidr: '0.0.0.0/0', except: [`${METADATA_SERVICE.ipv4}/32`] } },
              { ipBlock: { cidr: '::/0', except: [`${METADATA_SERVICE.ipv6}/128`] } },
              // Some plugins, Cilium among them, never find a pod of the cluster by its address.
              { namespaceSelector: {} },
            ],
          },
        ],
      },
    });
  }
}
