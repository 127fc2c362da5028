import { Fn, type ITerraformDependable, type TerraformProvider, dependable } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import {
  type Binding,
  LIMITS,
  type NamedCluster,
  PodtrustError,
  type ServiceAccountReference,
  type TrustSize,
  bindingTrust,
  describeProblem,
  givesBinding,
  isKnown,
  isKnownNumber,
} from '../../../core';
import { type GivenGrant, checkedId, recordExisting, recordSourcePosition } from '../../../terraform';
import type { AwsGrant } from '../../grants/grant';
import { permissionPolicyOf } from '../../grants/permission-policy';
import { checkPolicies, checkReach } from '../grant-reach';
import { associate, isInStackOf } from '../pod-identity/pod-identity-association';
import { podRoleBinding } from './pod-role-binding';
import { type PodRoleTrust, checkTrusts, concrete, isPattern, useServiceAccounts } from './pod-role-trust';
import { checkAccounts, checkAssociations } from '../issuers/provider-account';
import { recordThoseOf } from '../record-existing';
import { referenceWithinStack } from '../reference-within-stack';
import { checkRoleArn } from './role-arn';
import { roleHome } from './role-home';
import { type RoleSettings, checkRoleSettings } from './role-settings';
import { sessionTagsMissing } from '../pod-identity/session-tags-missing';
import { trustPolicyOf, trustPolicySize } from './trust-policy';
import { OF_ROLES, useName } from '../../name-uses';
import { checkList } from '../../../core/given';

export type { PodRoleTrust, RoleSettings };

/** What a role trusts and may do. */
export interface PodRoleOptions {
  /**
   * Whose pods become this role. One is the ordinary case, two are a migration, many are several clusters. Default none yet;
   * see {@link PodRole.addTrust}.
   */
  readonly trusts?: readonly PodRoleTrust[];
  /** What it may do. Default nothing. */
  readonly grants?: readonly AwsGrant[];
  /** ARNs of policies that exist already. Default none. */
  readonly managedPolicyArns?: readonly string[];
  /** The AWS provider of the role's account, where it is not the cluster's. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** Properties of {@link PodRole}. */
export interface PodRoleProps extends PodRoleOptions, RoleSettings {
  /** Seconds that a session may last, 3600 to 43200. Default AWS' 3600. */
  readonly maxSessionSeconds?: number;
}

/** What is known of a role that exists. */
export interface PodRoleAttributes extends PodRoleOptions {
  /** `arn:aws:iam::<account>:role/<path and name>`, or a token of it. */
  readonly arn: string;
  /** Default the end of the ARN. */
  readonly name?: string;
  /**
   * The trusts that the role's policy has: their associations and bindings are made here. The policy is the role's own and
   * is not touched, so that each of them must be in it already. Default none.
   */
  readonly trusts?: readonly PodRoleTrust[];
}

/**
 * An IAM role for pods: who gets in ({@link PodRoleOptions.trusts}), what they may do ({@link PodRoleOptions.grants}), and
 * what their service accounts must carry ({@link bindings}).
 *
 * The grants become one inline policy: it lives and dies with its role, needs no attachment, and counts against no
 * quota of the account (1,500 managed policies by default).
 */
export class PodRole extends Construct {
  /** A role that exists, to give it associations, bindings and grants. Its own resource stays where it is managed. */
  public static fromAttributes(scope: Construct, id: string, attributes: PodRoleAttributes): PodRole {
    return new PodRole(scope, id, attributes);
  }

  /** Undefined for a role that exists elsewhere. */
  public readonly resource?: IamRole;
  public readonly attachments: readonly IamRolePolicyAttachment[];

  private readonly attributes?: PodRoleAttributes;
  private readonly provider?: TerraformProvider;
  private readonly trustPolicyLimit: number;
  private readonly trustList: PodRoleTrust[] = [];
  private readonly grantList: AwsGrant[] = [];
  private readonly associationList: EksPodIdentityAssociation[] = [];
  private readonly agents = new Set<ITerraformDependable>();
  private readonly targets = new Set<ITerraformDependable>();
  private readonly followers: ((trusts: readonly PodRoleTrust[]) => void)[] = [];
  private inlinePolicy?: IamRolePolicy;
  private arnToken?: string;

  /**
   * @param props what to make, or the attributes of a role that exists, for which {@link fromAttributes} reads better
   * @throws PodtrustError `input-invalid`, `name-invalid`, `name-taken`, `tags-invalid`, `policies-over-limit`, `name-and-prefix`, `session-duration-invalid`, `trust-policy-limit-invalid`,
   *   `role-arn-malformed`, `arn-malformed`, `arn-of-other-kind`, and what {@link addTrust} and {@link addGrant} throw; at synthesis
   *   `trust-missing`, `session-tag-unavailable`
   */
  public constructor(scope: Construct, id: string, props: PodRoleProps | PodRoleAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { trusts = [], grants = [], managedPolicyArns = [], provider } = props;
    checkList(trusts, 'a trust, such as that of podIdentity(…)', this.node.path);
    checkList(grants, 'a grant', this.node.path);
    this.provider = provider;
    this.trustPolicyLimit = LIMITS.trustPolicyCharacters;
    let policies: Policies;
    if ('arn' in props) {
      this.attributes = props;
      checkRoleArn(props.arn, this.node.path);
      policies = this.prepare(trusts, grants, managedPolicyArns);
      recordExisting(this, 'identities', { id: this.node.path, kind: 'iam-role', resourceId: props.arn });
    } else {
      this.trustPolicyLimit = props.trustPolicyLimit ?? LIMITS.trustPolicyCharacters;
      checkRoleSettings(props, this.node.path);
      useName(this, props.name, { ...OF_ROLES, provider });
      checkSessionDuration(props, this.node.path);
      const { permissionsBoundary: boundary } = props;
      policies = this.prepare(
        trusts,
        grants,
        boundary === undefined ? managedPolicyArns : [boundary, ...managedPolicyArns],
      );
      this.resource = new IamRole(this, 'Resource', {
        name: props.name,
        namePrefix: props.namePrefix,
        path: props.path,
        description: props.description,
        permissionsBoundary: props.permissionsBoundary,
        maxSessionDuration: props.maxSessionSeconds,
        assumeRolePolicy: policies.trust,
        tags: props.tags,
        provider,
      });
      this.node.addValidation({ validate: () => this.missing() });
    }
    this.node.addValidation({
      validate: () =>
        sessionTagsMissing(
          this.trustList,
          this.grantList,
          Object.keys('tags' in props ? (props.tags ?? {}) : {}),
          this.node.path,
        ),
    });
    this.writePermissions(policies.permissions);
    this.attachments = managedPolicyArns.map(
      (policyArn, index) =>
        new IamRolePolicyAttachment(this, `attachment-${index + 1}`, {
          role: this.nameWithinStack,
          policyArn,
          provider,
        }),
    );
    this.associate(trusts);
  }

  /** The role's ARN, a token where the role is made here. */
  public get arn(): string {
    return (this.arnToken ??= this.attributes?.arn ?? this.resource!.arn);
  }

  /** Whose pods become this role. */
  public get trusts(): readonly PodRoleTrust[] {
    return this.trustList;
  }

  /** What it may do, the assuming of target roles included. */
  public get grants(): readonly GivenGrant<AwsGrant>[] {
    return allGrants(this.trustList, this.grantList).map((grant) => this.given(grant));
  }

  /** The inline policy of the grants, where there are any. */
  public get policy(): IamRolePolicy | undefined {
    return this.inlinePolicy;
  }

  /** The Pod Identity associations, in the order that they are made in. */
  public get associations(): readonly EksPodIdentityAssociation[] {
    return this.associationList;
  }

  /**
   * What service accounts and their pods carry, one for each trust that binds; none for a cluster that is retiring, and none
   * for a pattern: {@link bindingFor} gives that of a service account which fits it.
   */
  public get bindings(): readonly Binding[] {
    return this.trustList
      .filter((trust) => givesBinding(trust) && !isPattern(trust))
      .map((trust) => podRoleBinding(trust, this.arn));
  }

  /** What workloads in the same stack must wait for: a pod that starts earlier gets no credentials, or too few permissions. */
  public get dependables(): readonly ITerraformDependable[] {
    return [
      ...(this.resource ? [this.resource] : []),
      ...this.policies,
      ...this.associationList,
      ...this.agents,
      ...this.targets,
    ];
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    return this.grantList.flatMap(({ deploymentNeeds = [] }) => deploymentNeeds);
  }

  /**
   * Lets the pods of one more service account become this role.
   *
   * @throws PodtrustError `trust-duplicate`, `oidc-provider-missing`, `provider-in-other-account`, `association-not-admitted`, `issuer-mismatch`,
   *   `partition-mismatch`, `role-arn-malformed`, `audience-not-registered`, `audience-too-long`, `token-expiration-invalid`, `session-tags-disabled`,
   *   `subject-wildcard`, `subject-invalid`, `irsa-and-pod-identity`, `duplicate-association`, `duplicate-binding`,
   *   `associations-over-limit`, `trust-policy-over-limit`
   */
  public addTrust(trust: PodRoleTrust): void {
    const { trust: text, permissions } = this.prepare([trust], []);
    if (this.resource) this.resource.assumeRolePolicy = text;
    this.writePermissions(permissions);
    this.associate([trust]);
    for (const told of this.followers) told([trust]);
  }

  /** Part of `TargetRole.admitRole`: what is told of trusts that are added later. */
  public whenTrusting(told: (trusts: readonly PodRoleTrust[]) => void): void {
    this.followers.push(told);
  }

  /**
   * Lets this role do one more thing.
   *
   * @throws PodtrustError `partition-mismatch`, `account-mismatch`, `region-mismatch`, `inline-policy-over-limit`
   */
  public addGrant(grant: AwsGrant): GivenGrant<AwsGrant> {
    this.writePermissions(this.prepare([], [grant]).permissions);
    return this.given(grant);
  }

  /**
   * What a service account and its pods carry to become this role.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown` where no trust binds it, `cluster-retiring` where its cluster is retiring,
   *   `binding-ambiguous` where several trusts bind it
   */
  public bindingFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): Binding {
    const trusts = this.trustList.map((trust) => concrete(trust, serviceAccount));
    const trust = bindingTrust(trusts, serviceAccount, cluster, {
      where: this.node.path,
      refusal: 'STS answers AccessDenied',
      trust: 'irsa({ cluster, serviceAccount }) or podIdentity({ cluster, serviceAccount })',
    });
    return podRoleBinding(trust, this.arn);
  }

  /**
   * How many characters its trust policy has, by cluster, and how many IAM accepts: to be read before a deployment, or held
   * by a test. Of a role that exists it counts the trusts that are given here, and not what else its policy says.
   *
   * @param more trusts to count as well, such as those of a cluster to come
   */
  public trustSize(more: readonly PodRoleTrust[] = []): TrustSize {
    checkTrusts(more, this.trustList, this.node.path);
    return trustPolicySize([...this.trustList, ...more], this.trustPolicyLimit);
  }

  /** Checks all that is to be added, and takes it in once nothing is wrong with it. */
  private prepare(
    trusts: readonly PodRoleTrust[],
    grants: readonly AwsGrant[],
    policyArns: readonly string[] = [],
  ): Policies {
    const where = this.node.path;
    checkTrusts(trusts, this.trustList, where);
    const role = { provider: this.provider, arn: this.attributes?.arn };
    checkAccounts(this, trusts, role);
    for (const trust of trusts) if (trust.mechanism === 'eks-pod-identity') trust.target?.checkWay(trust, this);
    const allTrusts = [...this.trustList, ...trusts];
    const trust = this.attributes ? '' : trustPolicyOf(allTrusts, this.trustPolicyLimit, where);
    const allowed = allGrants(allTrusts, [...this.grantList, ...grants]);
    const home = roleHome(this, allTrusts, role);
    checkAssociations(home.account, trusts, where);
    checkReach(allowed, home, where);
    checkPolicies(policyArns, home, where);
    const permissions = allowed.length > 0 ? permissionPolicyOf(allowed, where) : undefined;
    useServiceAccounts(trusts, where);
    recordThoseOf(this, trusts);
    this.trustList.push(...trusts);
    this.grantList.push(...grants);
    return { trust, permissions };
  }

  private writePermissions(policy: string | undefined): void {
    if (policy === undefined) return;
    if (this.inlinePolicy) {
      this.inlinePolicy.policy = policy;
      return;
    }
    const { provider } = this;
    this.inlinePolicy = new IamRolePolicy(this, 'policy', { role: this.nameWithinStack, policy, provider });
    for (const association of this.associationList) {
      association.dependsOn = [...(association.dependsOn ?? []), dependable(this.inlinePolicy)];
    }
  }

  private associate(trusts: readonly PodRoleTrust[]): void {
    const arn = this.resource ? referenceWithinStack(this.resource, 'arn') : this.arn;
    const { associations, agents, byTrust } = associate(this, arn, trusts, this.policies);
    this.associationList.push(...associations);
    for (const trust of trusts) {
      if (trust.mechanism !== 'eks-pod-identity' || !trust.target) continue;
      const roleArnCharacters = LIMITS.longest.roleArnBesidePath + (this.resource?.pathInput ?? '/').length;
      trust.target.admit(trust, { roleArn: this.arn, roleArnCharacters, association: byTrust.get(trust) });
      for (const needed of trust.target.dependables) if (isInStackOf(this, needed)) this.targets.add(needed);
    }
    for (const agent of agents) this.agents.add(agent);
  }

  private given(grant: AwsGrant): GivenGrant<AwsGrant> {
    return { grant, grantee: this.arn, dependables: [this.inlinePolicy!] };
  }

  private get policies(): readonly (IamRolePolicy | IamRolePolicyAttachment)[] {
    return [...(this.inlinePolicy ? [this.inlinePolicy] : []), ...this.attachments];
  }

  private get nameWithinStack(): string {
    if (this.resource) return referenceWithinStack(this.resource, 'name');
    const { arn, name } = this.attributes!;
    return name ?? (isKnown(arn) ? arn.split('/').at(-1)! : Fn.element(Fn.reverse(Fn.split('/', arn)), 0));
  }

  private missing(): string[] {
    if (this.trustList.length > 0) return [];
    return [
      describeProblem({
        code: 'trust-missing',
        where: this.node.path,
        what: 'the role has no trust',
        why: 'IAM refuses a role that nobody may assume.',
        remedy: 'Give at least one irsa(…) or podIdentity(…), by trusts or by addTrust.',
      }),
    ];
  }
}

/** The texts of what a role admits and may do. */
interface Policies {
  readonly trust: string;
  readonly permissions: string | undefined;
}

function checkSessionDuration({ maxSessionSeconds }: PodRoleProps, where: string): void {
  if (maxSessionSeconds === undefined || !isKnownNumber(maxSessionSeconds)) return;
  if (!(Number.isInteger(maxSessionSeconds) && maxSessionSeconds >= 3600 && maxSessionSeconds <= 43_200)) {
    throw new PodtrustError({
      code: 'session-duration-invalid',
      where,
      what: `sessions of ${maxSessionSeconds} seconds`,
      why: 'IAM accepts 3600 to 43200 seconds, whole ones.',
      remedy: 'Give a number between the two.',
    });
  }
}

/** What a role is given, and what EKS needs of it: it assumes a target role through this one. */
function allGrants(trusts: readonly PodRoleTrust[], grants: readonly AwsGrant[]): readonly AwsGrant[] {
  const targets = trusts.flatMap((trust) =>
    trust.mechanism === 'eks-pod-identity' && trust.targetRoleArn !== undefined ? [trust.targetRoleArn] : [],
  );
  if (targets.length === 0) return grants;
  return [
    ...grants,
    {
      description: `assume ${targets.join(', ')}`,
      statements: [{ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [...new Set(targets)] }],
      // What a target role is for.
      crossAccount: true,
    },
  ];
}
