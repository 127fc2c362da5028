import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { Json, RuleExample } from '../example';

const GROUPS: Json = {
  apiVersion: 'vpcresources.k8s.aws/v1beta1',
  kind: 'SecurityGroupPolicy',
  metadata: { namespace: 'todo', name: 'backend' },
  spec: {
    podSelector: { matchLabels: { app: 'backend' } },
    securityGroups: { groupIds: ['sg-0123456789abcdef0'] },
  },
};

/** The cluster and its association, with a VPC CNI that has these settings. */
function withCni(mode: string): Json {
  const example = podIdentity();
  example.resource.aws_eks_addon.cni = {
    cluster_name: '${aws_eks_cluster.main.name}',
    addon_name: 'vpc-cni',
    configuration_values: `\${jsonencode({ env = { ENABLE_POD_ENI = "true", POD_SECURITY_GROUP_ENFORCING_MODE = "${mode}" } })}`,
  };
  return example;
}

export const example: RuleExample = {
  bad: [terraform(withCni('strict')), manifests(serviceAccount(), GROUPS, deployment())],
  good: [terraform(withCni('standard')), manifests(serviceAccount(), GROUPS, deployment())],
};
