import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import { escapeTemplates } from '../../lib/terraform';

/** What Terraform's template language makes of an escaped text without interpolations. */
const asTerraformReads = (text: string) => text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');

describe('escaping of Terraform templates', () => {
  test('a shell script keeps its ${…} and %{…}, in values and in keys', () => {
    expect(escapeTemplates({ 'a${b}': ['echo ${HOME}\n', 'date +%{x}', 7, null, true] })).toEqual({
      'a$${b}': ['echo $${HOME}\n', 'date +%%{x}', 7, null, true],
    });
  });

  test('what Terraform reads is what was written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a${}%\n]*$/), (text) => {
        expect(asTerraformReads(escapeTemplates(text) as string)).toBe(text);
      }),
    );
  });

  test('a token passes unharmed beside an escaped literal, into the synthesized manifest', () => {
    const stack = new TerraformStack(Testing.app(), 's');
    const role = new IamRole(stack, 'role', { assumeRolePolicy: '{}' });
    const manifest = { kind: 'ConfigMap', data: { arn: role.arn, script: 'echo ${HOME}', both: `${role.arn} \${X}` } };
    new Manifest(stack, 'm', { manifest: escapeTemplates(manifest) as never });
    expect(JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest.m.manifest.data).toEqual({
      arn: '${aws_iam_role.role.arn}',
      script: 'echo $${HOME}',
      both: '${aws_iam_role.role.arn} $${X}',
    });
  });
});
