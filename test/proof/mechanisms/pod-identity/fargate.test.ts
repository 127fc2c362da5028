import { takesWorkload } from '../../../../lib/proof/mechanisms/pod-identity/fargate';
import type { FargateSelector } from '../../../../lib/proof/model/cluster-runtime';

/** Whether a profile takes a pod of shop/app. */
function takes(...selectors: FargateSelector[]): boolean {
  return takesWorkload(
    { id: 'profile', selectors, at: { file: 'main.tf', pointer: '' } },
    { namespace: 'shop', podLabels: { app: 'web', tier: 'front' } },
  );
}

describe('a Fargate profile takes a pod', () => {
  test('whose namespace one of its selectors matches', () => {
    expect(takes({ namespace: 'shop', labels: {} })).toBe(true);
    expect(takes({ namespace: 's*', labels: {} })).toBe(true);
    expect(takes({ namespace: 'todo', labels: {} }, { namespace: 'shop', labels: {} })).toBe(true);
  });

  test('that has every label of the same selector', () => {
    expect(takes({ namespace: 'shop', labels: { app: 'w?b', tier: 'front' } })).toBe(true);
    expect(takes({ namespace: 'shop', labels: { app: 'web', tier: 'back' } })).toBe(false);
    expect(takes({ namespace: 'shop', labels: { other: '*' } })).toBe(false);
    expect(takes({ namespace: 'todo', labels: { app: 'web' } }, { namespace: 'shop', labels: { app: 'api' } })).toBe(
      false,
    );
  });

  test('and no other', () => {
    expect(takes()).toBe(false);
    expect(takes({ namespace: 'todo', labels: {} })).toBe(false);
    expect(takes({ namespace: '', labels: {} })).toBe(false);
  });
});
