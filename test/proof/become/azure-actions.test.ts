import { BecomingGraph } from '../../../lib/proof/become/becoming';
import { CloudPowers } from '../../../lib/proof/become/cloud-powers';
import { becomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { becoming, told } from './aws-program';
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
  unknownOf,
  who,
} from './azure-program';
import type { Resources } from './azure-program';

describe('whoever may do one thing to a managed identity becomes it', () => {
  const attach = `attach ${ORDERS} to a machine of its own, perhaps: it has to be able to attach it to something of its own, such as a machine`;

  test.each([
    [`${IDENTITIES}/federatedIdentityCredentials/write`, `write a credential of ${ORDERS}`],
    ['Microsoft.Authorization/roleAssignments/write', `give itself any role on ${ORDERS}`],
    [`${IDENTITIES}/assign/action`, attach],
    [`${IDENTITIES}/identity/assign/action`, attach],
  ])('%s', (action, may) => {
    expect(who(custom({ actions: [action] }, ON_ORDERS))).toEqual([`${CI}: identity, ${may}`]);
    const identities = [...new CloudPowers(program(custom({ actions: [action] }, ON_GROUP))).to(ORDERS)];
    expect(identities.map((power) => power.who.name)).toEqual([CI]);
    expect(who(custom({ actions: [action] }, `\${${CI}.id}`))).toEqual([]);
  });

  test('but by none of the others: reading it, changing it, or data', () => {
    expect(who(custom({ actions: [`${IDENTITIES}/read`, `${IDENTITIES}/write`] }, ON_ORDERS))).toEqual([]);
    expect(who(custom({ data_actions: ['*'] }, ON_ORDERS))).toEqual([]);
  });
});

describe('whoever may do one thing to an AKS cluster becomes its administrator', () => {
  const certificate = [`${AKS}/listClusterAdminCredential/action`, `${AKS}/accessProfiles/listCredential/action`];
  const user = [`${AKS}/listClusterUserCredential/action`, `${AKS}/runcommand/action`];
  const found = [`${CI}: pod, ${ADMIN}`];
  const may = (action: string, cluster: Json = {}): string[] => who(custom({ actions: [action] }, ON_CLUSTER), cluster);

  test.each(certificate)('%s, while there are local accounts', (action) => {
    expect(may(action)).toEqual(found);
    expect(may(action, entra())).toEqual(found);
    expect(may(action, { ...entra(), local_account_disabled: true })).toEqual([]);
    expect(may(action, { ...entra(), local_account_disabled: '${var.off}' })).toEqual([
      `${CI}: pod, ${ADMIN}, perhaps: whether the cluster has local accounts is not known`,
    ]);
  });

  test.each(user)('%s, where nobody signs in by Entra', (action) => {
    expect(may(action)).toEqual(found);
    expect(may(action, entra())).toEqual([]);
    expect(may(action, { azure_active_directory_role_based_access_control: '${var.entra}' })).toEqual([
      `${CI}: pod, ${ADMIN}, perhaps: whether people sign in to the cluster by Entra is not known`,
    ]);
  });

  test('a command that Azure runs, unless that is switched off', () => {
    const [, run] = user as [string, string];
    expect(may(run, { run_command_enabled: false })).toEqual([]);
    expect(may(run, { run_command_enabled: '${var.runs}' })).toEqual([
      `${CI}: pod, ${ADMIN}, perhaps: whether Azure runs commands in the cluster is not known`,
    ]);
    expect(may(user[0]!, { run_command_enabled: false })).toEqual(found);
  });

  test('role assignments on it, however people sign in', () => {
    const action = 'Microsoft.Authorization/roleAssignments/write';
    expect(may(action, { ...AZURE_RBAC, local_account_disabled: true })).toEqual(found);
  });

  test('but not by changing it alone, or by data', () => {
    expect(may(`${AKS}/write`)).toEqual([]);
    expect(who(custom({ data_actions: certificate }, ON_CLUSTER))).toEqual([]);
  });
});

describe('where roles of Azure decide in the cluster, whoever has one data action becomes pods', () => {
  const pods = (action: string, cluster = AZURE_RBAC, scope = ON_CLUSTER): string[] =>
    who(custom({ data_actions: [`${AKS}/${action}`] }, scope), cluster);
  const inNamespace = (namespace: string): string => `${ON_CLUSTER}/namespaces/${namespace}`;

  test.each<[string, string]>([
    ...[
      ...['pods', 'replicationcontrollers', 'apps/deployments', 'apps/statefulsets', 'apps/daemonsets'],
      ...['apps/replicasets', 'batch/jobs', 'batch/cronjobs'],
    ].map((kind): [string, string] => [`${kind}/write`, 'pod, make pods in']),
    // AKS asks for the action of the service account where somebody makes a token of it.
    ['serviceaccounts/write', 'pod, make tokens of service accounts in'],
    ['pods/exec/action', 'pod, run commands in pods of'],
    ['serviceaccounts/impersonate/action', 'account, impersonate service accounts in'],
  ])('%s, of the cluster or of the namespace', (action, text) => {
    expect(pods(action)).toEqual([`${CI}: ${text} every namespace`]);
    expect(pods(action, AZURE_RBAC, inNamespace('shop'))).toEqual([`${CI}: ${text} shop`]);
    expect(pods(action, AZURE_RBAC, inNamespace('other'))).toEqual([]);
    expect(pods(action, entra())).toEqual([]);
    expect(pods(action, {})).toEqual([]);
    expect(pods(action, entra({ azure_rbac_enabled: '${var.on}' }))).toEqual([
      `${CI}: ${text} every namespace, perhaps: whether roles of Azure decide in the cluster is not known`,
    ]);
  });

  test.each([
    ['nodes/read', 'call the kubelets of nodes, and so run commands in every pod'],
    ['nodes/write', 'call the kubelets of nodes, and so run commands in every pod'],
    [
      'admissionregistration.k8s.io/mutatingwebhookconfigurations/write',
      'register mutating webhooks, and so change every pod that is made',
    ],
  ])('%s, of the cluster alone', (action, text) => {
    expect(pods(action)).toEqual([`${CI}: pod, ${text}`]);
    expect(pods(action, AZURE_RBAC, inNamespace('shop'))).toEqual([]);
  });

  test('but nobody by what only reads, by secrets, or by the same as an action', () => {
    for (const action of [
      'pods/read',
      'serviceaccounts/read',
      'secrets/read',
      'pods/delete',
      'apps/deployments/read',
    ]) {
      expect(pods(action)).toEqual([]);
    }
    expect(who(custom({ actions: [`${AKS}/pods/write`] }, ON_CLUSTER), AZURE_RBAC)).toEqual([]);
  });

  test('and a namespace of another cluster is another one', () => {
    const other = { azurerm_kubernetes_cluster: { other: { name: 'other', resource_group_name: 'rg' } } };
    const scope = '${azurerm_kubernetes_cluster.other.id}/namespaces/shop';
    const given = custom({ data_actions: [`${AKS}/pods/write`] }, scope);
    expect(who({ ...given, ...other }, AZURE_RBAC)).toEqual([]);
  });

  test('in a namespace of the cluster however its id is written, and of nothing below the namespace', () => {
    const id = '/subscriptions/s/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters/AKS';
    const written = (scope: string): string[] => {
      const existing = { azurerm_resource_group: { rg: { name: 'rg', location: 'westeurope' } } };
      const given = custom({ data_actions: [`${AKS}/pods/write`] }, scope);
      const provider = { azurerm: { features: {}, subscription_id: 's' } };
      return who({ ...existing, ...given }, AZURE_RBAC, { provider });
    };
    expect(written(`${id}/namespaces/shop`)).toEqual([`${CI}: pod, make pods in shop`]);
    expect(written(id)).toEqual([`${CI}: pod, make pods in every namespace`]);
    expect(written(`${id}/namespaces/shop/pods/x`)).toEqual([]);
    expect(written('/subscriptions/s/resourceGroups/rg/')).toEqual([`${CI}: pod, make pods in every namespace`]);
    expect(written('/subscriptions/other')).toEqual([]);
  });

  test('who perhaps has it everywhere is told of the namespace where that is certain', () => {
    const given = custom({ data_actions: [`${AKS}/pods/write`] }, ON_CLUSTER, inNamespace('shop'));
    const assignments = given.azurerm_role_assignment as Record<string, Json>;
    const condition = '@Request[Microsoft.Any:any] StringEquals "x"';
    const own0 = { ...assignments.own0, condition, condition_version: '2.0' };
    expect(who({ ...given, azurerm_role_assignment: { ...assignments, own0 } }, AZURE_RBAC)).toEqual([
      `${CI}: pod, make pods in shop`,
    ]);
  });

  test('and who has it everywhere is not told of a namespace besides', () => {
    const given = custom({ data_actions: [`${AKS}/pods/write`] }, ON_CLUSTER, inNamespace('shop'));
    const rows = becomingOf(program(given, AZURE_RBAC)).filter(({ who: name }) => name === CI);
    expect(rows.map(({ namespace, by, sources }) => [namespace, by, sources])).toEqual([
      ['*', ['make-pods'], ['azurerm_role_assignment.own0']],
    ]);
  });
});

describe('Entra applications', () => {
  const application = {
    azuread_application: { app: { display_name: 'app' }, ci: { display_name: 'ci' } },
    azuread_service_principal: { ci: { client_id: '${azuread_application.ci.client_id}' } },
    azuread_application_federated_identity_credential: {
      app: {
        ...{ application_id: '${azuread_application.app.id}', display_name: 'app' },
        ...{ issuer: `\${${CLUSTER}.oidc_issuer_url}`, subject: 'system:serviceaccount:shop:app' },
        audiences: ['api://AzureADTokenExchange'],
      },
    },
  };
  const app = (resources: Resources): string[] =>
    told(becoming(program({ ...application, ...resources }), 'shop/app', CLUSTER));
  const principal = '${azuread_service_principal.ci.object_id}';
  const found = ['azuread_application.ci: identity, write a credential of azuread_application.app'];
  const directory = (role_id: string, more: Resources = {}): string[] =>
    app({ azuread_directory_role_assignment: { ci: { role_id, principal_object_id: principal } }, ...more });

  // Microsoft Entra, "Microsoft Entra built-in roles".
  test.each([
    ['Application Administrator', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
    ['Cloud Application Administrator', '158c047a-c907-4556-b7ef-446551a6b5f7'],
    ['Global Administrator', '62e90394-69f5-4237-9190-012177145e10'],
    ['Privileged Role Administrator', 'e8611ab8-c189-46e8-94e1-60213ab1f814'],
  ])('are whoever has the directory role %s, by its id or by the role of the program', (name, id) => {
    expect(directory(id)).toEqual(found);
    const activated = (role: Json): Resources => ({ azuread_directory_role: { it: role } });
    expect(directory('${azuread_directory_role.it.template_id}', activated({ display_name: name }))).toEqual(found);
    expect(directory('${azuread_directory_role.it.object_id}', activated({ template_id: id }))).toEqual(found);
    expect(directory('${azuread_directory_role.it.id}', activated({ template_id: id }))).toEqual(found);
    // Of a role of which nothing is said only apply tells which it is.
    expect(directory('${azuread_directory_role.it.id}', activated({}))).not.toEqual(found);
  });

  // Microsoft Graph permissions reference.
  test.each([
    ['Application.ReadWrite.All', '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'],
    ['RoleManagement.ReadWrite.Directory', '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'],
    ['AppRoleAssignment.ReadWrite.All', '06b708a9-e830-4db3-a914-8e69da51d44f'],
  ])('are whoever has %s of Microsoft Graph, by its id or by its name', (name, id) => {
    const graph = (app_role_id: string): string[] =>
      app({
        azuread_app_role_assignment: {
          ci: { app_role_id, principal_object_id: principal, resource_object_id: 'graph' },
        },
        azuread_service_principal: {
          ...application.azuread_service_principal,
          graph: { client_id: '00000003-0000-0000-c000-000000000000' },
        },
      });
    expect(graph(id)).toEqual(found);
    expect(graph(`\${azuread_service_principal.graph.app_role_ids["${name}"]}`)).toEqual(found);
  });

  // Microsoft Entra, "Assign Microsoft Entra roles": at the scope of one application, or of an administrative unit.
  test('are whoever has a role at their own scope, and not at that of others', () => {
    const role_id = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3';
    const at = (directory_scope_id: string, more: Json = {}): string[] =>
      app({
        azuread_application: { ...application.azuread_application, other: { display_name: 'other' } },
        azuread_directory_role_assignment: {
          ci: { role_id, principal_object_id: principal, directory_scope_id, ...more },
        },
      });
    const perhaps = (why: string): string[] => [`${found[0]!}, perhaps: ${why}`];
    const which = 'which application azuread_directory_role_assignment.ci is for is not known';
    expect(at('/')).toEqual(found);
    expect(at('/${azuread_application.app.object_id}')).toEqual(found);
    expect(at('/${azuread_application.other.object_id}')).toEqual([]);
    expect(at('/administrativeUnits/11111111-2222-3333-4444-555555555555')).toEqual([]);
    expect(at('${azuread_administrative_unit.x.id}')).toEqual(perhaps(which));
    expect(at('/11111111-2222-3333-4444-555555555555')).toEqual(perhaps(which));
    expect(at('/', { count: '${var.n}' })).toEqual([expect.stringMatching(`^${found[0]!}, perhaps: how many `)]);
    expect(at('/${azuread_application.app.object_id}', { count: '${var.n}' })).toEqual([
      expect.stringMatching(`^${found[0]!}, perhaps: how many `),
    ]);
  });

  test('are those too who are none of the program, by a role of the directory or by one of Microsoft Graph', () => {
    const [user, group] = ['11111111-2222-3333-4444-555555555555', '${azuread_group.admins.object_id}'];
    const lines = (principal_object_id: string): string[] =>
      app({
        azuread_group: { admins: { display_name: 'admins', members: [principal] } },
        azuread_directory_role_assignment: {
          them: { role_id: '62e90394-69f5-4237-9190-012177145e10', principal_object_id },
        },
        azurerm_key_vault_access_policy: {
          them: { key_vault_id: '/subscriptions/s/vault', object_id: principal_object_id, secret_permissions: ['Get'] },
        },
      });
    const write = 'identity, write a credential of azuread_application.app';
    expect(lines(user)).toEqual([`principal ${user}: ${write}`]);
    // Who else is in a group is told by the group.
    expect(lines(group)).toEqual([...found, `principal ${group}: ${write}`]);
    expect(lines(principal)).toEqual(found);
    const graph = { app_role_id: '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', resource_object_id: 'graph' };
    const byGraph = app({ azuread_app_role_assignment: { them: { ...graph, principal_object_id: user } } });
    expect(byGraph).toEqual([`principal ${user}: ${write}`]);
  });

  test('are nobody by another role, and none is told of itself', () => {
    expect(directory('88d8e3e3-8f55-4a1e-953a-9b9898b8876b')).toEqual([]);
    const own = { client_id: '${azuread_application.app.client_id}' };
    const given = {
      azuread_service_principal: { app: own },
      azuread_directory_role_assignment: {
        app: {
          role_id: '62e90394-69f5-4237-9190-012177145e10',
          principal_object_id: '${azuread_service_principal.app.object_id}',
        },
      },
    };
    expect(app(given)).toEqual([]);
  });

  test('are nobody by a role of Azure, wherever that holds', () => {
    expect(app(roles(['Managed Identity Contributor', '/']))).toEqual([]);
    expect(app(roles(['Owner', '/providers/Microsoft.Management/managementGroups/all']))).toEqual([
      expect.stringContaining(`${CI}: pod, ${ADMIN}, perhaps: `),
    ]);
  });

  test('and what the sources are is told, without other roles of the holder', () => {
    const global = { role_id: '62e90394-69f5-4237-9190-012177145e10', principal_object_id: principal };
    const assignments = {
      second: global,
      first: global,
      elsewhere: { ...global, directory_scope_id: '/${azuread_application.ci.object_id}' },
      reader: { ...global, role_id: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b' },
    };
    const evaluation = program({ ...application, azuread_directory_role_assignment: assignments });
    expect([...new CloudPowers(evaluation).all()]).toStrictEqual([
      {
        ...{ who: { kind: 'identity', name: 'azuread_application.ci' }, act: 'write-credential' },
        identity: 'azuread_application.app',
        sources: ['first', 'second'].map((name) => `azuread_directory_role_assignment.${name}`),
      },
    ]);
  });
});

describe('holders', () => {
  const id = (last: number): string => `11111111-2222-3333-4444-55555555555${last}`;
  const credential = { role_definition_name: 'Managed Identity Contributor' };

  test('are each told of themselves, those of the program and others', () => {
    const given = {
      azurerm_role_assignment: {
        ci: assignment(credential, ON_ORDERS),
        one: assignment(credential, ON_ORDERS, id(1)),
        two: assignment(credential, ON_ORDERS, id(2)),
        three: assignment({ role_definition_name: 'Reader' }, ON_ORDERS, id(3)),
        itself: assignment(credential, ON_ORDERS, `\${${ORDERS}.principal_id}`),
      },
    };
    const may = `identity, write a credential of ${ORDERS}`;
    expect(who(given)).toEqual([`${CI}: ${may}`, `principal ${id(1)}: ${may}`, `principal ${id(2)}: ${may}`]);
  });

  test('are told of assignments by azapi too', () => {
    const owner = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const of = (principalId: string, role: Json = { roleDefinitionId: owner }): Resources => ({
      azapi_resource: {
        it: {
          ...{ type: 'Microsoft.Authorization/roleAssignments@2022-04-01', name: 'x', parent_id: ON_ORDERS },
          body: { properties: { principalId, ...role } },
        },
      },
    });
    const may = `identity, write a credential of ${ORDERS}`;
    expect(who(of(id(1)))).toEqual([`principal ${id(1)}: ${may}`]);
    expect(who(of(`\${${CI}.principal_id}`))).toEqual([`${CI}: ${may}`]);
    expect(unknownOf(of(id(1), {}))).toContain(
      'what roles of Azure allow was not all read: a role that is not known, which azapi_resource.it assigns',
    );
  });

  test('of custom roles are told by what each of them allows', () => {
    const definition = (...actions: string[]): Json => ({
      ...{ name: 'same', scope: '/subscriptions/s' },
      permissions: [{ actions }],
    });
    const by = (role: string): Json => ({
      role_definition_id: `\${azurerm_role_definition.${role}.role_definition_resource_id}`,
    });
    const given = {
      azurerm_role_definition: {
        reads: definition(`${IDENTITIES}/read`),
        writes: definition(`${IDENTITIES}/federatedIdentityCredentials/*`),
        open: { name: 'open', scope: '/subscriptions/s', permissions: [{ actions: '${var.actions}' }] },
      },
      azurerm_role_assignment: {
        one: assignment(by('reads'), ON_ORDERS, id(1)),
        two: assignment(by('writes'), ON_ORDERS, id(2)),
      },
    };
    expect(who(given)).toEqual([`principal ${id(2)}: identity, write a credential of ${ORDERS}`]);
    expect(unknownOf(given)).toEqual([`no RBAC of ${CLUSTER} was read, which says who may act in it`]);
    const known = definition(`${IDENTITIES}/read`).permissions as Json[];
    for (const permissions of [[{ actions: '${var.actions}' }], [...known, { actions: '${var.actions}' }]]) {
      const roleOpen = { name: 'open', scope: '/subscriptions/s', permissions };
      const open = {
        azurerm_role_definition: { ...given.azurerm_role_definition, open: roleOpen },
        azurerm_role_assignment: { it: assignment(by('open'), ON_ORDERS, id(3)) },
      };
      expect(unknownOf(open)).toContain(
        'what roles of Azure allow was not all read: open, which azurerm_role_assignment.it assigns',
      );
    }
  });
});

describe('what was not read of roles of Azure', () => {
  const RBAC = `no RBAC of ${CLUSTER} was read, which says who may act in it`;

  test('is said once, with how many more there are', () => {
    expect(unknownOf(roles(['Contributor', ON_ORDERS], ['Reader', ON_ORDERS]))).toEqual([RBAC]);
    expect(unknownOf(roles(['Ours', ON_ORDERS]))).toEqual([
      RBAC,
      'what roles of Azure allow was not all read: Ours, which azurerm_role_assignment.a0 assigns',
    ]);
    expect(unknownOf(roles(['Theirs', ON_ORDERS], ['Another', ON_ORDERS], ['Theirs', ON_GROUP]))).toEqual([
      RBAC,
      'what roles of Azure allow was not all read: Another, which azurerm_role_assignment.a1 assigns, and 2 more',
    ]);
  });

  test('is a role that is not known, whatever else its holder has', () => {
    const it = assignment({ role_definition_id: '${var.role}' }, ON_ORDERS);
    const credential = assignment({ role_definition_name: 'Managed Identity Contributor' }, ON_ORDERS);
    const policy = {
      key_vault_id: '/subscriptions/s/vault',
      object_id: `\${${CI}.principal_id}`,
      secret_permissions: ['Get'],
    };
    for (const azurerm_role_assignment of [
      { it, credential },
      { credential, it },
    ] as Json[]) {
      const given = { azurerm_key_vault_access_policy: { ci: policy }, azurerm_role_assignment };
      expect(unknownOf(given as Resources)).toContainEqual(
        expect.stringMatching(
          '^what roles of Azure allow was not all read: .*which azurerm_role_assignment.it assigns$',
        ),
      );
      expect(who(given as Resources)).toEqual([`${CI}: identity, write a credential of ${ORDERS}`]);
    }
  });

  test('is nothing that a vault, the directory or AWS gives', () => {
    const principal = `\${${CI}.principal_id}`;
    const given = {
      azurerm_key_vault_access_policy: {
        ci: { key_vault_id: '/subscriptions/s/vault', object_id: principal, secret_permissions: ['Get'] },
      },
      azuread_directory_role_assignment: { ci: { role_id: 'x', principal_object_id: principal } },
      aws_iam_role: { api: { name: 'api', assume_role_policy: '{}' } },
      aws_iam_role_policy_attachment: {
        api: { role: '${aws_iam_role.api.name}', policy_arn: 'arn:aws:iam::111122223333:policy/unread' },
      },
    };
    expect(unknownOf(given)).toEqual([RBAC]);
  });
});

test('a role of Azure that may hold anywhere administers clusters of AKS and no others', () => {
  const more: Resources = {
    aws_eks_cluster: { main: { name: 'eks' } },
    ...roles(['Owner', '${var.scope}']),
  };
  const graph = new BecomingGraph(program(more));
  const evaluation = program(more);
  const eks = evaluation.clusters.get('aws_eks_cluster.main')!;
  expect(told(graph.of(eks, { namespace: 'shop', name: 'orders' }))).toEqual([]);
  expect(who(more)).toEqual([expect.stringContaining(`${CI}: pod, ${ADMIN}, perhaps: `)]);
});

test('of a cluster by azapi it is not known who signs in to it, and how', () => {
  const cluster = {
    azapi_resource: { main: { type: `${AKS}@2026-04-01`, name: 'other', parent_id: ON_GROUP, body: '${var.body}' } },
  };
  const by = (role: string): string[] =>
    told(
      becoming(
        program({ ...cluster, ...roles([role, '${azapi_resource.main.id}']) }),
        'shop/orders',
        'azapi_resource.main',
      ),
    );
  expect(by('Azure Kubernetes Service Cluster User Role')).toEqual([
    `${CI}: pod, ${ADMIN}, perhaps: whether people sign in to the cluster by Entra is not known`,
  ]);
  expect(by('Azure Kubernetes Service RBAC Writer')).toEqual([
    `${CI}: pod, make tokens of service accounts in every namespace, perhaps: whether roles of Azure decide in the cluster is not known`,
  ]);
  expect(by('Reader')).toEqual([]);
});

test('the groups of administrators are told with the cluster that names them', () => {
  const evaluation = program({}, entra({ admin_group_object_ids: ['11111111-2222-3333-4444-555555555555'] }));
  expect(becoming(evaluation, 'shop/orders', CLUSTER).who).toEqual([
    {
      ...{ who: 'Group 11111111-2222-3333-4444-555555555555', kind: 'group', becomes: 'pod' },
      steps: [
        {
          ...{ who: 'Group 11111111-2222-3333-4444-555555555555', may: 'do everything in every namespace' },
          by: CLUSTER,
        },
      ],
    },
  ]);
});
