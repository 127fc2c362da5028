import { prove } from '../../../lib/proof';
import type { Finding, Inventory } from '../../../lib/proof';
import {
  aksPlatform,
  azureIdentity,
  azureIdentityBinding,
  azurePodIdentityException,
  clientId,
  identityId,
  manifests,
  nmi,
  pod,
  podIdentityAddon,
} from '../aks-program';
import type { Json } from '../todo-program';

const OPEN = { metadata: { name: 'app', namespace: 'todo' } };

function of(inventory: Inventory, rule: string): Finding[] {
  return inventory.findings.filter((finding) => finding.rule === rule);
}

function undecided({ undecided: all }: Inventory): string[] {
  return all.map(({ about, because }) => `${about}: ${because}`);
}

describe('aad-pod-identity-not-namespaced', () => {
  const objects = [
    azureIdentity('app', 'todo', OPEN),
    azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
    pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
  ];

  test('is a warning where it is known how NMI runs, and undecided where it is not', () => {
    const known = prove([aksPlatform(), manifests(nmi(), ...objects)]);
    expect(of(known, 'aad-pod-identity-not-namespaced')).toEqual([
      expect.objectContaining({ level: 'warning', subject: 'azurerm_user_assigned_identity.app' }),
    ]);
    expect(known.undecided).toEqual([]);
    const unknown = prove([aksPlatform(), manifests(...objects)]);
    expect(of(unknown, 'aad-pod-identity-not-namespaced')).toEqual([]);
    expect(undecided(unknown)).toEqual([expect.stringMatching(/^AzureIdentityBinding\/todo\/app: .*forceNamespaced/)]);
  });
});

describe('aad-pod-identity-label-not-admitted', () => {
  const objects = [azureIdentity('app', 'todo'), azureIdentityBinding('app', 'todo', 'app', 'todo-app')];
  const withPod = (namespace: string, label: string): Finding[] =>
    of(
      prove([aksPlatform(), manifests(...objects, pod('with', namespace, { aadpodidbinding: label }))]),
      'aad-pod-identity-label-not-admitted',
    );

  test('names both sides where only the case differs', () => {
    const [finding] = withPod('todo', 'TODO-app');
    expect(finding!.message).toContain('aadpodidbinding=TODO-app');
    expect(finding!.message).toContain('with the selector todo-app (manifests.json#/items/1)');
  });

  test('says where the binding of that selector is, if in another namespace', () => {
    const [finding] = withPod('other', 'todo-app');
    expect(finding!.message).toContain('in another namespace');
    expect(finding!.message).toContain('AzureIdentityBinding/todo/app');
  });

  test('is an error in a cluster of which nothing of AAD Pod Identity was read, as long as nothing elsewhere adds it', () => {
    const labels = { aadpodidbinding: 'todo-app' };
    const [finding, ...others] = prove([aksPlatform(), manifests(pod('with', 'todo', labels))]).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'aad-pod-identity-label-not-admitted',
      level: 'error',
      assumes: ['nothing-elsewhere'],
      message: expect.stringMatching(/no binding of azurerm_kubernetes_cluster\.main has that selector\.$/),
    });
  });

  test('is a note where the pod has moved, and the label was left', () => {
    const labels = { aadpodidbinding: 'todo-app', 'azure.workload.identity/use': 'true' };
    const { findings } = prove([aksPlatform(), manifests(pod('with', 'todo', labels))]);
    expect(findings.filter(({ rule }) => rule === 'aad-pod-identity-label-not-admitted')).toEqual([
      expect.objectContaining({ level: 'note', help: expect.stringContaining('Take the label away') }),
    ]);
  });

  test('is undecided where a Helm release may make the binding', () => {
    const platform = aksPlatform((resource) => {
      resource.helm_release = { app: { name: 'app', chart: 'app', namespace: 'todo' } };
    });
    const inventory = prove([
      platform,
      manifests(...objects, pod('with', 'todo', { aadpodidbinding: 'another' }), pod('x', 'todo', {})),
    ]);
    expect(of(inventory, 'aad-pod-identity-label-not-admitted')).toEqual([]);
    expect(undecided(inventory)).toEqual([
      expect.stringContaining('whether a pod'),
      expect.stringContaining('whether a binding'),
    ]);
  });
});

test('a binding whose identity is elsewhere says where', () => {
  const elsewhere = azureIdentity('app', 'identities', { metadata: { name: 'app', namespace: 'identities' } });
  const inventory = prove([
    aksPlatform(),
    manifests(elsewhere, azureIdentityBinding('app', 'todo', 'app', 'todo-app'), pod('a', 'todo', {})),
  ]);
  const [finding] = of(inventory, 'aad-pod-identity-identity-missing');
  expect(finding!.message).toContain('AzureIdentity/identities/app (manifests.json#/items/0)');
});

describe('aad-pod-identity-invalid', () => {
  const problems = (spec: Json): string[] =>
    of(prove([aksPlatform(), manifests(azureIdentity('app', 'todo', { spec }))]), 'aad-pod-identity-invalid').map(
      ({ message }) => message.replace(/^.*?\) /, ''),
    );

  test.each<[Json, string]>([
    [{ type: 7, clientID: clientId(1) }, 'is of a type that is none of 0, 1 and 2.'],
    [{ type: 0, resourceID: identityId('app') }, 'has no clientID, for which NMI asks.'],
    [{ type: 0, clientID: clientId(1) }, 'has no resourceID, which MIC assigns to the nodes.'],
    [
      { type: 0, clientID: clientId(1), resourceID: '/subscriptions/s/userAssignedIdentities/app' },
      'has the resourceID "/subscriptions/s/userAssignedIdentities/app", which is none of a user-assigned identity.',
    ],
    [
      { type: 0, ClientID: clientId(1), ResourceID: identityId('app') },
      'has the fields ResourceID, ClientID of before v1.6.0.',
    ],
  ])('%j', (spec, message) => {
    expect(problems(spec)).toEqual([message]);
  });

  test('resource id and client id of two identities', () => {
    const spec = {
      type: 0,
      resourceID: '${azurerm_user_assigned_identity.app.id}',
      clientID: '${azurerm_user_assigned_identity.other.client_id}',
    };
    const inventory = prove([
      aksPlatform((resource) => {
        resource.kubernetes_manifest = { identity: { manifest: azureIdentity('app', 'todo', { spec }) } };
      }),
    ]);
    expect(of(inventory, 'aad-pod-identity-invalid')).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/resourceID of .*identity\.app and the clientID of .*identity\.other\.$/),
      }),
    ]);
  });
});

describe('aad-pod-identity-exception', () => {
  const exceptions = [
    azurePodIdentityException('aks-addon-exception', 'kube-system', { 'kubernetes.azure.com/managedby': 'aks' }),
    azurePodIdentityException('agents', 'todo', { tier: 'agent' }),
  ];
  const findings = (...pods: Json[]): Finding[] =>
    of(prove([aksPlatform(), manifests(...exceptions, ...pods)]), 'aad-pod-identity-exception');

  test('leaves the cluster’s own pods alone', () => {
    expect(findings(pod('addon', 'kube-system', { 'kubernetes.azure.com/managedby': 'aks' }))).toEqual([]);
  });

  test('says that a label no longer counts', () => {
    const [finding] = findings(pod('agent', 'todo', { tier: 'agent', aadpodidbinding: 'x' }));
    expect(finding!.message).toContain('aadpodidbinding=x is passed over');
  });
});

test('more than 200 pod identities are too many', () => {
  const list = (length: number): Json =>
    Array.from({ length }, (_, index) => ({ name: `app-${index}`, namespace: 'todo', identity: {} }));
  const findings = (length: number): Finding[] =>
    of(
      prove([
        aksPlatform((resource) => {
          resource.azapi_update_resource = { pods: podIdentityAddon({ userAssignedIdentities: list(length) }) };
        }),
      ]),
      'aad-pod-identity-over-limit',
    );
  expect(findings(200)).toEqual([]);
  expect(findings(201)).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining('201 pod identities') }),
  ]);
});

describe('aad-pod-identity-kubenet', () => {
  const dropping = { containers: [{ name: 'a', securityContext: { capabilities: { drop: ['NET_RAW'] } } }] };
  const findings = (network: Json, profile: Json, more: Json = {}): Finding[] =>
    of(
      prove([
        aksPlatform((resource) => {
          resource.azurerm_kubernetes_cluster.main.network_profile = network;
          resource.azapi_update_resource = { pods: podIdentityAddon(profile) };
          Object.assign(resource, more);
        }),
        manifests(pod('keeps', 'todo', {}), pod('drops', 'todo', {}, { spec: dropping })),
      ]),
      'aad-pod-identity-kubenet',
    );
  const kubenet = { network_plugin: 'kubenet' };
  const allowed = { allowNetworkPluginKubenet: true };

  test('names the pods that keep NET_RAW', () => {
    const [finding] = findings(kubenet, allowed);
    expect(finding!.message).toContain('Pod/todo/keeps');
    expect(finding!.message).not.toContain('Pod/todo/drops');
  });

  test('is an error without the opt-in too, and where no network is given: that is kubenet', () => {
    expect(findings(kubenet, {})[0]!.message).toContain('not opted in');
    expect(findings(undefined, allowed)).toHaveLength(1);
  });

  test('is nothing with Azure CNI, nor where the network is not known', () => {
    expect(findings({ network_plugin: 'azure' }, allowed)).toEqual([]);
    const made = (each: unknown): Finding[] =>
      of(
        prove([
          aksPlatform((resource) => {
            const { main } = resource.azurerm_kubernetes_cluster;
            delete main.network_profile;
            main.dynamic = { network_profile: { for_each: each, content: { network_plugin: 'azure' } } };
            resource.azapi_update_resource = { pods: podIdentityAddon(allowed) };
          }),
          manifests(pod('keeps', 'todo', {})),
        ]),
        'aad-pod-identity-kubenet',
      );
    expect([made('${var.networks}'), made(['one']), made([])].map(({ length }) => length)).toEqual([0, 0, 1]);
  });

  test.each([
    ['deny', ['NET_RAW'], 0],
    ['Deny', ['ALL'], 0],
    ['audit', ['NET_RAW'], 1],
    ['deny', ['SYS_ADMIN'], 1],
  ])('is fixed by the Azure Policy only if it refuses: %s %j', (effect, drop, count) => {
    const policy = {
      azurerm_resource_policy_assignment: {
        capabilities: {
          name: 'capabilities',
          resource_id: '${azurerm_kubernetes_cluster.main.id}',
          policy_definition_id:
            '/providers/Microsoft.Authorization/policyDefinitions/c26596ff-4d70-4e6a-9a30-c2506bd2f80c',
          parameters: JSON.stringify({ effect: { value: effect }, requiredDropCapabilities: { value: drop } }),
        },
      },
    };
    expect(findings(kubenet, allowed, policy)).toHaveLength(count);
  });

  describe('with a policy that leaves pods out', () => {
    const left = (more: Json): Finding[] =>
      findings(kubenet, allowed, {
        azurerm_resource_policy_assignment: {
          capabilities: {
            name: 'capabilities',
            resource_id: '${azurerm_kubernetes_cluster.main.id}',
            policy_definition_id:
              '/providers/Microsoft.Authorization/policyDefinitions/c26596ff-4d70-4e6a-9a30-c2506bd2f80c',
            parameters: JSON.stringify({
              effect: { value: 'deny' },
              requiredDropCapabilities: { value: ['NET_RAW'] },
              ...more,
            }),
          },
        },
      });

    test('names the namespaces, and the pods of them that could still impersonate others', () => {
      const excluded = (...namespaces: string[]) =>
        left({ excludedNamespaces: { value: ['kube-system', 'gatekeeper-system', ...namespaces] } });
      expect(excluded()).toEqual([]);
      expect(excluded('todo')).toEqual([
        expect.objectContaining({
          level: 'error',
          message: expect.stringMatching(/lets pods of todo keep NET_RAW, and so impersonate others: Pod\/todo\/keeps/),
        }),
      ]);
      expect(excluded('lab')).toEqual([
        expect.objectContaining({ level: 'warning', message: expect.stringMatching(/lets pods of lab keep NET_RAW/) }),
      ]);
    });

    test.each([
      ['namespaces', ['other']],
      ['labelSelector', { matchLabels: { a: 'b' } }],
      ['excludedContainers', ['sidecar']],
      ['excludedImages', ['*/tools:*']],
    ])('counts as none where it is narrowed by %s', (name, value) => {
      expect(left({ [name]: { value } })).toHaveLength(1);
      expect(left({ [name]: { value: Array.isArray(value) ? [] : {} } })).toEqual([]);
    });
  });

  test('is fixed by a Gatekeeper constraint only if it refuses everywhere', () => {
    const constraint = (change: Json): number => {
      const spec = {
        match: { excludedNamespaces: ['kube-system'] },
        parameters: { requiredDropCapabilities: ['NET_RAW'] },
        ...change,
      };
      const object = {
        apiVersion: 'constraints.gatekeeper.sh/v1beta1',
        kind: 'K8sPSPCapabilities',
        metadata: { name: 'drop' },
        spec,
      };
      return findings(kubenet, allowed, { kubernetes_manifest: { drop: { manifest: object } } }).length;
    };
    expect(constraint({})).toBe(0);
    expect(constraint({ enforcementAction: 'dryrun' })).toBe(1);
    expect(constraint({ match: { excludedNamespaces: ['kube-system', 'todo'] } })).toBe(1);
    expect(constraint({ match: { namespaces: ['other'] } })).toBe(1);
    expect(constraint({ parameters: {} })).toBe(1);
  });
});

describe('aad-pod-identity-without-nmi', () => {
  const objects = [
    azureIdentity('app', 'todo'),
    azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
    pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
  ];
  const RULE = 'aad-pod-identity-without-nmi';

  test('is an error of a cluster whose labelled pods have a binding, and nothing that answers them', () => {
    expect(of(prove([aksPlatform(), manifests(...objects)]), RULE)).toEqual([
      expect.objectContaining({
        level: 'error',
        assumes: ['nothing-elsewhere'],
        message: expect.stringContaining('nothing that was read installs NMI'),
      }),
    ]);
    expect(of(prove([aksPlatform(), manifests(nmi(), ...objects)]), RULE)).toEqual([]);
    const platform = aksPlatform((resource) => {
      resource.azapi_update_resource = { addon: podIdentityAddon({}) };
    });
    expect(of(prove([platform, manifests(...objects)]), RULE)).toEqual([]);
  });

  test('is undecided where a Helm release may install it, and nothing of a cluster that others made', () => {
    const platform = aksPlatform((resource) => {
      resource.helm_release = { tools: { name: 'tools', chart: 'tools', namespace: 'kube-system' } };
    });
    const released = prove([platform, manifests(...objects)]);
    expect(of(released, RULE)).toEqual([]);
    expect(undecided(released)).toContainEqual(expect.stringContaining('whether NMI runs in it'));
    const data = { azurerm_kubernetes_cluster: { main: { name: 'todo', resource_group_name: 'rg' } } };
    const existing = { file: 'main.tf.json', text: JSON.stringify({ data }) };
    expect(of(prove([existing, manifests(...objects)]), RULE)).toEqual([]);
  });
});

describe('a move to Entra Workload ID, seen by the rules', () => {
  const identity = clientId(1);
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'app', namespace: 'todo', annotations: { 'azure.workload.identity/client-id': identity } },
  };
  const platform = (change: (resource: Json) => void = () => {}) =>
    aksPlatform((resource) => {
      resource.azurerm_federated_identity_credential = {
        app: {
          name: 'app',
          parent_id: '${azurerm_user_assigned_identity.app.id}',
          issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
          subject: 'system:serviceaccount:todo:app',
          audience: ['api://AzureADTokenExchange'],
        },
      };
      change(resource);
    });
  const objects = [nmi(), account, azureIdentity('app', 'todo'), azureIdentityBinding('app', 'todo', 'app', 'app')];
  const levels = ({ findings }: Inventory) =>
    findings.map(({ rule, level }) => `${level} ${rule}`).filter((one) => !/deprecated|claim-assumed/.test(one));
  const unswitched = { aadpodidbinding: 'app' };
  const switched = { 'azure.workload.identity/use': 'true' };

  test('before the switch the account that waits for it is a note, where the label gives the same identity', () => {
    expect(levels(prove([platform(), manifests(...objects, pod('app', 'todo', unswitched))]))).toEqual([
      'note service-account-not-used',
    ]);
    const spec = { serviceAccountName: 'app' };
    expect(levels(prove([platform(), manifests(...objects, pod('app', 'todo', unswitched, { spec }))]))).toEqual([
      'note workload-identity-label-missing',
    ]);
  });

  test('but no note where the label gives another identity, or none', () => {
    const other = { type: 0, resourceID: identityId('other'), clientID: clientId(2) };
    const others = [nmi(), account, azureIdentity('app', 'todo', { spec: other }), objects[3]!];
    expect(levels(prove([platform(), manifests(...others, pod('app', 'todo', unswitched))]))).toContain(
      'warning service-account-not-used',
    );
    const spec = { serviceAccountName: 'app' };
    expect(levels(prove([platform(), manifests(...others, pod('app', 'todo', unswitched, { spec }))]))).toContain(
      'error workload-identity-label-missing',
    );
  });

  test('after the switch the binding that is left is a note, and a credential that is missing an error', () => {
    const moved = manifests(...objects, pod('app', 'todo', switched, { spec: { serviceAccountName: 'app' } }));
    expect(levels(prove([platform(), moved]))).toEqual(['note aad-pod-identity-selector-unused']);
    const ofTerraform = structuredClone(account);
    ofTerraform.metadata.annotations['azure.workload.identity/client-id'] =
      '${azurerm_user_assigned_identity.app.client_id}';
    const without = platform((resource) => {
      delete resource.azurerm_federated_identity_credential;
      resource.kubernetes_manifest = { account: { manifest: ofTerraform } };
    });
    const pods = pod('app', 'todo', switched, { spec: { serviceAccountName: 'app' } });
    expect(levels(prove([without, manifests(nmi(), ...objects.slice(2), pods)]))).toContain('error claim-not-admitted');
  });
});

test('NMI is perhaps there where only apply tells in which cluster the add-on is switched on', () => {
  const addon = (cluster: string): Json => ({
    type: 'Microsoft.ContainerService/managedClusters@2024-01-01',
    resource_id: cluster,
    body: { properties: { podIdentityProfile: { enabled: true } } },
  });
  const identity = azureIdentity('app', 'todo', OPEN);
  const binding = azureIdentityBinding('app', 'todo', 'app', 'todo-app');
  const labelled = pod('with', 'todo', { aadpodidbinding: 'todo-app' });
  const found = (cluster: string): readonly [number, string] => {
    const platform = aksPlatform((resource) => {
      resource.azapi_update_resource = { addon: addon(cluster) };
    });
    const inventory = prove([platform, manifests(identity, binding, labelled)]);
    return [of(inventory, 'aad-pod-identity-without-nmi').length, undecided(inventory).join('\n')];
  };
  const [errors, open] = found('${var.cluster}');
  expect(errors).toBe(0);
  expect(open).toContain('whether azapi_update_resource.addon installs it there is not known before apply');
  const other = identityId('x').replace(/Microsoft.*$/, 'Microsoft.ContainerService/managedClusters/other');
  expect(found(other)[0]).toBe(1);
});
