import { NEWER_AWS_RESOURCES, replaceNewerResources, takeOutNewerArguments } from './newer-arguments';
import { isAtLeast } from './install/versions';

const newer = [{ resource: 'aws_eks_cluster', argument: 'deletion_protection', since: '6.9.0' }];
const synthesized = () => ({ resource: { aws_eks_cluster: { main: { name: 'todo', deletion_protection: true } } } });

describe('an older provider than the typed one', () => {
  test('gets nothing that it does not know', () => {
    const terraform = synthesized();
    const taken = takeOutNewerArguments(terraform, newer, '5.100.0');
    expect(taken).toEqual(['aws_eks_cluster.deletion_protection (since 6.9.0)']);
    expect(terraform.resource.aws_eks_cluster.main).toEqual({ name: 'todo' });
  });

  test('keeps what its version brought', () => {
    const terraform = synthesized();
    expect(takeOutNewerArguments(terraform, newer, '6.9.0')).toEqual([]);
    expect(terraform).toEqual(synthesized());
  });
});

describe('a resource that an older provider does not know', () => {
  const synthesized = {
    resource: {
      aws_eks_capability: { ack: { cluster_name: 'shop', type: 'ACK', role_arn: 'arn:aws:iam::1:role/ack' } },
      aws_eks_access_policy_association: { view: { depends_on: ['aws_eks_capability.ack'] } },
    },
  };

  test('is what EKS makes by itself, and what depended on it follows', () => {
    const { terraform, replaced } = replaceNewerResources(synthesized, NEWER_AWS_RESOURCES, '5.100.0');
    expect(replaced).toEqual(['aws_eks_capability (since 6.25.0), aws_eks_access_entry in its place']);
    expect(terraform.resource).toEqual({
      aws_eks_access_entry: { ack: { cluster_name: 'shop', principal_arn: 'arn:aws:iam::1:role/ack' } },
      aws_eks_access_policy_association: { view: { depends_on: ['aws_eks_access_entry.ack'] } },
    });
  });

  test('stays where the version has it', () => {
    const same = replaceNewerResources(synthesized, NEWER_AWS_RESOURCES, '6.25.0');
    expect(same).toEqual({ terraform: synthesized, replaced: [] });
  });
});

test('versions are compared by number', () => {
  expect(isAtLeast('5.100.0', '5.99.1')).toBe(true);
  expect(isAtLeast('go1.26.8', '1.26.6')).toBe(true);
  expect(isAtLeast('1.9.9', '1.10.0')).toBe(false);
});
