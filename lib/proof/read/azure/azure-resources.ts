import type { EntraCredential } from '../../model/identity/entra-credential';
import { IdentityIndex } from '../../model/identity/identity-index';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { readAksExtensions } from './aks-addons';
import { readAksNodes } from './aks-nodes';
import { readOpenTypes } from './azapi-open-types';
import {
  isIdentityBindingIssuer,
  readAzapiClusters,
  readAzapiIdentities,
  readAzapiResources,
  readAzapiRoleAssignments,
} from './azapi-resources';
import { readAzurePolicies } from './azure-policies';
import { AzurePrincipals } from './azure-principals';
import { azureRoleName } from './azure-role-name';
import { tenantOf } from './azure-tenant';
import { customRole } from './azure-custom-role';
import { readOtherGrants } from './other-grants';
import { readDenyAssignments } from './deny-assignments';
import { declaredCluster } from '../clusters/declared-cluster';
import { withDataSources } from '../with-data-sources';
import type { CloudParts } from '../cloud-parts';
import { asText } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import type { Problems } from '../problems';
import { PRINCIPAL_OF_EXISTING } from '../clusters/existing';
import { issuerOfCredential } from '../clusters/issuer';
import { possibleTexts } from '../possible-texts';
import { existingOf } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';

/** The types that make an AKS cluster. */
const AKS_TYPES = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_automatic_cluster'];

/** The types that make an Entra application. */
const APPLICATIONS = ['azuread_application', 'azuread_application_registration'];

/** Reads clusters, identities, federated credentials and role assignments of Azure. */
export function readAzureResources(program: TerraformProgram, parts: CloudParts, problems: Problems): void {
  for (const instance of AKS_TYPES.flatMap((type) => withDataSources(program, type))) {
    const cluster = declaredCluster(program, instance, 'azure');
    parts.clusters.push({
      ...cluster,
      resourceGroup: program.text(instance, 'resource_group_name'),
      networkPlugin: networkPlugin(program, instance),
      isApiServerInNetwork: isApiServerInNetwork(program, instance),
      tenantId: tenantOf(program, instance),
    });
  }
  readAzapiClusters(program, parts, problems);
  for (const instance of withDataSources(program, 'azurerm_user_assigned_identity')) {
    parts.identities.push({
      id: instance.id,
      cloud: 'azure',
      kind: 'managed-identity',
      existing: existingOf(instance),
      name: asText(program.reference(instance, ['name'])) ?? '',
      claimName: String(program.reference(instance, ['client_id'])),
      resourceId: asText(program.reference(instance, ['id'])),
      resourceGroup: program.text(instance, 'resource_group_name'),
      tenantId: tenantOf(program, instance),
      trustAt: instance.at,
      at: instance.at,
    });
  }
  readAzapiIdentities(program, parts);
  for (const instance of APPLICATIONS.flatMap((type) => withDataSources(program, type))) {
    parts.identities.push({
      id: instance.id,
      cloud: 'azure',
      kind: 'entra-application',
      existing: existingOf(instance),
      name: asText(program.reference(instance, ['display_name'])) ?? '',
      claimName: String(program.reference(instance, ['client_id'])),
      // What the provider’s `id` is, for who puts it together of the object id.
      resourceId: `/applications/${String(program.reference(instance, ['object_id']))}`,
      tenantId: isOfOneTenant(program, instance) ? tenantOf(program, instance) : undefined,
      trustAt: instance.at,
      at: instance.at,
    });
  }
  const nodePrincipals = new Map([...readAksNodes(program, parts, problems), ...toldPrincipals(program)]);
  readAksExtensions(program, parts);
  const index = new IdentityIndex(parts.identities);
  readFederatedCredentials(program, parts, index, problems);
  readAzapiResources(program, parts, index, problems);
  readOpenTypes(program, parts, index, problems);
  readAzurePolicies(program, parts);
  const principals = new AzurePrincipals(program, principalsOf(program, parts, index, nodePrincipals));
  readRoleAssignments(program, parts, index, principals);
  readAzapiRoleAssignments(program, parts, principals, problems);
  readOtherGrants(program, parts, principals);
  readDenyAssignments(program, parts, principals, problems);
}

/** Whether an application can be in no other tenant than the one that it is made in, which is what azuread makes of one. */
function isOfOneTenant(program: TerraformProgram, instance: Instance): boolean {
  if (existingOf(instance) !== undefined || program.text(instance, 'available_to_other_tenants') !== undefined)
    return false;
  return (program.text(instance, 'sign_in_audience') ?? 'AzureADMyOrg') === 'AzureADMyOrg';
}

/** The principals of applications that exist, which a program was told of by their object ids. */
function* toldPrincipals(program: TerraformProgram): Iterable<[string, string]> {
  for (const application of program.instances('data.azuread_application')) {
    const principal = program.text(application, PRINCIPAL_OF_EXISTING);
    if (principal !== undefined) yield [principal, application.id];
  }
}

/** Identities by the object id of their principal, beside those of the nodes. */
function principalsOf(
  program: TerraformProgram,
  { identities }: CloudParts,
  index: IdentityIndex,
  nodePrincipals: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const principals = new Map(nodePrincipals);
  const ids = new Set(identities.map(({ id }) => id));
  const outputs = [
    ['azurerm_user_assigned_identity', ['principal_id']],
    ['azapi_resource', ['output', 'properties', 'principalId']],
  ] as const;
  for (const [type, steps] of outputs) {
    for (const instance of [...program.instances(type), ...program.instances(`data.${type}`)]) {
      if (ids.has(instance.id)) principals.set(String(program.reference(instance, steps)), instance.id);
    }
  }
  for (const principal of program.instances('azuread_service_principal')) {
    const application = applicationOf(program, index, principal);
    if (application !== undefined) principals.set(String(program.reference(principal, ['object_id'])), application);
  }
  return principals;
}

/** Whether the API server is in a subnet of the nodes' network, as each automatic cluster has it. */
function isApiServerInNetwork(program: TerraformProgram, instance: Instance): boolean {
  if (instance.block.type.endsWith('azurerm_kubernetes_automatic_cluster')) return true;
  const profile = program.nested(instance, 'api_server_access_profile')[0];
  return asText(profile?.virtual_network_integration_enabled) === 'true';
}

/** Left out, the network is kubenet's. azurerm_kubernetes_cluster, `network_profile`. */
function networkPlugin(program: TerraformProgram, instance: Instance): string | undefined {
  if (instance.block.mode === 'data') return undefined;
  if (instance.block.type === 'azurerm_kubernetes_automatic_cluster') return 'azure';
  const profiles = program.blocks(instance, 'network_profile');
  if (profiles?.length === 0) return 'kubenet';
  return asText(profiles?.[0]?.network_plugin);
}

function readFederatedCredentials(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  problems: Problems,
): void {
  const forms = [
    {
      type: 'azurerm_federated_identity_credential',
      parents: ['user_assigned_identity_id', 'parent_id'],
      name: 'name',
      audience: 'audience',
    },
    {
      type: 'azuread_application_federated_identity_credential',
      parents: ['application_id', 'application_object_id'],
      name: 'display_name',
      audience: 'audiences',
    },
  ];
  for (const { type, parents, name, audience } of forms) {
    for (const instance of program.instances(type)) {
      const credential = credentialOf(program, index, instance, parents, audience);
      if (isIdentityBindingIssuer(program, instance, credential.issuer)) {
        problems.add({
          about: instance.id,
          because:
            'its issuer is that of AKS identity bindings: who gets in, the clusters that are bound to the identity say, which need not all be read',
          at: instance.at,
        });
        continue;
      }
      parts.federatedCredentials.push({
        ...credential,
        name: program.text(instance, name),
        resourceGroup: program.text(instance, 'resource_group_name'),
        subject: program.text(instance, 'subject') ?? '',
        ...possibleCredential(program, instance),
      });
    }
  }
  for (const instance of program.instances('azuread_application_flexible_federated_identity_credential')) {
    parts.flexibleCredentials.push({
      ...credentialOf(program, index, instance, ['application_id'], 'audience'),
      expression: program.text(instance, 'claims_matching_expression') ?? '',
    });
  }
}

/** What a credential takes where a conditional, or the like, gives its issuer or its subject. */
function possibleCredential(program: TerraformProgram, instance: Instance): Pick<EntraCredential, 'possible'> {
  const [issuer, subject] = ['issuer', 'subject'].map((name) => program.text(instance, name) ?? '') as [string, string];
  const [issuers, subjects] = [possibleTexts(program, issuer), possibleTexts(program, subject)];
  const cause = subjects?.cause ?? issuers?.cause;
  if (cause === undefined) return {};
  // What one condition decides is chosen together.
  const isTogether = issuers?.test !== undefined && issuers.test === subjects?.test;
  const takes = (issuers?.texts ?? [issuer]).flatMap((one, at) =>
    (isTogether ? [subjects.texts[at]!] : (subjects?.texts ?? [subject])).map((other) => ({
      issuer: issuerOfCredential(one),
      subject: other,
    })),
  );
  return { possible: { cause, takes } };
}

function credentialOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
  parents: readonly string[],
  audience: string,
): Omit<EntraCredential, 'name' | 'subject'> {
  const parent = parents.find((name) => program.attribute(instance, name) !== undefined) ?? parents[0]!;
  const issuer = program.text(instance, 'issuer') ?? '';
  const parentId = program.text(instance, parent);
  const audiences = program.attribute(instance, audience);
  return {
    id: instance.id,
    identity: parentOf(program, index, instance, parent),
    parent: parentId,
    parentText: describeSymbols(parentId ?? ''),
    issuer: issuerOfCredential(issuer),
    audiences: (Array.isArray(audiences) ? (audiences as readonly Value[]) : [audiences ?? null]).flatMap(
      (item) => asText(item) ?? [],
    ),
    at: instance.at,
  };
}

function parentOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  const id = target && index.get(program.canonical(target).id)?.id;
  return id ?? index.byResourceId(program.text(instance, argument) ?? '')?.identity.id;
}

function readRoleAssignments(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  principals: AzurePrincipals,
): void {
  for (const type of ['azurerm_role_assignment', 'azurerm_cosmosdb_sql_role_assignment']) {
    for (const instance of program.instances(type)) {
      const principal = program.text(instance, 'principal_id');
      const direct = principalOf(program, index, instance);
      const holders = direct === undefined ? principals.holdersOf(principal) : [{ identity: direct }];
      const perhapsOf = direct === undefined ? principals.perhapsOf(principal) : undefined;
      const [first] = holders;
      if (first && isOtherId(program, instance)) {
        const principalText = describeSymbols(principal ?? '');
        parts.unassignedRoles.push({ id: instance.id, identity: first.identity, principalText, at: instance.at });
        continue;
      }
      const custom = customRole(program, instance);
      const role = custom?.role ?? roleName(program, instance);
      const scope = program.text(instance, 'scope') ?? '';
      const source = instance.id;
      const condition = program.text(instance, 'condition');
      const policy = {
        kind: 'role-assignment',
        source,
        ...(role === null ? {} : { name: role }),
        ...(custom && (custom.azure ? { azure: custom.azure } : { isRoleOpen: true as const, unread: custom.unread })),
        scope,
        ...(condition === undefined ? {} : { condition }),
        at: instance.at,
      } as const;
      for (const { identity, through } of holders) {
        parts.permissions.push({
          identity,
          actions: custom?.actions ?? [],
          role,
          resource: describeSymbols(scope),
          source,
        });
        parts.policies.push({ identity, ...policy, ...(through === undefined ? {} : { through }) });
      }
      const isOther = direct === undefined && principal !== undefined && principals.isOfOthers(principal);
      if (isOther) parts.otherAssignments.push({ principal, ...policy });
      if (perhapsOf) parts.openAssignments.push({ ...policy, ...perhapsOf });
    }
  }
}

/** The identity that a role assignment's principal is: an application stands behind its service principal. */
function principalOf(program: TerraformProgram, index: IdentityIndex, instance: Instance): string | undefined {
  const principal = program.target(instance, 'principal_id')?.instance ?? principalByValue(program, instance);
  if (!principal) return undefined;
  const original = program.canonical(principal);
  if (original.block.type !== 'azuread_service_principal') return index.get(original.id)?.id;
  return applicationOf(program, index, original);
}

/** What an identity has beside the object id of its principal. Azure answers PrincipalNotFound to each. */
const OTHER_IDS: readonly { readonly type: RegExp; readonly attributes: RegExp }[] = [
  { type: /^azurerm_user_assigned_identity$/, attributes: /^(id|client_id|tenant_id|name)$/ },
  // The object id of an application is not that of its service principal.
  {
    type: /^azuread_application(_registration)?$/,
    attributes: /^(id|object_id|client_id|application_id|display_name)$/,
  },
  { type: /^azuread_service_principal$/, attributes: /^(client_id|application_id|display_name)$/ },
];

/** Whether a role is assigned to an attribute of an identity that is certainly not the object id of its principal. */
function isOtherId(program: TerraformProgram, assignment: Instance): boolean {
  const target = program.target(assignment, 'principal_id');
  const [attribute] = target?.steps.slice(-1) ?? [];
  if (!target || typeof attribute !== 'string') return false;
  const { type } = target.instance.block;
  return OTHER_IDS.some((one) => one.type.test(type) && one.attributes.test(attribute));
}

/** The application that a service principal stands for. */
function applicationOf(program: TerraformProgram, index: IdentityIndex, principal: Instance): string | undefined {
  const application = program.target(principal, 'client_id') ?? program.target(principal, 'application_id');
  return application && index.get(program.canonical(application.instance).id)?.id;
}

/** The identity whose known principal id an assignment has, as a state knows it. */
function principalByValue(program: TerraformProgram, assignment: Instance): Instance | undefined {
  const id = assignment.lost && program.text(assignment, 'principal_id');
  if (id === undefined) return undefined;
  const types = ['azurerm_user_assigned_identity', 'data.azurerm_user_assigned_identity', 'azuread_service_principal'];
  for (const type of types) {
    for (const name of ['principal_id', 'object_id']) {
      const [found] = program.instancesWith(type, { name, of: (one) => program.text(one, name) }, id);
      if (found) return found;
    }
  }
  return undefined;
}

function roleName(program: TerraformProgram, instance: Instance): string | null {
  const name = program.text(instance, 'role_definition_name');
  if (name !== undefined) return describeSymbols(name);
  const id = program.text(instance, 'role_definition_id');
  if (id === undefined) return null;
  const own = lookedUpRole(program, id);
  return own === undefined ? azureRoleName(id) : describeSymbols(own);
}

/** The name of a role that the program looks up, whose id an assignment has alone or behind a subscription's. */
function lookedUpRole(program: TerraformProgram, id: string): string | undefined {
  if (!hasSymbol(id)) return undefined;
  const definition = program.instances('data.azurerm_role_definition').find((one) =>
    ['id', 'role_definition_id'].some((attribute) => {
      const own = program.reference(one, [attribute]);
      return typeof own === 'string' && id.endsWith(own);
    }),
  );
  if (!definition) return undefined;
  const named = program.text(definition, 'name');
  if (named !== undefined) return named;
  const guid = program.text(definition, 'role_definition_id');
  return guid === undefined ? undefined : azureRoleName(guid);
}
