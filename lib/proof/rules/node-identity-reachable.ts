import type { MetadataOptions, NodeGroup } from '../model/cluster-runtime';
import { findingOf } from './rule';
import type { Finding, Level, Rule } from './rule';
import { withPlace } from './words';

export const nodeIdentityReachable: Rule = {
  slug: 'node-identity-reachable',
  level: 'warning',
  description: 'Every pod of a node group can reach the instance metadata service, and so the role of the node.',
  effect:
    'Nothing fails: beside its own identity each pod holds the permissions of the node, and falls back to them without a word.',
  mending:
    'Set metadata_options { http_tokens = "required", http_put_response_hop_limit = 1 } in the launch template of the node group. Pods with hostNetwork still reach it.',
  sources: [
    'Wiz, “EKS Cluster Games”, challenge 4',
    'Amazon EKS best practices, “Restrict access to the instance profile assigned to the worker node”',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const group of model.runtime.nodeGroups) {
      const found = wayIn(group);
      if (!found) continue;
      findings.push(
        findingOf(nodeIdentityReachable, {
          level: found.level,
          message: `The pods of ${withPlace(group.id, group.at)} can reach the role of the node: ${found.because}.`,
          subject: group.id,
          at: group.launchTemplate?.at ?? group.at,
        }),
      );
    }
    return { findings };
  },
};

/** How pods get there; nothing where they do not, or where what tells was not read. */
function wayIn({
  launchTemplate,
  ownTemplate,
}: NodeGroup): { readonly level: Level; readonly because: string } | undefined {
  if (!launchTemplate) {
    return ownTemplate
      ? undefined
      : { level: 'note', because: 'without a launch template of its own EKS allows two hops, and a pod is the second' };
  }
  const where = withPlace(launchTemplate.id, launchTemplate.at);
  const because = wayThrough(launchTemplate.metadata);
  if (because) return { level: 'warning', because: `${where} ${because}` };
  return launchTemplate.metadata.httpTokens === undefined && launchTemplate.metadata.httpEndpoint !== 'disabled'
    ? { level: 'note', because: `${where} does not ask for sessions (http_tokens), unless the image does` }
    : undefined;
}

function wayThrough({ httpEndpoint, httpTokens, hopLimit }: MetadataOptions): string | undefined {
  if (httpEndpoint === 'disabled') return undefined;
  if (httpTokens === 'optional') return 'takes requests without a session, which no hop limit keeps out';
  return hopLimit !== undefined && hopLimit > 1
    ? `has a hop limit of ${hopLimit}, and a pod is one hop off the node`
    : undefined;
}
