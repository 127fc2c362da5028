import type { AwsAuthEntry } from '../../model/aws-auth-entry';
import { describeSymbols, hasSymbol } from '../../model/symbol';
import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

/** The group that may do everything, which no RBAC takes away. */
const ADMINISTRATORS = 'system:masters';

/** The groups of nodes, which have to join. EKS, "Amazon EKS node IAM role", "Fargate", "Windows". */
const OF_NODES = new Set(['system:bootstrappers', 'system:nodes', 'system:node-proxier', 'eks:kube-proxy-windows']);

const NAMES = { role: 'The role', user: 'The user', account: 'Every role and user of the account' } as const;

export const awsAuthEntry: Rule = {
  slug: 'aws-auth-entry',
  level: 'warning',
  effect:
    'Whoever has the role or the user is in the cluster who the entry says, with what RBAC gives the groups; system:masters may do everything, read every Secret and create a token of every service account, and so become each identity that pods get.',
  fix: 'Use access entries of EKS with the access policy that is needed, and remove the entry. Keep system:masters for nobody.',
  sources: [
    'Amazon EKS User Guide, “Grant IAM users access to Kubernetes with a ConfigMap” (deprecated)',
    'Amazon EKS Best Practices Guide, “Identity and access management”',
  ],
  check: ({ model, evaluation }) => ({
    findings: model.awsAuthEntries
      .filter((entry) => !isOfNodes(entry))
      .map((entry) => {
        const { kind, who, groups, username, at } = entry;
        const role = evaluation.identities.claimed(who)?.identity;
        const subject = role?.id ?? 'ConfigMap/kube-system/aws-auth';
        const name = role ? withPlace(role.id, role.at) : describeSymbols(who);
        const as = username === undefined ? '' : ` as ${describeSymbols(username)}`;
        const where = withPlace('the ConfigMap kube-system/aws-auth', at);
        return findingOf(awsAuthEntry, {
          level: groups.includes(ADMINISTRATORS) ? 'warning' : 'note',
          message: `${NAMES[kind]} ${name} is let in to the Kubernetes API${as}${groupsText(groups)} by ${where}.`,
          subject,
          at,
        });
      }),
  }),
};

function groupsText(groups: readonly string[]): string {
  if (groups.length === 0) return ' in no group but system:authenticated';
  return ` in the group${groups.length > 1 ? 's' : ''} ${groups.map(describeSymbols).join(', ')}`;
}

/** A node's own entry, without which it could not join. */
function isOfNodes({ kind, username, groups }: AwsAuthEntry): boolean {
  const isNode = username?.startsWith('system:node:') === true && !hasSymbol(username);
  return kind === 'role' && isNode && groups.length > 0 && groups.every((group) => OF_NODES.has(group));
}
