import type { Permission } from '../../model/permission';
import { coversPermission } from '../../evaluate/permission-actions';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** Sets of actions, each enough to admit oneself to an identity. */
const WAYS: readonly (readonly string[])[] = [
  ['iam:UpdateAssumeRolePolicy'],
  ['iam:PassRole', 'eks:CreatePodIdentityAssociation'],
  ['iam:PassRole', 'eks:UpdatePodIdentityAssociation'],
  ['Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write'],
  ['Microsoft.ContainerService/managedClusters/identityBindings/write'],
];
/** Roles and managed policies that hold one of them. Azure built-in roles; AWS managed policies. */
const WIDE_ROLES = ['Owner', 'Contributor', 'Managed Identity Contributor', 'AdministratorAccess', 'IAMFullAccess'];
/** Roles that may bind identities to a cluster. */
const CLUSTER_ROLES = ['Owner', 'Contributor', 'Azure Kubernetes Service Contributor Role'];
const IS_CLUSTER = /kubernetes_cluster\.[^/]*\.id\}$|\/managedClusters\/[^/]+$/i;
/** Scopes that hold a managed identity: a subscription, a group of any kind, the identity itself. */
const HOLDS_IDENTITIES =
  /resource_group|subscription|management_group|user_assigned_identity|^\/?$|^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?\/?$|^\/providers\/Microsoft\.Management\/|\/userAssignedIdentities\/[^/]+$/i;

export const identitySelfAdmission: Rule = {
  slug: 'identity-self-admission',
  level: 'warning',
  effect:
    'Nothing fails: whoever takes over such a pod admits itself, or anybody, to other identities, and no trust shown here holds.',
  fix: 'Take these actions away from identities of pods, or limit them to identities that hold nothing.',
  sources: [
    'https://www.cloud-architekt.net (Entra Workload ID: threat detection and lateral movement)',
    'Bishop Fox, iam-vulnerable',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [identity, permissions] of evaluation.permissionsOfPods) {
      const way = wayOf(permissions);
      if (!way) continue;
      const { at } = evaluation.identities.get(identity)!;
      findings.push(
        findingOf(identitySelfAdmission, {
          message: `${withPlace(identity, at)} may ${way.what} on ${way.permission.resource || 'an unknown scope'}, by ${way.permission.source}.`,
          subject: identity,
          at,
        }),
      );
    }
    return { findings };
  },
};

function wayOf(permissions: readonly Permission[]): { what: string; permission: Permission } | undefined {
  for (const permission of permissions) {
    const { role, resource, actions } = permission;
    if (role !== null && actions.length === 0 && CLUSTER_ROLES.includes(role) && IS_CLUSTER.test(resource)) {
      return { what: `do all that ${role} may`, permission };
    }
    const azure = !resource.startsWith('arn:') && resource !== '*';
    if (
      role !== null &&
      actions.length === 0 &&
      WIDE_ROLES.includes(role) &&
      (!azure || HOLDS_IDENTITIES.test(resource))
    ) {
      return { what: `do all that ${role} may`, permission };
    }
  }
  for (const way of WAYS) {
    const found = way.map((action) =>
      permissions.find(({ actions }) => actions.some((one) => coversPermission(one, action))),
    );
    if (found.every((permission) => permission !== undefined))
      return { what: way.join(' and '), permission: found[0]! };
  }
  return undefined;
}
