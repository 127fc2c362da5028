import type { ITerraformDependable } from 'cdktf';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { Construct } from 'constructs';
import { checkedId } from '../../../terraform';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { resolvedOnce } from '../../identity/resolved-once';
import { partitionOf } from '../../partition';
import { useAccessEntry } from './access-entry-uses';
import { checkAccessEntry } from './check-access-entry';
import type { EksAccess, EksAccessEntryProps } from './eks-access-entry';
import { accessPolicyArn } from './eks-access-policy';
import { checkTags } from '../../tags';

/** What an access entry is made of. */
export interface MadeAccessEntry {
  readonly entry: EksAccessEntry;
  /** What must be there before the principal has its access. */
  readonly access: readonly ITerraformDependable[];
}

/**
 * Makes an access entry and its policies as children of a construct.
 *
 * @param id unique in the scope
 * @throws PodtrustError `construct-id-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`,
 *   `account-mismatch`, `name-invalid`, `access-entry-invalid`, `access-entry-duplicate`
 */
export function makeAccessEntry(
  scope: Construct,
  id: string,
  cluster: EksClusterReference,
  props: EksAccessEntryProps,
): MadeAccessEntry {
  const { principalArn, type = 'STANDARD', kubernetesGroups, userName, tags } = props;
  const where = `${scope.node.path}/${id}`;
  const entryId = checkedId(scope, id);
  const access = accessOf(props);
  checkTags(tags, where);
  checkAccessEntry({ ...props, type, access }, cluster, where);
  useAccessEntry(scope, cluster, principalArn, { where });
  const principal = resolvedOnce(principalArn);
  const entry = new EksAccessEntry(scope, entryId, {
    clusterName: cluster.name,
    principalArn: principal,
    type: type === 'STANDARD' ? undefined : type,
    kubernetesGroups: kubernetesGroups && [...kubernetesGroups],
    userName,
    tags: tags && { ...tags },
  });
  const policies = access.map(
    ({ policy, namespaces }, index) =>
      new EksAccessPolicyAssociation(
        scope,
        checkedId(scope, index === 0 ? `${id}-policy` : `${id}-policy-${index + 1}`),
        {
          clusterName: cluster.name,
          principalArn: principal,
          policyArn: accessPolicyArn(partitionOf(cluster.region), policy),
          accessScope: namespaces ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
          dependsOn: [entry],
        },
      ),
  );
  return { entry, access: policies.length > 0 ? policies : [entry] };
}

/** The policies of an entry, `policy` first. */
function accessOf({ type, policy, namespaces, access = [] }: EksAccessEntryProps): readonly EksAccess[] {
  if (policy !== undefined) return [{ policy, namespaces }, ...access];
  return type === 'EC2' && access.length === 0 ? [{ policy: 'AmazonEKSAutoNodePolicy' }] : access;
}
