import { prove } from '../../../../lib/proof';

const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app, namespace: shop }\n';

function said(clusters: number): readonly string[] {
  const blocks = Array.from({ length: clusters }, (_, index) => `resource "aws_eks_cluster" "c${index}" {}\n`);
  return prove([
    { file: 'main.tf', text: blocks.join('') },
    { file: 'objects.yaml', text: `${ACCOUNT}---\n${ACCOUNT.replace('app', 'job')}` },
  ]).undecided.map(({ about, because }) => `${about}: ${because}`);
}

test('of which cluster objects are is said once a file, and of many clusters some are named', () => {
  expect(said(1)).toEqual([]);
  expect(said(2)).toEqual([
    'objects.yaml: nothing says which of the clusters aws_eks_cluster.c0, aws_eks_cluster.c1 these objects are in; each is taken as possible (say --cluster ID=PATH)',
  ]);
  expect(said(7)).toEqual([expect.stringContaining('aws_eks_cluster.c4 and 2 more these objects are in') as string]);
});
