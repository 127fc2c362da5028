import { PodtrustError, isKnown, isValidName, checkName } from '../../../core';
import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { checkArn, checkPartition, exactPart, readArn } from '../../arn';
import { ARN_KINDS } from '../../arn-kinds';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import type { EksAccess, EksAccessEntryProps, EksAccessEntryType } from './eks-access-entry';

const TYPES: readonly EksAccessEntryType[] = [
  'STANDARD',
  'EC2_LINUX',
  'EC2_WINDOWS',
  'EC2',
  'FARGATE_LINUX',
  'HYBRID_LINUX',
  'HYPERPOD_LINUX',
];

/** What user names begin with that EKS makes itself. */
const RESERVED = ['system:', 'eks:', 'aws:', 'amazon:', 'iam:'];

/** Access of the entries of Auto Mode's nodes, and of no other nodes. */
const NODE_POLICY = 'AmazonEKSAutoNodePolicy';

/**
 * Refuses what EKS refuses of an access entry. Tokens pass.
 *
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`, `account-mismatch`, `name-invalid`,
 *   `access-entry-invalid`
 * @see Amazon EKS user guide, "Create access entries", "Associate access policies with access entries"
 */
export function checkAccessEntry(
  entry: EksAccessEntryProps & { readonly type: EksAccessEntryType; readonly access: readonly EksAccess[] },
  cluster: Pick<EksClusterReference, 'region' | 'accountId'>,
  where: string,
): void {
  const { principalArn, type, access, kubernetesGroups = [], userName } = entry;
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'access-entry-invalid', where, what, why, remedy });
  };
  if (!TYPES.includes(type)) {
    refuse(`an access entry of type "${type}"`, `EKS has the types ${TYPES.join(', ')}.`, 'Give one of these.');
  }
  const isOfNodes = type !== 'STANDARD';
  checkArn(principalArn, isOfNodes ? ARN_KINDS.role : [ARN_KINDS.role, ARN_KINDS.user], where);
  checkPartition(principalArn, { name: 'the cluster', partition: partitionOfRegion(cluster.region) }, where);
  const { account, resource } = readArn(principalArn)!;
  if (/[*?]/.test(resource ?? '')) {
    refuse(
      `the principal ${principalArn} has a wildcard`,
      'EKS compares the ARN of who calls as it is written: nobody is of that name.',
      'Make an entry for each role or user.',
    );
  }
  if (resource?.startsWith('role/aws-service-role/')) {
    refuse(
      `the principal ${principalArn} is a service-linked role`,
      'EKS accepts no access entry for one: the service that has it reaches the cluster by its own ways.',
      'Give the role or user that signs in to the cluster.',
    );
  }
  if (isOfNodes) {
    checkAccount(exactPart(account), cluster.accountId, principalArn, where);
    if (kubernetesGroups.length > 0 || userName !== undefined) {
      refuse(
        `an access entry of type ${type} with ${userName === undefined ? 'kubernetesGroups' : 'a userName'}`,
        'EKS itself sets the user name and the groups of nodes, and refuses others.',
        'Leave them out, or use an entry of type STANDARD for people and programs.',
      );
    }
    const other = access.find(({ policy }) => type !== 'EC2' || policy !== NODE_POLICY);
    if (other) {
      refuse(
        `an access entry of type ${type} with ${other.policy}`,
        `EKS refuses access policies of nodes, but for ${NODE_POLICY} of those of Auto Mode (EC2).`,
        'Leave the policy out, or use an entry of type STANDARD for people and programs.',
      );
    }
  }
  for (const group of kubernetesGroups.filter(isKnown)) {
    if (group !== '' && !group.startsWith('system:')) continue;
    refuse(
      `the group "${group}" of kubernetesGroups`,
      'EKS accepts no group that begins with system:, system:masters included.',
      'Give policy: AmazonEKSClusterAdminPolicy to an administrator, or a group of your own that a ClusterRoleBinding names.',
    );
  }
  if (userName !== undefined && isKnown(userName)) checkUserName(userName, refuse);
  if (entry.namespaces !== undefined && entry.policy === undefined) {
    refuse(
      'namespaces without a policy',
      'Namespaces narrow an access policy: without one they would narrow nothing, and what access gives holds where it says itself.',
      'Give policy beside them, or the namespaces in each entry of access.',
    );
  }
  checkAccess(access, refuse, where);
}

type Refuse = (what: string, why: string, remedy: string) => never;

function checkUserName(userName: string, refuse: Refuse): void {
  const reserved = RESERVED.find((start) => userName.startsWith(start));
  if (reserved !== undefined || userName === '') {
    refuse(
      `the user name "${userName}"`,
      `EKS accepts none that begins with ${RESERVED.join(', ')}: they are those of nodes and of its own.`,
      'Give another name, or leave it out: EKS then uses the ARN.',
    );
  }
  const before = /^(.*?)\{\{SessionName(?:Raw)?\}\}/.exec(userName)?.[1];
  if (before === undefined || before.includes(':')) return;
  refuse(
    `the user name "${userName}", with no colon before {{SessionName}}`,
    'EKS asks for one, so that a session cannot have the name of another user.',
    'Give such as team:{{SessionName}}.',
  );
}

function checkAccess(access: readonly EksAccess[], refuse: Refuse, where: string): void {
  const seen = new Set<string>();
  for (const { policy, namespaces } of access) {
    if (seen.has(policy)) {
      refuse(
        `${policy} twice in one access entry`,
        'EKS associates each policy with an entry once: the second would take the place of the first.',
        'Give the policy once, with the namespaces of both.',
      );
    }
    seen.add(policy);
    if (namespaces === undefined) continue;
    if (namespaces.length === 0) {
      refuse(
        `${policy} for no namespace`,
        'EKS refuses a scope of namespaces without one.',
        'Name the namespaces, or leave namespaces out for the whole cluster.',
      );
    }
    checkScope(namespaces, where);
  }
}

/**
 * Refuses what cannot be the name of a namespace in the scope of an access policy, where a wildcard may stand anywhere.
 *
 * @throws PodtrustError `name-invalid`
 */
export function checkScope(namespaces: readonly string[], where: string): void {
  for (const namespace of namespaces) {
    if (!isKnown(namespace) || isValidName('namespace', namespace.replace(/\*/g, 'x'))) continue;
    checkName('namespace', namespace, where);
  }
}

/** The entries of nodes are for roles of the cluster's own account. */
function checkAccount(account: string | undefined, own: string | undefined, principalArn: string, where: string): void {
  if (!account || own === undefined || !isKnown(own) || account === own) return;
  throw new PodtrustError({
    code: 'account-mismatch',
    where,
    what: `${principalArn} is in the account ${account}, and the cluster in ${own}`,
    why: 'EKS accepts a principal of another account in an access entry of type STANDARD only.',
    remedy: 'Give a role of the cluster’s account.',
  });
}
