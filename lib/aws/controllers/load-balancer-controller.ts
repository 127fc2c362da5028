import { EKS_CONTROLLERS } from '../../core';
import type { PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';

/** Options of {@link loadBalancerController}. */
export interface LoadBalancerControllerOptions {
  /**
   * Whether it changes what bears the tag of its own cluster alone, where its project's policy lets it change what bears the
   * tag of any. Default false, as the project publishes it.
   */
  readonly ownClusterOnly?: boolean;
  /** The VPC of the cluster, which the chart is told: the controller then need not ask the instance's metadata. Default none. */
  readonly vpcId?: string;
}

/** The tag that the controller puts on what it makes; its value is the cluster's name. */
const CLUSTER = 'elbv2.k8s.aws/cluster';

/** What the project's policies for the isolated partitions leave out: those regions do not have it. */
const NOT_ISOLATED = new Set([
  'elasticloadbalancing:DescribeTrustStores',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeCapacityReservation',
  'elasticloadbalancing:ModifyListenerAttributes',
  'elasticloadbalancing:ModifyCapacityReservation',
]);

/** The AWS Load Balancer Controller, with the policy that its project publishes for the cluster's partition. */
export function loadBalancerController(options: LoadBalancerControllerOptions = {}): EksController {
  const { ownClusterOnly = false, vpcId } = options;
  return {
    ...EKS_CONTROLLERS.loadBalancer,
    description: 'manage load balancers, their target groups and security groups',
    source: {
      where: 'kubernetes-sigs/aws-load-balancer-controller, docs/install/iam_policy.json, and those of the partitions',
      version: '225f44568848',
    },
    statements: ({ partition, clusterName }): readonly PolicyStatement[] => {
      const isolated = partition.startsWith('aws-iso');
      const within = (actions: readonly string[]): readonly string[] =>
        isolated ? actions.filter((action) => !NOT_ISOLATED.has(action)) : actions;
      const requested = `aws:RequestTag/${CLUSTER}`;
      const present = `aws:ResourceTag/${CLUSTER}`;
      /** Conditions by which a tag is there, or is the cluster's own, beside others. */
      const tagged = (key: string, equals = {}, isNull = {}) =>
        ownClusterOnly
          ? {
              StringEquals: { ...equals, [key]: clusterName },
              ...(Object.keys(isNull).length > 0 ? { Null: isNull } : {}),
            }
          : {
              ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
              Null: { ...isNull, [key]: 'false' },
            };
      const elb = (...kinds: string[]): string[] =>
        kinds.map((kind) => `arn:${partition}:elasticloadbalancing:*:*:${kind}`);
      const securityGroups = [`arn:${partition}:ec2:*:*:security-group/*`];
      const balancers = elb('targetgroup/*/*', 'loadbalancer/net/*/*', 'loadbalancer/app/*/*');
      const listeners = elb(
        'listener/net/*/*/*',
        'listener/app/*/*/*',
        'listener-rule/net/*/*/*',
        'listener-rule/app/*/*/*',
      );
      const all = ['*'];
      return [
        {
          actions: ['iam:CreateServiceLinkedRole'],
          resources: all,
          conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
        },
        {
          actions: within([
            'ec2:DescribeAccountAttributes',
            'ec2:DescribeAddresses',
            'ec2:DescribeAvailabilityZones',
            'ec2:DescribeCoipPools',
            'ec2:DescribeInstances',
            'ec2:DescribeInternetGateways',
            'ec2:DescribeIpamPools',
            'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeRouteTables',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeSubnets',
            'ec2:DescribeTags',
            'ec2:DescribeVpcPeeringConnections',
            'ec2:DescribeVpcs',
            'ec2:GetCoipPoolUsage',
            'ec2:GetSecurityGroupsForVpc',
            'elasticloadbalancing:DescribeCapacityReservation',
            'elasticloadbalancing:DescribeListenerAttributes',
            'elasticloadbalancing:DescribeListenerCertificates',
            'elasticloadbalancing:DescribeListeners',
            'elasticloadbalancing:DescribeLoadBalancerAttributes',
            'elasticloadbalancing:DescribeLoadBalancers',
            'elasticloadbalancing:DescribeRules',
            'elasticloadbalancing:DescribeSSLPolicies',
            'elasticloadbalancing:DescribeTags',
            'elasticloadbalancing:DescribeTargetGroupAttributes',
            'elasticloadbalancing:DescribeTargetGroups',
            'elasticloadbalancing:DescribeTargetHealth',
            'elasticloadbalancing:DescribeTrustStores',
          ]),
          resources: all,
        },
        {
          actions: [
            'acm:DescribeCertificate',
            'acm:ListCertificates',
            'cognito-idp:DescribeUserPoolClient',
            'iam:GetServerCertificate',
            'iam:ListServerCertificates',
            'shield:CreateProtection',
            'shield:DeleteProtection',
            'shield:DescribeProtection',
            'shield:GetSubscriptionState',
            'waf-regional:AssociateWebACL',
            'waf-regional:DisassociateWebACL',
            'waf-regional:GetWebACL',
            'waf-regional:GetWebACLForResource',
            'wafv2:AssociateWebACL',
            'wafv2:DisassociateWebACL',
            'wafv2:GetWebACL',
            'wafv2:GetWebACLForResource',
          ],
          resources: all,
        },
        {
          actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
          resources: all,
        },
        { actions: ['ec2:CreateSecurityGroup'], resources: all },
        {
          actions: ['ec2:CreateTags'],
          resources: securityGroups,
          conditions: tagged(requested, { 'ec2:CreateAction': 'CreateSecurityGroup' }),
        },
        {
          actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
          resources: securityGroups,
          conditions: tagged(present, {}, { [requested]: 'true' }),
        },
        {
          actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupIngress'],
          resources: all,
          conditions: tagged(present),
        },
        {
          actions: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
          resources: all,
          conditions: tagged(requested),
        },
        {
          actions: [
            'elasticloadbalancing:CreateListener',
            'elasticloadbalancing:CreateRule',
            'elasticloadbalancing:DeleteListener',
            'elasticloadbalancing:DeleteRule',
          ],
          resources: all,
        },
        {
          actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
          resources: balancers,
          conditions: tagged(present, {}, { [requested]: 'true' }),
        },
        {
          actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
          resources: listeners,
        },
        {
          actions: within([
            'elasticloadbalancing:DeleteLoadBalancer',
            'elasticloadbalancing:DeleteTargetGroup',
            'elasticloadbalancing:ModifyCapacityReservation',
            'elasticloadbalancing:ModifyIpPools',
            'elasticloadbalancing:ModifyListenerAttributes',
            'elasticloadbalancing:ModifyLoadBalancerAttributes',
            'elasticloadbalancing:ModifyTargetGroup',
            'elasticloadbalancing:ModifyTargetGroupAttributes',
            'elasticloadbalancing:SetIpAddressType',
            'elasticloadbalancing:SetSecurityGroups',
            'elasticloadbalancing:SetSubnets',
          ]),
          resources: all,
          conditions: tagged(present),
        },
        {
          actions: ['elasticloadbalancing:AddTags'],
          resources: balancers,
          conditions: tagged(requested, {
            'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup'],
          }),
        },
        {
          actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
          resources: elb('targetgroup/*/*'),
        },
        {
          actions: [
            'elasticloadbalancing:AddListenerCertificates',
            'elasticloadbalancing:ModifyListener',
            'elasticloadbalancing:ModifyRule',
            'elasticloadbalancing:RemoveListenerCertificates',
            'elasticloadbalancing:SetRulePriorities',
            'elasticloadbalancing:SetWebAcl',
          ],
          resources: all,
        },
      ];
    },
    values: ({ clusterName, region }) => ({ clusterName, region, ...(vpcId === undefined ? {} : { vpcId }) }),
  };
}
