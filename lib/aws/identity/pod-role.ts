import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type Binding, LIMITS, PodtrustError, type ServiceAccountReference, checkName } from '../../core';
import { recordSourcePosition } from '../../terraform';
import { ExistingPodRole, type ExistingPodRoleAttributes } from './existing-pod-role';
import type { AwsGrant } from '../grants/grant';
import { permissionPolicyOf } from '../grants/permission-policy';
import {
  type PodRoleTrust,
  associate,
  bindingFor,
  bindingsOf,
  checkTrusts,
  useServiceAccounts,
} from './pod-role-trust';
import { checkAccounts } from './provider-account';
import { recordThoseOf } from './record-existing';
import { referenceWithinStack } from './reference-within-stack';
import { trustPolicyOf } from './trust-policy';

export type { PodRoleTrust };

/** Properties of {@link PodRole}. */
export interface PodRoleProps {
  /** At most 64 characters, unique in the account whatever the case. Default: Terraform makes one up. */
  readonly name?: string;
  /** The start of a name that Terraform makes unique. At most 38 characters. Not together with {@link name}. */
  readonly namePrefix?: string;
  /** Such as `/workloads/`. Default `/`. */
  readonly path?: string;
  readonly description?: string;
  /** ARN of the policy that bounds what the role may ever do. */
  readonly permissionsBoundary?: string;
  /** Seconds that a session may last, 3600 to 43200. Default AWS' 3600. */
  readonly maxSessionSeconds?: number;
  /** Which service accounts become this role. One is the ordinary case, two are a migration, many are several clusters. */
  readonly trusts: readonly PodRoleTrust[];
  /** What the role may do. Default nothing. */
  readonly grants?: readonly AwsGrant[];
  /** ARNs of policies that exist already. Default none. */
  readonly managedPolicyArns?: readonly string[];
  /** Characters of the trust policy that the account takes. Default 2048, the quota that AWS gives at first. */
  readonly trustPolicyLimit?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** The AWS provider of the role's account, where it is not the cluster's. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/**
 * An IAM role for pods: who gets in ({@link PodRoleProps.trusts}), what they may do ({@link PodRoleProps.grants}), and what
 * their service accounts must carry ({@link bindings}).
 *
 * The grants become one inline policy: it lives and dies with its role, needs no attachment, and counts against no
 * quota of the account (1,500 managed policies by default).
 *
 * @throws PodtrustError `name-invalid`, `name-and-prefix`, `session-duration-invalid`, `trust-policy-over-limit`,
 *   `inline-policy-over-limit`, `subject-wildcard`, and those of its trusts: `trust-missing`, `trust-duplicate`,
 *   `oidc-provider-missing`, `provider-in-other-account`, `audience-not-registered`, `session-tags-disabled`, `irsa-and-pod-identity`,
 *   `duplicate-association`, `irsa-duplicate`, `associations-over-limit`
 */
export class PodRole extends Construct {
  /** A role that somebody else made: its associations and bindings are made here, the role is not. */
  public static fromAttributes(scope: Construct, id: string, attributes: ExistingPodRoleAttributes): ExistingPodRole {
    return new ExistingPodRole(scope, id, attributes);
  }

  public readonly role: IamRole;
  /** The inline policy of the grants, where there are any. */
  public readonly policy?: IamRolePolicy;
  public readonly attachments: readonly IamRolePolicyAttachment[];
  public readonly associations: readonly EksPodIdentityAssociation[];
  public readonly trusts: readonly PodRoleTrust[];
  public readonly grants: readonly AwsGrant[];
  /** What workloads in the same stack must wait for: a pod that starts earlier gets no credentials, or too few permissions. */
  public readonly dependables: readonly ITerraformDependable[];
  private arnToken?: string;
  private bound?: readonly Binding[];

  public constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id);
    recordSourcePosition(this);
    const { trusts, grants = [], managedPolicyArns = [], provider } = props;
    const where = this.node.path;
    checkRole(props, where);
    checkTrusts(trusts, where);
    checkAccounts(this, trusts, { provider });
    this.trusts = trusts;
    this.grants = [...grants, ...chaining(trusts)];
    const assumeRolePolicy = trustPolicyOf(trusts, props.trustPolicyLimit ?? LIMITS.trustPolicyCharacters, where);
    const permissions = this.grants.length > 0 ? permissionPolicyOf(this.grants, where) : undefined;
    useServiceAccounts(trusts, where);
    recordThoseOf(this, trusts);
    this.role = new IamRole(this, 'Resource', {
      name: props.name,
      namePrefix: props.namePrefix,
      path: props.path,
      description: props.description,
      permissionsBoundary: props.permissionsBoundary,
      maxSessionDuration: props.maxSessionSeconds,
      assumeRolePolicy,
      tags: props.tags,
      provider,
    });
    const roleName = referenceWithinStack(this.role, 'name');
    const policies: (IamRolePolicy | IamRolePolicyAttachment)[] = [];
    if (permissions !== undefined) {
      this.policy = new IamRolePolicy(this, 'policy', { role: roleName, policy: permissions, provider });
      policies.push(this.policy);
    }
    this.attachments = managedPolicyArns.map(
      (policyArn, index) =>
        new IamRolePolicyAttachment(this, `attachment-${index + 1}`, { role: roleName, policyArn, provider }),
    );
    policies.push(...this.attachments);
    const { associations, agents } = associate(this, referenceWithinStack(this.role, 'arn'), trusts, policies);
    this.associations = associations;
    this.dependables = [this.role, ...policies, ...associations, ...agents];
  }

  /** The role's ARN, a token. */
  public get arn(): string {
    this.arnToken ??= this.role.arn;
    return this.arnToken;
  }

  /** What service accounts and their pods carry, one for each trust that binds. */
  public get bindings(): readonly Binding[] {
    this.bound ??= bindingsOf(this.arn, this.trusts);
    return this.bound;
  }

  /** @throws PodtrustError `binding-missing` where the role binds no such service account */
  public bindingFor(serviceAccount: ServiceAccountReference): Binding {
    return bindingFor(this.bindings, serviceAccount, this.node.path);
  }
}

function checkRole({ name, namePrefix, path, maxSessionSeconds }: PodRoleProps, where: string): void {
  if (name !== undefined && namePrefix !== undefined) {
    throw new PodtrustError({
      code: 'name-and-prefix',
      where,
      what: `the role has both the name "${name}" and the prefix "${namePrefix}"`,
      why: 'Terraform takes one of the two.',
      remedy: 'Leave one out.',
    });
  }
  if (name !== undefined) checkName('iam-role', name, where);
  if (namePrefix !== undefined) checkName('iam-role-prefix', namePrefix, where);
  if (path !== undefined) checkName('iam-path', path, where);
  if (maxSessionSeconds !== undefined && !(maxSessionSeconds >= 3600 && maxSessionSeconds <= 43_200)) {
    throw new PodtrustError({
      code: 'session-duration-invalid',
      where,
      what: `sessions of ${maxSessionSeconds} seconds`,
      why: 'IAM accepts 3600 to 43200 seconds.',
      remedy: 'Give a number between the two.',
    });
  }
}

/** EKS assumes a target role through this one, so this one must be allowed to. */
function chaining(trusts: readonly PodRoleTrust[]): AwsGrant[] {
  const targets = trusts.flatMap((trust) =>
    trust.mechanism === 'eks-pod-identity' && trust.targetRoleArn !== undefined ? [trust.targetRoleArn] : [],
  );
  if (targets.length === 0) return [];
  return [
    {
      description: `assume ${targets.join(', ')}`,
      statements: [{ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [...new Set(targets)] }],
    },
  ];
}
