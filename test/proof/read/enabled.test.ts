import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { eks, irsaRole, undecidedOf } from '../kubernetes-program';

/** What is made in a `.tofu` file, beside an EKS cluster. */
const proved = (text: string, ...files: readonly { file: string; text: string }[]): Inventory =>
  prove([{ file: 'main.tofu', text: eks(text) }, ...files]);
const role = (lifecycle: string, name = 'backup', account = 'shop/pg'): string =>
  irsaRole(name, account).replace(/\}\s*$/, `lifecycle {\n${lifecycle}\n}\n}\n`);
const rows = ({ access }: Inventory): readonly string[] =>
  access.map(({ identity, conditional, uncertain }) =>
    [identity, conditional && 'conditional', uncertain && 'uncertain'].filter(Boolean).join(' '),
  );

describe('what OpenTofu makes by lifecycle.enabled', () => {
  test.each(['true', '"true"', '!false', 'var.on'])('is there where it is %s', (enabled) => {
    const inventory = proved(role(`enabled = ${enabled}`) + 'variable "on" { default = true }');
    expect(rows(inventory)).toEqual(['aws_iam_role.backup']);
    expect(undecidedOf(inventory)).toEqual([]);
  });

  test.each(['false', '"false"', '1 > 2'])('is not there where it is %s', (enabled) => {
    const inventory = proved(role(`enabled = ${enabled}`));
    expect(inventory.identities).toEqual([]);
    expect(rows(inventory)).toEqual([]);
    expect(undecidedOf(inventory)).toEqual([]);
  });

  test('is there perhaps where that is not known, which is said once', () => {
    const inventory = proved(role('enabled = var.on') + 'variable "on" {}');
    expect(rows(inventory)).toEqual(['aws_iam_role.backup conditional uncertain']);
    expect(undecidedOf(inventory)).toEqual([
      'aws_iam_role.backup: whether it is made (lifecycle.enabled) is not known before apply',
    ]);
  });

  test('is null for who refers to it where it is not made', () => {
    const given = (name: string): string =>
      irsaRole(name, 'shop/pg').replace(/name = ".*"/, `name = try(aws_iam_role.backup.name, "none-${name}")`);
    const { identities } = proved(role('enabled = false') + given('one'));
    expect(identities.map(({ name }) => name)).toEqual(['none-one']);
    const chosen = proved(
      role('enabled = false') + given('one').replace(/try\(.*\)/, 'aws_iam_role.backup == null ? "off" : "on"'),
    );
    expect(chosen.identities.map(({ name }) => name)).toEqual(['off']);
  });

  test('other settings of lifecycle leave it there', () => {
    expect(rows(proved(role('prevent_destroy = true')))).toEqual(['aws_iam_role.backup']);
  });

  test('is a module’s whole content too', () => {
    const call = (enabled: string): Inventory =>
      prove([
        {
          file: 'main.tofu',
          text: `module "m" {\n  source = "./m"\n  lifecycle {\n    enabled = ${enabled}\n  }\n}\noutput "role" {\n  value = try(module.m.role, "none")\n}\n`,
        },
        {
          file: 'm/main.tf',
          text: `${eks(irsaRole('backup', 'shop/pg'))}\noutput "role" {\n  value = aws_iam_role.backup.name\n}\n`,
        },
      ]);
    expect(rows(call('false'))).toEqual([]);
    expect(rows(call('true'))).toEqual(['module.m.aws_iam_role.backup']);
  });
});
