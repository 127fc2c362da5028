import { HostNetworkRefusals } from '../../../../lib/proof/mechanisms/node/host-network-refusals';
import type { NamespaceSet } from '../../../../lib/proof/model/known/namespace-set';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const refusal = (id: string, namespaces: NamespaceSet) => ({
  cluster: 'main',
  id,
  namespaces,
  at: { file: 'policy.yaml', pointer: '' },
});

test('of several refusals of a namespace the first one is told', () => {
  const refusals = new HostNetworkRefusals([
    refusal('first', { only: ['todo'] }),
    refusal('second', { only: ['todo', 'shop'] }),
  ]);
  expect(refusals.of('main', 'todo')).toMatchObject({ id: 'first' });
  expect(refusals.of('main', 'shop')).toMatchObject({ id: 'second' });
  expect(refusals.of('other', 'todo')).toBeUndefined();
});

test('a namespace that is not known may be the one that is left out', () => {
  const refusals = new HostNetworkRefusals([refusal('most', { except: ['monitoring'] })]);
  expect(refusals.of('main', 'todo')).toMatchObject({ id: 'most' });
  expect(refusals.of('main', 'monitoring')).toBeUndefined();
  expect(refusals.of('main', symbolOf('var.namespace'))).toBeUndefined();
});
