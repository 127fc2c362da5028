import { EKS_CONTROLLERS } from '../../core';
import type { PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';

/**
 * The cluster autoscaler. It changes the Auto Scaling groups with the tag `k8s.io/cluster-autoscaler/<cluster>` of the
 * value `owned`, which EKS puts on those of its node groups, and no others.
 */
export function clusterAutoscaler(): EksController {
  return {
    ...EKS_CONTROLLERS.clusterAutoscaler,
    description: 'scale the node groups of its cluster',
    source: {
      where: 'kubernetes/autoscaler, cluster-autoscaler/cloudprovider/aws/README.md',
      version: '55c37cd5eb55',
    },
    statements: ({ partition, region, account, clusterName }): readonly PolicyStatement[] => [
      {
        actions: [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeAutoScalingInstances',
          'autoscaling:DescribeLaunchConfigurations',
          'autoscaling:DescribeScalingActivities',
          'ec2:DescribeImages',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplateVersions',
          'ec2:GetInstanceTypesFromInstanceRequirements',
        ],
        resources: ['*'],
      },
      {
        actions: ['eks:DescribeNodegroup'],
        resources: [`arn:${partition}:eks:${region}:${account}:nodegroup/${clusterName}/*/*`],
      },
      {
        actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        resources: [`arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`],
        conditions: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned' } },
      },
    ],
    values: ({ clusterName, region }) => ({ autoDiscovery: { clusterName }, awsRegion: region }),
  };
}
