import { PossibleOwners } from '../../../../lib/proof/mechanisms/entra/possible-owners';
import type { Identity } from '../../../../lib/proof/model/identity';
import { symbolOf } from '../../../../lib/proof/model/symbol';

const identity = (id: string, cloud: Identity['cloud'], resourceId?: string): Identity =>
  ({ id, cloud, resourceId }) as Identity;
const PARENT = symbolOf('var.parent');

test('a parent that is not known may be any identity of Azure, one that is known in part those that it fits', () => {
  const owners = new PossibleOwners([
    identity('app', 'azure', '/rg/app'),
    identity('job', 'azure', '/rg/job'),
    identity('role', 'aws'),
  ]);
  expect(owners.of(PARENT)).toEqual(['app', 'job']);
  expect(owners.of(`/${PARENT}/job`)).toEqual(['job']);
});

test('identities are looked at so many times for all parents together, and no more', () => {
  const owners = new PossibleOwners(
    Array.from({ length: 1_000 }, (_, index) => identity(`${index}`, 'azure', `/rg/${index}`)),
  );
  const told = Array.from({ length: 100 }, (_, index) => owners.of(symbolOf(`var.parent_${index}`)));
  expect(told[0]).toHaveLength(1_000);
  expect(told.filter((ids) => ids.length > 0)).toHaveLength(50);
});
