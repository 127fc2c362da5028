import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack, Testing } from 'cdktf';
import { useRequiredTags } from '../../lib/terraform';

test('every resource that takes tags gets them, on both clouds, and its own tags win', () => {
  const stack = new TerraformStack(Testing.app(), 's');
  useRequiredTags(stack, { tags: { owner: 'platform', stage: 'test' }, required: ['owner'] });
  new IamRole(stack, 'role', { assumeRolePolicy: '{}', tags: { owner: 'todo' } });
  new ResourceGroup(stack, 'group', { name: 'g', location: 'westeurope' });
  const { resource } = JSON.parse(Testing.synth(stack));
  expect(resource.aws_iam_role.role.tags).toEqual({ owner: 'todo', stage: 'test' });
  expect(resource.azurerm_resource_group.group.tags).toEqual({ owner: 'platform', stage: 'test' });
});

test('a required tag without a value is refused', () => {
  const stack = new TerraformStack(Testing.app(), 's');
  expect(() => useRequiredTags(stack, { tags: { owner: '' }, required: ['owner'] })).toThrow(
    /^required-tag-missing at s/,
  );
});
