import { MECHANISMS } from '../../../lib/proof/mechanisms/mechanisms';

test('answers name the mechanisms in one order, whose rows are called by these words', () => {
  expect(MECHANISMS.map(({ slug }) => slug)).toEqual([
    'irsa',
    'eks-pod-identity',
    'entra-workload-identity',
    // By an identity binding, whose rows are those of the identity's own trust.
    'entra-workload-identity',
    'aad-pod-identity',
    'node',
  ]);
});
