import type { ITerraformDependable } from 'cdktf';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import { PodtrustError } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkTags } from '../tags';
import { useName } from '../name-uses';

/** Which part of EKS a service-linked role is for. */
export type EksServiceLinkedRole = 'cluster' | 'node-group' | 'fargate';

/** The services that have them. Amazon EKS user guide, "Using service-linked roles". */
const SERVICES: Readonly<Record<EksServiceLinkedRole, string>> = {
  cluster: 'eks.amazonaws.com',
  'node-group': 'eks-nodegroup.amazonaws.com',
  fargate: 'eks-fargate.amazonaws.com',
};

/** Properties of {@link EksServiceLinkedRoles}. */
export interface EksServiceLinkedRolesProps {
  /** Default `cluster` and `node-group`. */
  readonly roles?: readonly EksServiceLinkedRole[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The roles that EKS itself works by, `AWSServiceRoleForAmazonEKS`, `AWSServiceRoleForAmazonEKSNodegroup` and
 * `AWSServiceRoleForAmazonEKSForFargate`, in code: AWS otherwise makes each the first time that it needs it. One of each is in
 * an account, so that they belong to the account's stack and not to a cluster's. A cluster of the same stack waits for them by
 * `dependsOn: roles.dependables`.
 *
 * They are no roles for pods: only the service may assume them.
 *
 * @throws PodtrustError `service-linked-role-invalid`, `name-taken`, `tags-invalid`
 */
export class EksServiceLinkedRoles extends Construct {
  public readonly roles: ReadonlyMap<EksServiceLinkedRole, IamServiceLinkedRole>;

  public constructor(scope: Construct, id: string, props: EksServiceLinkedRolesProps = {}) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { roles = ['cluster', 'node-group'], tags } = props;
    checkTags(tags, this.node.path);
    check(roles, this.node.path);
    for (const role of roles) useName(this, role, { kind: 'a service-linked role', once: 'an account' });
    this.roles = new Map(
      roles.map((role) => [
        role,
        new IamServiceLinkedRole(this, role, { awsServiceName: SERVICES[role], tags: tags && { ...tags } }),
      ]),
    );
  }

  /** What a cluster waits for that shall not make them itself. */
  public get dependables(): readonly ITerraformDependable[] {
    return [...this.roles.values()];
  }
}

function check(roles: readonly EksServiceLinkedRole[], where: string): void {
  const other = roles.find((role, index) => !(role in SERVICES) || roles.indexOf(role) !== index);
  if (roles.length > 0 && other === undefined) return;
  throw new PodtrustError({
    code: 'service-linked-role-invalid',
    where,
    what:
      other === undefined
        ? 'no service-linked role'
        : `the service-linked role "${other}"${other in SERVICES ? ' twice' : ''}`,
    why: `EKS has one each for ${Object.keys(SERVICES).join(', ')} in an account.`,
    remedy: 'Name some of these, each once.',
  });
}
