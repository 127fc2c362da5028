import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../core';

/** The namespace whose pods make nodes work: kube-proxy, the network plugin and the agent of EKS Pod Identity. */
const SYSTEM = 'kube-system';

/** Set by the API server on each namespace, and kept there. Kubernetes, "Automatic labelling". */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Props of {@link HostNetworkPolicy}. */
export interface HostNetworkPolicyProps {
  /** The namespaces where no pod may have `hostNetwork`. Either these or `exceptNamespaces`. */
  readonly namespaces?: readonly string[];
  /** Every namespace but these, those that come later among them. `kube-system` must be one of these. */
  readonly exceptNamespaces?: readonly string[];
  /** The name of the policy and of its binding. Default `no-host-network`. */
  readonly name?: string;
}

/**
 * Keeps `hostNetwork` away from namespaces of one's choice: a ValidatingAdmissionPolicy and its binding, by which the API server
 * refuses such pods. A pod on the node's network reaches the instance metadata service whatever its hop limit, and a network
 * policy does not bind it.
 *
 * Pods that run already stay as they are. Needs Kubernetes 1.30. The proof reads it: where it certainly refuses such pods, none
 * is counted among those that get the node's identity. A cdk8s construct; it lives in a chart, and has no namespace.
 *
 * Source: Kubernetes, "Validating Admission Policy".
 */
export class HostNetworkPolicy extends Construct {
  /** The ValidatingAdmissionPolicy. */
  public readonly resource: ApiObject;
  /** The ValidatingAdmissionPolicyBinding, without which the policy does nothing. */
  public readonly binding: ApiObject;

  /** @throws PodtrustError `namespaces-missing`, `host-network-needed`, `name-invalid` */
  public constructor(scope: Construct, id: string, props: HostNetworkPolicyProps) {
    super(scope, id);
    const { name = 'no-host-network' } = props;
    const where = this.node.path;
    const selected = selectedBy(props, where);
    checkName('kubernetes-object', name, where);
    for (const namespace of selected.values) checkName('namespace', namespace, where);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        validations: [
          {
            expression: '!has(object.spec.hostNetwork) || object.spec.hostNetwork == false',
            message:
              'hostNetwork is not allowed in this namespace: such a pod would get the identity of the node from the instance metadata service',
            reason: 'Forbidden',
          },
        ],
      },
    });
    this.binding = new ApiObject(this, 'Binding', {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: { matchExpressions: [{ key: NAME_LABEL, ...selected }] },
        },
      },
    });
  }
}

function selectedBy(
  { namespaces = [], exceptNamespaces }: HostNetworkPolicyProps,
  where: string,
): { readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] } {
  if (namespaces.length > 0 === (exceptNamespaces !== undefined)) {
    const both = namespaces.length > 0;
    throw new PodtrustError({
      code: 'namespaces-missing',
      where,
      what: both ? 'both namespaces and exceptNamespaces are given' : 'no namespace is given',
      why: both
        ? 'The one is a list of those that it is for, the other of those that it is not for.'
        : 'A binding whose list is empty is for no namespace, and the API server refuses it.',
      remedy: 'Give namespaces, at least one, or exceptNamespaces, at least kube-system.',
    });
  }
  const isForSystem = exceptNamespaces ? isWithout(exceptNamespaces) : namespaces.includes(SYSTEM);
  if (isForSystem) {
    throw new PodtrustError({
      code: 'host-network-needed',
      where,
      what: `${SYSTEM} would be among the namespaces without hostNetwork`,
      why: 'kube-proxy, the network plugin and the agent of EKS Pod Identity run there on the node’s network: a node that joins would never get ready.',
      remedy: exceptNamespaces ? `Give ${SYSTEM} in exceptNamespaces as well.` : `Leave ${SYSTEM} out.`,
    });
  }
  return exceptNamespaces
    ? { operator: 'NotIn', values: [...new Set(exceptNamespaces)] }
    : { operator: 'In', values: [...new Set(namespaces)] };
}

/** Whether the system's namespace is not in a list whose every name is known. */
function isWithout(namespaces: readonly string[]): boolean {
  return namespaces.every(isKnown) && !namespaces.includes(SYSTEM);
}
