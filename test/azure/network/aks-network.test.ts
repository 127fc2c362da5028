import { AksNetwork, type AksNetworkProps } from '../../../lib/azure/network/aks-network';
import { PLACE, synthesized } from '../synthesized';

const GROUP = 'azurerm_network_security_group';
const ASSOCIATION = 'azurerm_subnet_network_security_group_association';
const made = (props: Partial<AksNetworkProps> = {}) =>
  synthesized((stack) => new AksNetwork(stack, 'network', { ...PLACE, name: 'vnet-todo', ...props }));

test('the node subnet has a security group with Azure’s own rules alone, which let nobody in from the internet', () => {
  const { only } = made();

  expect(only(GROUP)).toMatchObject({ name: 'vnet-todo-nodes' });
  expect(only(GROUP)).not.toHaveProperty('security_rule');
  expect(only(ASSOCIATION)).toMatchObject({
    subnet_id: expect.stringMatching(/^\$\{azurerm_subnet\./),
    network_security_group_id: expect.stringMatching(/^\$\{azurerm_network_security_group\./),
  });
});

test('it has none where that is said', () => {
  const { all } = made({ withoutSecurityGroup: true });

  expect([...all(GROUP), ...all(ASSOCIATION)]).toEqual([]);
});
