import { grouped } from '../../../core/groups';
import type { Evaluation } from '../../evaluate/evaluation';
import type { AwsAuthEntry } from '../../model/cluster/aws-auth-entry';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

/** The group that may do everything, which no RBAC takes away. */
const ADMINISTRATORS = 'system:masters';

/** The groups of nodes, which have to join. EKS, "Amazon EKS node IAM role", "Fargate", "Windows". */
const OF_NODES = new Set(['system:bootstrappers', 'system:nodes', 'system:node-proxier', 'eks:kube-proxy-windows']);

const NAMES = { role: 'the role', user: 'the user', account: 'every role and user of the account' } as const;

export const awsAuthEntry: Rule = {
  slug: 'aws-auth-entry',
  cloud: 'aws',
  level: 'warning',
  mildest: 'note',
  effect:
    'Whoever has the role or the user is in the cluster who the entry says, with what RBAC gives the groups; system:masters may do everything, read every Secret and create a token of every service account, and so become each identity that pods get.',
  fix: 'Use access entries of EKS with the access policy that is needed, and remove the entry. Keep system:masters for nobody.',
  sources: [
    'Amazon EKS User Guide, “Grant IAM users access to Kubernetes with a ConfigMap” (deprecated)',
    'Amazon EKS Best Practices Guide, “Identity and access management”',
  ],
  check: ({ model, evaluation }) => ({
    findings: [...grouped(model.awsAuthEntries, ({ configMap }) => JSON.stringify(configMap)).values()].flatMap(
      (ofConfigMap) => {
        const entries = ofConfigMap.filter((entry) => !isOfNodes(entry));
        if (entries.length === 0) return [];
        const { configMap } = entries[0]!;
        // Those who may do everything first; the rest in the order of the file.
        const ordered = [...entries.filter(isAdministrator), ...entries.filter((entry) => !isAdministrator(entry))];
        const listed = ordered.map((entry) => entryText(entry, evaluation)).join('; ');
        return findingOf(awsAuthEntry, {
          level: entries.some(isAdministrator) ? 'warning' : 'note',
          message: `${withPlace('The ConfigMap kube-system/aws-auth', configMap)} lets in to the Kubernetes API: ${listed}.`,
          subject: 'ConfigMap/kube-system/aws-auth',
          at: configMap,
        });
      },
    ),
  }),
};

/** One entry: who, as whom, and in which groups. */
function entryText({ kind, who, groups, username }: AwsAuthEntry, { identities }: Evaluation): string {
  const role = identities.claimed(who)?.identity;
  const name = role ? withPlace(role.id, role.at) : describeSymbols(who);
  const as = username === undefined ? '' : ` as ${describeSymbols(username)}`;
  return `${NAMES[kind]} ${name}${as}${groupsText(groups)}`;
}

function groupsText(groups: readonly string[]): string {
  if (groups.length === 0) return ' in no group but system:authenticated';
  return ` in the group${groups.length > 1 ? 's' : ''} ${groups.map(describeSymbols).join(', ')}`;
}

function isAdministrator({ groups }: AwsAuthEntry): boolean {
  return groups.includes(ADMINISTRATORS);
}

/** A node's own entry, without which it could not join. */
function isOfNodes({ kind, username, groups }: AwsAuthEntry): boolean {
  const isNode = username?.startsWith('system:node:') === true && !hasSymbol(username);
  return kind === 'role' && isNode && groups.length > 0 && groups.every((group) => OF_NODES.has(group));
}
