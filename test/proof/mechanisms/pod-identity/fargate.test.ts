import { isOfCluster, takesWorkload } from '../../../../lib/proof/mechanisms/pod-identity/fargate';
import { isUnknown } from '../../../../lib/proof/model/known/known';
import type { Known } from '../../../../lib/proof/model/known/known';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import type { FargateProfile, FargateSelector } from '../../../../lib/proof/model/cluster/cluster-runtime';

/** Whether a profile takes a pod of shop/app. */
function takes(...selectors: FargateSelector[]): Known {
  return takesWorkload({ id: 'profile', selectors }, { namespace: 'shop', podLabels: { app: 'web', tier: 'front' } });
}

test('a Fargate profile is of the cluster that it names, or may be of one whose name is not known', () => {
  const of = (parts: Partial<FargateProfile>): Known =>
    isOfCluster({ id: 'profile', clusterText: 'main', selectors: [], ...parts } as FargateProfile, 'main');
  expect(of({ cluster: 'main' })).toBe(true);
  expect(of({ cluster: 'other' })).toBe(false);
  expect(of({ possibleClusters: ['other'] })).toBe(false);
  expect(of({ possibleClusters: ['other', 'main'] })).toEqual({
    why: 'whether profile is of main is not known before apply',
  });
});

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

  test('that may have such a label, or not: it is not known', () => {
    const pod = { namespace: 'shop', podLabels: { app: 'web' }, openLabels: true } as const;
    const taken = (...selectors: FargateSelector[]): Known => takesWorkload({ id: 'profile', selectors }, pod);
    expect(taken({ namespace: 'shop', labels: { tier: 'front' } })).toEqual({
      why: 'whether its pods have the label tier is not known before apply',
    });
    expect(taken({ namespace: 'shop', labels: { app: 'api', tier: 'front' } })).toBe(false);
    expect(taken({ namespace: 'shop', labels: { tier: 'front' } }, { namespace: 'shop', labels: {} })).toBe(true);
  });

  test('by a namespace or by labels that are not known: it is not known', () => {
    const unknown = symbolOf('var.own');
    const selectors: readonly FargateSelector[] = [
      { namespace: unknown, labels: {} },
      { namespace: 'shop', labels: {}, openLabels: true },
      { namespace: 'shop', labels: { app: unknown } },
      { namespace: 'shop', labels: { [unknown]: 'web' } },
    ];
    expect(selectors.map((selector) => isUnknown(takes(selector)))).toEqual([true, true, true, true]);
    expect(takes(selectors[1]!)).toEqual({ why: 'which labels profile selects by is not known before apply' });
    expect(takes({ namespace: 'todo', labels: {}, openLabels: true })).toBe(false);
  });

  test('and no other', () => {
    expect(takes()).toBe(false);
    expect(takes({ namespace: 'todo', labels: {} })).toBe(false);
    expect(takes({ namespace: '', labels: {} })).toBe(false);
  });
});
