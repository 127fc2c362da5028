import { EksFargateProfile, type EksFargateProfileProps, PodRole, irsa, podIdentity } from '../../../lib/aws';
import { runsOnFargate } from '../../../lib/aws/identity/fargate-uses';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';
import { accessLines, openLines, provenStack } from './proven-clusters';

const REPORTS = { namespace: 'shop', name: 'reports' };
const ALL_OF_SHOP = [{ namespace: 'shop' }];

function profile(props: Partial<EksFargateProfileProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { networkAddons: false });
  new EksFargateProfile(stack, 'shop', { cluster: eks, name: 'shop', selectors: ALL_OF_SHOP, ...props });
  return stack;
}

describe('a Fargate profile', () => {
  test('takes the pods of its selectors, in the private subnets of its cluster', () => {
    const selectors = [{ namespace: 'shop' }, { namespace: 'dev-*', labels: { compute: 'fargate' } }];
    expect(resources(profile({ selectors }), 'aws_eks_fargate_profile')[0]).toMatchObject({
      fargate_profile_name: 'shop',
      subnet_ids: ['subnet-1', 'subnet-2'],
      selector: [{ namespace: 'shop' }, { namespace: 'dev-*', labels: { compute: 'fargate' } }],
    });
  });

  test('has a pod execution role that Fargate may assume for the profiles of its cluster alone', () => {
    const stack = profile();

    const [statement] = policy(resource(stack, 'aws_iam_role', 'shop_role').assume_role_policy).Statement;
    expect(statement).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    expect(statement.Condition).toEqual({
      ArnLike: {
        'aws:SourceArn': expect.stringMatching(
          /^\$\{replace\(aws_eks_cluster\.\w+\.arn, .:cluster\/., .:fargateprofile\/.\)\}\/\*$/,
        ),
      },
    });
    expect(resource(stack, 'aws_iam_role_policy_attachment', 'shop_role').policy_arn).toBe(
      'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
    );
  });

  test('names the profiles of a cluster whose ARN is known', () => {
    const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/there';
    const stack = profile({ cluster: { name: 'there', arn, region: 'eu-west-1' }, subnetIds: ['subnet-1'] });

    const [statement] = policy(resource(stack, 'aws_iam_role', 'shop_role').assume_role_policy).Statement;
    expect(statement.Condition.ArnLike['aws:SourceArn']).toBe(
      'arn:aws:eks:eu-west-1:111122223333:fargateprofile/there/*',
    );
  });

  test('uses a pod execution role that is given', () => {
    const podExecutionRoleArn = 'arn:aws:iam::111122223333:role/fargate';
    const stack = profile({ podExecutionRoleArn });

    expect(resources(stack, 'aws_eks_fargate_profile')[0].pod_execution_role_arn).toBe(podExecutionRoleArn);
    expect(resource(stack, 'aws_iam_role', 'shop_role')).toBeUndefined();
  });

  const selector = { namespace: 'a' };
  test.each<[string, string, Partial<EksFargateProfileProps>]>([
    ['a name that begins with eks-', 'name-invalid', { name: 'eks-shop' }],
    ['a name of 101 characters', 'name-invalid', { name: 'n'.repeat(101) }],
    ['no selector', 'fargate-selectors-invalid', { selectors: [] }],
    ['six selectors', 'fargate-selectors-invalid', { selectors: Array.from({ length: 6 }, () => selector) }],
    [
      'six labels',
      'fargate-selectors-invalid',
      {
        selectors: [{ namespace: 'a', labels: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } }],
      },
    ],
    ['a namespace with a capital', 'name-invalid', { selectors: [{ namespace: 'Shop' }] }],
    ['an empty namespace', 'name-invalid', { selectors: [{ namespace: '' }] }],
    ['no subnet', 'subnets-too-few', { subnetIds: [] }],
    ['a role that is not one', 'role-arn-malformed', { podExecutionRoleArn: 'fargate' }],
    [
      'a role of another partition',
      'partition-mismatch',
      {
        podExecutionRoleArn: 'arn:aws-us-gov:iam::111122223333:role/fargate',
      },
    ],
  ])('is refused with %s', (_, code, props) => {
    expect(codeOf(() => profile(props))).toBe(code);
  });
});

describe('EKS Pod Identity of pods that run on Fargate', () => {
  /** A role by Pod Identity and a profile, in both orders. */
  const both = (selectors: EksFargateProfileProps['selectors'], bind = true) =>
    [false, true].map((profileFirst) => {
      const stack = awsStack();
      const eks = cluster(stack);
      const role = () =>
        new PodRole(stack, 'role', { trusts: [podIdentity({ cluster: eks, serviceAccount: REPORTS, bind })] });
      const profile = () => new EksFargateProfile(stack, 'profile', { cluster: eks, name: 'shop', selectors });
      return codeOf(() => (profileFirst ? [profile(), role()] : [role(), profile()]));
    });

  test('is refused where a profile takes every pod of the namespace, whichever is made first', () => {
    expect(both(ALL_OF_SHOP)).toEqual(['pod-identity-on-fargate', 'pod-identity-on-fargate']);
    expect(both([{ namespace: 's?o*' }])).toEqual(['pod-identity-on-fargate', 'pod-identity-on-fargate']);
  });

  test('is left to the proof where labels decide, and accepted elsewhere', () => {
    expect(both([{ namespace: 'shop', labels: { compute: 'fargate' } }])).toEqual([undefined, undefined]);
    expect(both([{ namespace: 'shop-b' }, { namespace: 'sh' }])).toEqual([undefined, undefined]);
    expect(both([{ namespace: '${var.namespace}' }])).toEqual([undefined, undefined]);
  });

  test('is accepted where the trust only admits, since nothing is associated', () => {
    expect(both(ALL_OF_SHOP, false)).toEqual([undefined, undefined]);
  });

  test('is refused with words that name both', () => {
    const stack = awsStack();
    const eks = cluster(stack);
    new EksFargateProfile(stack, 'profile', { cluster: eks, name: 'shop', selectors: ALL_OF_SHOP });
    const trusts = [podIdentity({ cluster: eks, serviceAccount: REPORTS })];

    expect(() => new PodRole(stack, 'role', { trusts })).toThrow(
      /at platform\/role: the service account shop\/reports .* by the selector shop of platform\/profile\n.*why: +No agent.*\n.*fix: Give the role by irsa/,
    );
  });

  test('a cluster tells where pods run', () => {
    const stack = awsStack();
    const eks = cluster(stack);
    const selectors = [{ namespace: 'shop' }, { namespace: 'dev-*', labels: { a: 'b' } }];
    new EksFargateProfile(stack, 'profile', { cluster: eks, name: 'shop', selectors });

    const answers = ['shop', 'dev-a', 'other', '${var.namespace}'].map((name) => runsOnFargate(eks, name));
    expect(answers).toEqual(['always', 'perhaps', 'never', 'perhaps']);
  });
});

test('the proof finds what runs on Fargate with its role by IRSA, and nothing to say', () => {
  const inventory = provenStack(
    (stack) => {
      const eks = cluster(stack, { coreDnsOn: 'fargate' });
      new EksFargateProfile(stack, 'shop', { cluster: eks, name: 'shop', selectors: ALL_OF_SHOP });
      new PodRole(stack, 'reports', { name: 'reports', trusts: [irsa({ cluster: eks, serviceAccount: REPORTS })] });
    },
    `
apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: shop
  annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/reports' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reports, namespace: shop }
spec:
  selector: { matchLabels: { app: reports } }
  template:
    metadata: { labels: { app: reports } }
    spec: { serviceAccountName: reports, hostNetwork: false, containers: [{ name: app, image: app }] }
`,
  );

  expect(accessLines(inventory)).toEqual([
    'kube-system/aws-node eks-pod-identity aws_iam_role.cluster_vpc-cni-role_A21EB1B7',
    'shop/reports irsa aws_iam_role.reports_7921670E Deployment/shop/reports',
  ]);
  expect(openLines(inventory).filter((line) => !line.startsWith('note claim-assumed'))).toEqual([]);
});
