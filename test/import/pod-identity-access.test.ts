import type { InMemoryDocument } from '../../lib/proof';
import type { PodIdentityAccess } from '../../lib/import/access';
import { readPodIdentityAccess } from '../../lib/import/read-access';
import {
  azureIdentity,
  azureIdentityBinding,
  azurePodIdentityException,
  clientId,
  dump,
  resourceId,
  serviceAccount,
  SUBSCRIPTION,
  workload,
} from './dump';

type Json = Readonly<Record<string, unknown>>;

function read(...items: readonly Json[]): PodIdentityAccess {
  return readPodIdentityAccess([dump(...items)]);
}

/** `namespace/account: identity, identity: workload, workload` of each account; `*` for one that is kept. */
function accountsOf({ accounts }: PodIdentityAccess): string[] {
  return accounts.map(
    ({ namespace, name, kept, identities, workloads }) =>
      `${namespace}/${name}${kept ? '*' : ''}: ${identities.map((one) => one.name).join()}: ${workloads.map(({ object }) => object).join()}`,
  );
}

/** `object: because` of what is not in the program. */
function leftOf({ left }: PodIdentityAccess): string[] {
  return left.map(({ object, because }) => `${object}: ${because}`);
}

/** An identity of the namespace `shop`, bound by its name. */
const bound = (name: string, number: number, selector = name): Json[] => [
  azureIdentity(['shop', name], number),
  azureIdentityBinding(['shop', name], name, selector),
];

describe('a workload with the label of a binding', () => {
  test('gets an account of its own, for the managed identity as it is', () => {
    const access = read(...bound('demo', 1), workload('Deployment', ['shop', 'api'], { selector: 'demo' }));
    expect(accountsOf(access)).toEqual(['shop/id-1: id-1: Deployment/shop/api']);
    expect(access.identities).toEqual([
      {
        id: resourceId('id-1').toLowerCase(),
        name: 'id-1',
        resourceId: resourceId('id-1'),
        key: 'id-1',
        resourceGroup: 'rg-shop',
        subscription: SUBSCRIPTION,
        clientId: clientId(1),
        origins: [{ object: 'AzureIdentity/shop/demo', at: { file: 'dump.yaml', pointer: '/items/0' } }],
        permissions: [],
      },
    ]);
    expect(leftOf(access)).toEqual([]);
  });

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Pod'])(
    'may be a %s',
    (kind) => {
      const access = read(...bound('demo', 1), workload(kind, ['shop', 'api'], { selector: 'demo' }));
      expect(accountsOf(access)).toEqual([`shop/id-1: id-1: ${kind}/shop/api`]);
    },
  );

  test('is there once with its ReplicaSet and its pods, and a CronJob with its Jobs and theirs', () => {
    const selector = 'demo';
    const access = read(
      ...bound('demo', 1),
      workload('Pod', ['shop', 'api-5f-x'], { selector, owner: 'ReplicaSet/api-5f' }),
      workload('ReplicaSet', ['shop', 'api-5f'], { selector, owner: 'Deployment/api' }),
      workload('Deployment', ['shop', 'api'], { selector }),
      workload('Pod', ['shop', 'tick-29000000-x'], { selector, owner: 'Job/tick-29000000' }),
      workload('Job', ['shop', 'tick-29000000'], { selector, owner: 'CronJob/tick' }),
      workload('CronJob', ['shop', 'tick'], { selector }),
    );
    expect(accountsOf(access)).toEqual(['shop/id-1: id-1: CronJob/shop/tick,Deployment/shop/api']);
    expect(leftOf(access)).toEqual([]);
  });

  test('is found by the names of its pods’ owners where the dump leaves those out', () => {
    const selector = 'demo';
    const access = read(
      ...bound('demo', 1),
      workload('Pod', ['shop', 'api-5f-x'], {
        selector,
        owner: 'ReplicaSet/api-5f',
        labels: { 'pod-template-hash': '5f' },
      }),
      workload('Deployment', ['shop', 'api'], { selector }),
      workload('Pod', ['shop', 'tick-29000000-x'], { selector, owner: 'Job/tick-29000000' }),
      workload('CronJob', ['shop', 'tick'], { selector }),
    );
    expect(accountsOf(access)).toEqual(['shop/id-1: id-1: CronJob/shop/tick,Deployment/shop/api']);
    expect(leftOf(access)).toEqual([]);
  });

  test.each([
    [
      'of a kind that is not Kubernetes’ own',
      [workload('Deployment', ['shop', 'api'], { selector: 'demo', owner: 'Rollout/api' })],
      'Rollout/shop/api',
    ],
    [
      'that was not read',
      [workload('Pod', ['shop', 'api'], { selector: 'demo', owner: 'StatefulSet/api' })],
      'StatefulSet/shop/api',
    ],
    [
      'that owns itself',
      [workload('ReplicaSet', ['shop', 'api'], { selector: 'demo', owner: 'ReplicaSet/api' })],
      'an owner that it owns itself',
    ],
  ] as const)('is left behind with an owner %s', (_, workloads, name) => {
    const access = read(...bound('demo', 1), ...workloads);
    expect(access.accounts).toEqual([]);
    expect(leftOf(access)).toContainEqual(expect.stringContaining(`: ${name} makes it, which was not read`));
  });

  test('that its owner does not give it, is left behind', () => {
    const access = read(
      ...bound('demo', 1),
      workload('ReplicaSet', ['shop', 'api']),
      workload('Pod', ['shop', 'api-x'], { selector: 'demo', owner: 'ReplicaSet/api' }),
    );
    expect(access.accounts).toEqual([]);
    expect(leftOf(access)).toEqual([
      'Pod/shop/api-x: ReplicaSet/shop/api makes it, whose pods do not get demo: something else gives them the label',
    ]);
  });

  test('says what somebody who switches it has to know', () => {
    const helm = { labels: { 'app.kubernetes.io/managed-by': 'Helm' } };
    const { accounts } = read(
      ...bound('demo', 1),
      workload('Deployment', ['shop', 'a'], { selector: 'demo', metadata: helm }),
      workload('DaemonSet', ['shop', 'b'], { selector: 'demo', spec: { hostNetwork: true } }),
      workload('Job', ['shop', 'c'], { selector: 'demo' }),
      workload('Deployment', ['shop', 'd'], { selector: 'demo' }),
    );
    const said = accounts[0]!.workloads.map(({ object, notes, withoutProxy }) => [object, notes, withoutProxy]);
    expect(said).toEqual([
      ['DaemonSet/shop/b', [expect.stringContaining('the proxy sidecar is not for it')], 'it has hostNetwork'],
      ['Deployment/shop/a', [expect.stringContaining('Helm manages it')], undefined],
      ['Deployment/shop/d', [], undefined],
      ['Job/shop/c', [expect.stringContaining('it is replaced when it is switched')], undefined],
    ]);
  });
});

describe('the account', () => {
  const api = (account: string, selector?: string, name = 'api') =>
    workload('Deployment', ['shop', name], { account, ...(selector ? { selector } : {}) });

  test('is kept where all who run as it get the same identities', () => {
    const access = read(...bound('demo', 1), api('api', 'demo'), serviceAccount(['shop', 'api']));
    expect(accountsOf(access)).toEqual(['shop/api*: id-1: Deployment/shop/api']);
  });

  test('is another one where somebody else runs as it who gets nothing, or something else', () => {
    const nothing = read(...bound('demo', 1), api('api', 'demo'), api('api', undefined, 'other'));
    expect(accountsOf(nothing)).toEqual(['shop/id-1: id-1: Deployment/shop/api']);
    const something = read(...bound('demo', 1), ...bound('more', 2), api('api', 'demo'), api('api', 'more', 'other'));
    expect(accountsOf(something)).toEqual([
      'shop/id-1: id-1: Deployment/shop/api',
      'shop/id-2: id-2: Deployment/shop/other',
    ]);
  });

  test('is not the default one, nor one whose name is taken', () => {
    const access = read(
      ...bound('demo', 1),
      api('default', 'demo'),
      serviceAccount(['shop', 'id-1']),
      api('id-1-2', undefined, 'other'),
    );
    expect(accountsOf(access)).toEqual(['shop/id-1-3: id-1: Deployment/shop/api']);
  });

  test('is one in each namespace', () => {
    const access = read(
      azureIdentity(['shop', 'demo'], 1, { namespaced: false }),
      azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
      workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
      workload('Deployment', ['other', 'api'], { selector: 'demo' }),
    );
    expect(accountsOf(access)).toEqual([
      'other/id-1: id-1: Deployment/other/api',
      'shop/id-1: id-1: Deployment/shop/api',
    ]);
  });

  test('keeps identities of one name in two namespaces apart', () => {
    const access = read(
      ...bound('demo', 1),
      azureIdentity(['other', 'demo'], 2),
      azureIdentityBinding(['other', 'demo'], 'demo', 'demo'),
      workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
      workload('Deployment', ['other', 'api'], { selector: 'demo' }),
    );
    expect(accountsOf(access)).toEqual([
      'other/id-2: id-2: Deployment/other/api',
      'shop/id-1: id-1: Deployment/shop/api',
    ]);
  });

  test('of several identities has the first binding’s by default, and says how to ask for the others', () => {
    const access = read(
      azureIdentity(['shop', 'one'], 1),
      azureIdentity(['shop', 'two'], 2),
      azureIdentityBinding(['shop', 'b'], 'one', 'both'),
      azureIdentityBinding(['shop', 'a'], 'two', 'both'),
      workload('Deployment', ['shop', 'api'], { selector: 'both' }),
    );
    expect(accountsOf(access)).toEqual(['shop/id-2-id-1: id-2,id-1: Deployment/shop/api']);
    expect(access.accounts[0]!.workloads[0]!.notes).toEqual([
      `It has 2 identities: id-2 is the default, and for id-1 the application has to name the client id itself (${clientId(1)}).`,
    ]);
  });

  test('that is annotated already keeps its identity as the default, and is not kept for another one', () => {
    const annotated = (number: number) => ({
      metadata: {
        name: 'api',
        namespace: 'shop',
        annotations: { 'azure.workload.identity/client-id': clientId(number) },
      },
    });
    const objects = [...bound('a', 1, 'both'), ...bound('b', 2, 'both'), api('api', 'both')];
    expect(accountsOf(read(...objects, serviceAccount(['shop', 'api'], annotated(2))))).toEqual([
      'shop/api*: id-2,id-1: Deployment/shop/api',
    ]);
    expect(accountsOf(read(...objects, serviceAccount(['shop', 'api'], annotated(3))))).toEqual([
      'shop/id-1-id-2: id-1,id-2: Deployment/shop/api',
    ]);
  });

  test('that is new pulls images as the old one does, and lacks what RBAC gave that, which is said', () => {
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
    const subjects = [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }];
    const access = read(
      ...bound('demo', 1),
      api('api', 'demo'),
      api('api', undefined, 'other'),
      serviceAccount(['shop', 'api'], { imagePullSecrets: [{ name: 'registry' }] }),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'r', namespace: 'shop' },
        roleRef,
        subjects,
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'c' },
        roleRef,
        subjects,
      },
    );
    expect(leftOf(access)).toEqual([
      'ClusterRoleBinding/c: it names shop/api, and pods of it get another account: id-1',
      'RoleBinding/shop/r: it names shop/api, and pods of it get another account: id-1',
    ]);
    expect(access.accounts[0]!.manifest).toEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'id-1', namespace: 'shop' },
      imagePullSecrets: [{ name: 'registry' }],
    });
  });

  test('is not there for more than the twenty credentials that Azure takes of an identity', () => {
    const namespaces = Array.from({ length: 22 }, (_, index) => `n${String(index).padStart(2, '0')}`);
    const access = read(
      azureIdentity(['shop', 'demo'], 1, { namespaced: false }),
      azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
      ...namespaces.map((namespace) => workload('Deployment', [namespace, 'api'], { selector: 'demo' })),
    );
    expect(access.accounts).toHaveLength(20);
    expect(leftOf(access)).toEqual([
      expect.stringMatching(/^Deployment\/n20\/api: id-1 has 20 federated credentials for other accounts then/),
      expect.stringMatching(/^Deployment\/n21\/api: /),
    ]);
  });
});

describe('what cannot be carried over is listed', () => {
  const api = workload('Deployment', ['shop', 'api'], { selector: 'demo' });

  test.each([
    [1, 'client secret'],
    [2, 'certificate'],
  ])('the secret of an application, of type %d, which has its workloads all the same', (type, secret) => {
    const access = read(
      azureIdentity(['shop', 'demo'], 1, { spec: { type, tenantID: clientId(7), resourceID: undefined } }),
      azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
      api,
    );
    expect(accountsOf(access)).toEqual(['shop/demo: demo: Deployment/shop/api']);
    expect(access.identities).toMatchObject([
      { name: 'demo', clientId: clientId(1), tenantId: clientId(7), signsInWith: secret },
    ]);
    expect(access.left).toEqual([
      expect.objectContaining({
        object: 'AzureIdentity/shop/demo',
        because: `the ${secret} with which its application signs in is not carried over: pods get a token without one`,
      }),
    ]);
    expect(access.left[0]).not.toHaveProperty('loses');
  });

  test.each([
    ['without a client id', { clientID: undefined }, 'its clientID is missing'],
    ['whose client id is none', { clientID: 'demo' }, 'its clientID is no GUID'],
    ['whose client id is not known', { clientID: '${CLIENT_ID}' }, 'its clientID is not known'],
    ['without a resource id', { resourceID: undefined }, 'its resourceID is missing'],
    [
      'whose resource id is none',
      { resourceID: `/subscriptions/${SUBSCRIPTION}` },
      'its resourceID is not the resource id',
    ],
  ])('an identity %s', (_, spec, because) => {
    const access = read(
      azureIdentity(['shop', 'demo'], 1, { spec }),
      azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
      api,
    );
    expect(access.accounts).toEqual([]);
    expect(leftOf(access)).toContainEqual(expect.stringContaining(`AzureIdentity/shop/demo: ${because}`));
  });

  test('of two identities by one selector, the one that has no client id', () => {
    const access = read(
      ...bound('demo', 1),
      azureIdentity(['shop', 'app'], 2, { spec: { type: 1, clientID: undefined } }),
      azureIdentityBinding(['shop', 'app'], 'app', 'demo'),
      api,
    );
    expect(accountsOf(access)).toEqual(['shop/id-1: id-1: Deployment/shop/api']);
    expect(leftOf(access)).toContain(
      'Deployment/shop/api: its pods get an identity by AzureIdentity/shop/app, which is not carried over either',
    );
  });

  test('a binding whose identity is missing, one that nobody uses, and a label that nobody binds', () => {
    const access = read(
      azureIdentityBinding(['shop', 'lost'], 'nowhere', 'demo'),
      ...bound('idle', 1),
      api,
      workload('Pod', ['shop', 'stranger'], { selector: 'unbound' }),
      workload('Pod', ['elsewhere', 'stranger'], { selector: 'idle' }),
    );
    expect(leftOf(access)).toEqual([
      'AzureIdentityBinding/shop/idle: no workload that was read has the label aadpodidbinding=idle',
      'AzureIdentityBinding/shop/lost: there is no AzureIdentity shop/nowhere',
      'Deployment/shop/api: its pods have the label aadpodidbinding=demo, and no AzureIdentityBinding that has it leads to an identity',
      'Pod/elsewhere/stranger: its pods have the label aadpodidbinding=idle, and the AzureIdentityBinding that has it is in another namespace, and only the same one counts',
      'Pod/shop/stranger: its pods have the label aadpodidbinding=unbound, and no AzureIdentityBinding has it for a selector',
    ]);
  });

  test('a workload that an exception takes past NMI', () => {
    const access = read(
      ...bound('demo', 1),
      workload('Deployment', ['shop', 'api'], { selector: 'demo', labels: { tier: 'agent' } }),
      azurePodIdentityException(['shop', 'agents'], { tier: 'agent' }),
    );
    expect(access.accounts).toEqual([]);
    expect(access.objects.map(({ object }) => object)).toContain('AzurePodIdentityException/shop/agents');
    expect(leftOf(access)).toContainEqual(
      expect.stringMatching(/^Deployment\/shop\/api: AzurePodIdentityException\/shop\/agents takes its pods past NMI/),
    );
  });

  test('such a workload once, and not its ReplicaSet and its pods beside it; so for a label that nobody binds', () => {
    const made = (name: string, more: object): Json[] => [
      workload('Deployment', ['shop', name], more),
      workload('ReplicaSet', ['shop', `${name}-5f`], { ...more, owner: `Deployment/${name}` }),
      workload('Pod', ['shop', `${name}-5f-x`], { ...more, owner: `ReplicaSet/${name}-5f` }),
    ];
    const access = read(
      ...bound('demo', 1),
      api,
      ...made('out', { labels: { tier: 'agent' } }),
      ...made('lost', { selector: 'unbound' }),
      azurePodIdentityException(['shop', 'agents'], { tier: 'agent' }),
    );
    expect(access.left.map(({ object }) => object)).toEqual(['Deployment/shop/lost', 'Deployment/shop/out']);
  });

  test('but not MIC, which goes with the rest, nor what AKS’ own exception is for', () => {
    const image = 'mcr.microsoft.com/oss/azure/aad-pod-identity/mic:v1.8.17';
    const access = read(
      ...bound('demo', 1),
      api,
      workload('Deployment', ['kube-system', 'mic'], { spec: { containers: [{ name: 'mic', image }] } }),
      workload('Pod', ['kube-system', 'mic-x'], {
        owner: 'Deployment/mic',
        labels: { app: 'mic' },
        spec: { containers: [{ name: 'mic', image }] },
      }),
      azurePodIdentityException(['kube-system', 'mic-exception'], { app: 'mic' }),
      workload('Deployment', ['kube-system', 'azure-policy'], { labels: { 'kubernetes.azure.com/managedby': 'aks' } }),
      azurePodIdentityException(['kube-system', 'aks-addon-exception'], { 'kubernetes.azure.com/managedby': 'aks' }),
    );
    expect(leftOf(access)).toEqual([]);
    expect(access.installation.map(({ object }) => object)).toEqual(['Deployment/kube-system/mic']);
  });

  test.each([{ os: { name: 'windows' } }, { nodeSelector: { 'kubernetes.io/os': 'windows' } }])(
    'a workload for Windows: %j',
    (spec) => {
      const access = read(...bound('demo', 1), workload('Deployment', ['shop', 'api'], { selector: 'demo', spec }));
      expect(access.accounts).toEqual([]);
      expect(leftOf(access)).toEqual([
        'Deployment/shop/api: its pods are for Windows, where NMI does not run: they get no identity today',
      ]);
    },
  );

  test('a workload that Terraform makes', () => {
    const manifest = JSON.stringify({ resource: { kubernetes_manifest: { api: { manifest: api } } } });
    const access = readPodIdentityAccess([dump(...bound('demo', 1)), { file: 'main.tf.json', text: manifest }]);
    expect(access.accounts).toEqual([]);
    expect(leftOf(access)).toContain('Deployment/shop/api: Terraform makes it, in the program that was given');
  });

  test('the second of two objects of one name', () => {
    const access = read(...bound('demo', 1), api, api);
    expect(accountsOf(access)).toEqual(['shop/id-1: id-1: Deployment/shop/api']);
    expect(leftOf(access)).toEqual(['Deployment/shop/api: it is there twice, and the other one is at dump.yaml']);
  });

  test('two AzureIdentities of one name that are not the same, and of two that are, nothing', () => {
    const other = azureIdentity(['shop', 'demo'], 2);
    expect(leftOf(read(...bound('demo', 1), ...bound('demo', 1), api))).toEqual([]);
    const { left } = read(...bound('demo', 1), other, api);
    expect(left).toEqual([
      expect.objectContaining({
        object: 'AzureIdentity/shop/demo',
        because: 'it is there twice, and the other one, at dump.yaml#/items/0, is not the same',
        loses: true,
      }),
    ]);
  });

  test('a pod that MIC has given an identity, and that nothing makes', () => {
    const assigned = (pod: string) => ({
      apiVersion: 'aadpodidentity.k8s.io/v1',
      kind: 'AzureAssignedIdentity',
      metadata: { name: `${pod}-shop-demo`, namespace: 'default' },
      spec: { pod, podNamespace: 'shop' },
    });
    const access = read(...bound('demo', 1), api, assigned('api-5f-x'), assigned('gone-5f-x'));
    expect(leftOf(access)).toEqual([
      'AzureAssignedIdentity/default/gone-5f-x-shop-demo: Pod/shop/gone-5f-x has an identity by it, and nothing that was read makes that pod',
    ]);
  });

  test('an item of a list that is no object', () => {
    const access = read(...bound('demo', 1), api, { kind: 'Pod' });
    expect(leftOf(access)).toContainEqual(expect.stringMatching(/it has no apiVersion, so it is not read/));
  });
});

describe('what Terraform adds', () => {
  const platform: InMemoryDocument = {
    file: 'main.tf.json',
    text: JSON.stringify({
      resource: {
        azurerm_kubernetes_cluster: { main: { name: 'shop', oidc_issuer_enabled: true } },
        azurerm_user_assigned_identity: {
          demo: { name: 'id-1', resource_group_name: 'rg-shop', location: 'westeurope' },
        },
        azurerm_role_assignment: {
          demo: {
            scope: `/subscriptions/${SUBSCRIPTION}`,
            role_definition_name: 'Virtual Machine Contributor',
            principal_id: '${azurerm_user_assigned_identity.demo.principal_id}',
          },
        },
      },
    }),
  };
  const objects = [...bound('demo', 1), workload('Deployment', ['shop', 'api'], { selector: 'demo' })];

  test('is the cluster, what makes the identity, and what it may do', () => {
    const { cluster, identities } = readPodIdentityAccess([dump(...objects), platform]);
    expect(cluster).toEqual({
      name: 'shop',
      origin: expect.objectContaining({ object: 'azurerm_kubernetes_cluster.main' }),
    });
    expect(identities).toEqual([
      expect.objectContaining({
        resourceId: resourceId('id-1'),
        madeBy: expect.objectContaining({ object: 'azurerm_user_assigned_identity.demo' }),
        permissions: [`Virtual Machine Contributor at /subscriptions/${SUBSCRIPTION}`],
      }),
    ]);
  });

  test('of two clusters is refused until it is said which', () => {
    const other = { file: 'other/main.tf.json', text: platform.text.replace('"shop"', '"other"') };
    expect(() => readPodIdentityAccess([dump(...objects), platform, other])).toThrow(/^cluster-ambiguous: /);
    const ofPath = new Map([['dump.yaml', 'shop']]);
    expect(readPodIdentityAccess([dump(...objects), platform, other], ofPath).cluster?.name).toBe('shop');
  });
});

test('a dump without anything of AAD Pod Identity is refused, and says what to give', () => {
  expect(() => read(workload('Pod', ['shop', 'api']))).toThrow(/^import-empty: [^]*kubectl get azureidentity,/);
});
