import { ClusterSet, PodtrustError, type Trust, type TrustedCluster } from '../../lib';

const blue = { name: 'shop-1', issuer: { url: 'https://issuer.example/1' } };
const green = { name: 'shop-2', issuer: { url: 'https://issuer.example/2' } };
const serviceAccount = { namespace: 'shop', name: 'api' };
const trustIn = (cluster: TrustedCluster | undefined): Trust => ({
  mechanism: 'irsa',
  serviceAccount,
  cluster,
  bind: true,
});

function errorOf(run: () => unknown): PodtrustError {
  try {
    run();
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('makes a trust in each cluster, in the order of the names, and says which member each is in', () => {
  const clusters = new ClusterSet({ green, blue }, { retiring: ['green'] });

  expect(clusters.names).toEqual(['green', 'blue']);
  expect(clusters.trusts((cluster) => trustIn(cluster))).toEqual([
    { ...trustIn(green), member: { name: 'green', retiring: true } },
    { ...trustIn(blue), member: { name: 'blue', retiring: false } },
  ]);
});

test('makes several trusts in each cluster', () => {
  const clusters = new ClusterSet({ blue, green });
  const made = clusters.trusts((cluster, name) => [
    trustIn(cluster),
    { ...trustIn(cluster), serviceAccount: { namespace: name, name: 'worker' } },
  ]);
  expect(made.map(({ member, serviceAccount: { namespace } }) => [member?.name, namespace])).toEqual([
    ['blue', 'shop'],
    ['blue', 'blue'],
    ['green', 'shop'],
    ['green', 'green'],
  ]);
});

test('gives a trust that names an issuer alone its cluster', () => {
  const [trust] = new ClusterSet({ blue }).trusts(() => trustIn(undefined));
  expect(trust!.cluster).toBe(blue);
});

test('serves workloads by all clusters but those that are retiring', () => {
  expect(new ClusterSet({ blue, green }).serving()).toEqual([
    { name: 'blue', cluster: blue },
    { name: 'green', cluster: green },
  ]);
  expect(new ClusterSet({ blue, green }, { retiring: ['blue'] }).serving()).toEqual([
    { name: 'green', cluster: green },
  ]);
});

test('gives one cluster by its name, and refuses one that was taken out', () => {
  const clusters = new ClusterSet<string>({ green });
  expect(clusters.cluster('green')).toBe(green);
  const error = errorOf(() => clusters.cluster('blue'));
  expect(error.code).toBe('cluster-not-in-set');
  expect(error.message).toMatch(/no cluster "blue"; it has green[^]*fix: [^]*move its workloads/);
  expect(errorOf(() => clusters.cluster('constructor')).code).toBe('cluster-not-in-set');
});

describe('a set that cannot be right', () => {
  const other = (cluster: object) => ({ ...cluster, name: 'another-name' });
  test.each<[string, object, string[] | undefined, RegExp]>([
    ['without a cluster', {}, undefined, /no cluster for workloads\n/],
    ['whose clusters are all retiring', { blue }, ['blue'], /no cluster for workloads: every one of them is retiring/],
    ['with one cluster twice', { blue, green: blue }, undefined, /"blue" and "green" are one cluster, shop-1/],
    ['with one issuer twice', { blue, green: other(blue) }, undefined, /are one cluster/],
    [
      'with one ARN twice',
      { a: { name: 'a', arn: 'arn:1' }, b: { name: 'b', arn: 'arn:1' } },
      undefined,
      /one cluster/,
    ],
    [
      'with one id in two cases',
      { a: { name: 'a', id: '/S/1' }, b: { name: 'b', id: '/s/1' } },
      undefined,
      /one cluster/,
    ],
    ['with a name that Terraform could not use', { '1st': blue }, undefined, /a cluster is called "1st"/],
    ['with no name at all', { '': blue }, undefined, /a cluster is called ""/],
    ['with something that is no cluster', { blue: undefined }, undefined, /"blue" is not a cluster/],
    ['with a name in place of a cluster', { blue: 'shop-1' }, undefined, /"blue" is not a cluster/],
  ])('%s is refused', (_, clusters, retiring, message) => {
    const error = errorOf(() => new ClusterSet(clusters as Record<string, TrustedCluster>, { retiring }));
    expect(error.code).toBe('cluster-set-invalid');
    expect(error.message).toMatch(message);
    expect(error.remedy).toBeDefined();
  });

  test('that retires a cluster which it does not have is refused', () => {
    const error = errorOf(() => new ClusterSet<string>({ green }, { retiring: ['blue'] }));
    expect(error.code).toBe('cluster-not-in-set');
  });

  test.each([undefined, null, 'blue'])('that is given %p is refused', (clusters) => {
    expect(errorOf(() => new ClusterSet(clusters as never)).code).toBe('cluster-set-invalid');
  });

  test('whose function gives no trust is refused', () => {
    const error = errorOf(() => new ClusterSet({ blue }).trusts(() => undefined as never));
    expect(error.what).toBe('the function gives undefined for "blue"');
  });

  test('whose trust is in another cluster than the one that is asked for is refused', () => {
    const error = errorOf(() => new ClusterSet({ blue, green }).trusts(() => trustIn(blue)));
    expect(error.code).toBe('cluster-set-invalid');
    expect(error.message).toContain('the trust of shop/api for "green" is in the cluster shop-1');
  });
});

test('two clusters with one name, in two regions or resource groups, are two members', () => {
  const [eu, us] = ['1', '2'].map((id) => ({ name: 'shop', issuer: { url: `https://issuer.example/${id}` } }));
  expect(new ClusterSet({ eu: eu!, us: us! }).serving()).toHaveLength(2);
});
