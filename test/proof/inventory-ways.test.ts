import fc from 'fast-check';
import { BecomingGraph } from '../../lib/proof/become/becoming';
import { becomingOf } from '../../lib/proof/inventory-becoming';
import { InventoryWays } from '../../lib/proof/inventory-ways';
import { evaluationOf } from './access-control/read-objects';
import { powerfulAccess } from './access-control/random-powers';
import { allow, becoming, eksWith, evaluated, pod } from './become/aws-program';

const RUNS = { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 200) };

test('an inventory tells the same who become a pod, by ways of the same length, as the program itself', () => {
  let ways = 0;
  fc.assert(
    fc.property(powerfulAccess, fc.constantFrom('todo', 'shop'), (objects, namespace) => {
      const evaluation = evaluationOf(objects as readonly object[]);
      const cluster = evaluation.clusters.get('aws_eks_cluster.main')!;
      const told = new BecomingGraph(evaluation)
        .of(cluster, { namespace, name: 'backend' })
        .who.map(({ who, becomes, steps, uncertain }) => [
          ...[who.replace(/^pods of /, 'ServiceAccount '), becomes],
          ...[steps.length, uncertain === undefined],
        ]);
      const goal = { cluster: cluster.id, namespace, name: 'backend' };
      // What a role grants that was not read is no way of the graph's; it says so apart.
      const rows = becomingOf(evaluation).filter(({ by }) => by.length > 0);
      const found = new InventoryWays({ becoming: rows, access: [] })
        .to([goal])
        .map(({ who, becomes, steps, uncertain }) => [who, becomes, steps.length, uncertain === undefined]);
      const sorted = (some: readonly unknown[][]): string[] => some.map((one) => one.join(' ')).sort();
      ways += found.length;
      expect(sorted(found)).toEqual(sorted(told));
    }),
    RUNS,
  );
  expect(ways).toBeGreaterThan(RUNS.numRuns / 2);
});

test.each([
  ['an access entry', {}, { kubernetes_groups: ['developers'] }],
  ['the right to make one', { may: [allow('eks:CreateAccessEntry')] }, undefined],
])('so does it of whoever comes in from AWS by %s, where RBAC lets everybody make pods', (_, ci, more) => {
  const API = 'rbac.authorization.k8s.io';
  const metadata = { name: 'pods', namespace: 'shop' };
  const objects = [
    {
      ...{ apiVersion: `${API}/v1`, kind: 'Role', metadata },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
    },
    {
      ...{
        apiVersion: `${API}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: API, kind: 'Role', name: 'pods' },
      },
      subjects: [{ kind: 'Group', name: 'system:authenticated', apiGroup: API }],
    },
  ];
  const entry = { cluster_name: '${aws_eks_cluster.main.name}', principal_arn: '${aws_iam_role.ci.arn}', ...more };
  const resources = more === undefined ? {} : { aws_eks_access_entry: { ci: entry } };
  const program = evaluated(eksWith({ orders: { trusts: [pod('shop/orders')] }, ci }, resources), objects);
  const goal = { cluster: 'aws_eks_cluster.main', namespace: 'shop', name: 'orders' };
  const found = new InventoryWays({ becoming: becomingOf(program), access: [] }).to([goal]);
  const expected = ['Group system:authenticated 1', 'aws_iam_role.ci 2'];
  expect(found.map(({ who, steps }) => `${who} ${steps.length}`).sort()).toEqual(expected);
  expect(
    becoming(program)
      .who.map(({ who, steps }) => `${who} ${steps.length}`)
      .sort(),
  ).toEqual(expected);
});
