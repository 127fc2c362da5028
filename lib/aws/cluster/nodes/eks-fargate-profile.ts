import { Fn } from 'cdktf';
import { EksFargateProfile as EksFargateProfileResource } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { LIMITS, PodtrustError, checkName, isKnown, isValidName } from '../../../core';
import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { checkPartition } from '../../arn';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { type EksFargateSelector, useFargate } from '../../identity/fargate-uses';
import { resolvedOnce } from '../../identity/resolved-once';
import { checkRoleArn } from '../../identity/role/role-arn';
import { managedPolicyArn, partitionOf } from '../../partition';
import { checkSomeSubnet } from './check-some-subnet';
import { useAccessEntry } from '../access/access-entry-uses';
import { isBeside } from '../is-beside';
import { checkTags } from '../../tags';
import { useName } from '../../name-uses';
import { checkGiven, checkList } from '../../../core/given';

export type { EksFargateSelector } from '../../identity/fargate-uses';

/** Properties of {@link EksFargateProfile}. */
export interface EksFargateProfileProps {
  readonly cluster: EksClusterReference;
  /** At most 100 characters, not starting with `eks-`. */
  readonly name: string;
  /** Which pods run on Fargate: one to five, each a namespace and labels. */
  readonly selectors: readonly EksFargateSelector[];
  /** Private subnets, without a route to an internet gateway. Default the cluster's. */
  readonly subnetIds?: readonly string[];
  /** ARN of the pod execution role. Default one made here. */
  readonly podExecutionRoleArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Pods of some namespaces that run on AWS Fargate, without nodes.
 *
 * - Pods on Fargate get their role by IRSA: no EKS Pod Identity agent runs there. A service account with an association whose
 *   pods certainly run there is refused; where the labels decide, the proof does, by the pods' own.
 * - The pod execution role is the one that Fargate pulls images and writes logs by. Pods don't get it. Fargate may assume it
 *   for the profiles of this cluster alone (`aws:SourceArn`).
 * - EKS makes the access entry of the role itself.
 *
 * @throws PodtrustError `input-invalid`, `tags-invalid`, `name-taken`, `name-invalid`, `fargate-selectors-invalid`, `subnets-too-few`, `pod-identity-on-fargate`,
 *   `role-arn-malformed`, `partition-mismatch`, `access-entry-duplicate`
 * @see Amazon EKS user guide, "Define which Pods use AWS Fargate when launched", "Amazon EKS Pod execution IAM role"
 */
export class EksFargateProfile extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: EksFargateProfileResource;
  /** The pod execution role, where it is made here. */
  public readonly role?: IamRole;

  public constructor(scope: Construct, id: string, props: EksFargateProfileProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, name, selectors, podExecutionRoleArn, tags } = props;
    const where = this.node.path;
    checkGiven(cluster, 'a cluster', where);
    checkName('eks-fargate-profile', name, where);
    checkList(selectors, 'a selector', where);
    checkSelectors(selectors, where);
    checkTags(tags, where);
    const subnetIds = props.subnetIds ?? cluster.subnetIds ?? [];
    checkSomeSubnet(subnetIds, 'pods run', where);
    if (podExecutionRoleArn !== undefined) {
      checkRoleArn(podExecutionRoleArn, where);
      checkPartition(podExecutionRoleArn, { name: 'the cluster', partition: partitionOfRegion(cluster.region) }, where);
    }
    useName(this, name, { kind: 'a Fargate profile', once: 'a cluster', within: cluster.name });
    useFargate(cluster, selectors, where);
    const policies: IamRolePolicyAttachment[] = [];
    if (podExecutionRoleArn === undefined) {
      this.role = this.makeRole(cluster, tags);
      policies.push(
        new IamRolePolicyAttachment(this, 'role-policy', {
          role: this.role.name,
          policyArn: managedPolicyArn(partitionOf(cluster.region), 'AmazonEKSFargatePodExecutionRolePolicy'),
        }),
      );
    }
    const roleArn = podExecutionRoleArn ?? this.role!.arn;
    useAccessEntry(this, cluster, roleArn, { byEks: true });
    this.resource = new EksFargateProfileResource(this, 'Resource', {
      clusterName: cluster.name,
      fargateProfileName: name,
      podExecutionRoleArn: roleArn,
      subnetIds: [...subnetIds],
      selector: selectors.map(({ namespace, labels }) => ({ namespace, labels: labels && { ...labels } })),
      tags: tags && { ...tags },
      dependsOn: policies.length > 0 ? policies : undefined,
    });
    if (isBeside(this, cluster)) cluster.addNodes?.(this.resource);
  }

  private makeRole(cluster: EksClusterReference, tags?: Readonly<Record<string, string>>): IamRole {
    return new IamRole(this, 'role', {
      description: 'Fargate pods of an EKS cluster',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { ArnLike: { 'aws:SourceArn': profilesOf(cluster) } },
          },
        ],
      }),
      tags: tags && { ...tags },
    });
  }
}

/** The ARNs of all profiles of a cluster: those of one alone would need the profile's name twice. */
function profilesOf({ arn }: EksClusterReference): string {
  if (isKnown(arn)) return `${arn.replace(':cluster/', ':fargateprofile/')}/*`;
  return `${resolvedOnce(Fn.replace(arn, ':cluster/', ':fargateprofile/'))}/*`;
}

function checkSelectors(selectors: readonly EksFargateSelector[], where: string): void {
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'fargate-selectors-invalid', where, what, why, remedy });
  };
  const { fargateSelectors: most, fargateSelectorLabels: mostLabels } = LIMITS;
  if (selectors.length === 0 || selectors.length > most) {
    refuse(
      `${selectors.length === 0 ? 'no' : selectors.length} selector${selectors.length === 1 ? '' : 's'}`,
      `EKS accepts 1 to ${most} for one Fargate profile.`,
      'Split them over several profiles, or use * in the names of namespaces.',
    );
  }
  for (const { namespace, labels = {} } of selectors) {
    const letters = namespace.replace(/[*?]/g, 'x');
    if (!isValidName('namespace', letters)) checkName('namespace', namespace, where);
    const count = Object.keys(labels).length;
    if (count <= mostLabels) continue;
    refuse(
      `a selector of ${namespace} with ${count} labels`,
      `EKS accepts ${mostLabels} labels in one selector.`,
      'Use fewer: a pod must have all of them.',
    );
  }
}
