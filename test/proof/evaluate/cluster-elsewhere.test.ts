import { clusterElsewhere } from '../../../lib/proof/evaluate/cluster-elsewhere';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const UNKNOWN = symbolOf('var.issuer');
const OPEN = 'which cluster main stands for is not known before apply, and so which objects are in it';

function why(parts: Partial<Cluster>): string | undefined {
  const at = { file: 'main.tf', pointer: '' };
  const main: Cluster = { id: 'main', cloud: 'azure', issuer: 'https://a.example/', issuerText: '', at, ...parts };
  return clusterElsewhere({ clusters: new Map([['main', main]]) }, 'main');
}

describe('objects that are not in the input may still be in a cluster', () => {
  test('of which only apply tells which it is', () => {
    expect(why({ unread: true })).toBe(OPEN);
    expect(why({ issuer: UNKNOWN })).toBe(OPEN);
  });

  test('and not in one that the input names by its name, its resource id or its issuer, or that is none of the input’s', () => {
    expect(why({})).toBeUndefined();
    expect(why({ issuer: UNKNOWN, name: 'main' })).toBeUndefined();
    expect(why({ issuer: UNKNOWN, resourceId: '/aks' })).toBeUndefined();
    expect(clusterElsewhere({ clusters: new Map() }, 'main')).toBeUndefined();
  });
});
