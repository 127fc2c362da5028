import { isOnlyReferredTo } from '../../../lib/proof/model/identity';

describe('an identity', () => {
  test.each([
    'data.azurerm_user_assigned_identity.app',
    'platform/data.azurerm_user_assigned_identity.app',
    'infra/main.tf/data.aws_iam_role.app["a/b"]',
    'module.apps["one.two"].data.azurerm_user_assigned_identity.app[0]',
    'module.data.data.azurerm_user_assigned_identity.app',
  ])('GIVEN %s THEN it is only referred to', (id) => {
    expect(isOnlyReferredTo({ id })).toBe(true);
  });

  test.each([
    'azurerm_user_assigned_identity.data',
    'module.data.azurerm_user_assigned_identity.app',
    'platform/module.data["x"].azurerm_user_assigned_identity.app',
    'data-platform/azurerm_user_assigned_identity.app["a/data.b"]',
  ])('GIVEN %s THEN it is made by what was read', (id) => {
    expect(isOnlyReferredTo({ id })).toBe(false);
  });
});
