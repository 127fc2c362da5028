import { type ITerraformDependable, type TerraformProvider, TerraformStack } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct, type IConstruct } from 'constructs';
import { LIMITS, PodtrustError, type TrustSize, describeProblem, isKnown } from '../../../core';
import { type GivenGrant, checkedId, recordSourcePosition } from '../../../terraform';
import type { AwsGrant } from '../../grants/grant';
import { permissionPolicyOf } from '../../grants/permission-policy';
import { checkPolicies, checkReach } from '../grant-reach';
import { checkExternalId } from './external-id';
import type { PodIdentityTarget, PodIdentityTrust, PodIdentityWay } from '../pod-identity/pod-identity';
import type { PodRole } from './pod-role';
import type { PodRoleTrust } from './pod-role-trust';
import { referenceWithinStack } from '../reference-within-stack';
import { type RoleHome, roleHome } from './role-home';
import { type RoleSettings, checkRoleSettings } from './role-settings';
import { sessionTagsMissing } from '../pod-identity/session-tags-missing';
import { type TargetSource, targetPolicyOf, targetPolicySize } from './target-policy';
import { OF_ROLES, useName } from '../../name-uses';

/** Properties of {@link TargetRole}. */
export interface TargetRoleProps extends RoleSettings {
  /** What pods may do as this role. Default nothing. */
  readonly grants?: readonly AwsGrant[];
  /** ARNs of policies that exist already. Default none. */
  readonly managedPolicyArns?: readonly string[];
  /** The AWS provider of the account that has the role, and what pods need. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** Options of {@link TargetRole.admitRole}. */
export interface AdmitRoleOptions {
  /** What the caller has to say as its external id, 2 to 1224 characters. Default nothing. */
  readonly externalId?: string;
}

/**
 * A role that pods get through another one: the target of EKS Pod Identity associations, mostly in another account, or the
 * end of a chain that an SDK goes by itself.
 *
 * `podIdentity({ cluster, serviceAccount, target })` in the trusts of a {@link PodRole} admits the service account's sessions
 * here: the trust policy names that role and asks for the session's tags, which EKS hands on; without session tags it asks for
 * the external id of the association. The first role gets the right to assume this one.
 *
 * @throws PodtrustError `name-taken`, `tags-invalid`, `policies-over-limit`, `name-invalid`, `name-and-prefix`, `trust-policy-limit-invalid`, and what {@link addGrant} throws; at
 *   synthesis `trust-missing`, `session-tag-unavailable`
 * @see Amazon EKS, "Access AWS Resources using EKS Pod Identity Target IAM Roles"
 */
export class TargetRole extends Construct implements PodIdentityTarget {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: IamRole;
  public readonly attachments: readonly IamRolePolicyAttachment[];
  /** The role's ARN: text where name and account follow from the program, so that other stacks can name it; else a token. */
  public readonly arn: string;

  private readonly provider?: TerraformProvider;
  private readonly trustPolicyLimit: number;
  private sources: readonly TargetSource[] = [];
  private readonly callers: PodRole[] = [];
  private readonly grantList: AwsGrant[] = [];
  private inlinePolicy?: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: TargetRoleProps = {}) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { provider, managedPolicyArns = [], permissionsBoundary: boundary, path = '/' } = props;
    const where = this.node.path;
    this.provider = provider;
    this.trustPolicyLimit = props.trustPolicyLimit ?? LIMITS.trustPolicyCharacters;
    checkRoleSettings(props, where);
    useName(this, props.name, { ...OF_ROLES, provider });
    const home = this.home;
    checkPolicies(boundary === undefined ? managedPolicyArns : [boundary, ...managedPolicyArns], home, where);
    this.resource = new IamRole(this, 'Resource', {
      name: props.name,
      namePrefix: props.namePrefix,
      path: props.path,
      description: props.description,
      permissionsBoundary: boundary,
      assumeRolePolicy: '',
      tags: props.tags,
      provider,
    });
    const known = props.name !== undefined && [props.name, path].every(isKnown) && home.account && home.partition;
    this.arn = known ? `arn:${home.partition}:iam::${home.account}:role${path}${props.name}` : this.resource.arn;
    this.attachments = managedPolicyArns.map(
      (policyArn, index) =>
        new IamRolePolicyAttachment(this, `attachment-${index + 1}`, {
          role: referenceWithinStack(this.resource, 'name'),
          policyArn,
          provider,
        }),
    );
    this.write(props.grants ?? []);
    this.node.addValidation({
      validate: () => [
        ...this.missing(),
        ...sessionTagsMissing(this.trusts, this.grantList, Object.keys(props.tags ?? {}), where),
      ],
    });
  }

  /** What pods may do as this role. */
  public get grants(): readonly GivenGrant<AwsGrant>[] {
    return this.grantList.map((grant) => this.given(grant));
  }

  /** The inline policy of the grants, where there are any. */
  public get policy(): IamRolePolicy | undefined {
    return this.inlinePolicy;
  }

  /** What workloads in the same stack must wait for. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource, ...(this.inlinePolicy ? [this.inlinePolicy] : []), ...this.attachments];
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    return this.grantList.flatMap(({ deploymentNeeds = [] }) => deploymentNeeds);
  }

  /**
   * Lets this role do one more thing.
   *
   * @throws PodtrustError `partition-mismatch`, `account-mismatch`, `inline-policy-over-limit`
   */
  public addGrant(grant: AwsGrant): GivenGrant<AwsGrant> {
    this.write([grant]);
    return this.given(grant);
  }

  /**
   * Lets another role go on to this one by its own doing, as an SDK does with `role_arn` and `source_profile`, and gives that
   * role the right to. Whoever becomes the other role gets here: for pods of EKS Pod Identity, a target of their association
   * is tighter, and their session tags, which STS hands on, are admitted as well. The pods' SDK must be told: see
   * {@link chainedProfile}.
   *
   * @throws PodtrustError `external-id-invalid`, `trust-policy-over-limit`, and what {@link PodRole.addGrant} throws
   */
  public admitRole(role: PodRole, options: AdmitRoleOptions = {}): void {
    const { externalId } = options;
    checkExternalId(externalId, this.node.path);
    this.checkArnFor(role);
    const roleArnCharacters = LIMITS.longest.roleArnBesidePath + (role.resource?.pathInput ?? '/').length;
    const handsOnTags = role.trusts.some(tagsSessions);
    const source: TargetSource = { roleArn: role.arn, roleArnCharacters, externalId, handsOnTags };
    this.addSource(source);
    this.callers.push(role);
    this.allow(role, handsOnTags ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole']);
    if (handsOnTags) return;
    let current = source;
    role.whenTrusting((trusts) => {
      if (current.handsOnTags || !trusts.some(tagsSessions)) return;
      const tagged = { ...current, handsOnTags: true };
      this.setSources(this.sources.map((one) => (one === current ? tagged : one)));
      current = tagged;
      this.allow(role, ['sts:TagSession']);
    });
  }

  /** How many characters its trust policy has, by cluster, and how many IAM accepts. */
  public trustSize(): TrustSize {
    return targetPolicySize(this.sources, this.trustPolicyLimit);
  }

  /**
   * Part of `podIdentity({ target })`.
   *
   * @throws PodtrustError `target-role-arn-unknown`, `session-tags-disabled`
   */
  public checkWay(trust: PodIdentityTrust, from: IConstruct): void {
    this.checkArnFor(from);
    if (!trust.disableSessionTags) return;
    const { namespace, name } = trust.serviceAccount;
    if (!trust.bind) {
      throw new PodtrustError({
        code: 'session-tags-disabled',
        where: this.node.path,
        what: `the sessions of ${namespace}/${name} have no tags, and their association is not made here`,
        why: 'Without session tags a target role knows them by the external id of the association alone, which is not known.',
        remedy: 'Leave bind: false out, or keep the session tags.',
      });
    }
    // The association names this role, and this role's trust the association.
    if (isKnown(this.arn)) return;
    throw this.arnUnknown(
      `its trust names the external id of the association of ${namespace}/${name}, which names this role in turn`,
    );
  }

  /** Part of `podIdentity({ target })`. */
  public admit(trust: PodIdentityTrust, way: PodIdentityWay): void {
    this.addSource({
      roleArn: way.roleArn,
      roleArnCharacters: way.roleArnCharacters,
      association: way.association,
      trust,
    });
  }

  private checkArnFor(from: IConstruct): void {
    if (isKnown(this.arn) || TerraformStack.of(from) === TerraformStack.of(this)) return;
    throw this.arnUnknown(
      `the role that leads to it, ${from.node.path}, is in another stack, and each would need the other`,
    );
  }

  private arnUnknown(what: string): PodtrustError {
    return new PodtrustError({
      code: 'target-role-arn-unknown',
      where: this.node.path,
      what,
      why: 'Terraform refuses what needs each other in a circle.',
      remedy:
        'Give the role a name, and its AWS provider a region and allowedAccountIds with the one account: its ARN is text then.',
    });
  }

  private allow(role: PodRole, actions: readonly string[]): void {
    role.addGrant({
      description: `assume ${this.arn}`,
      statements: [{ actions, resources: [this.arn] }],
      // What a target role is for.
      crossAccount: true,
    });
  }

  private addSource(source: TargetSource): void {
    this.setSources([...this.sources, source]);
  }

  private setSources(sources: readonly TargetSource[]): void {
    this.resource.assumeRolePolicy = targetPolicyOf(sources, this.trustPolicyLimit, this.node.path);
    this.sources = sources;
  }

  private write(grants: readonly AwsGrant[]): void {
    const all = [...this.grantList, ...grants];
    checkReach(grants, this.home, this.node.path);
    if (all.length > 0) {
      const policy = permissionPolicyOf(all, this.node.path);
      if (this.inlinePolicy) this.inlinePolicy.policy = policy;
      else {
        const role = referenceWithinStack(this.resource, 'name');
        this.inlinePolicy = new IamRolePolicy(this, 'policy', { role, policy, provider: this.provider });
      }
    }
    this.grantList.push(...grants);
  }

  private given(grant: AwsGrant): GivenGrant<AwsGrant> {
    return { grant, grantee: this.arn, dependables: [this.inlinePolicy!] };
  }

  private get home(): RoleHome {
    return roleHome(this, [], { provider: this.provider });
  }

  /** All by which somebody comes here: session tags are handed on by each role to the next. */
  private get trusts(): readonly PodRoleTrust[] {
    const ownTrusts = this.sources.flatMap(({ trust }) => trust ?? []);
    return [...ownTrusts, ...this.callers.flatMap(({ trusts }) => trusts)];
  }

  private missing(): string[] {
    if (this.sources.length > 0) return [];
    return [
      describeProblem({
        code: 'trust-missing',
        where: this.node.path,
        what: 'no role leads to the target role',
        why: 'IAM refuses a role that nobody may assume.',
        remedy: 'Give it as target to podIdentity(…) in the trusts of a PodRole, or call admitRole.',
      }),
    ];
  }
}

/** Whether sessions by a trust have tags, which STS hands on to each further role and asks `sts:TagSession` for. */
function tagsSessions(trust: PodRoleTrust): boolean {
  return trust.mechanism === 'eks-pod-identity' && !trust.disableSessionTags;
}
