import { becomingOf, identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import { aks, federated } from '../kubernetes-program';
import type { Json } from '../todo-program';
import { becoming, evaluated, told } from './aws-program';

const GROUP = `
resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}
`;
const ENTRA = (more = ''): string => `
  azure_active_directory_role_based_access_control {
    ${more}
  }`;

/** A managed identity of the program, and a role that it has. */
function identity(name: string): string {
  return `
resource "azurerm_user_assigned_identity" "${name}" {
  name                = "id-${name}"
  resource_group_name = "rg"
  location            = "westeurope"
}
`;
}

function assigned(who: string, role: string, scope: string, more = ''): string {
  const principal = who.includes('.') || who.includes('-') ? who : `azurerm_user_assigned_identity.${who}.principal_id`;
  return `
resource "azurerm_role_assignment" "${role.replace(/[^A-Za-z]/g, '')}-${who.replace(/[^a-z]/g, '')}" {
  principal_id         = ${principal.includes('.') ? principal : `"${principal}"`}
  role_definition_name = "${role}"
  scope                = ${scope}
  ${more}
}
`;
}

const CLUSTER = 'azurerm_kubernetes_cluster.main';
const PROGRAM = GROUP + federated('orders', 'shop/orders') + identity('ci');

function who(terraform: string, cluster = '', objects: readonly Json[] = []): string[] {
  return told(becoming(evaluated(`${PROGRAM}${aks(cluster)}${terraform}`, objects, 'main.tf'), 'shop/orders', CLUSTER));
}

const ADMIN = 'have the cloud let it in to the cluster as its administrator';
const ORDERS = 'azurerm_user_assigned_identity.orders';
const CI = 'azurerm_user_assigned_identity.ci';

describe('an identity of Azure becomes another one', () => {
  test('whose credentials it may write, at the identity or around it', () => {
    const found = [`${CI}: identity, write a credential of ${ORDERS}`];
    for (const scope of [`${ORDERS}.id`, 'azurerm_resource_group.rg.id']) {
      expect(who(assigned('ci', 'Managed Identity Contributor', scope))).toEqual(found);
    }
    expect(who(assigned('ci', 'Managed Identity Contributor', `${CI}.id`))).toEqual([]);
    expect(who(assigned('ci', 'Reader', 'azurerm_resource_group.rg.id'))).toEqual([]);
  });

  test('on which it may assign roles, and perhaps where a condition limits them', () => {
    expect(who(assigned('ci', 'User Access Administrator', `${ORDERS}.id`))).toEqual([
      `${CI}: identity, give itself any role on ${ORDERS}`,
    ]);
    const condition =
      'condition = "(@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEquals \\"User\\")"';
    expect(who(assigned('ci', 'Role Based Access Control Administrator', `${ORDERS}.id`, condition))).toEqual([
      expect.stringContaining(`${CI}: identity, give itself any role on ${ORDERS}, perhaps: `),
    ]);
  });

  test('that it may attach, perhaps, and for certain where it makes machines beside it', () => {
    const operator = assigned('ci', 'Managed Identity Operator', `${ORDERS}.id`);
    expect(who(operator)).toEqual([
      `${CI}: identity, attach ${ORDERS} to a machine of its own, perhaps: it has to be able to attach it to something of its own, such as a machine`,
    ]);
    expect(who(operator + assigned('ci', 'Virtual Machine Contributor', 'azurerm_resource_group.rg.id'))).toEqual([
      `${CI}: identity, attach ${ORDERS} to a machine of its own`,
    ]);
  });

  test('also if it is a principal that no identity of the program is', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    expect(who(assigned(id, 'Managed Identity Contributor', `${ORDERS}.id`))).toEqual([
      `principal ${id}: identity, write a credential of ${ORDERS}`,
    ]);
  });
});

describe('an AKS cluster', () => {
  const admin = assigned('ci', 'Azure Kubernetes Service Cluster Admin Role', `${CLUSTER}.id`);
  const user = assigned('ci', 'Azure Kubernetes Service Cluster User Role', `${CLUSTER}.id`);

  test('hands out a certificate of its administrator unless local accounts are off', () => {
    expect(who(admin)).toEqual([`${CI}: pod, ${ADMIN}`]);
    expect(who(admin, `local_account_disabled = true${ENTRA()}`)).toEqual([]);
    const contributor = assigned('ci', 'Azure Kubernetes Service Contributor Role', `${CLUSTER}.id`);
    expect(who(contributor, `local_account_disabled = true${ENTRA()}`)).toEqual([`${CI}: pod, ${ADMIN}`]);
  });

  test('makes an administrator of each user, and of who runs commands by Azure, where nobody signs in by Entra', () => {
    expect(who(user)).toEqual([`${CI}: pod, ${ADMIN}`]);
    expect(who(user, ENTRA())).toEqual([]);
  });

  test('that may be set to Entra hands out that certificate perhaps', () => {
    const made = (each: string): string => `dynamic "azure_active_directory_role_based_access_control" {
    for_each = ${each}
    content {
      azure_rbac_enabled = true
    }
  }`;
    expect(who(user, made('[]'))).toEqual([`${CI}: pod, ${ADMIN}`]);
    expect(who(user, made('[1]'))).toEqual([]);
    expect(who(user, made('var.on'))).toEqual([expect.stringContaining(`${CI}: pod, ${ADMIN}, perhaps: `)]);
  });

  test('asks roles of Azure what somebody may do, if they decide in it: everywhere, or in a namespace', () => {
    const on = ENTRA('azure_rbac_enabled = true');
    const writer = (scope: string): string => assigned('ci', 'Azure Kubernetes Service RBAC Writer', scope);
    expect(who(writer(`${CLUSTER}.id`), on)).toEqual([
      `${CI}: pod, make tokens of service accounts in every namespace`,
    ]);
    expect(who(writer(`"\${${CLUSTER}.id}/namespaces/shop"`), on)).toEqual([
      `${CI}: pod, make tokens of service accounts in shop`,
    ]);
    expect(who(writer(`"\${${CLUSTER}.id}/namespaces/other"`), on)).toEqual([]);
    expect(who(writer(`${CLUSTER}.id`), ENTRA('azure_rbac_enabled = false'))).toEqual([]);
    expect(who(assigned('ci', 'Contributor', `${CLUSTER}.id`), on)).toEqual([`${CI}: pod, ${ADMIN}`]);
    expect(who(assigned('ci', 'Azure Kubernetes Service RBAC Reader', `${CLUSTER}.id`), on)).toEqual([]);
  });

  test('has the groups of Entra that administer it, and those that RBAC binds', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const binding: Json = {
      ...{
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'x', namespace: 'shop' },
      },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'Group', name: id }],
    };
    expect(who('', ENTRA(`admin_group_object_ids = ["${id}"]`))).toEqual([
      `Group ${id}: pod, do everything in every namespace`,
    ]);
    expect(who('', ENTRA(), [binding])).toEqual([`Group ${id}: pod, make tokens of service accounts in shop`]);
  });
});

test('the pods of an identity that becomes another one are on the way, and a role that was not read is said', () => {
  const credentials = assigned('ci', 'Managed Identity Contributor', `${ORDERS}.id`);
  const ci = federated('ci', 'ops/ci').replace(identity('ci').trim(), '');
  expect(who(credentials + ci)).toEqual([
    `${CI}: identity, write a credential of ${ORDERS}`,
    `pods of ops/ci: identity, get ${CI}, write a credential of ${ORDERS}`,
  ]);
  const unread = assigned('ci', 'Our Own Role', `${ORDERS}.id`);
  const found = becoming(evaluated(`${PROGRAM}${aks()}${unread}`, [], 'main.tf'), 'shop/orders', CLUSTER);
  expect(found.unknown).toEqual([
    `no RBAC of ${CLUSTER} was read, which says who may act in it`,
    'what roles of Azure allow was not all read: Our Own Role, which azurerm_role_assignment.OurOwnRole-ci assigns',
  ]);
});

test('the inventory has who becomes identities and clusters of Azure', () => {
  const evaluation = evaluated(
    `${PROGRAM}${aks()}${assigned('ci', 'Contributor', 'azurerm_resource_group.rg.id')}`,
    [],
    'main.tf',
  );
  const sources = ['azurerm_role_assignment.Contributor-ci'];
  expect(identityBecomingOf(evaluation)).toEqual([
    { who: CI, kind: 'identity', identities: [ORDERS], by: 'write-credential', sources },
  ]);
  expect(becomingOf(evaluation)).toMatchObject([
    {
      ...{ cluster: CLUSTER, who: CI, kind: 'identity', becomes: 'pod', namespace: '*', names: ['*'] },
      ...{ by: ['administer'], sources },
    },
  ]);
});

describe('what is not known of a role assignment is told as perhaps', () => {
  const rows = (terraform: string): string[] =>
    identityBecomingOf(evaluated(`variable "x" {}\n${GROUP}${identity('ci')}${terraform}`, [], 'main.tf'))
      .filter(({ identities }) => identities.includes(ORDERS))
      .map(({ by, uncertain }) => `${by}${uncertain === undefined ? '' : ' perhaps'}`);
  const orders = (group: string): string => `
resource "azurerm_user_assigned_identity" "orders" {
  name                = "id-orders"
  resource_group_name = ${group}
  location            = "westeurope"
}
`;
  const RG = 'azurerm_resource_group.rg.id';

  test('where the group of an identity is not known, of roles at any group', () => {
    const owner = assigned('ci', 'Owner', RG);
    expect(rows(orders('"rg"') + owner)).toEqual(['assign-roles', 'write-credential']);
    expect(rows(orders('var.x') + owner)).toEqual([
      'assign-roles perhaps',
      'attach perhaps',
      'write-credential perhaps',
    ]);
    expect(rows(orders('"other"') + owner)).toEqual([]);
  });

  test('where only apply tells which role it is', () => {
    const role = assigned('ci', 'Owner', RG).replace('"Owner"', 'var.x');
    expect(rows(orders('"rg"') + role)).toContain('write-credential perhaps');
    expect(rows(orders('"rg"') + assigned('ci', 'Reader', RG))).toEqual([]);
  });

  test('where only apply tells what a role of the program allows', () => {
    const custom = (actions: string): string => `
resource "azurerm_role_definition" "deploys" {
  name  = "deploys"
  scope = ${RG}
  permissions {
    actions = ${actions}
  }
}
${assigned('ci', 'Owner', RG).replace('role_definition_name = "Owner"', 'role_definition_id = azurerm_role_definition.deploys.role_definition_resource_id')}`;
    expect(rows(orders('"rg"') + custom('var.x'))).toContain('write-credential perhaps');
    expect(rows(orders('"rg"') + custom('["Microsoft.Storage/*"]'))).toEqual([]);
  });

  test('where it is at a namespace of a cluster that is not known', () => {
    const entra = ENTRA('azure_rbac_enabled = true');
    const writer = assigned('ci', 'Azure Kubernetes Service RBAC Writer', '"${var.x}/namespaces/shop"');
    const program = evaluated(`variable "x" {}\n${GROUP}${identity('ci')}${aks(entra)}${writer}`, [], 'main.tf');
    const found = becomingOf(program).filter(({ kind }) => kind === 'identity');
    expect(found.map(({ namespace, uncertain }) => `${namespace} ${uncertain !== undefined}`)).toContain('shop true');
    expect(found.filter(({ uncertain }) => uncertain === undefined)).toEqual([]);
  });
});
