import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../core';
import type { BoundServiceAccount } from '../pods/bound-service-account';

/** The label by which a policy finds its service account. */
const LABEL = 'podtrust/security-group-policy';

/** Security groups of a network interface, and so of one pod, at the highest quota: 5 by default. Amazon VPC quotas. */
const MOST_GROUPS = 16;

/** Props of {@link SecurityGroupPolicy}. */
export interface SecurityGroupPolicyProps {
  /** The account whose pods get the groups: the one that the identity is bound to. It is labelled, and pods are found by that. */
  readonly serviceAccount: BoundServiceAccount;
  /** Ids of security groups, at least one and as many as the account's quota for a network interface, or tokens of them, such as that of a `PodSecurityGroup`. */
  readonly groupIds: readonly string[];
  /** At most 63 characters. Default the name of the service account. */
  readonly name?: string;
}

/**
 * Security groups for the pods of a service account, in the place of the node's: who reaches a database is then a matter of the
 * same account that says who becomes which role.
 *
 * Needs the cluster's `securityGroupsForPods`, and nodes of instance types with branch network interfaces: most of Nitro, none of
 * the `t` families. Not for Windows. Its kind is the VPC resource controller's, which EKS has in each cluster. A cdk8s construct;
 * it lives in a chart.
 *
 * Source: EKS user guide, "Assign security groups to individual Pods".
 */
export class SecurityGroupPolicy extends Construct {
  /** The SecurityGroupPolicy itself. */
  public readonly resource: ApiObject;

  /** @throws PodtrustError `security-groups-over-limit`, `security-group-malformed`, `name-invalid` */
  public constructor(scope: Construct, id: string, props: SecurityGroupPolicyProps) {
    super(scope, id);
    const { serviceAccount, groupIds } = props;
    const { namespace, name: account } = serviceAccount.serviceAccount;
    const { name = account } = props;
    checkName('label-value', name, this.node.path);
    checkGroups(groupIds, this.node.path);
    serviceAccount.resource.metadata.addLabel(LABEL, name);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'vpcresources.k8s.aws/v1beta1',
      kind: 'SecurityGroupPolicy',
      metadata: { namespace, name },
      spec: {
        serviceAccountSelector: { matchLabels: { [LABEL]: name } },
        securityGroups: { groupIds: [...groupIds] },
      },
    });
  }
}

function checkGroups(groupIds: readonly string[], where: string): void {
  if (groupIds.length < 1 || groupIds.length > MOST_GROUPS) {
    throw new PodtrustError({
      code: 'security-groups-over-limit',
      where,
      what: `${groupIds.length} security groups`,
      why: `A pod gets a network interface of its own, which has one to ${MOST_GROUPS}: 5 by the default quota, and ${MOST_GROUPS} at most.`,
      remedy: 'Put rules that belong together into one group.',
    });
  }
  const malformed = groupIds.find((id) => isKnown(id) && !/^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id));
  if (malformed === undefined) return;
  throw new PodtrustError({
    code: 'security-group-malformed',
    where,
    what: `"${malformed}" is not the id of a security group`,
    why: 'The controller finds no such group, and the pods never get a network.',
    remedy: 'Give ids such as sg-0123456789abcdef0, not names.',
  });
}
