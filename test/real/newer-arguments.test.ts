import { takeOutNewerArguments } from './newer-arguments';
import { isAtLeast } from './versions';

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

test('versions are compared by number', () => {
  expect(isAtLeast('5.100.0', '5.99.1')).toBe(true);
  expect(isAtLeast('go1.26.8', '1.26.6')).toBe(true);
  expect(isAtLeast('1.9.9', '1.10.0')).toBe(false);
});
