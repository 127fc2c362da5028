import { accessRows, aks, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

const IDENTITY = `
apiVersion: managedidentity.azure.com/v1api20230131
kind: UserAssignedIdentity
metadata: { name: todo, namespace: todo }
spec:
  location: westeurope
  azureName: id-todo
  owner: { name: rg-todo }
  operatorSpec:
    configMaps:
      clientId: { name: todo-identity, key: clientId }
      principalId: { name: todo-identity, key: principalId }
    secrets:
      clientId: { name: todo-identity, key: clientId }
---`;
const CREDENTIAL = `
apiVersion: managedidentity.azure.com/v1api20230131
kind: FederatedIdentityCredential
metadata: { name: todo, namespace: todo }
spec:
  owner: { name: todo }
  audiences: ["api://AzureADTokenExchange"]
  issuer: https://westeurope.oic.prod-aks.azure.com/99999999-9999-4999-8999-999999999999/55555555-5555-4555-8555-555555555555/
  subject: system:serviceaccount:todo:todo
---`;
const ASSIGNMENT = `
apiVersion: authorization.azure.com/v1api20220401
kind: RoleAssignment
metadata: { name: todo, namespace: todo }
spec:
  owner: { group: keyvault.azure.com, kind: Vault, name: vault }
  principalIdFromConfig: { name: todo-identity, key: principalId }
  roleDefinitionReference: { wellKnownName: Key Vault Secrets User }
---`;
const POD = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: todo, namespace: todo }
---
apiVersion: v1
kind: Pod
metadata: { name: todo, namespace: todo, labels: { azure.workload.identity/use: "true" } }
spec:
  serviceAccountName: todo
  containers:
    - name: app
      image: "todo:1"
      env:
        - name: AZURE_CLIENT_ID
          valueFrom: { configMapKeyRef: { name: todo-identity, key: clientId } }
`;

/** An object with Terraform around it, where it may name the cluster of the program. */
function manifest(name: string, yaml: string): string {
  return `resource "kubectl_manifest" "${name}" {\n  yaml_body = <<-YAML\n${yaml.replace('---', '')}\n  YAML\n}\n`;
}

const OWN_CLUSTER =
  aks() + manifest('credential', CREDENTIAL.replace(/https:.*/, '${azurerm_kubernetes_cluster.main.oidc_issuer_url}'));

test.each([
  ['ConfigMap', POD],
  ['Secret', POD.replace('configMapKeyRef', 'secretKeyRef')],
])('a pod that takes its client id from the %s that the operator fills claims the identity', (_, pod) => {
  const inventory = proved(OWN_CLUSTER, IDENTITY + ASSIGNMENT + pod);
  expect(accessRows(inventory)).toEqual([
    'todo/todo -> UserAssignedIdentity/todo/todo entra-workload-identity claimed',
  ]);
  expect(inventory.access.find(({ namespace }) => namespace === 'todo')?.workloads).toEqual(['Pod/todo/todo']);
  expect(inventory.permissions).toEqual([
    expect.objectContaining({
      identity: 'UserAssignedIdentity/todo/todo',
      role: 'Key Vault Secrets User',
      resource: 'Vault/todo/vault',
      source: 'RoleAssignment/todo/todo',
    }),
  ]);
  expect(rulesOf(inventory).filter((rule) => !rule.startsWith('note'))).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([]);
});

test('without the label it gets no token', () => {
  const pod = POD.replace(', labels: { azure.workload.identity/use: "true" }', '');
  expect(rulesOf(proved(OWN_CLUSTER, IDENTITY + pod))).toContain('error workload-identity-label-missing');
});

test('a literal issuer is trusted, whosever it is', () => {
  const inventory = proved(aks(), IDENTITY + CREDENTIAL);
  expect(accessRows(inventory)).toEqual(['todo/todo -> UserAssignedIdentity/todo/todo entra-workload-identity']);
  expect(undecidedOf(inventory)).toEqual([]);
});

test('a credential for another account makes the claim an error', () => {
  const other = OWN_CLUSTER.replace('serviceaccount:todo:todo', 'serviceaccount:todo:other');
  expect(rulesOf(proved(other, IDENTITY + POD))).toContain('error claim-not-admitted');
});

test.each([
  ['issuer', 'issuer: https://', 'issuerFromConfig: { name: oidc, key: issuer } #'],
  ['subject', 'subject: system', 'subjectFromConfig: { name: oidc, key: subject } #'],
])(
  'an %s from a ConfigMap that is not in the input is an unknown part and refuses nobody for certain',
  (_, text, by) => {
    const inventory = proved(aks(), IDENTITY + CREDENTIAL.replace(text, by) + POD);
    expect(rulesOf(inventory).filter((rule) => rule.startsWith('error'))).toEqual([]);
    expect(undecidedOf(inventory)).not.toEqual([]);
  },
);

test('an issuer from a ConfigMap of the input is that issuer', () => {
  const map = `
apiVersion: v1
kind: ConfigMap
metadata: { name: oidc, namespace: todo }
data: { issuer: "https://issuer.example.com/" }
---`;
  const credential = CREDENTIAL.replace('issuer: https://', 'issuerFromConfig: { name: oidc, key: issuer } #');
  const inventory = proved(aks(), map + IDENTITY + credential);
  expect(inventory.access.map(({ cluster }) => cluster)).toContain('https://issuer.example.com/');
});

test('the owner may be named by its id in Azure, one of Terraform among them', () => {
  const terraform =
    OWN_CLUSTER.replace('owner: { name: todo }', 'owner: { armId: "${azurerm_user_assigned_identity.todo.id}" }') +
    'resource "azurerm_user_assigned_identity" "todo" {\n name = "id"\n resource_group_name = "rg"\n location = "x"\n}\n';
  expect(accessRows(proved(terraform))).toEqual([
    'todo/todo -> azurerm_user_assigned_identity.todo entra-workload-identity',
  ]);
});

test('a credential whose identity is not in the input is undecided', () => {
  expect(undecidedOf(proved(aks(), CREDENTIAL))).toEqual([
    expect.stringContaining(
      'FederatedIdentityCredential/todo/todo: it is a credential of UserAssignedIdentity/todo/todo',
    ),
  ]);
});

test('a role assignment whose principal is not in the input is undecided', () => {
  expect(undecidedOf(proved(aks(), ASSIGNMENT))).toEqual([
    expect.stringContaining(
      'RoleAssignment/todo/todo: its principal is taken from ${ConfigMap/todo/todo-identity.principalId}',
    ),
  ]);
});

test('an identity that the operator is told to leave alone is somebody else’s', () => {
  const existing = IDENTITY.replace(
    'namespace: todo }',
    'namespace: todo, annotations: { serviceoperator.azure.com/reconcile-policy: skip } }',
  );
  expect(rulesOf(proved(aks(), existing + POD)).filter((rule) => rule.startsWith('error'))).toEqual([]);
});

describe('an IdentityBinding of the operator', () => {
  const CLIENT_ID = '33333333-3333-4333-8333-333333333333';
  const BINDING = `
apiVersion: containerservice.azure.com/v20260501
kind: IdentityBinding
metadata: { name: todo, namespace: todo }
spec:
  owner: { armId: /subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/main }
  properties:
    managedIdentity:
      resourceReference: { group: managedidentity.azure.com, kind: UserAssignedIdentity, name: todo }
---`;
  const RBAC = (resource: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: use-todo }
rules:
  - { verbs: [use-managed-identity], apiGroups: [cid.wi.aks.azure.com], resources: ["${resource}"] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: use-todo }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: use-todo }
subjects: [{ kind: ServiceAccount, namespace: todo, name: todo }]
---`;
  const ASKING = POD.replace(
    'metadata: { name: todo, namespace: todo, labels',
    'metadata: { name: todo, namespace: todo, annotations: { azure.workload.identity/use-identity-binding: "true" }, labels',
  );
  const CLUSTER = aks().replace(/name( *)= "[^"]*"/, 'name$1= "main"');
  const bound = (binding: string, resource = CLIENT_ID) =>
    proved(CLUSTER, IDENTITY + binding + RBAC(resource) + ASKING);

  test('binds the cluster that its owner is to the identity that it refers to', () => {
    const inventory = bound(BINDING);
    expect(accessRows(inventory)).toEqual([
      'todo/todo -> UserAssignedIdentity/todo/todo entra-workload-identity claimed',
    ]);
    // The operator writes the client id when it has made the identity.
    expect(undecidedOf(inventory)).toEqual([expect.stringContaining('not wholly known before apply')]);
    expect(rulesOf(inventory)).toEqual([]);
  });

  test('of a cluster that the operator makes too binds the one of its name', () => {
    const owner = BINDING.replace(/owner: .*/, 'owner: { name: aso-main }');
    const object = `
apiVersion: containerservice.azure.com/v20260501
kind: ManagedCluster
metadata: { name: aso-main, namespace: todo }
spec: { azureName: main, location: westeurope, owner: { name: rg } }
---`;
    expect(accessRows(bound(owner + object))).toHaveLength(1);
  });

  test('of another cluster lets nobody in here', () => {
    const inventory = bound(BINDING.replace('managedClusters/main', 'managedClusters/other'));
    expect(accessRows(inventory)).toEqual([]);
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('its cluster is not in the input'));
  });
});
