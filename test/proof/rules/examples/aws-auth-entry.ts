import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const node =
  '- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:bootstrappers, system:nodes]\n';
const administrator =
  '- rolearn: arn:aws:iam::111122223333:role/deployer\n  username: deployer\n  groups: [system:masters]\n';

const awsAuth = (mapRoles: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'aws-auth', namespace: 'kube-system' },
  data: { mapRoles },
});

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount(), deployment(), awsAuth(node + administrator))],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment(), awsAuth(node))],
};
