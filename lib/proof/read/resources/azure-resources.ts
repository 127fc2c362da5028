import { AZURE_ROLE_IDS } from '../../../core/azure-roles';
import { IdentityIndex } from '../../model/identity-index';
import { describeSymbols } from '../../model/symbol';
import { withDataSources } from './aws-resources';
import type { CloudParts } from '../cloud-parts';
import { asText } from '../expression/value';
import type { Value } from '../expression/value';
import { aksIssuer, canonical, issuerOf } from '../configuration/computed-attribute';
import type { Instance, TerraformProgram } from '../configuration/program';

/** The data plane roles of Cosmos DB, by the last part of their id. Azure Cosmos DB, "Data plane built-in roles". */
const COSMOS_ROLES: Readonly<Record<string, string>> = {
  '00000000-0000-0000-0000-000000000001': 'Cosmos DB Built-in Data Reader',
  '00000000-0000-0000-0000-000000000002': 'Cosmos DB Built-in Data Contributor',
};

const ROLE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(AZURE_ROLE_IDS).map(([name, id]) => [id, name]));

/** The types that make an Entra application. */
const APPLICATIONS = ['azuread_application', 'azuread_application_registration'];

/** Reads clusters, identities, federated credentials and role assignments of Azure. */
export function readAzureResources(program: TerraformProgram, parts: CloudParts): void {
  for (const instance of withDataSources(program, 'azurerm_kubernetes_cluster')) {
    parts.clusters.push({
      id: instance.id,
      cloud: 'azure',
      issuer: aksIssuer(instance.id),
      issuerText: `ref:${instance.id}.oidc_issuer_url`,
      name: program.text(instance, 'name'),
      resourceId: asText(program.reference(instance, ['id'])),
      at: instance.at,
    });
  }
  for (const instance of withDataSources(program, 'azurerm_user_assigned_identity')) {
    parts.identities.push({
      id: instance.id,
      cloud: 'azure',
      kind: 'managed-identity',
      name: asText(program.reference(instance, ['name'])) ?? '',
      claimName: String(program.reference(instance, ['client_id'])),
      trustAt: instance.at,
      at: instance.at,
    });
  }
  for (const instance of APPLICATIONS.flatMap((type) => withDataSources(program, type))) {
    parts.identities.push({
      id: instance.id,
      cloud: 'azure',
      kind: 'entra-application',
      name: asText(program.reference(instance, ['display_name'])) ?? '',
      claimName: String(program.reference(instance, ['client_id'])),
      trustAt: instance.at,
      at: instance.at,
    });
  }
  const index = new IdentityIndex(parts.identities);
  readFederatedCredentials(program, parts, index);
  readRoleAssignments(program, parts, index);
}

function readFederatedCredentials(program: TerraformProgram, parts: CloudParts, index: IdentityIndex): void {
  const forms = [
    {
      type: 'azurerm_federated_identity_credential',
      parents: ['user_assigned_identity_id', 'parent_id'],
      audience: 'audience',
    },
    {
      type: 'azuread_application_federated_identity_credential',
      parents: ['application_id', 'application_object_id'],
      audience: 'audiences',
    },
  ];
  for (const { type, parents, audience } of forms) {
    for (const instance of program.instances(type)) {
      const parent = parents.find((name) => program.attribute(instance, name) !== undefined) ?? parents[0]!;
      const issuer = program.text(instance, 'issuer') ?? '';
      const audiences = program.attribute(instance, audience);
      parts.federatedCredentials.push({
        id: instance.id,
        name: program.text(instance, type.startsWith('azuread') ? 'display_name' : 'name'),
        identity: parentOf(program, index, instance, parent),
        parentText: describeSymbols(program.text(instance, parent) ?? ''),
        // A symbol for the whole URL is one for what stands behind https:// (see issuerOf).
        issuer: issuer.startsWith('\uE000') ? issuerOf(issuer) : issuer,
        subject: program.text(instance, 'subject') ?? '',
        audiences: (Array.isArray(audiences) ? (audiences as readonly Value[]) : [audiences ?? null]).flatMap(
          (item) => asText(item) ?? [],
        ),
        at: instance.at,
      });
    }
  }
}

function parentOf(
  program: TerraformProgram,
  index: IdentityIndex,
  instance: Instance,
  argument: string,
): string | undefined {
  const target = program.target(instance, argument)?.instance;
  const id = target && index.get(canonical(program, target).id)?.id;
  return id ?? index.byResourceId(program.text(instance, argument) ?? '')?.identity.id;
}

function readRoleAssignments(program: TerraformProgram, parts: CloudParts, index: IdentityIndex): void {
  for (const type of ['azurerm_role_assignment', 'azurerm_cosmosdb_sql_role_assignment']) {
    for (const instance of program.instances(type)) {
      const identity = principalOf(program, index, instance);
      if (identity === undefined) continue;
      parts.permissions.push({
        identity,
        actions: [],
        role: roleName(program, instance),
        resource: describeSymbols(program.text(instance, 'scope') ?? ''),
        source: instance.id,
      });
    }
  }
}

/** The identity that a role assignment's principal is: an application stands behind its service principal. */
function principalOf(program: TerraformProgram, index: IdentityIndex, instance: Instance): string | undefined {
  const principal = program.target(instance, 'principal_id')?.instance;
  if (!principal) return undefined;
  const original = canonical(program, principal);
  if (original.block.type !== 'azuread_service_principal') return index.get(original.id)?.id;
  const application = program.target(original, 'client_id') ?? program.target(original, 'application_id');
  return application && index.get(canonical(program, application.instance).id)?.id;
}

function roleName(program: TerraformProgram, instance: Instance): string | null {
  const name = program.text(instance, 'role_definition_name');
  if (name !== undefined) return describeSymbols(name);
  const id = program.text(instance, 'role_definition_id');
  if (id === undefined) return null;
  const last = id.split('/').at(-1)!.toLowerCase();
  return ROLE_NAMES.get(last) ?? COSMOS_ROLES[last] ?? describeSymbols(id);
}
