import { EksServiceLinkedRoles, type EksServiceLinkedRole } from '../../../lib/aws';
import { awsStack, cluster, codeOf, resources } from '../synthesized';
import { openLines, provenStack } from './proven-clusters';

const servicesOf = (roles?: readonly EksServiceLinkedRole[]) => {
  const stack = awsStack();
  new EksServiceLinkedRoles(stack, 'roles', { roles });
  return resources(stack, 'aws_iam_service_linked_role').map(({ aws_service_name }) => aws_service_name);
};

describe('service-linked roles', () => {
  test('are those of clusters and node groups, and of Fargate where that is said', () => {
    expect(servicesOf()).toEqual(['eks.amazonaws.com', 'eks-nodegroup.amazonaws.com']);
    expect(servicesOf(['fargate'])).toEqual(['eks-fargate.amazonaws.com']);
  });

  test('are there before a cluster that depends on them', () => {
    const stack = awsStack();
    const roles = new EksServiceLinkedRoles(stack, 'roles');
    cluster(stack, { networkAddons: false, dependsOn: roles.dependables });

    expect(roles.dependables).toHaveLength(2);
    expect(resources(stack, 'aws_eks_cluster')[0].depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_iam_service_linked_role\.roles_cluster_/),
        expect.stringMatching(/^aws_iam_service_linked_role\.roles_node-group_/),
      ]),
    );
  });

  test.each([[[]], [['cluster', 'cluster']], [['windows']]])('are refused: %j', (roles) => {
    expect(codeOf(() => servicesOf(roles as EksServiceLinkedRole[]))).toBe('service-linked-role-invalid');
  });

  test('are nothing that the proof has anything to say of', () => {
    const inventory = provenStack((stack) => {
      new EksServiceLinkedRoles(stack, 'roles', { roles: ['cluster', 'node-group', 'fargate'] });
    });
    expect(openLines(inventory)).toEqual([]);
  });
});
