import { type TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { PodtrustError, isKnown } from '../../core';
import { checkedId } from '../../terraform';
import { AzureadDataSource, AzureadResource } from '../azuread/azuread-resource';
import type { AzureGrant } from './grant';
import { grantId } from './grant-id';

/** Microsoft Graph in every tenant and cloud. Microsoft Entra, “Application IDs of commonly used Microsoft applications”. */
const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/** Permissions of signed-in people alone, which pods are often given by mistake. Microsoft Graph permissions reference. */
const DELEGATED_ONLY = [
  'Files.Read',
  'Files.ReadWrite',
  'Notes.Read',
  'Notes.ReadWrite',
  'People.Read',
  'Tasks.Read',
  'Tasks.ReadWrite',
  'User.Read',
  'User.ReadWrite',
];

/** Those by which an identity can give itself what it has not. Microsoft Entra, “Privileged roles and permissions”. */
const PRIVILEGED = [
  'AppRoleAssignment.ReadWrite.All',
  'Application.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Domain.ReadWrite.All',
  'Policy.ReadWrite.PermissionGrant',
  'RoleAssignmentSchedule.ReadWrite.Directory',
  'RoleEligibilitySchedule.ReadWrite.Directory',
  'RoleManagement.ReadWrite.Directory',
  'UserAuthenticationMethod.ReadWrite.All',
];

/** Options of a grant on Microsoft Graph. */
export interface GraphGrantOptions {
  /** Unique among the grants of one identity. Default made of the permission. */
  readonly id?: string;
  /**
   * Who consents: whoever deploys, by an assignment that Terraform makes, or an administrator by hand, as `deploymentNeeds`
   * then says. Default `deployer`.
   */
  readonly consent?: 'deployer' | 'administrator';
  /** Accepts a permission by which the identity can give itself others. Default false. */
  readonly privileged?: boolean;
  /** The azuread provider that assigns. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** Grants on Microsoft Graph, for managed identities and applications alike. */
export const graphGrant = {
  /**
   * Uses an application permission of Microsoft Graph, such as `User.Read.All`, in the whole tenant. It is an app role that is
   * assigned to the service principal, which is the administrator's consent.
   *
   * @throws PodtrustError `graph-permission-invalid`, `role-privileged`
   */
  use(permission: string, options: GraphGrantOptions = {}): AzureGrant {
    const { consent = 'deployer', privileged = false, provider } = options;
    checkPermission(permission, privileged);
    const id = options.id ?? grantId('graph', permission);
    const description = `use ${permission} of Microsoft Graph`;
    const byHand = consent === 'administrator';
    return {
      id,
      description: privileged ? `${description} (privileged)` : description,
      role: permission,
      scope: 'Microsoft Graph',
      privileged,
      deploymentNeeds: byHand
        ? []
        : [
            `Let whoever deploys consent to ${permission} of Microsoft Graph for the tenant: AppRoleAssignment.ReadWrite.All and Application.Read.All of Microsoft Graph, or the role Privileged Role Administrator.`,
          ],
      needsOf: (name) =>
        byHand
          ? [
              `Let a Privileged Role Administrator assign ${permission} of Microsoft Graph to the service principal of ${isKnown(name) ? name : 'the identity'}: New-MgServicePrincipalAppRoleAssignment.`,
            ]
          : [],
      give(construct, { principalId }) {
        if (byHand) return [];
        const graph = microsoftGraph(construct, provider);
        const values = {
          app_role_id: Token.asString(graph.interpolationForAttribute(`app_role_ids["${permission}"]`)),
          principal_object_id: principalId,
          resource_object_id: graph.getStringAttribute('object_id'),
        };
        const type = 'azuread_app_role_assignment';
        return [new AzureadResource(construct, checkedId(construct, id), type, values, { provider })];
      },
    };
  },
};

/** The principal that Microsoft Graph has in the tenant of a provider, looked up once in a stack. */
function microsoftGraph(construct: Construct, provider: TerraformProvider | undefined): AzureadDataSource {
  const stack = TerraformStack.of(construct);
  const id = provider?.alias === undefined ? 'microsoft-graph' : `microsoft-graph-${provider.alias}`;
  const made = stack.node.tryFindChild(id) as AzureadDataSource | undefined;
  return (
    made ?? new AzureadDataSource(stack, id, 'azuread_service_principal', { client_id: GRAPH_CLIENT_ID }, { provider })
  );
}

function checkPermission(permission: string, privileged: boolean): void {
  const by = 'graphGrant.use';
  const isOne = typeof permission === 'string' && /^[A-Z][\w-]*(\.[A-Z][\w-]*)+$/.test(permission);
  if (!isOne || DELEGATED_ONLY.includes(permission)) {
    throw new PodtrustError({
      code: 'graph-permission-invalid',
      where: by,
      what: `${JSON.stringify(permission) ?? 'nothing'} is not an application permission of Microsoft Graph`,
      why: isOne
        ? 'It is a permission of people who have signed in, whom pods don’t have.'
        : 'Terraform finds the permission by its name, and fails where there is none.',
      remedy: isOne
        ? `Give the one for applications, such as ${permission}.All.`
        : 'Give it as Microsoft Graph’s reference has it, such as User.Read.All.',
    });
  }
  if (privileged || !PRIVILEGED.includes(permission)) return;
  throw new PodtrustError({
    code: 'role-privileged',
    where: by,
    what: `with ${permission} an identity can give itself every other permission`,
    why: 'Whoever takes over such a pod has the tenant.',
    remedy: 'Give a permission that reads, or say privileged: true.',
  });
}
