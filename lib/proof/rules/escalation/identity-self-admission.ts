import type { IdentityPolicy } from '../../model/identity/identity-policy';
import { describeSymbols } from '../../model/known/symbol';
import { grantsOf, isLimited } from '../../evaluate/permission-actions';
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
const WAYS_OF_AWS = WAYS.filter(([action]) => action!.startsWith('iam:'));
/** Policies that AWS manages and that hold one of them. */
const WIDE_POLICIES = ['AdministratorAccess', 'IAMFullAccess'];
/** Built-in roles of Azure that hold one of them. */
const WIDE_ROLES = ['Owner', 'Contributor', 'Managed Identity Contributor'];
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
    for (const [identity, policies] of evaluation.policiesOfPods) {
      const way = wayOf(policies);
      if (!way) continue;
      const { at } = evaluation.identities.get(identity)!;
      findings.push(
        findingOf(identitySelfAdmission, {
          message: `${withPlace(identity, at)} may ${way.what} on ${way.resource || 'an unknown scope'}, by ${way.source}.`,
          subject: identity,
          at,
        }),
      );
    }
    return { findings };
  },
};

function wayOf(policies: readonly IdentityPolicy[]): { what: string; resource: string; source: string } | undefined {
  for (const policy of policies) {
    const role = wideRoleOf(policy);
    if (role === undefined || (policy.scope === undefined && WAYS_OF_AWS.every((way) => isKeptFrom(policies, way))))
      continue;
    return { what: `do all that ${role} may`, resource: describeSymbols(policy.scope ?? '*'), source: policy.source };
  }
  for (const way of WAYS) {
    const [first] = grantsOf(policies, way[0]!);
    const isWhole = first && way.slice(1).every((action) => grantsOf(policies, action).length > 0);
    if (isWhole) return { what: way.join(' and '), ...first };
  }
  return undefined;
}

/** The name of a role of Azure, or of an attached policy that was not read, which holds one of the ways. */
function wideRoleOf({ kind, name, statements, azure, scope }: IdentityPolicy): string | undefined {
  if (name === undefined || statements || azure || kind === 'boundary') return undefined;
  if (scope === undefined) {
    const policy = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(name)?.[1];
    return policy !== undefined && WIDE_POLICIES.includes(policy) ? policy : undefined;
  }
  const at = describeSymbols(scope);
  const isWide =
    (CLUSTER_ROLES.includes(name) && IS_CLUSTER.test(at)) || (WIDE_ROLES.includes(name) && HOLDS_IDENTITIES.test(at));
  return isWide ? name : undefined;
}

/** Whether a Deny or a boundary keeps an identity from a way, whatever gives it. */
function isKeptFrom(policies: readonly IdentityPolicy[], way: readonly string[]): boolean {
  return way.some((action) => isLimited(policies, action));
}
