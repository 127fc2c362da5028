import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';

const ROLE = 'arn:aws:iam::111122223333:role/nodes';

const proved = (lists: object): Inventory =>
  prove([
    {
      file: 'cluster.json',
      text: JSON.stringify({
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region: 'eu-west-1' },
        ...lists,
      }),
    },
  ]);
const rows = ({ access }: Inventory): readonly string[] =>
  access.map(
    ({ namespace, serviceAccount, identity, mechanism }) =>
      `${namespace}/${serviceAccount} -> ${identity} ${mechanism}`,
  );
const OPEN =
  'the roles that eksctl itself makes for its node groups are not read: whom they let in, and to what, is not known';

describe('a node group of eksctl', () => {
  test.each(['managedNodeGroups', 'nodeGroups'])(
    'of %s gives its role to every pod, which is two hops off at most',
    (list) => {
      const inventory = proved({ [list]: [{ name: 'a', iam: { instanceRoleARN: ROLE } }] });
      expect(rows(inventory)).toEqual([`*/* -> ${ROLE} node`]);
      expect(inventory.undecided).toEqual([]);
    },
  );

  test('that keeps pods away from the metadata service gives it to none of them', () => {
    const inventory = proved({ nodeGroups: [{ name: 'a', disablePodIMDS: true, iam: { instanceRoleARN: ROLE } }] });
    expect(rows(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('whose role eksctl makes is said once for all of them', () => {
    const { undecided } = proved({ managedNodeGroups: [{ name: 'a' }, { name: 'b' }], nodeGroups: [{ name: 'c' }] });
    expect(undecided.map(({ because }) => because)).toEqual([OPEN]);
  });

  test('whose instances are made by a template of one’s own leaves open who reaches the role', () => {
    const group = { name: 'a', iam: { instanceRoleARN: ROLE }, launchTemplate: { id: 'lt-0a1b' } };
    const inventory = proved({ managedNodeGroups: [group] });
    expect(rows(inventory)).toEqual([]);
    expect(inventory.undecided).toHaveLength(1);
  });
});
