import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack, Testing } from 'cdktf';
import { resolvedIn, StackOutputs, type StateBackend, useStateBackend } from '../../lib/terraform';

function synthesized(backend?: StateBackend, outdir = 'cdktf.out') {
  const app = Testing.stubVersion(new App({ outdir, stackTraces: false }));
  const platform = new TerraformStack(app, 'platform');
  const workloads = new TerraformStack(app, 'workloads');
  for (const stack of [platform, workloads]) useStateBackend(stack, backend);
  const role = new IamRole(platform, 'role', { assumeRolePolicy: '{}' });
  StackOutputs.of(platform).expose('arn', role.arn);
  resolvedIn(workloads, role.arn);
  const [first, second] = [platform, workloads].map((stack) => JSON.parse(Testing.synth(stack)));
  return { backend: first.terraform.backend ?? first.terraform.cloud, read: second.data.terraform_remote_state };
}
const readOf = (result: ReturnType<typeof synthesized>) => result.read['cross-stack-reference-input-platform'];

describe('the state backend', () => {
  test('is local by default, beside cdktf.json and not inside cdktf.out, by a relative path', () => {
    const result = synthesized();
    expect(result.backend.local.path).toBe('../../../terraform.platform.tfstate');
    expect(readOf(result).config.path).toBe('../../../terraform.platform.tfstate');
  });

  test('no absolute path gets in, even with an output folder elsewhere', () => {
    expect(synthesized(undefined, Testing.app().outdir).backend.local.path).toBe('../../../terraform.platform.tfstate');
  });

  test('S3 is encrypted, has a lock file, and each stack its key', () => {
    const result = synthesized({ type: 's3', bucket: 'state', region: 'eu-west-1' });
    expect(result.backend.s3).toMatchObject({ key: 'podtrust/platform.tfstate', encrypt: true, use_lockfile: true });
    expect(readOf(result)).toMatchObject({
      backend: 's3',
      config: { bucket: 'state', key: 'podtrust/platform.tfstate' },
    });
  });

  test('azurerm signs in by Entra ID', () => {
    const result = synthesized({ type: 'azurerm', storageAccountName: 'state', containerName: 'tf' });
    expect(result.backend.azurerm).toMatchObject({ use_azuread_auth: true, key: 'podtrust/platform.tfstate' });
    expect(readOf(result).backend).toBe('azurerm');
  });

  test('HCP Terraform gets a workspace for each stack', () => {
    const result = synthesized({ type: 'hcp', organization: 'example' });
    expect(result.backend).toMatchObject({ organization: 'example', workspaces: { name: 'podtrust-platform' } });
    expect(readOf(result).config.workspaces).toEqual({ name: 'podtrust-platform' });
  });
});
