import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import type * as core from 'cdktf';
import { useAzurermVersion } from '../../lib/terraform/azurerm-version';
import { useRequiredTags } from '../../lib/terraform/required-tags';

/** A second copy, as a program has whose core is installed as `cdktf` and as `cdktn`. */
function anotherCopy(): typeof core {
  let copy: typeof core | undefined;
  jest.isolateModules(() => (copy = jest.requireActual<typeof core>('cdktf')));
  return copy!;
}

const { App, TerraformStack, Testing } = anotherCopy();

test('a stack of another copy of the core gets its tags', () => {
  const stack = new TerraformStack(new App(), 's');
  useRequiredTags(stack, { tags: { owner: 'platform' } });
  new IamRole(stack, 'role', { assumeRolePolicy: '{}' });
  expect(JSON.parse(Testing.synth(stack)).resource.aws_iam_role.role.tags).toEqual({ owner: 'platform' });
});

test.each(['json', 'hcl'])('a stack of another copy of the core is written for azurerm 5, as %s', (form) => {
  const stack = new TerraformStack(new App(), 's');
  useAzurermVersion(stack, 5);
  new FederatedIdentityCredential(stack, 'credential', {
    name: 'todo',
    resourceGroupName: 'rg',
    parentId: 'the-identity',
    issuer: 'https://issuer.example/',
    subject: 'system:serviceaccount:todo:backend',
    audience: ['api://AzureADTokenExchange'],
  });
  const written = form === 'json' ? Testing.synth(stack) : Testing.synthHcl(stack);
  expect(written).toMatch(/user_assigned_identity_id"?\s*[:=] "the-identity"/);
  expect(written).not.toContain('parent_id');
});
