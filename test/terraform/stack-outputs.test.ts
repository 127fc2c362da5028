import { TerraformStack, Testing } from 'cdktf';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { StackOutputs, resolvedIn } from '../../lib/terraform';

function twoStacks() {
  const app = Testing.app();
  const platform = new TerraformStack(app, 'platform');
  const workloads = new TerraformStack(app, 'workloads');
  const role = new IamRole(platform, 'role', { assumeRolePolicy: '{}' });
  return { app, platform, workloads, role };
}
const outputsOf = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)).output;

describe('what one stack puts out for another', () => {
  test('a value that has a name is read under it, and is not sensitive', () => {
    const { platform, workloads, role } = twoStacks();
    StackOutputs.of(platform).expose('backend_role_arn', role.arn);

    const read = resolvedIn(workloads, role.arn);

    expect(read).toBe('${data.terraform_remote_state.cross-stack-reference-input-platform.outputs.backend_role_arn}');
    expect(outputsOf(platform)).toEqual({ backend_role_arn: { value: '${aws_iam_role.role.arn}' } });
  });

  test('a value without a name is read under its Terraform address', () => {
    const { platform, workloads } = twoStacks();
    StackOutputs.of(platform);
    const cluster = new EksCluster(platform, 'c', { name: 'c', roleArn: 'r', vpcConfig: { subnetIds: [] } });

    const read = resolvedIn(workloads, cluster.identity.get(0).oidc.get(0).issuer);

    expect(read).toMatch(/outputs\.aws_eks_cluster_c_identity_0_oidc_0_issuer}$/);
    expect(outputsOf(platform).aws_eks_cluster_c_identity_0_oidc_0_issuer).toEqual({
      value: '${aws_eks_cluster.c.identity[0].oidc[0].issuer}',
    });
  });

  test('the reading stack waits for the other one', () => {
    const { platform, workloads, role } = twoStacks();
    StackOutputs.of(platform).expose('arn', role.arn);
    resolvedIn(workloads, role.arn);
    expect(workloads.dependsOn(platform)).toBe(true);
  });

  test('one name cannot stand for two values', () => {
    const { platform, role } = twoStacks();
    StackOutputs.of(platform).expose('arn', role.arn);
    StackOutputs.of(platform).expose('arn', role.arn);
    expect(() => StackOutputs.of(platform).expose('arn', role.name)).toThrow(/^output-name-taken at platform/);
  });
});
