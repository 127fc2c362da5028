import { prove } from '../../../lib/proof';
import type { Json } from '../todo-program';

interface Program {
  readonly addon?: string;
  readonly account?: string;
  readonly selector?: Json;
  readonly profile?: Json;
  readonly association?: Json;
}

/** The findings on Fargate of a cluster whose add-on has a role by Pod Identity. */
function found(program: Program): string[] {
  const {
    addon = 'aws-ebs-csi-driver',
    account = 'ebs-csi-controller-sa',
    selector = { namespace: 'kube-system' },
  } = program;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: { ArnEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' } },
      },
    ],
  };
  const cluster_name = '${aws_eks_cluster.main.name}';
  const resource = {
    aws_eks_cluster: { main: { name: 'main' }, other: { name: 'other' } },
    aws_iam_role: { addon: { name: 'addon', assume_role_policy: JSON.stringify(trust) } },
    aws_eks_addon: {
      agent: { cluster_name, addon_name: 'eks-pod-identity-agent' },
      addon: {
        cluster_name,
        addon_name: addon,
        pod_identity_association: { role_arn: '${aws_iam_role.addon.arn}', service_account: account },
      },
    },
    aws_eks_fargate_profile: { all: { cluster_name, selector, ...program.profile } },
  };
  const { findings } = prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }]);
  return findings.filter(({ rule }) => rule === 'pod-identity-on-fargate').map(({ message }) => message);
}

test('an add-on whose pods a Fargate profile takes gets no role by Pod Identity, though no manifest shows its pods', () => {
  const [message, ...others] = found({});
  expect(message).toMatch(
    /add-on aws-ebs-csi-driver.*kube-system\/ebs-csi-controller-sa.*run on Fargate by aws_eks_fargate_profile\.all/,
  );
  expect(others).toEqual([]);
  expect(found({ selector: { namespace: 'kube-*' } })).toHaveLength(1);
  expect(
    found({
      addon: 'external-dns',
      account: 'external-dns',
      selector: [{ namespace: 'x' }, { namespace: 'external-dns' }],
    }),
  ).toHaveLength(1);
});

test.each<[string, Program]>([
  ['a DaemonSet, which never runs there', { addon: 'vpc-cni', account: 'aws-node' }],
  ['a DaemonSet of a driver', { addon: 'aws-efs-csi-driver', account: 'efs-csi-node-sa' }],
  ['an account that is not known', { account: 'my-controller' }],
  ['a profile of another namespace', { selector: { namespace: 'shop' } }],
  ['a profile of another cluster', { profile: { cluster_name: '${aws_eks_cluster.other.name}' } }],
  [
    'a profile by labels, which the add-on’s pods may not have',
    { selector: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } },
  ],
])('and nothing is said of %s', (_, program) => {
  expect(found(program)).toEqual([]);
});
