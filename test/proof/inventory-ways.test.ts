import fc from 'fast-check';
import { BecomingGraph } from '../../lib/proof/become/becoming';
import { becomingOf } from '../../lib/proof/inventory-becoming';
import { InventoryWays } from '../../lib/proof/inventory-ways';
import { evaluationOf } from './access-control/read-objects';
import { powerfulAccess } from './access-control/random-powers';

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
      const becoming = becomingOf(evaluation).filter(({ by }) => by.length > 0);
      const found = new InventoryWays({ becoming, access: [] })
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
