import fc from 'fast-check';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { ClusterPodIdentity } from '../../../lib/proof/mechanisms/aad-pod-identity/aad-pod-identity';
import type {
  AzureIdentity,
  AzureIdentityBinding,
  AzurePodIdentityException,
} from '../../../lib/proof/model/kubernetes/aad-pod-identity';
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

const CLUSTER = 'azurerm_kubernetes_cluster.main';
const APP = 'azurerm_user_assigned_identity.app';

/** `<namespace> <selector> -> <identity>: <workloads>` of each entry by AAD Pod Identity. */
function accessOf({ access }: Inventory): string[] {
  return access
    .filter(({ mechanism }) => mechanism === 'aad-pod-identity')
    .map(
      ({ namespace, selector, identity, workloads, claimed }) =>
        `${namespace} ${selector} -> ${identity}: ${workloads.join()}${claimed ? '' : ' unclaimed'}`,
    );
}

function prepare(...objects: Json[]): Inventory {
  return prove([aksPlatform(), manifests(...objects)]);
}

describe('what is not known of AAD Pod Identity', () => {
  const errorsOf = ({ findings }: Inventory): string[] =>
    findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);
  const labelled = pod('with', 'todo', { aadpodidbinding: 'todo-app' });

  test('as the name of an AzureIdentity, may be the one that a binding names', () => {
    const binding = azureIdentityBinding('app', 'todo', 'app', 'todo-app');
    const { undecided, ...inventory } = prepare(azureIdentity('${NAME}', 'todo'), binding, labelled);
    expect(errorsOf({ undecided, ...inventory })).toEqual([]);
    expect(undecided.map(({ about }) => about)).toContain('AzureIdentityBinding/todo/app');
  });

  test('as whether an AzureIdentity is for its namespace only, leaves its row uncertain', () => {
    const metadata = { name: 'app', namespace: 'todo', annotations: { 'aadpodidentity.k8s.io/Behavior': '${HOW}' } };
    const { access } = prepare(
      azureIdentity('app', 'todo', { metadata }),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      labelled,
    );
    expect(access.map(({ uncertain }) => uncertain)).toEqual([expect.stringContaining('its own namespace only')]);
  });

  test('as the namespace of an exception, leaves open whom a binding lets in', () => {
    const { access } = prepare(
      azureIdentity('app', 'todo'),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      azurePodIdentityException('out', '${NAMESPACE}', { app: 'with' }),
      labelled,
    );
    const rows = access.filter(({ mechanism }) => mechanism === 'aad-pod-identity');
    expect(rows.map(({ uncertain }) => uncertain)).toEqual([expect.stringContaining('AzurePodIdentityException')]);
  });
});

describe('a pod with the label of a binding', () => {
  test('becomes the identity, and the entry says that a label chooses, not an account', () => {
    // GIVEN an identity and a binding kept to their namespace, and two pods of it, one with the label
    const inventory = prepare(
      nmi(),
      azureIdentity('app', 'todo'),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
      pod('without', 'todo', {}),
    );
    // THEN
    expect(inventory.access).toEqual([
      {
        identity: APP,
        mechanism: 'aad-pod-identity',
        cluster: CLUSTER,
        namespace: 'todo',
        serviceAccount: '*',
        pattern: true,
        selector: 'todo-app',
        except: [],
        workloads: ['Pod/todo/with'],
        claimed: true,
        assumes: ['nothing-elsewhere'],
      },
    ]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.findings.map(({ rule }) => rule)).toEqual(['aad-pod-identity-deprecated']);
  });

  test('is compared with its case', () => {
    const inventory = prepare(
      azureIdentity('app', 'todo'),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('with', 'todo', { aadpodidbinding: 'Todo-App' }),
    );
    expect(accessOf(inventory)).toEqual([`todo todo-app -> ${APP}:  unclaimed`]);
  });

  test('becomes each identity, if several bindings have the selector', () => {
    const other = { spec: { type: 0, resourceID: identityId('other'), clientID: clientId(2) } };
    const inventory = prepare(
      azureIdentity('app', 'todo'),
      azureIdentity('other', 'todo', other),
      azureIdentityBinding('one', 'todo', 'app', 'both'),
      azureIdentityBinding('two', 'todo', 'other', 'both'),
      pod('with', 'todo', { aadpodidbinding: 'both' }),
    );
    expect(accessOf(inventory)).toEqual([
      `todo both -> ${APP}: Pod/todo/with`,
      'todo both -> azurerm_user_assigned_identity.other: Pod/todo/with',
    ]);
  });

  test('of another namespace becomes it, unless the identity is kept to its own', () => {
    const open = { metadata: { name: 'app', namespace: 'todo' } };
    const objects = [
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('stranger', 'other', { aadpodidbinding: 'todo-app' }),
    ];
    expect(accessOf(prepare(azureIdentity('app', 'todo', open), ...objects))).toEqual([
      `* todo-app -> ${APP}: Pod/other/stranger`,
    ]);
    expect(accessOf(prepare(azureIdentity('app', 'todo'), ...objects))).toEqual([
      `todo todo-app -> ${APP}:  unclaimed`,
    ]);
  });

  test.each([['--forceNamespaced'], ['--forceNamespaced=true'], ['--operation-mode=managed']])(
    'of another namespace does not, where NMI runs with %s',
    (flag) => {
      const inventory = prepare(
        nmi(flag),
        azureIdentity('app', 'todo', { metadata: { name: 'app', namespace: 'todo' } }),
        azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
        pod('stranger', 'other', { aadpodidbinding: 'todo-app' }),
      );
      expect(accessOf(inventory)).toEqual([`todo todo-app -> ${APP}:  unclaimed`]);
    },
  );

  test('gets nothing by a binding whose identity is in another namespace', () => {
    const inventory = prepare(
      azureIdentity('app', 'identities', { metadata: { name: 'app', namespace: 'identities' } }),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
    );
    expect(accessOf(inventory)).toEqual([]);
  });

  test('gets nothing of an identity of an unknown type', () => {
    const inventory = prepare(
      azureIdentity('app', 'todo', { spec: { type: 3, clientID: clientId(1) } }),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
    );
    expect(accessOf(inventory)).toEqual([]);
  });
});

describe('an exception', () => {
  const objects = [azureIdentity('app', 'todo'), azureIdentityBinding('app', 'todo', 'app', 'todo-app')];
  const labelled = pod('with', 'todo', { aadpodidbinding: 'todo-app', tier: 'Agent' });

  test('takes a pod past NMI by any one of its labels, the case of the value ignored', () => {
    const inventory = prepare(
      ...objects,
      labelled,
      azurePodIdentityException('agents', 'todo', { tier: 'agent', 'not-there': 'x' }),
    );
    expect(accessOf(inventory)).toEqual([`todo todo-app -> ${APP}:  unclaimed`]);
    expect(inventory.findings).toContainEqual(
      expect.objectContaining({ rule: 'aad-pod-identity-exception', subject: 'Pod/todo/with', level: 'warning' }),
    );
  });

  test('counts in its own namespace only', () => {
    const inventory = prepare(...objects, labelled, azurePodIdentityException('agents', 'other', { tier: 'agent' }));
    expect(accessOf(inventory)).toEqual([`todo todo-app -> ${APP}: Pod/todo/with`]);
  });
});

describe('an empty selector', () => {
  const objects = [
    azureIdentity('app', 'todo'),
    azureIdentityBinding('app', 'todo', 'app', ''),
    pod('plain', 'todo', {}),
  ];

  test('is for nobody in standard mode', () => {
    expect(accessOf(prepare(nmi(), ...objects))).toEqual([]);
  });

  test('is for every pod of the namespace without a label in managed mode', () => {
    expect(accessOf(prepare(nmi('--operation-mode=managed'), ...objects))).toEqual([`todo  -> ${APP}: Pod/todo/plain`]);
  });
});

describe('the identity of an AzureIdentity', () => {
  const withSpec = (spec: Json): Inventory =>
    prepare(
      azureIdentity('app', 'todo', { spec }),
      azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
      pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
    );

  test('is the one of the program that has the resource id', () => {
    expect(accessOf(withSpec({ type: 0, resourceID: identityId('other'), clientID: clientId(1) }))).toEqual([
      'todo todo-app -> azurerm_user_assigned_identity.other: Pod/todo/with',
    ]);
  });

  test('is one of its own where nothing else makes it, whatever the case of its resource id', () => {
    const { identities, access } = withSpec({ resourceID: identityId('Elsewhere'), clientID: clientId(1) });
    const id = identityId('elsewhere').toLowerCase();
    expect(access.map(({ identity }) => identity)).toEqual([id]);
    expect(identities).toContainEqual(
      expect.objectContaining({ id, cloud: 'azure', kind: 'managed-identity', name: 'Elsewhere' }),
    );
  });

  test('is an application where a secret or a certificate signs in', () => {
    for (const type of [1, 2]) {
      const { identities } = withSpec({ type, clientID: clientId(7), tenantID: 't' });
      expect(identities).toContainEqual(
        expect.objectContaining({
          id: clientId(7),
          cloud: 'azure',
          kind: 'entra-application',
          name: 'app',
        }),
      );
    }
  });

  test('is found through references, of resource id and client id, in kubernetes_manifest', () => {
    const manifest = (object: Json): Json => ({ manifest: object });
    const document = aksPlatform((resource) => {
      resource.kubernetes_manifest = {
        identity: manifest(
          azureIdentity('app', 'todo', {
            spec: { type: 0, resourceID: `\${${APP}.id}`, clientID: `\${${APP}.client_id}` },
          }),
        ),
        binding: manifest(azureIdentityBinding('app', 'todo', 'app', 'todo-app')),
        pod: manifest(pod('with', 'todo', { aadpodidbinding: 'todo-app' })),
      };
    });
    expect(accessOf(prove([document]))).toEqual([`todo todo-app -> ${APP}: Pod/todo/with`]);
  });
});

test('AzureAssignedIdentity is passed over: MIC writes it', () => {
  const assigned = {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureAssignedIdentity',
    metadata: { name: 'with-todo-app', namespace: 'default' },
    spec: { pod: 'with', podNamespace: 'todo', azureIdentityRef: azureIdentity('app', 'todo') },
  };
  const { access, findings } = prepare(assigned, pod('with', 'todo', {}));
  expect(access.map(({ mechanism }) => mechanism)).toEqual(['node']);
  expect(findings).toEqual([]);
});

describe('the AKS add-on', () => {
  const profile = {
    userAssignedIdentities: [
      {
        name: 'app',
        namespace: 'todo',
        bindingSelector: 'todo-app',
        identity: { resourceId: `\${${APP}.id}`, clientId: `\${${APP}.client_id}`, objectId: '' },
      },
      { name: 'by-name', namespace: 'todo', identity: { resourceId: '${azurerm_user_assigned_identity.other.id}' } },
    ],
    userAssignedIdentityExceptions: [{ name: 'agents', namespace: 'todo', podLabels: { tier: 'agent' } }],
  };
  const pods = manifests(
    pod('with', 'todo', { aadpodidbinding: 'todo-app' }),
    pod('by-name', 'todo', { aadpodidbinding: 'by-name' }),
    pod('stranger', 'other', { aadpodidbinding: 'todo-app' }),
    pod('agent', 'todo', { aadpodidbinding: 'todo-app', tier: 'agent' }),
  );
  const expected = [
    `todo todo-app -> ${APP}: Pod/todo/with`,
    'todo by-name -> azurerm_user_assigned_identity.other: Pod/todo/by-name',
  ];

  test('makes identities, bindings and exceptions of its list, each kept to its namespace', () => {
    const document = aksPlatform((resource) => {
      resource.azapi_update_resource = { pods: podIdentityAddon(profile) };
    });
    expect(accessOf(prove([document, pods]))).toEqual(expected);
  });

  test('is the same with the body as JSON text, as azapi 1 takes it, and in a whole cluster', () => {
    const addon = podIdentityAddon(profile);
    const text = aksPlatform((resource) => {
      resource.azapi_update_resource = { pods: { ...addon, body: `\${jsonencode(${hcl(addon.body)})}` } };
    });
    expect(accessOf(prove([text, pods]))).toEqual(expected);
    const whole = aksPlatform((resource) => {
      delete resource.azurerm_kubernetes_cluster;
      resource.azapi_resource = { main: { ...addon, name: 'todo', resource_id: undefined } };
    });
    const inventory = prove([whole, pods]);
    expect(accessOf(inventory)).toEqual(expected);
    expect(inventory.clusters).toEqual([expect.objectContaining({ id: 'azapi_resource.main', cloud: 'azure' })]);
  });

  test('that is switched off makes nothing', () => {
    const document = aksPlatform((resource) => {
      resource.azapi_update_resource = { pods: podIdentityAddon({ ...profile, enabled: false }) };
    });
    expect(accessOf(prove([document, pods]))).toEqual([]);
  });
});

/** An HCL object of a JSON value, references bare. */
function hcl(value: Json): string {
  return JSON.stringify(value).replace(/"\$\{([^}]*)\}"/g, '$1');
}

describe('what a release of the chart says of its mode', () => {
  const objects = manifests(
    azureIdentity('app', 'todo', { metadata: { name: 'app', namespace: 'todo' } }),
    azureIdentityBinding('app', 'todo', 'app', 'todo-app'),
    pod('stranger', 'other', { aadpodidbinding: 'todo-app' }),
  );
  const release = (settings: Json): Inventory =>
    prove([
      aksPlatform((resource) => {
        resource.helm_release = { aad: { name: 'aad', chart: 'aad-pod-identity', ...settings } };
      }),
      objects,
    ]);

  test('is read from its values, a set value going before a file', () => {
    const kept = [`todo todo-app -> ${APP}:  unclaimed`];
    const open = [`* todo-app -> ${APP}: Pod/other/stranger`];
    expect(accessOf(release({ values: ['forceNamespaced: "true"'] }))).toEqual(kept);
    expect(accessOf(release({ values: ['operationMode: managed'] }))).toEqual(kept);
    expect(accessOf(release({ set: [{ name: 'forceNamespaced', value: 'true' }] }))).toEqual(kept);
    expect(accessOf(release({}))).toEqual(open);
    const both = { values: ['forceNamespaced: "true"'], set: [{ name: 'forceNamespaced', value: 'false' }] };
    expect(accessOf(release(both))).toEqual(open);
  });
});

describe('matching agrees with a naive reading of the documentation', () => {
  const NAMESPACES = ['a', 'b'];
  const SELECTORS = ['', 'x', 'X', 'y'];
  const at = { file: '', pointer: '' };
  const namespace = fc.constantFrom(...NAMESPACES);
  const selector = fc.constantFrom(...SELECTORS);
  const identity = fc
    .record({ namespace, name: fc.constantFrom('i', 'j'), namespaced: fc.boolean() })
    .map((one): AzureIdentity => ({
      ...one,
      clusters: ['c'],
      type: 'user-assigned',
      identity: `${one.namespace}/${one.name}`,
      formerFields: [],
      at,
    }));
  const binding = fc
    .record({ namespace, name: fc.constantFrom('p', 'q'), azureIdentity: fc.constantFrom('i', 'j'), selector })
    .map((one): AzureIdentityBinding => ({ ...one, clusters: ['c'], formerFields: [], at }));
  const label = fc.constantFrom('l', 'm');
  const podLabels = fc.dictionary(label, fc.constantFrom('v', 'V', 'w'), { maxKeys: 2 });
  const exception = fc
    .record({ namespace, name: fc.constant('e'), podLabels })
    .map((one): AzurePodIdentityException => ({ ...one, clusters: ['c'], at }));
  const aPod = fc
    .record({ namespace, selector: fc.option(selector, { nil: undefined }), labels: podLabels })
    .map(({ namespace: ns, selector: value, labels }) => ({
      namespace: ns,
      podLabels: value === undefined ? labels : { ...labels, aadpodidbinding: value },
    }));
  const cluster = fc.record({
    managed: fc.boolean(),
    namespaced: fc.boolean(),
    identities: fc.uniqueArray(identity, { selector: (one) => one.identity, maxLength: 4 }),
    bindings: fc.array(binding, { maxLength: 5 }),
    exceptions: fc.array(exception, { maxLength: 2 }),
  });

  test('for every pod and every cluster', () => {
    fc.assert(
      fc.property(cluster, aPod, (told, one) => {
        const indexed = new ClusterPodIdentity(at);
        indexed.managed = told.managed;
        indexed.namespaced = told.namespaced || told.managed;
        told.identities.forEach((each) => indexed.addIdentity(each));
        told.bindings.forEach((each) => indexed.addBinding(each));
        told.exceptions.forEach((each) => indexed.addException(each));
        const got = indexed.exceptionFor(one)
          ? 'past NMI'
          : [...new Set(indexed.bindingsFor(one).flatMap((each) => indexed.identityOf(each)?.identity ?? []))].sort();
        expect(got).toEqual(naive(told, one));
      }),
      { numRuns: 3000 },
    );
  });

  function naive(
    told: {
      managed: boolean;
      namespaced: boolean;
      identities: readonly AzureIdentity[];
      bindings: readonly AzureIdentityBinding[];
      exceptions: readonly AzurePodIdentityException[];
    },
    one: { namespace: string; podLabels: Record<string, string> },
  ): string[] | 'past NMI' {
    for (const each of told.exceptions) {
      for (const key of Object.keys(each.podLabels)) {
        const same = one.podLabels[key]?.toUpperCase() === each.podLabels[key]!.toUpperCase();
        if (each.namespace === one.namespace && same) return 'past NMI';
      }
    }
    const result = new Set<string>();
    const value = one.podLabels.aadpodidbinding;
    for (const each of told.bindings) {
      for (const target of told.identities) {
        if (target.name !== each.azureIdentity || target.namespace !== each.namespace) continue;
        if (told.managed) {
          // NMI alone: the label's text, or none, is the selector, in one namespace.
          if ((value ?? '') === each.selector && each.namespace === one.namespace) result.add(target.identity);
        } else {
          // MIC: a pod without the label is not looked at.
          if (!value || value !== each.selector) continue;
          if ((told.namespaced || target.namespaced) && each.namespace !== one.namespace) continue;
          result.add(target.identity);
        }
      }
    }
    return [...result].sort();
  }
});
