import { condition, irsa, terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const ISSUER = '${aws_eks_cluster.main.identity[0].oidc[0].issuer}';
const KEY = '${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}';

const withTrustOf = (name: string): ExampleFile =>
  terraform(
    irsa({
      provider: { url: ISSUER },
      conditions: [
        condition('StringEquals', `${KEY}:sub`, `system:serviceaccount:kube-system:${name}`),
        condition('StringEquals', `${KEY}:aud`, 'sts.amazonaws.com'),
      ],
      more: {
        aws_eks_cluster: { main: { name: 'main' } },
        aws_eks_addon: {
          ebs: {
            cluster_name: '${aws_eks_cluster.main.name}',
            addon_name: 'aws-ebs-csi-driver',
            service_account_role_arn: '${aws_iam_role.backend.arn}',
          },
        },
      },
    }),
  );

export const example: RuleExample = {
  bad: [withTrustOf('ebs-csi-controller')],
  good: [withTrustOf('ebs-csi-controller-sa')],
};
