import type { ITerraformDependable } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import {
  type Binding,
  LIMITS,
  type NamedCluster,
  PodtrustError,
  type ServiceAccountReference,
  type TrustSize,
  bindingTrust,
  clusterNameOf,
  isKnown,
} from '../../../core';
import { checkOneOf } from '../../../core/given';
import { addToGroup, grouped } from '../../../core/groups';
import { type GivenGrant, checkedId, recordSourcePosition } from '../../../terraform';
import type { AwsGrant } from '../../grants/grant';
import { podRoleBinding } from './pod-role-binding';
import { PodRole, type PodRoleProps } from './pod-role';
import { type PodRoleTrust, checkTrusts, concrete, isPattern } from './pod-role-trust';
import { trustPolicySize } from './trust-policy';

/** Properties of {@link PodRoles}. */
export interface PodRolesProps extends PodRoleProps {
  /** Whose pods become one of the roles. At least one. */
  readonly trusts: readonly PodRoleTrust[];
  /**
   * How the trusts are spread: `size` fills one role after the other in the order of the trusts, so that a trust that is
   * added at the end moves none of the others; `cluster` makes roles of each cluster's own, which stay as they are when
   * another cluster comes or goes. Default `size`.
   */
  readonly by?: 'size' | 'cluster';
}

/**
 * Several {@link PodRole}s that are one: the same grants, and the trusts of all, which are more than the trust policy of one
 * role holds. Which service account becomes which of them is derived here, and bindings and associations name that one.
 *
 * A role is called `<name>-1` and so on, or `<name>-<cluster>`. What has been given to a service account moves to another
 * role when a trust before it in the list goes, by size: its pods are then made anew. By cluster nothing moves.
 *
 * @throws PodtrustError `subjects-missing`, and what {@link PodRole} throws
 */
export class PodRoles extends Construct {
  /** In the order in which they were filled. */
  private readonly roleList: PodRole[] = [];
  private readonly rolesOf = new Map<string, PodRole[]>();
  private readonly laterGrants: AwsGrant[] = [];
  /** By `<namespace>/<name>`; patterns under nothing. */
  private readonly trustsByAccount = new Map<string | undefined, { trust: PodRoleTrust; role: PodRole }[]>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: PodRolesProps,
  ) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { trusts } = props;
    if (trusts.length === 0) {
      throw new PodtrustError({
        code: 'subjects-missing',
        where: this.node.path,
        what: 'trusts is empty',
        why: 'IAM refuses a role that nobody may assume, and how many roles there are follows from the trusts.',
        remedy: 'Give at least one irsa(…) or podIdentity(…).',
      });
    }
    checkTrusts(trusts, [], this.node.path);
    checkOneOf('by', props.by, ['size', 'cluster'], this.node.path);
    for (const [group, ofGroup] of grouped(trusts, (trust) => this.groupOf(trust))) {
      for (const part of this.parts(ofGroup)) this.makeRole(group, part);
    }
  }

  /** The roles, in the order in which they were filled. */
  public get roles(): readonly PodRole[] {
    return this.roleList;
  }

  /** Whose pods become one of the roles. */
  public get trusts(): readonly PodRoleTrust[] {
    return this.roleList.flatMap(({ trusts }) => trusts);
  }

  /** What service accounts and their pods carry, each with the role that it becomes. */
  public get bindings(): readonly Binding[] {
    return this.roleList.flatMap(({ bindings }) => bindings);
  }

  /** What they may do: each grant once for each role. */
  public get grants(): readonly GivenGrant<AwsGrant>[] {
    return this.roleList.flatMap(({ grants }) => grants);
  }

  /** The Pod Identity associations of all of them. */
  public get associations(): readonly EksPodIdentityAssociation[] {
    return this.roleList.flatMap(({ associations }) => associations);
  }

  /** What workloads in the same stack must wait for. */
  public get dependables(): readonly ITerraformDependable[] {
    return [...new Set(this.roleList.flatMap(({ dependables }) => dependables))];
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    return [...new Set(this.roleList.flatMap(({ deploymentNeeds }) => deploymentNeeds))];
  }

  /**
   * Lets the pods of one more service account become one of the roles: the last one where it still fits, else a new one.
   *
   * @throws PodtrustError what {@link PodRole.addTrust} throws
   */
  public addTrust(trust: PodRoleTrust): void {
    checkTrusts([trust], this.trustsLike(trust), this.node.path);
    const group = this.groupOf(trust);
    const last = this.rolesOf.get(group)?.at(-1);
    if (!last || !this.fits([...last.trusts, trust])) {
      this.makeRole(group, [trust]);
      return;
    }
    last.addTrust(trust);
    this.note(last, [trust]);
  }

  /**
   * Lets every one of the roles do one more thing.
   *
   * @throws PodtrustError what {@link PodRole.addGrant} throws
   */
  public addGrant(grant: AwsGrant): readonly GivenGrant<AwsGrant>[] {
    const given = this.roleList.map((role) => role.addGrant(grant));
    this.laterGrants.push(grant);
    return given;
  }

  /**
   * What a service account and its pods carry, by the role that admits it.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown`, `cluster-retiring`, `binding-ambiguous`
   */
  public bindingFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): Binding {
    const { trust, role } = this.trustOf(serviceAccount, cluster);
    return podRoleBinding(trust, role.arn);
  }

  /**
   * The role that a service account becomes.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown`, `cluster-retiring`, `binding-ambiguous`
   */
  public roleFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): PodRole {
    return this.trustOf(serviceAccount, cluster).role;
  }

  /** How large the trust policy of each role is, in the order of {@link roles}. */
  public trustSizes(): readonly TrustSize[] {
    return this.roleList.map((role) => role.trustSize());
  }

  /** A line a role: `reports/1: 1939 of 2048 characters: blue 1900; no more clusters fit`. */
  public override toString(): string {
    return this.roleList.map((role) => `${this.node.id}/${role.node.id}: ${role.trustSize()}`).join('\n');
  }

  private trustOf(
    serviceAccount: ServiceAccountReference,
    cluster: NamedCluster | undefined,
  ): { readonly trust: PodRoleTrust; readonly role: PodRole } {
    const { namespace, name } = serviceAccount;
    const roles = new Map<PodRoleTrust, PodRole>();
    for (const key of [`${namespace}/${name}`, undefined]) {
      for (const { trust, role } of this.trustsByAccount.get(key) ?? [])
        roles.set(concrete(trust, serviceAccount), role);
    }
    const trust = bindingTrust([...roles.keys()], serviceAccount, cluster, {
      where: this.node.path,
      refusal: 'STS answers AccessDenied',
      trust: 'irsa({ cluster, serviceAccount }) or podIdentity({ cluster, serviceAccount })',
    });
    return { trust, role: roles.get(trust)! };
  }

  private groupOf(trust: PodRoleTrust): string {
    if (this.props.by !== 'cluster') return '';
    const name = clusterNameOf(trust);
    return isKnown(name) ? name.replace(/^https:\/\//, '').replace(/[^\w-]+/g, '-') : 'cluster';
  }

  /** The trusts of one group, in parts of which each fits into one role. */
  private parts(trusts: readonly PodRoleTrust[]): PodRoleTrust[][] {
    const parts: PodRoleTrust[][] = [];
    for (const trust of trusts) {
      const last = parts.at(-1);
      if (last && this.fits([...last, trust])) last.push(trust);
      // One that is too long by itself is refused by its role.
      else parts.push([trust]);
    }
    return parts;
  }

  private fits(trusts: readonly PodRoleTrust[]): boolean {
    const limit = this.props.trustPolicyLimit ?? LIMITS.trustPolicyCharacters;
    return trustPolicySize(trusts, limit).used <= limit;
  }

  private makeRole(group: string, trusts: readonly PodRoleTrust[]): void {
    const { name, namePrefix, grants = [] } = this.props;
    const ofGroup = this.rolesOf.get(group) ?? [];
    this.rolesOf.set(group, ofGroup);
    const number = ofGroup.length + 1;
    const suffix = group === '' ? String(number) : number === 1 ? group : `${group}-${number}`;
    const role = new PodRole(this, suffix, {
      ...this.props,
      grants: [...grants, ...this.laterGrants],
      trusts,
      name: name === undefined ? undefined : `${name}-${suffix}`,
      namePrefix: namePrefix === undefined ? undefined : `${namePrefix}${suffix}-`,
    });
    ofGroup.push(role);
    this.roleList.push(role);
    this.note(role, trusts);
  }

  private note(role: PodRole, trusts: readonly PodRoleTrust[]): void {
    for (const trust of trusts) addToGroup(this.trustsByAccount, keyOf(trust), { trust, role });
  }

  private trustsLike(trust: PodRoleTrust): readonly PodRoleTrust[] {
    return this.trustsByAccount.get(keyOf(trust))?.map((one) => one.trust) ?? [];
  }
}

function keyOf(trust: PodRoleTrust): string | undefined {
  const { namespace, name } = trust.serviceAccount;
  return isPattern(trust) ? undefined : `${namespace}/${name}`;
}
