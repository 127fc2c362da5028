import { addToGroup } from '../../../core/groups';
import type { NodeReach } from '../../mechanisms/node/nodes';
import type { UnreadRole } from '../../model/cluster/nodes';
import type { Model } from '../../model/model';
import type { Permission } from '../../model/identity/permission';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** Roles that nodes of AKS are meant to have, and that let nobody at data. AKS, "Use managed identities"; Azure Monitor. */
const MEANT_FOR_NODES = ['AcrPull', 'Monitoring Metrics Publisher'];

export const nodeIdentityReachable: Rule = {
  slug: 'node-identity-reachable',
  level: 'warning',
  mildest: 'note',
  effect:
    'Nothing fails: beside its own identity each pod holds the permissions of the node, and falls back to them silently.',
  fix: 'EKS: set metadata_options { http_tokens = "required", http_put_response_hop_limit = 1 } in the launch template of the node group. AKS: give the permission to the identity of the pods that need it, or switch on IMDS restriction (podLinkLocalAccess = "None", by azapi). Pods with hostNetwork still reach it.',
  sources: [
    'Wiz, “EKS Cluster Games”, challenge 4',
    'Amazon EKS best practices, “Restrict access to the instance profile assigned to the worker node”',
    'https://github.com/hashicorp/terraform-provider-aws/issues/38516',
    'AKS, “Block pod access to the Azure Instance Metadata Service (IMDS) endpoint”',
    'https://github.com/hashicorp/terraform-provider-azurerm/issues/29032',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const permissionsOf = permissionsByIdentity(model, evaluation.nodes.open);
    const homeless = new Set<string>();
    const mentions = mentionsOf(model);
    for (const reach of evaluation.nodes.reaches) {
      const { nodes, pods, because } = reach;
      if (reach.isPossible) {
        if (pods !== 'nobody' && !homeless.has(nodes.id)) undecided.push(ofWhichCluster(reach));
        homeless.add(nodes.id);
        continue;
      }
      if (nodes.cloud === 'azure') {
        findings.push(...findingsOfAks(reach, permissionsOf));
        continue;
      }
      const { id, at, metadataOf, unreadRole, defaultOf } = nodes;
      const where = metadataOf.id === id ? 'it' : withPlace(metadataOf.id, metadataOf.at);
      if (pods === 'unknown') {
        const what = `which of its pods reach the role of the node is not known: ${where} does not tell ${because}`;
        undecided.push({ about: id, because: what, at: metadataOf.at });
      }
      if (unreadRole !== undefined && pods !== 'nobody') {
        undecided.push({ about: id, because: whyUnread(unreadRole), at });
      }
      if (pods !== 'every') continue;
      findings.push(
        findingOf(nodeIdentityReachable, {
          level: defaultOf === undefined ? 'warning' : 'note',
          message: `The pods of ${withPlace(id, at)} can reach the role of the node: ${where} ${because}.${mentions.get(reach.cluster) ?? ''}`,
          subject: id,
          at: metadataOf.at,
        }),
      );
    }
    const open = new Set(evaluation.nodes.reaches.filter(({ pods }) => pods === 'every').map(({ cluster }) => cluster));
    for (const { id, possibleClusters = [], at } of model.runtime.fargateProfiles) {
      const cluster = possibleClusters.find((one) => open.has(one));
      if (cluster === undefined) continue;
      const because = `whether it is of ${cluster}, and keeps its pods from the role of the nodes, is not known before apply`;
      undecided.push({ about: id, because, at });
    }
    return { findings, undecided };
  },
};

/** By cluster, what its network plugin may enforce, said beside what is certain. */
function mentionsOf({ metadataBarriers: { networkPolicies } }: Model): ReadonlyMap<string, string> {
  const ids = new Map<string, string[]>();
  for (const { clusters, id } of networkPolicies) for (const cluster of clusters) addToGroup(ids, cluster, id);
  return new Map(
    [...ids].map(([cluster, found]) => {
      const [first, ...others] = found.sort();
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return [
        cluster,
        ` ${first!}${more} would keep pods from it, if the network plugin enforces network policies: that is not known.`,
      ];
    }),
  );
}

function ofWhichCluster({ nodes: { id, identities, at }, cluster }: NodeReach): Undecided {
  const because = `which cluster its nodes are of is not known: whether it is ${cluster}, only apply will tell`;
  return { about: id, because, identities, at };
}

function whyUnread({ text, possible = [] }: UnreadRole): string {
  return possible.length > 0
    ? `whether the role of its nodes, ${text}, is ${possible[0]!} is not known before apply`
    : `the role of its nodes, ${text}, is not in the input`;
}

function findingsOfAks(
  { nodes, cluster, pods, because }: NodeReach,
  permissionsOf: ReadonlyMap<string, readonly Permission[]>,
): Finding[] {
  if (pods !== 'every') return [];
  return nodes.identities.flatMap((identity) => {
    const more = permissionsOf.get(identity)?.find(isMore);
    if (!more) return [];
    const what = more.role ?? more.actions.join(', ');
    return [
      findingOf(nodeIdentityReachable, {
        message: `Every pod of ${withPlace(cluster, nodes.at)} can reach ${identity}, which the nodes have and which may ${what} on ${more.resource || 'an unknown scope'} by ${more.source}: ${because}.`,
        subject: identity,
        at: nodes.at,
      }),
    ];
  });
}

/** Whether it is more than nodes are meant to have. */
function isMore({ role, actions }: Permission): boolean {
  return actions.length > 0 || role === null || !MEANT_FOR_NODES.includes(role);
}

function permissionsByIdentity(model: Model, identities: ReadonlySet<string>): Map<string, Permission[]> {
  const found = new Map<string, Permission[]>();
  for (const permission of identities.size === 0 ? [] : model.permissions) {
    if (!identities.has(permission.identity)) continue;
    addToGroup(found, permission.identity, permission);
  }
  return found;
}
