import { PossibleOwners } from '../../../../lib/proof/mechanisms/entra/possible-owners';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { managedIdentity } from '../../model/identity';

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
  expect(told.filter((ids) => ids !== undefined)).toHaveLength(50);
});

describe('a parent that is known', () => {
  const parentOf = (name: string): string =>
    `/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const of = (id: string, parts: Partial<Identity>): Identity => ({ ...managedIdentity(id), ...parts });
  const unknown = symbolOf('x.id');
  const application = of('application', { kind: 'entra-application', name: 'app', resourceId: unknown });
  const all = [
    of('named', { name: 'App', resourceId: unknown }),
    of('unread', { name: 'app' }),
    of('other', { name: 'other', resourceId: unknown }),
    of('unnamed', { name: symbolOf('var.name'), resourceId: unknown }),
    of('known', { name: 'app', resourceId: parentOf('known') }),
    application,
  ];

  test('may be an identity of its name, or of a name that is not known, whose own resource id is not', () => {
    const owners = new PossibleOwners(all);
    expect(owners.of(parentOf('app'))).toEqual(['named', 'unread', 'unnamed']);
    expect(owners.of(parentOf('none'))).toEqual(['unnamed']);
    expect(owners.isToBeTold(parentOf('app'))).toBe(true);
    const named = new PossibleOwners([all[0]!, application]);
    expect(named.of(parentOf('none'))).toEqual([]);
    expect([parentOf('none'), parentOf('app'), undefined, PARENT].map((one) => named.isToBeTold(one))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('of an application may be an application alone', () => {
    expect(new PossibleOwners(all).of('/applications/1')).toEqual(['application']);
    expect(new PossibleOwners(all.slice(0, 5)).of('/applications/1')).toHaveLength(0);
  });

  test('is to be told where too many may be it', () => {
    const owners = new PossibleOwners(Array.from({ length: 50_001 }, (_, index) => of(`${index}`, { name: 'app' })));
    expect(owners.of(parentOf('app'))).toBeUndefined();
    expect(owners.isToBeTold(parentOf('app'))).toBe(true);
  });
});
