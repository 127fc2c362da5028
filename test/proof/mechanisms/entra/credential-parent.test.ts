import { mayBeParent } from '../../../../lib/proof/mechanisms/entra/credential-parent';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const at = { file: 'main.tf', pointer: '' };
const identity = (resourceId?: string): Identity => ({
  id: 'azurerm_user_assigned_identity.app',
  cloud: 'azure',
  kind: 'managed-identity',
  name: 'app',
  claimName: symbolOf('azurerm_user_assigned_identity.app.client_id'),
  resourceId,
  trustAt: at,
  at,
});
const ID = symbolOf('azurerm_user_assigned_identity.app.id');

test('the parent of a credential is known not to be an identity whose id it only begins with', () => {
  expect(mayBeParent(`${ID}x`, identity(ID))).toBe(false);
  expect(mayBeParent(`${ID}/`, identity(ID))).toBe(false);
});

test('a parent that is not known, or was not read, may be any identity', () => {
  expect(mayBeParent(ID, identity(ID))).toBe(true);
  expect(mayBeParent(symbolOf('var.parent'), identity(ID))).toBe(true);
  expect(mayBeParent(undefined, identity(ID))).toBe(true);
  expect(mayBeParent(ID, identity())).toBe(true);
});

test('resource ids are compared without regard to case', () => {
  const id = (group: string, subscription = symbolOf('var.subscription')): string =>
    `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`;
  expect(mayBeParent(id('RG'), identity(id('rg')))).toBe(true);
  expect(mayBeParent(id('other'), identity(id('rg')))).toBe(false);
  expect(mayBeParent(id('RG', '1'), identity(id('rg')))).toBe(true);
  expect(mayBeParent(id('RG', '1').toUpperCase(), identity(id('rg')))).toBe(true);
});

test('a resource id that is known may be that of an identity of its name alone, whose id is not known', () => {
  const id = (name: string): string =>
    `/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  expect(mayBeParent(id('APP'), identity(ID))).toBe(true);
  expect(mayBeParent(id('other'), identity(ID))).toBe(false);
  expect(mayBeParent(id('app-prod'), { ...identity(ID), name: `app-${symbolOf('var.env')}` })).toBe(true);
  expect(mayBeParent(id('web-prod'), { ...identity(ID), name: `app-${symbolOf('var.env')}` })).toBe(false);
  expect(mayBeParent('/applications/1', identity(ID))).toBe(false);
  expect(mayBeParent(id('app'), { ...identity(`/applications/${ID}`), kind: 'entra-application' })).toBe(false);
});
