import { configMapIndex, withConfigMapVariables } from '../../../lib/proof/evaluate/config-map-variables';
import type { ConfigMap } from '../../../lib/proof/model/kubernetes/config-map';
import type { Model } from '../../../lib/proof/model/model';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';

const place = { file: 'app.yaml', pointer: '' };
const map = (
  kind: ConfigMap['kind'],
  name: string,
  data: Record<string, string>,
  more: Partial<ConfigMap> = {},
): ConfigMap => ({ clusters: ['main'], kind, namespace: 'shop', name, data, at: place, ...more }) as ConfigMap;

const READ = [
  map('ConfigMap', 'settings', { ROLE: 'one', REGION: 'eu' }),
  map('Secret', 'settings', { ROLE: 'secret' }),
  map('ConfigMap', 'foreign', { ROLE: 'foreign' }, { namespace: 'todo' }),
  // The namespace and the name of one read together as those of another.
  map('ConfigMap', 'issing', { ROLE: 'other' }, { namespace: 'shopm' }),
  map('ConfigMap', 'far', { ROLE: 'far' }, { clusters: ['other'] }),
];

/** A pod of shop as its containers see it. */
function seen(spec: unknown, configMaps: readonly ConfigMap[] = READ, clusters: readonly string[] = ['main']): unknown {
  const index = configMapIndex({ configMaps } as unknown as Model);
  return withConfigMapVariables({ kind: 'Pod', spec }, { clusters, namespace: 'shop' } as unknown as Workload, index)
    .spec;
}
const container = (parts: Record<string, unknown>): unknown => ({ containers: [{ name: 'app', ...parts }] });

describe('the variables that a container takes from elsewhere', () => {
  test('are its own where all of a ConfigMap or a Secret become variables, with the prefix it gives them', () => {
    expect(seen(container({ envFrom: [{ configMapRef: { name: 'settings' } }] }))).toEqual(
      container({
        envFrom: [],
        env: [
          { name: 'ROLE', value: 'one' },
          { name: 'REGION', value: 'eu' },
        ],
      }),
    );
    expect(seen(container({ envFrom: [{ prefix: 'AWS_', secretRef: { name: 'settings' } }] }))).toEqual(
      container({ envFrom: [], env: [{ name: 'AWS_ROLE', value: 'secret' }] }),
    );
  });

  test('come before those that it sets itself, which win', () => {
    const own = [{ name: 'ROLE', value: 'own' }];
    expect(seen(container({ envFrom: [{ secretRef: { name: 'settings' } }], env: own }))).toEqual(
      container({ envFrom: [], env: [{ name: 'ROLE', value: 'secret' }, ...own] }),
    );
  });

  test('are known by the key that they name', () => {
    const one = (kind: string, name: string, key: string): unknown => ({
      name: 'AWS_ROLE_ARN',
      valueFrom: { [kind]: { name, key } },
    });
    const value = (text: string): unknown => container({ env: [{ name: 'AWS_ROLE_ARN', value: text }] });
    expect(seen(container({ env: [one('configMapKeyRef', 'settings', 'ROLE')] }))).toEqual(value('one'));
    expect(seen(container({ env: [one('secretKeyRef', 'settings', 'ROLE')] }))).toEqual(value('secret'));
    for (const unread of [one('secretKeyRef', 'settings', 'REGION'), one('configMapKeyRef', 'missing', 'ROLE')]) {
      expect(seen(container({ env: [unread] }))).toEqual(container({ env: [unread] }));
    }
  });

  test('stay as they are written where what they come from was not read, or is of another namespace or cluster', () => {
    for (const name of ['missing', 'foreign', 'far']) {
      const envFrom = [{ configMapRef: { name } }];
      expect(seen(container({ envFrom }))).toEqual(container({ envFrom, env: [] }));
    }
    expect(seen(container({ envFrom: [{ configMapRef: { name: 'far' } }] }), READ, ['main', 'other'])).toEqual(
      container({ envFrom: [], env: [{ name: 'ROLE', value: 'far' }] }),
    );
  });

  test('are those of init containers as well, which a pod need not have', () => {
    const env = [{ name: 'X', value: 'y' }];
    expect(seen({ containers: [], initContainers: [{ envFrom: [{ secretRef: { name: 'settings' } }], env }] })).toEqual(
      {
        containers: [],
        initContainers: [{ envFrom: [], env: [{ name: 'ROLE', value: 'secret' }, ...env] }],
      },
    );
    expect(Object.keys(seen({ containers: [] }) as object)).toEqual(['containers']);
  });

  test('leave what is no container or no variable alone', () => {
    const odd = {
      containers: [
        'app',
        null,
        { env: ['x', null, { name: 'a', valueFrom: 'b' }, { name: 'c', valueFrom: { fieldRef: {} } }] },
        { name: 'bare' },
      ],
    };
    expect(seen(odd)).toEqual(odd);
    expect(seen({ containers: 'app' })).toEqual({ containers: 'app' });
    expect(seen('spec')).toBe('spec');
    expect(seen(container({ envFrom: ['x', null, { prefix: 1, configMapRef: 'settings' }] }))).toEqual(
      container({ envFrom: ['x', null, { prefix: 1, configMapRef: 'settings' }], env: [] }),
    );
    const bare = container({ env: [], envFrom: [] });
    expect(seen(bare)).toEqual(bare);
  });

  test('are looked at only where anything was read', () => {
    const spec = container({ envFrom: [{ configMapRef: { name: 'settings' } }] });
    expect(seen(spec, [])).toBe(spec);
  });
});
