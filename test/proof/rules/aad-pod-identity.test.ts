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

  test('is nothing in a cluster of which nothing of AAD Pod Identity was read', () => {
    const inventory = prove([aksPlatform(), manifests(pod('with', 'todo', { aadpodidbinding: 'todo-app' }))]);
    expect(inventory.findings).toEqual([]);
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

  test('is nothing with Azure CNI', () => {
    expect(findings({ network_plugin: 'azure' }, allowed)).toEqual([]);
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
