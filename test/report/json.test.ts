import type { Inventory } from '../../lib/proof/inventory';
import { prove } from '../../lib/proof/prove';
import { reportJson } from '../../lib/report/json';

const role = {
  'main.tf.json': JSON.stringify({
    resource: {
      aws_iam_role: {
        app: {
          name: 'app',
          assume_role_policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
          }),
        },
      },
    },
  }),
};

const inventoryOf = (files: Readonly<Record<string, string>>): Inventory =>
  prove(Object.entries(files).map(([file, text]) => ({ file, text })));

const written = (inventory: Inventory): string => [...reportJson(inventory)].join('');

describe('the inventory as JSON', () => {
  it('is in its pieces what it is as a whole', () => {
    const inventory = inventoryOf(role);
    expect(written(inventory)).toBe(`${JSON.stringify(inventory, null, 2)}\n`);
    expect(JSON.parse(written(inventory))).toMatchObject({ policies: [{ kind: 'trust' }], findings: [] });
  });

  it('leaves out a field that has no value, also the last', () => {
    const inventory: Inventory = { ...inventoryOf(role), policies: undefined, settings: undefined };
    expect(written(inventory)).toBe(`${JSON.stringify(inventory, null, 2)}\n`);
  });

  it('makes the policies once, and for who asks for them', () => {
    const inventory = inventoryOf(role);
    expect(inventory.policies).toHaveLength(1);
    expect(inventory.policies).toBe(inventory.policies);
  });
});
