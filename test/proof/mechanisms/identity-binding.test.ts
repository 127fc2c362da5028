import { prove } from '../../../lib/proof';
import type { Finding, Inventory } from '../../../lib/proof';
import { accessByTrust } from '../access-by-trust';
import { aksPlatform, clientId, identityId, pod } from '../aks-program';
import type { Json } from '../todo-program';

const APP = 'azurerm_user_assigned_identity.app';
const CLUSTER = 'azurerm_kubernetes_cluster.main';
const BINDING = 'azapi_resource.binding';

function identityBinding(change: Json = {}): Json {
  return {
    type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-09-02-preview',
    name: 'app-binding',
    parent_id: `\${${CLUSTER}.id}`,
    body: { properties: { managedIdentity: { resourceId: `\${${APP}.id}` } } },
    ...change,
  };
}

function serviceAccount(name = 'app'): Json {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name,
      namespace: 'todo',
      annotations: { 'azure.workload.identity/client-id': `\${${APP}.client_id}` },
    },
  };
}

function asking(name = 'app', annotations: Json = { 'azure.workload.identity/use-identity-binding': 'true' }): Json {
  return pod(
    name,
    'todo',
    { 'azure.workload.identity/use': 'true' },
    { annotations, spec: { serviceAccountName: name } },
  );
}

function clusterRole(rule: Json = {}): Json {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'use-app' },
    rules: [
      {
        verbs: ['use-managed-identity'],
        apiGroups: ['cid.wi.aks.azure.com'],
        resources: [`\${${APP}.client_id}`],
        ...rule,
      },
    ],
  };
}

function clusterRoleBinding(
  subjects: Json[] = [{ kind: 'ServiceAccount', name: 'app', namespace: 'todo' }],
  role = 'use-app',
): Json {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'use-app' },
    roleRef: { kind: 'ClusterRole', name: role },
    subjects,
  };
}

/** The objects as kubernetes_manifest, so that they may hold references. */
function program(objects: readonly Json[], change: (resource: Json) => void = () => {}): Inventory {
  return prove([
    aksPlatform((resource) => {
      resource.azapi_resource = { binding: identityBinding() };
      resource.kubernetes_manifest = Object.fromEntries(
        objects.map((manifest, index) => [`object${index}`, { manifest }]),
      );
      change(resource);
    }),
  ]);
}

function accessOf(inventory: Inventory): string[] {
  return accessByTrust(inventory).map(
    ({ cluster, namespace, serviceAccount: account, mechanism, identity, workloads, claimed }) =>
      `${cluster} ${namespace}/${account} ${mechanism} ${identity} [${workloads.join()}]${claimed ? '' : ' unclaimed'}`,
  );
}

function findings({ findings: all }: Inventory, rule: string): Finding[] {
  return all.filter((finding) => finding.rule === rule);
}

const SOUND = [serviceAccount(), asking(), clusterRole(), clusterRoleBinding()];
const ADMITTED = `${CLUSTER} todo/app entra-workload-identity ${APP} [Pod/todo/app]`;

describe('a cluster that is bound to an identity', () => {
  test('lets in the service account that RBAC names, without a federated credential', () => {
    const inventory = program(SOUND);
    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect(inventory.findings).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('is found by typed resources of RBAC as well', () => {
    const inventory = program([serviceAccount(), asking()], (resource) => {
      resource.kubernetes_cluster_role_v1 = {
        use: {
          metadata: [{ name: 'use-app' }],
          rule: [
            {
              verbs: ['use-managed-identity'],
              api_groups: ['cid.wi.aks.azure.com'],
              resources: [`\${${APP}.client_id}`],
            },
          ],
        },
      };
      resource.kubernetes_cluster_role_binding = {
        use: {
          metadata: [{ name: 'use-app' }],
          role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-app' }],
          subject: [{ kind: 'ServiceAccount', name: 'app', namespace: 'todo' }],
        },
      };
    });
    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect(inventory.findings).toEqual([]);
  });

  test.each([
    ['another verb', { verbs: ['get'] }],
    ['another API group', { apiGroups: [''] }],
    ['another identity', { resources: ['${azurerm_user_assigned_identity.other.client_id}'] }],
    ['objects by their names', { resourceNames: ['app'] }],
  ])('does not by a rule for %s', (_, rule) => {
    const inventory = program([serviceAccount(), asking(), clusterRole(rule), clusterRoleBinding()]);
    expect(accessOf(inventory)).toEqual([]);
    expect(findings(inventory, 'identity-binding-not-granted')).toEqual([
      expect.objectContaining({ subject: BINDING, level: 'warning' }),
    ]);
  });

  test('does by wildcards, and by cluster-admin, which every cluster has', () => {
    const wide = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    expect(accessOf(program([serviceAccount(), asking(), clusterRole(wide), clusterRoleBinding()]))).toEqual([
      ADMITTED,
    ]);
    const admin = clusterRoleBinding(undefined, 'cluster-admin');
    expect(accessOf(program([serviceAccount(), asking(), admin]))).toEqual([ADMITTED]);
  });

  test('does not by a RoleBinding: client ids are of no namespace', () => {
    const binding = { ...clusterRoleBinding(), kind: 'RoleBinding', metadata: { name: 'use-app', namespace: 'todo' } };
    const inventory = program([serviceAccount(), asking(), clusterRole(), binding]);
    expect(accessOf(inventory)).toEqual([]);
  });

  test.each([
    ['system:serviceaccounts:todo', `${CLUSTER} todo/* entra-workload-identity ${APP} [Pod/todo/app]`],
    ['system:serviceaccounts', `${CLUSTER} */* entra-workload-identity ${APP} [Pod/todo/app]`],
    ['system:authenticated', `${CLUSTER} */* entra-workload-identity ${APP} [Pod/todo/app]`],
  ])('lets in all of the group %s, and that is said', (name, line) => {
    const inventory = program([
      serviceAccount(),
      asking(),
      clusterRole(),
      clusterRoleBinding([{ kind: 'Group', name }]),
    ]);
    expect(accessOf(inventory)).toEqual([line]);
    expect(findings(inventory, 'identity-binding-wide')).toHaveLength(1);
  });

  test('lets in a service account that is named as a user, and no people', () => {
    const subjects = [
      { kind: 'User', name: 'system:serviceaccount:todo:app' },
      { kind: 'User', name: 'someone@contoso.com' },
      { kind: 'Group', name: 'system:masters' },
    ];
    expect(accessOf(program([serviceAccount(), asking(), clusterRole(), clusterRoleBinding(subjects)]))).toEqual([
      ADMITTED,
    ]);
  });

  test.each([
    ['as Kubernetes writes labels', { 'kubernetes.io/metadata.name': 'todo' }],
    ['as AKS’ API does', ['kubernetes.io/metadata.name=todo']],
  ])('lets in whole namespaces of its own list, %s', (_, matchLabels) => {
    const subject = { namespaceSelector: { matchLabels } };
    const inventory = program([serviceAccount(), asking(), clusterRoleBinding([], 'view')], (resource) => {
      resource.azapi_resource.binding.body.properties.allowedSubjects = [subject];
    });
    expect(accessOf(inventory)).toEqual([`${CLUSTER} todo/* entra-workload-identity ${APP} [Pod/todo/app]`]);
  });
});

describe('what is not known is undecided', () => {
  const undecided = (inventory: Inventory): string[] =>
    inventory.undecided.filter(({ about }) => about === BINDING).map(({ because }) => because);

  test('where no RBAC of the cluster was read', () => {
    const inventory = program([serviceAccount(), asking()]);
    expect(undecided(inventory)).toEqual([expect.stringContaining('no ClusterRoleBinding')]);
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('where a role was not read, or is gathered from others', () => {
    expect(undecided(program([serviceAccount(), asking(), clusterRoleBinding()]))).toEqual([
      expect.stringContaining('the ClusterRole use-app'),
    ]);
    const aggregated = { ...clusterRole(), rules: [], aggregationRule: { clusterRoleSelectors: [] } };
    expect(undecided(program([serviceAccount(), asking(), aggregated, clusterRoleBinding()]))).toEqual([
      expect.stringContaining('gathers its rules'),
    ]);
  });

  test('unless a role that was not read is given to people alone', () => {
    const people = clusterRoleBinding(
      [
        { kind: 'Group', name: 'developers' },
        { kind: 'User', name: 'a@contoso.com' },
      ],
      'gone',
    );
    const inventory = program([...SOUND, { ...people, metadata: { name: 'people' } }]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.findings).toEqual([]);
  });

  test('where its own list chooses by labels', () => {
    const inventory = program(SOUND, (resource) => {
      resource.azapi_resource.binding.body.properties.allowedSubjects = [
        { namespaceSelector: { matchLabels: { team: 'todo' } } },
      ];
    });
    expect(undecided(inventory)).toEqual([expect.stringContaining('by labels')]);
  });

  test('where cluster or identity was not read', () => {
    const elsewhere =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/elsewhere';
    const bindings = (change: Json): Inventory =>
      program(SOUND, (resource) => (resource.azapi_resource.binding = identityBinding(change)));
    expect(undecided(bindings({ parent_id: elsewhere }))).toEqual([expect.stringContaining('its cluster')]);
    const body = { properties: { managedIdentity: { resourceId: identityId('elsewhere') } } };
    expect(undecided(bindings({ body }))).toEqual([expect.stringContaining('its managed identity')]);
  });

  test('where a ClusterRole has a client id written out: the claim neither fails nor passes', () => {
    const literal = clusterRole({ resources: [clientId(1)] });
    const inventory = program([serviceAccount(), asking(), literal, clusterRoleBinding()]);
    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(inventory.undecided).toHaveLength(1);
  });

  test('where a federated credential has the issuer of identity bindings', () => {
    const inventory = program(SOUND, (resource) => {
      resource.azurerm_federated_identity_credential = {
        binding: {
          name: 'aks-identity-binding',
          parent_id: `\${${APP}.id}`,
          issuer: 'https://ib.oic.prod-aks.azure.com/t/c',
          subject: 'x',
          audience: ['api://AzureADTokenExchange'],
        },
      };
    });
    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect(inventory.undecided.map(({ about }) => about)).toEqual(['azurerm_federated_identity_credential.binding']);
    expect(inventory.clusters).toHaveLength(1);
  });
});

describe('a pod must ask in the way that lets it in', () => {
  const credential = (resource: Json): void => {
    resource.azurerm_federated_identity_credential = {
      app: {
        name: 'app',
        parent_id: `\${${APP}.id}`,
        issuer: `\${${CLUSTER}.oidc_issuer_url}`,
        subject: 'system:serviceaccount:todo:app',
        audience: ['api://AzureADTokenExchange'],
      },
    };
  };

  test('by the annotation, where only an identity binding does', () => {
    const inventory = program([serviceAccount(), asking('app', {}), clusterRole(), clusterRoleBinding()]);
    expect(findings(inventory, 'identity-binding-not-used')).toEqual([
      expect.objectContaining({
        level: 'error',
        subject: 'Pod/todo/app',
        message: expect.stringContaining('has no annotation'),
      }),
    ]);
  });

  test('without it, where only a federated credential does', () => {
    const inventory = program(
      [serviceAccount(), asking(), clusterRole({ resources: ['none'] }), clusterRoleBinding()],
      (resource) => {
        credential(resource);
        resource.azapi_resource.binding = identityBinding({
          body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.other.id}' } } },
        });
      },
    );
    expect(findings(inventory, 'identity-binding-not-used')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('has the annotation') }),
    ]);
  });

  describe('where it mounts its token itself', () => {
    const mounting = (audience: string): Json =>
      pod(
        'app',
        'todo',
        {},
        {
          spec: {
            serviceAccountName: 'app',
            volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { audience, path: 't' } }] } }],
            containers: [
              {
                name: 'app',
                image: 'app:1',
                volumeMounts: [{ name: 't', mountPath: '/v' }],
                env: [
                  { name: 'AZURE_CLIENT_ID', value: `\${${APP}.client_id}` },
                  { name: 'AZURE_TENANT_ID', value: clientId(9) },
                  { name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/v/t' },
                ],
              },
            ],
          },
        },
      );
    const plain: Json = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app', namespace: 'todo' } };
    const found = (audience: string) =>
      findings(program([plain, mounting(audience), clusterRole(), clusterRoleBinding()]), 'identity-binding-not-used');

    test('of Entra’s audience, where only an identity binding lets it in', () => {
      expect(found('api://AzureADTokenExchange')).toEqual([
        expect.objectContaining({
          message: expect.stringContaining('a token of the audience api://AzureADTokenExchange, but'),
        }),
      ]);
    });

    test('and not of AKS’ own', () => {
      expect(found('api://AKSIdentityBinding')).toEqual([]);
    });
  });

  test('and may name the identity by a variable of its own, with the token of the webhook', () => {
    const named = asking();
    named.spec.containers[0].env = [{ name: 'AZURE_CLIENT_ID', value: `\${${APP}.client_id}` }];
    const plain: Json = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app', namespace: 'todo' } };
    const inventory = program([plain, named, clusterRole(), clusterRoleBinding()]);
    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect(inventory.findings).toEqual([]);
  });

  test('either way, where both do', () => {
    for (const annotations of [{}, { 'azure.workload.identity/use-identity-binding': 'true' }]) {
      const inventory = program(
        [serviceAccount(), asking('app', annotations), clusterRole(), clusterRoleBinding()],
        credential,
      );
      expect(inventory.findings).toEqual([]);
    }
  });
});

describe('which cluster and which identity a binding is of', () => {
  const AKS = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/todo';
  const IDENTITY = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app';
  const bound = (parent: string, identity = `\${${APP}.id}`) =>
    program(SOUND, (resource) => {
      resource.azurerm_kubernetes_cluster.main.resource_group_name = 'rg';
      resource.azurerm_user_assigned_identity.app.resource_group_name = 'rg';
      const body = { properties: { managedIdentity: { resourceId: identity } } };
      resource.azapi_resource.binding = identityBinding({ parent_id: parent, body });
    });
  const reasons = ({ undecided }: Inventory) => undecided.map(({ about, because }) => `${about}: ${because}`);

  test.each([
    ['the very cluster', `\${${CLUSTER}.id}`],
    ['one by way of a map', `\${{ blue = ${CLUSTER} }["blue"].id}`],
    ['one by its id', AKS],
    ['one by its id in other case', AKS.toLowerCase()],
  ])('%s', (_, parent) => {
    const inventory = bound(parent);

    expect(accessOf(inventory)).toEqual([ADMITTED]);
    expect([inventory.findings, inventory.undecided]).toEqual([[], []]);
  });

  test('a cluster of the same name in another resource group is another one, whose RBAC is not this one’s', () => {
    const inventory = bound(AKS.replace('/rg/', '/rg-other/'));

    expect(accessOf(inventory)).toEqual([]);
    expect(reasons(inventory)).toEqual([`${BINDING}: its cluster is not in the input`]);
    expect(findings(inventory, 'claim-not-admitted')).toHaveLength(1);
  });

  test('a cluster of EKS is none that AKS binds', () => {
    const inventory = program(SOUND, (resource) => {
      resource.aws_eks_cluster = { eks: { name: 'eks' } };
      delete resource.azurerm_kubernetes_cluster;
      resource.azapi_resource.binding = identityBinding({ parent_id: '${aws_eks_cluster.eks.arn}' });
    });

    expect(accessOf(inventory)).toEqual([]);
    expect(reasons(inventory)).toEqual([`${BINDING}: its cluster is not in the input`]);
  });

  test('a service account without a namespace is none: the API server refuses the ClusterRoleBinding', () => {
    const nobody = clusterRoleBinding([{ kind: 'ServiceAccount', name: 'app' }]);
    const inventory = program([serviceAccount(), asking(), clusterRole(), nobody]);

    expect(accessOf(inventory)).toEqual([]);
    expect(findings(inventory, 'identity-binding-not-granted')).toHaveLength(1);
  });

  test('an identity is found by its id in any case, and not one of the same name in another resource group', () => {
    expect(accessOf(bound(AKS, IDENTITY.toUpperCase()))).toEqual([ADMITTED]);
    const inventory = bound(AKS, IDENTITY.replace('/rg/', '/rg-other/'));

    expect(accessOf(inventory)).toEqual([]);
    expect(reasons(inventory)).toContain(`${BINDING}: its managed identity is not in the input`);
  });
});
