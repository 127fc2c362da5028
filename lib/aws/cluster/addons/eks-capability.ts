import type { ITerraformDependable } from 'cdktf';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksCapability as EksCapabilityResource } from '@cdktf/provider-aws/lib/eks-capability';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { PodtrustError, checkName } from '../../../core';
import { CAPABILITIES_SERVICE } from '../../../core/trust/audience';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { checkArn, readArn } from '../../arn';
import { ARN_KINDS } from '../../arn-kinds';
import type { AwsGrant } from '../../grants/grant';
import { permissionPolicyOf } from '../../grants/permission-policy';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { checkPolicies, checkReach } from '../../identity/grant-reach';
import type { RoleHome } from '../../identity/role/role-home';
import { partitionOf } from '../../partition';
import { AckRole, type AckRoleProps } from './ack-role';
import { useAccessEntry } from '../access/access-entry-uses';
import { checkScope } from '../access/check-access-entry';
import { type EksAccessPolicy, accessPolicyArn } from '../access/eks-access-policy';
import { OF_ROLES, useName } from '../../name-uses';
import { checkTags } from '../../tags';
import { checkGiven } from '../../../core/given';

/** What EKS runs for a cluster, outside of it: AWS Controllers for Kubernetes, Argo CD, or kro. */
export type EksCapabilityType = 'ACK' | 'ARGOCD' | 'KRO';

/** What a capability may do to the cluster's objects, beside what EKS lets it do by itself. */
export interface EksCapabilityAccess {
  readonly policy: EksAccessPolicy;
  /** The namespaces that the policy is for. Default the whole cluster. */
  readonly namespaces?: readonly string[];
}

/** Who signs in to Argo CD, by IAM Identity Center. */
export interface ArgoCdPeople {
  readonly role: 'ADMIN' | 'EDITOR' | 'VIEWER';
  /** Ids of groups of Identity Center. Default none. */
  readonly groupIds?: readonly string[];
  /** Ids of users of Identity Center. Default none. */
  readonly userIds?: readonly string[];
}

/** Settings of the capability Argo CD. */
export interface ArgoCdSettings {
  /** The instance of IAM Identity Center, `arn:aws:sso:::instance/ssoins-…`. */
  readonly identityCenterArn: string;
  /** Its region. Default the cluster's. */
  readonly identityCenterRegion?: string;
  /** The namespace of its applications. Default EKS' own, `argocd`. */
  readonly namespace?: string;
  /** Who may do what in it. Default nobody. */
  readonly people?: readonly ArgoCdPeople[];
  /** VPC endpoints by which alone its API is reached. Default from anywhere, for who can sign in. */
  readonly vpcEndpointIds?: readonly string[];
}

/** Properties of {@link EksCapability}. */
export interface EksCapabilityProps {
  readonly cluster: EksClusterReference;
  readonly type: EksCapabilityType;
  /** Unique in the cluster. Default the type in small letters. */
  readonly name?: string;
  /**
   * What its role may do in AWS by itself. Default nothing: kro needs nothing, Argo CD only where it reads from AWS, and ACK
   * does better with a role for each team, see {@link EksCapability.addRole}.
   */
  readonly grants?: readonly AwsGrant[];
  /**
   * What it may do to objects in the cluster, beside its own kinds. EKS makes the access entry of the role by itself, and
   * nothing deploys until Argo CD or kro is given more. Default nothing.
   */
  readonly access?: readonly EksCapabilityAccess[];
  /** For Argo CD, which needs it. */
  readonly argoCd?: ArgoCdSettings;
  /** The role's name, at most 64 characters. Default: Terraform makes one up. */
  readonly roleName?: string;
  /** ARN of the policy that bounds what the role may ever do. */
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Which capabilities a cluster has: one of each type. */
const CAPABILITIES = new WeakMap<EksClusterReference, Map<EksCapabilityType, string>>();

const TYPES: readonly EksCapabilityType[] = ['ACK', 'ARGOCD', 'KRO'];

/**
 * A capability of an EKS cluster, which AWS runs outside of it, with a role of its own that may do no more than it is given.
 *
 * The role trusts the service `capabilities.eks.amazonaws.com`, and EKS makes its access entry by itself: to make one as well
 * is refused. On deletion what the capability made is left where it is, since EKS knows no other way.
 *
 * @example
 * const ack = new EksCapability(this, 'ack', { cluster, type: 'ACK' });
 * const shop = ack.addRole('shop', { namespaces: ['shop'], grants: [s3Grant.readWrite(bucket)] });
 * new KubernetesObjects(workloads, 'selectors', { objects: [shop.selector] });
 */
export class EksCapability extends Construct {
  /** The underlying resource, for what the props don't offer. AWS provider 6.25 and later. */
  public readonly resource: EksCapabilityResource;
  public readonly role: IamRole;
  public readonly type: EksCapabilityType;
  public readonly cluster: EksClusterReference;

  private readonly grantList: AwsGrant[] = [];
  private readonly access: EksAccessPolicyAssociation[];
  private readonly home: RoleHome;
  private inlinePolicy?: IamRolePolicy;

  /**
   * @throws PodtrustError `capability-invalid`, `capability-duplicate`, `name-invalid`, `arn-malformed`, `arn-of-other-kind`,
   *   `partition-mismatch`, `account-mismatch`, `region-mismatch`, `inline-policy-over-limit`
   */
  public constructor(scope: Construct, id: string, props: EksCapabilityProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    checkGiven(props.cluster, 'a cluster', where);
    checkProps(props, where);
    const { cluster, type, name = type.toLowerCase(), grants = [], access = [], permissionsBoundary, tags } = props;
    const { partition, account } = readArn(cluster.arn) ?? {};
    this.home = {
      partition: partition ?? partitionOf(cluster.region),
      account: account ?? cluster.accountId,
      regions: new Set([cluster.region]),
    };
    if (permissionsBoundary !== undefined) checkPolicies([permissionsBoundary], this.home, where);
    checkTags(tags, where);
    claimType(cluster, type, where);
    useName(this, props.roleName, OF_ROLES);
    this.type = type;
    this.cluster = cluster;
    this.role = new IamRole(this, 'role', {
      name: props.roleName,
      description: `The capability ${type} of an EKS cluster`,
      permissionsBoundary,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: CAPABILITIES_SERVICE },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          },
        ],
      }),
      tags,
    });
    useAccessEntry(this, cluster, this.role.arn, { byEks: true });
    this.resource = new EksCapabilityResource(this, 'Resource', {
      clusterName: cluster.name,
      capabilityName: name,
      type,
      roleArn: this.role.arn,
      deletePropagationPolicy: 'RETAIN',
      configuration: props.argoCd && [{ argoCd: [argoCdOf(props.argoCd)] }],
      tags,
    });
    this.access = access.map(
      ({ policy, namespaces }, index) =>
        new EksAccessPolicyAssociation(this, `access-${index + 1}`, {
          clusterName: cluster.name,
          principalArn: this.role.arn,
          policyArn: accessPolicyArn(partitionOf(cluster.region), policy),
          accessScope: namespaces ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
          // EKS makes the entry with the capability.
          dependsOn: [this.resource],
        }),
    );
    if (grants.length > 0) this.addGrants(grants);
  }

  /** The inline policy of what the role may do itself, where there is anything. */
  public get policy(): IamRolePolicy | undefined {
    return this.inlinePolicy;
  }

  /** What the role may do in AWS, the assuming of roles included. */
  public get grants(): readonly AwsGrant[] {
    return this.grantList;
  }

  /** What objects of the capability must wait for in the same stack. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource, ...this.access, ...(this.inlinePolicy ? [this.inlinePolicy] : [])];
  }

  /**
   * A role for what ACK makes in some namespaces, with what it needs there and no more. ACK assumes it in place of its own
   * where {@link AckRole.selector} is applied.
   *
   * @throws PodtrustError `capability-invalid` of another capability than ACK, and what `AckRole` throws
   */
  public addRole(id: string, props: AckRoleProps): AckRole {
    if (this.type !== 'ACK') {
      throw new PodtrustError({
        code: 'capability-invalid',
        where: `${this.node.path}/${id}`,
        what: `a role by namespace is given to the capability ${this.type}`,
        why: 'ACK alone reads IAMRoleSelector objects: nothing would assume the role.',
        remedy: 'Give it to the capability ACK, or give this one grants.',
      });
    }
    const role = new AckRole(this, id, { ...props, capability: { arn: this.role.arn, home: this.home } });
    this.addGrants([
      {
        description: `assume ${role.arn}`,
        statements: [{ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [role.arn] }],
        // What such a role is for.
        crossAccount: true,
      },
    ]);
    return role;
  }

  /**
   * Lets the role do more in AWS.
   *
   * @throws PodtrustError `partition-mismatch`, `account-mismatch`, `region-mismatch`, `inline-policy-over-limit`
   */
  public addGrants(grants: readonly AwsGrant[]): void {
    const where = this.node.path;
    checkReach(grants, this.home, where);
    const policy = permissionPolicyOf([...this.grantList, ...grants], where);
    this.grantList.push(...grants);
    if (this.inlinePolicy) this.inlinePolicy.policy = policy;
    else this.inlinePolicy = new IamRolePolicy(this, 'policy', { role: this.role.name, policy });
  }
}

function checkProps(props: EksCapabilityProps, where: string): void {
  const { type, name, roleName, argoCd, access = [] } = props;
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'capability-invalid', where, what, why, remedy });
  };
  if (!TYPES.includes(type)) {
    refuse(
      `"${String(type)}" is not a capability`,
      `EKS has ${TYPES.join(', ')}, and refuses another.`,
      'Give one of them.',
    );
  }
  if (type === 'ARGOCD' && !argoCd) {
    refuse(
      'the capability Argo CD has no instance of IAM Identity Center',
      'Nobody could sign in, and EKS refuses it.',
      'Give argoCd: { identityCenterArn: "arn:aws:sso:::instance/ssoins-…" }.',
    );
  }
  if (type !== 'ARGOCD' && argoCd) {
    refuse(
      `settings of Argo CD are given to the capability ${type}`,
      'EKS refuses settings of another capability.',
      'Leave argoCd out, or say type: "ARGOCD".',
    );
  }
  if (name !== undefined) checkName('eks-capability', name, where);
  if (roleName !== undefined) checkName('iam-role', roleName, where);
  if (argoCd) {
    checkArn(argoCd.identityCenterArn, ARN_KINDS.identityCenterInstance, where);
    if (argoCd.namespace !== undefined) checkName('namespace', argoCd.namespace, where);
    for (const { role, groupIds = [], userIds = [] } of argoCd.people ?? []) {
      if (groupIds.length + userIds.length > 0) continue;
      refuse(
        `the role ${role} of Argo CD is for nobody`,
        'EKS refuses a role without a group or user of IAM Identity Center.',
        'Give groupIds or userIds.',
      );
    }
  }
  for (const { namespaces } of access) {
    checkScope(namespaces ?? [], where);
    if (namespaces?.length === 0) {
      refuse(
        'an access policy is given for an empty list of namespaces',
        'EKS refuses it; an empty list is not the whole cluster.',
        'Name the namespaces, or leave them out for the whole cluster.',
      );
    }
  }
}

function claimType(cluster: EksClusterReference, type: EksCapabilityType, where: string): void {
  const present = CAPABILITIES.get(cluster) ?? new Map<EksCapabilityType, string>();
  const other = present.get(type);
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'capability-duplicate',
      where,
      what: `the cluster has the capability ${type} already (${other})`,
      why: 'EKS accepts one of each type in a cluster.',
      remedy: 'Leave one out.',
    });
  }
  CAPABILITIES.set(cluster, present.set(type, where));
}

function argoCdOf(settings: ArgoCdSettings) {
  const { identityCenterArn, identityCenterRegion, namespace, people = [], vpcEndpointIds } = settings;
  return {
    namespace,
    awsIdc: [{ idcInstanceArn: identityCenterArn, idcRegion: identityCenterRegion }],
    rbacRoleMapping: people.map(({ role, groupIds = [], userIds = [] }) => ({
      role,
      identity: [
        ...groupIds.map((groupId) => ({ id: groupId, type: 'SSO_GROUP' })),
        ...userIds.map((userId) => ({ id: userId, type: 'SSO_USER' })),
      ],
    })),
    networkAccess: vpcEndpointIds && [{ vpceIds: [...vpcEndpointIds] }],
  };
}
