import { CloudPowers } from '../../../lib/proof/become/cloud-powers';
import { becomingOf, identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { becoming, evaluated, told } from './aws-program';
import {
  ADMIN,
  AKS,
  AZURE_RBAC,
  CI,
  CLUSTER,
  IDENTITIES,
  ON_CLUSTER,
  ON_GROUP,
  ON_ORDERS,
  ORDERS,
  assignment,
  custom,
  entra,
  program,
  roles,
  who,
} from './azure-program';
import type { Resources } from './azure-program';

describe('the scope of an assignment', () => {
  const found = `${CI}: identity, write a credential of ${ORDERS}`;
  const at = (scope: string, resources: Resources = {}, more: Json = {}): string[] =>
    who({ ...resources, ...roles(['Managed Identity Contributor', scope]) }, {}, more);

  test('that is a management group is for the subscriptions that it holds, and perhaps for others', () => {
    const groups = (...subscriptions: string[]): Resources => ({
      azurerm_management_group: { all: { name: 'all', subscription_ids: subscriptions } },
    });
    const provider = { azurerm: { features: {}, subscription_id: 's-1' } };
    const perhaps = [`${found}, perhaps: which subscriptions are in a management group is not known`];
    const scope = '${azurerm_management_group.all.id}';
    expect(at(scope, groups('s-1'), { provider })).toEqual([found]);
    expect(at(scope, groups('s-2'), { provider })).toEqual(perhaps);
    expect(at('/providers/Microsoft.Management/managementGroups/all', groups('s-1'), { provider })).toEqual([found]);
    expect(at('/providers/microsoft.management/managementgroups/elsewhere')).toEqual(perhaps);
  });

  test('that is not known may be any; the root is for everything; another resource is not', () => {
    expect(at('/')).toEqual([found]);
    expect(at('${var.scope}')).toEqual([expect.stringMatching(`^${found}, perhaps: `)]);
    expect(at('/subscriptions/${var.subscription}/resourceGroups/rg')).toEqual([
      expect.stringMatching(`^${found}, perhaps: `),
    ]);
    expect(at(`${ON_GROUP}/providers/${IDENTITIES}/\${var.name}`)).toEqual([
      expect.stringMatching(`^${found}, perhaps: `),
    ]);
    const group = { azurerm_resource_group: { rg: { name: 'rg' }, other: { name: 'other' } } };
    expect(at('${azurerm_resource_group.other.id}', group)).toEqual([]);
    expect(at(`${ON_GROUP}/providers/Microsoft.Management/x`)).toEqual([]);
  });

  test('is told as the source, and no other assignment of the same holder is', () => {
    const given = roles(
      ['Contributor', ON_GROUP],
      ['Managed Identity Contributor', ON_ORDERS],
      ['Managed Identity Contributor', `\${${CI}.id}`],
      ['Reader', ON_ORDERS],
      ['Managed Identity Contributor', '${var.scope}'],
    );
    const [power] = new CloudPowers(program(given)).to(ORDERS);
    expect(power?.sources).toEqual(['a0', 'a1', 'a4'].map((name) => `azurerm_role_assignment.${name}`));
    expect(new CloudPowers(program({})).to('azurerm_user_assigned_identity.none')).toEqual([]);
  });

  test('that is written out, and not around the identity, is no source either', () => {
    const provider = { azurerm: { features: {}, subscription_id: 's' } };
    const role = 'Managed Identity Contributor';
    const given = roles(
      [role, '/subscriptions/s/resourceGroups/other'],
      [role, '/subscriptions/s/resourceGroups/rg'],
      [role, `${ON_GROUP}/providers/Microsoft.Management/x`],
      [role, '/subscriptions/s'],
    );
    const assignments = Object.entries(given.azurerm_role_assignment!).reverse();
    const reversed = { azurerm_role_assignment: Object.fromEntries(assignments) };
    for (const one of [given, reversed]) {
      const [power] = new CloudPowers(program(one, {}, { provider })).to(ORDERS);
      expect(power?.sources).toEqual(['a1', 'a3'].map((name) => `azurerm_role_assignment.${name}`));
    }
  });

  test('is told of each that lets somebody in to a cluster', () => {
    const given = roles(['Contributor', ON_GROUP], ['Contributor', ON_CLUSTER]);
    const [way] = becoming(program(given), 'shop/orders', CLUSTER).who;
    expect(way?.steps[0]?.by).toBe('azurerm_role_assignment.a0 and azurerm_role_assignment.a1');
  });
});

describe('whether something is in a scope', () => {
  const credential = 'Managed Identity Contributor';
  const write = `${CI}: identity, write a credential of ${ORDERS}`;
  const perhaps = expect.stringMatching(`^${write}, perhaps: whether `) as string;
  /** With names of the two identities, and where they are. */
  const named = (scope: string, orders: string, ci = 'id-ci', more: Json = {}): string[] => {
    const place = { resource_group_name: '${azurerm_resource_group.rg.name}', ...more };
    const identities = { orders: { name: orders, ...place }, ci: { name: ci, ...place } };
    return who({ ...roles([credential, scope]), azurerm_user_assigned_identity: identities });
  };
  const IN_RG = '/subscriptions/s-1/resourceGroups/RG';

  test('of a subscription is not known where the provider is not told its own', () => {
    const at = (scope: string): string[] => who(roles([credential, scope]));
    expect(at('/subscriptions/s-1')).toEqual([perhaps]);
    expect(at(IN_RG)).toEqual([perhaps]);
    expect(at(`${IN_RG}//`)).toEqual([perhaps]);
    expect(at(`${IN_RG}/providers/${IDENTITIES}/id-orders`)).toEqual([perhaps]);
    expect(at('/subscriptions/s-1/resourceGroups/other')).toEqual([]);
    expect(at(`${IN_RG}/providers/${IDENTITIES}/id-ci`)).toEqual([]);
    // AND so it is of a cluster, and of its namespaces
    const contributor = who(roles(['Contributor', '/subscriptions/s-1']));
    expect(contributor).toEqual([expect.stringMatching(`^${CI}: pod, ${ADMIN}, perhaps: whether `)]);
    const pods = custom({ data_actions: [`${AKS}/pods/write`] }, `${IN_RG}/providers/${AKS}/aks/namespaces/shop`);
    expect(who(pods, AZURE_RBAC)).toEqual([expect.stringMatching(`^${CI}: pod, make pods in shop, perhaps: whether `)]);
    const other = custom({ data_actions: [`${AKS}/pods/write`] }, `${IN_RG}/providers/${AKS}/other/namespaces/shop`);
    expect(who(other, AZURE_RBAC)).toEqual([]);
  });

  test('of a resource group is not known where the name of its own is not', () => {
    const at = (scope: string): string[] => {
      const provider = { azurerm: { features: {}, subscription_id: 's-1' } };
      const group = { azurerm_resource_group: { rg: { name: '${var.rg}', location: 'westeurope' } } };
      return who({ ...roles([credential, scope]), ...group }, {}, { provider, variable: { rg: {} } });
    };
    expect(at(IN_RG)).toEqual([perhaps]);
    expect(at('/subscriptions/s-1')).toEqual([write]);
    expect(at('/subscriptions/s-2')).toEqual([]);
    expect(at(ON_GROUP)).toEqual([write]);
    expect(at(`${IN_RG}/providers/Microsoft.Storage/storageAccounts/x`)).toEqual([]);
  });

  test('that is another resource of the program is no, whatever the two are called', () => {
    const ci = `\${${CI}.id}`;
    expect(named(ci, '${var.a}-orders', '${var.a}-ci')).toEqual([]);
    expect(named(ci, '${var.a}', 'id-ci')).toEqual([]);
    expect(named(ci, 'id-orders', '${var.a}')).toEqual([]);
    expect(named(`\${${ORDERS}.id}`, '${var.a}')).toEqual([write]);
    expect(named(ON_GROUP, '${var.a}')).toEqual([write]);
    const written = `/subscriptions/s-1/resourceGroups/rg/providers/${IDENTITIES}`;
    expect(named(`${written}/id-x`, '${var.a}')).toEqual([perhaps]);
    // AND a data source may look up the same
    const data = { azurerm_user_assigned_identity: { x: { name: '${var.a}', resource_group_name: 'rg' } } };
    const scope = '${data.azurerm_user_assigned_identity.x.id}';
    expect(who(roles([credential, scope]), {}, { data })).toEqual([perhaps]);
    const namespace = '${azurerm_kubernetes_cluster.other.id}/namespaces/shop';
    const clusters = { azurerm_kubernetes_cluster: { other: { name: '${var.a}', resource_group_name: 'rg' } } };
    const pods = custom({ data_actions: [`${AKS}/pods/write`] }, namespace);
    expect(who({ ...pods, ...clusters }, AZURE_RBAC)).toEqual([]);
  });

  test('that is looked up is as far as its id is known', () => {
    const account = { x: { name: 'x', resource_group_name: 'rg' } };
    const container = { x: { name: 'x', storage_account_id: '${data.azurerm_storage_account.x.id}' } };
    const data = { azurerm_storage_account: account, azurerm_storage_container: container };
    const on = (scope: string): string[] => who(roles(['Owner', scope]), {}, { data });
    expect(on('${data.azurerm_storage_container.x.id}')).toEqual([]);
    expect(on('${data.azurerm_storage_account.x.id}')).toEqual([]);
  });

  test('of a cluster that is looked up is told of its namespace', () => {
    const identity = { ci: { name: 'ci', resource_group_name: 'rg' } };
    const pods = (scope: string, name: string): string[] => {
      const given = custom({ data_actions: [`${AKS}/pods/write`] }, scope);
      const data = { azurerm_kubernetes_cluster: { main: { name, resource_group_name: 'rg' } } };
      const resource = { ...given, azurerm_user_assigned_identity: identity };
      const text = JSON.stringify({ provider: { azurerm: { features: {} } }, resource, data, variable: { a: {} } });
      return told(becoming(evaluated(text), 'shop/orders', 'data.azurerm_kubernetes_cluster.main'));
    };
    const own = '${data.azurerm_kubernetes_cluster.main.id}';
    const decide = 'whether roles of Azure decide in the cluster is not known';
    for (const name of ['aks', '${var.a}']) {
      expect(pods(`${own}/namespaces/shop`, name)).toEqual([`${CI}: pod, make pods in shop, perhaps: ${decide}`]);
      expect(pods(`${own}/namespaces/other`, name)).toEqual([]);
      expect(pods(own, name)).toEqual([`${CI}: pod, make pods in every namespace, perhaps: ${decide}`]);
    }
    expect(pods('${var.a}/namespaces/shop', 'aks')).toEqual([
      expect.stringMatching(`^${CI}: pod, make pods in shop, perhaps: whether `),
    ]);
    expect(pods('${var.a}/namespaces/other', 'aks')).toEqual([]);
    expect(pods(`${own}/namespaces/\${var.a}`, 'aks')).toEqual([
      expect.stringMatching(new RegExp(`^${CI}: pod, make pods in \\$\\{var.a\\}, perhaps: `)),
    ]);
    expect(pods(`/subscriptions/s/resourceGroups/rg/providers/Microsoft.ServiceBus/namespaces/shop`, 'aks')).toEqual(
      [],
    );
  });

  test('of the identity of nodes is so of the subscription, and not of a group of the program', () => {
    const kubelet = `${CLUSTER}.kubelet_identity[0]`;
    const over = (scope: string): unknown[] => {
      const data = { azurerm_subscription: { current: {} } };
      const evaluation = program(roles([credential, scope]), {}, { data });
      return new CloudPowers(evaluation).to(kubelet).map(({ act, perhaps: why }) => [act, why]);
    };
    expect(over('${data.azurerm_subscription.current.id}')).toEqual([['write-credential', undefined]]);
    expect(over(ON_GROUP)).toEqual([]);
    expect(over(`\${${kubelet}.user_assigned_identity_id}`)).toEqual([['write-credential', undefined]]);
    expect(over(ON_ORDERS)).toEqual([]);
    expect(over('/subscriptions/s-1/resourceGroups/MC_rg')).toEqual([
      ['write-credential', `where ${kubelet} is on Azure is not known`],
    ]);
  });

  test('of an identity by azapi is not known of a group, and no of what it is not in', () => {
    const azapi = { type: `${IDENTITIES}@2023-01-31`, name: 'x', parent_id: ON_GROUP };
    const over = (scope: string, more: Json = {}): unknown[] => {
      const resources = { ...roles([credential, scope]), azapi_resource: { x: azapi, y: azapi } };
      const powers = new CloudPowers(program(resources, {}, more)).to('azapi_resource.x');
      return powers.map(({ act, perhaps: why }) => [act, why]);
    };
    const open = [['write-credential', 'where azapi_resource.x is on Azure is not known']];
    expect(over('${azapi_resource.x.id}')).toEqual([['write-credential', undefined]]);
    expect(over('${azapi_resource.y.id}')).toEqual([]);
    expect(over(ON_GROUP)).toEqual(open);
    expect(over('/subscriptions/s-1')).toEqual(open);
    expect(over('/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x')).toEqual([]);
    // AND one that is looked up may be any, also one that the program makes
    const data = { azapi_resource: { z: { ...azapi, name: '${var.a}' } } };
    const powers = new CloudPowers(program(roles([credential, ON_ORDERS]), {}, { data })).to('data.azapi_resource.z');
    expect(powers.map(({ perhaps: why }) => why)).toEqual(['where data.azapi_resource.z is on Azure is not known']);
  });
});

test('where a cluster is of which only the issuer is known, is not known, of each of them', () => {
  const issuers = ['a', 'b'].map((name) => `https://westeurope.oic.prod-aks.azure.com/T/${name}/`);
  const credential = (issuer: string): Json => ({
    ...{ name: 'x', parent_id: ON_ORDERS, audience: ['api://AzureADTokenExchange'], issuer },
    subject: 'system:serviceaccount:shop:orders',
  });
  const credentials = {
    azurerm_federated_identity_credential: { a: credential(issuers[0]!), b: credential(issuers[1]!) },
  };
  for (const issuer of issuers) {
    const by = (role: string, scope: string): unknown[] =>
      becomingOf(program({ ...credentials, ...roles([role, scope]) }))
        .filter(({ cluster }) => cluster === issuer)
        .map(({ who: name, by: acts, uncertain }) => [name, acts, uncertain]);
    const perhaps = [[CI, ['administer'], `where ${issuer} is on Azure is not known`]];
    const admin = 'Azure Kubernetes Service Cluster Admin Role';
    expect(by(admin, ON_GROUP)).toEqual(perhaps);
    // It may be the one that the program makes.
    expect(by(admin, ON_CLUSTER)).toEqual(perhaps);
    expect(by('Owner', '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x')).toEqual(
      [],
    );
  }
});

describe('the assignments that are told are those that give what is told', () => {
  const sourcesOf = (given: Resources, more: Json = {}): unknown[] =>
    identityBecomingOf(program(given, {}, more)).map(({ by, sources }) => [
      by,
      sources.map((one) => one.replace('azurerm_role_assignment.', '')),
    ]);

  test('of an identity', () => {
    const given = roles(
      ['Managed Identity Contributor', ON_ORDERS],
      ['User Access Administrator', ON_ORDERS],
      ['Managed Identity Operator', ON_ORDERS],
      ['Ours', ON_ORDERS],
      ['Owner', ON_ORDERS],
    );
    expect(sourcesOf(given)).toEqual([
      ['assign-roles', ['a1', 'a4']],
      ['write-credential', ['a0', 'a4']],
    ]);
    const condition = "!(ActionMatches{'Microsoft.ManagedIdentity/*'})";
    const never = { ...assignment({ role_definition_name: 'Owner' }, ON_ORDERS), condition, condition_version: '2.0' };
    expect(sourcesOf({ azurerm_role_assignment: { ...given.azurerm_role_assignment, a4: never } })).toEqual([
      ['assign-roles', ['a1', 'a4']],
      ['write-credential', ['a0']],
    ]);
  });

  test('of who attaches it: what makes the machine too, where that is certain', () => {
    const operator = ['Managed Identity Operator', ON_ORDERS] as const;
    const [power] = new CloudPowers(program(roles(['Virtual Machine Contributor', ON_GROUP], operator))).to(ORDERS);
    expect(power).toMatchObject({
      act: 'attach',
      sources: ['a0', 'a1'].map((name) => `azurerm_role_assignment.${name}`),
    });
    const elsewhere = ['Virtual Machine Contributor', '${var.scope}'] as const;
    expect(sourcesOf(roles(elsewhere, operator))).toEqual([['attach', ['a1']]]);
    // AND one that gives both once
    const both = custom(
      { actions: [`${IDENTITIES}/assign/action`, 'Microsoft.Compute/virtualMachines/write'] },
      ON_GROUP,
    );
    expect(sourcesOf(both)).toEqual([['attach', ['own0']]]);
  });

  test('of who administers a cluster: none that gives what is of no use in it', () => {
    const by = (cluster: Json, ...given: (readonly [role: string, scope: string])[]): string | undefined =>
      becoming(program(roles(...given), cluster), 'shop/orders', CLUSTER).who[0]?.steps[0]?.by.replaceAll(
        'azurerm_role_assignment.',
        '',
      );
    const admin = ['Azure Kubernetes Service Cluster Admin Role', ON_CLUSTER] as const;
    const user = ['Azure Kubernetes Service Cluster User Role', ON_CLUSTER] as const;
    const access = ['User Access Administrator', ON_CLUSTER] as const;
    const writer = ['Azure Kubernetes Service RBAC Writer', ON_CLUSTER] as const;
    const contributor = ['Azure Kubernetes Service Contributor Role', ON_CLUSTER] as const;
    expect(by({}, admin, user, access, writer)).toBe('a0 and a1 and a2');
    expect(by(entra(), admin, user, access, writer)).toBe('a0 and a2');
    expect(by({ ...entra(), local_account_disabled: true }, admin, user, access)).toBe('a2');
    expect(by({ ...entra(), local_account_disabled: true }, admin, user, contributor)).toBe('a0 and a2');
  });

  test('of who administers a cluster by one thing alone: the role that has it, and the one that lets it be of use', () => {
    const by = (cluster: Json, ...actions: string[]): string | undefined =>
      becoming(program(custom({ actions }, ON_CLUSTER), cluster), 'shop/orders', CLUSTER).who[0]?.steps[0]?.by;
    for (const action of [
      ...['listClusterAdminCredential/action', 'accessProfiles/listCredential/action'].map((one) => `${AKS}/${one}`),
      ...['listClusterUserCredential/action', 'runcommand/action'].map((one) => `${AKS}/${one}`),
      'Microsoft.Authorization/roleAssignments/write',
    ]) {
      expect(by({}, action)).toBe('azurerm_role_assignment.own0');
    }
    const write = custom({ actions: [`${AKS}/write`] }, ON_CLUSTER);
    const admin = assignment({ role_definition_name: 'Azure Kubernetes Service Cluster Admin Role' }, ON_CLUSTER);
    const both = { ...write, azurerm_role_assignment: { ...write.azurerm_role_assignment, admin } };
    const opened = (cluster: Json): string | undefined =>
      becoming(program(both, cluster), 'shop/orders', CLUSTER).who[0]?.steps[0]?.by;
    expect(opened({})).toBe('azurerm_role_assignment.admin');
    expect(opened({ ...entra(), local_account_disabled: true })).toBe(
      'azurerm_role_assignment.admin and azurerm_role_assignment.own0',
    );
  });

  test('of who acts in a cluster: none for another act, and none of another namespace', () => {
    const actions = (...some: string[]): Json => ({ data_actions: some.map((one) => `${AKS}/${one}`) });
    const definition = (permissions: Json): Json => ({
      name: 'x',
      scope: '/subscriptions/s',
      permissions: [permissions],
    });
    const by = (role: string, scope: string): Json =>
      assignment({ role_definition_id: `\${azurerm_role_definition.${role}.role_definition_resource_id}` }, scope);
    const given = {
      azurerm_role_definition: {
        pods: definition(actions('pods/write')),
        exec: definition(actions('pods/exec/action')),
      },
      azurerm_role_assignment: {
        exec: by('exec', ON_CLUSTER),
        other: by('pods', `${ON_CLUSTER}/namespaces/other`),
        shop: by('pods', `${ON_CLUSTER}/namespaces/shop`),
      },
    };
    const { who: found } = becoming(program(given, AZURE_RBAC), 'shop/orders', CLUSTER);
    expect(found[0]?.steps[0]).toMatchObject({ may: 'make pods in shop', by: 'azurerm_role_assignment.shop' });
  });

  test('sorted, whoever writes them', () => {
    const role = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const azapi = {
      ...{ type: 'Microsoft.Authorization/roleAssignments@2022-04-01', name: 'x', parent_id: ON_ORDERS },
      body: { properties: { principalId: `\${${CI}.principal_id}`, roleDefinitionId: role } },
    };
    const given = { ...roles(['Owner', ON_ORDERS]), azapi_resource: { x: azapi } };
    const [power] = new CloudPowers(program(given)).to(ORDERS);
    expect(power?.sources).toEqual(['azapi_resource.x', 'azurerm_role_assignment.a0']);
  });
});
