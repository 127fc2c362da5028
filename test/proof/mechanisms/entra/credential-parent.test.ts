import { mayBeParent } from '../../../../lib/proof/mechanisms/entra/credential-parent';
import type { Identity } from '../../../../lib/proof/model/identity';
import { symbolOf } from '../../../../lib/proof/model/symbol';

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
  const id = (group: string): string => `/subscriptions/${symbolOf('var.subscription')}/resourceGroups/${group}/app`;
  expect(mayBeParent(id('RG'), identity(id('rg')))).toBe(true);
  expect(mayBeParent(id('other'), identity(id('rg')))).toBe(false);
  expect(mayBeParent('/subscriptions/1/resourceGroups/RG/app', identity(id('rg')))).toBe(true);
});
