import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Binding,
  LIMITS,
  type NamedCluster,
  PodtrustError,
  type ServiceAccountReference,
  type TrustSize,
  clusterNameOf,
  isKnown,
  subjectOf,
} from '../../core';
import { addToGroup, grouped } from '../../core/groups';
import { type GivenGrant, checkedId, recordSourcePosition } from '../../terraform';
import type { AzureGrant } from '../grants/grant';
import { type EntraIdentity, type EntraIdentityOptions, boundTrust } from './entra-identity';
import type { WorkloadIdentityTrust } from './workload-identity';

/** What several identities that are one trust and may do. */
export interface EntraIdentitiesOptions extends EntraIdentityOptions {
  /** What each is called, before its number or its cluster. */
  readonly name: string;
  /** Whose pods become one of the identities. At least one. */
  readonly trusts: readonly WorkloadIdentityTrust[];
  /**
   * How the trusts are spread: `size` fills one identity after the other in the order of the trusts, so that a trust that is
   * added at the end moves none of the others; `cluster` makes identities of each cluster's own, which stay as they are when
   * another cluster comes or goes. Default `size`.
   */
  readonly by?: 'size' | 'cluster';
}

/**
 * Several identities of Entra that are one: the same grants, and the trusts of all, which are more than the 20 federated
 * credentials of one identity. Which service account becomes which of them is derived here, and bindings name that one.
 *
 * An identity is called `<name>-1` and so on, or `<name>-<cluster>`. By size a service account moves to another identity when a
 * trust before it in the list goes: its pods are then made anew. By cluster nothing moves.
 */
export abstract class EntraIdentities<I extends EntraIdentity, P extends EntraIdentitiesOptions> extends Construct {
  private readonly identityList: I[] = [];
  private readonly identitiesOf = new Map<string, I[]>();
  private readonly laterGrants: AzureGrant[] = [];
  /** By subject. */
  private readonly trustsBySubject = new Map<
    string,
    { readonly trust: WorkloadIdentityTrust; readonly identity: I }[]
  >();

  /** @throws PodtrustError `subjects-missing`, `duplicate-federated-credential`, and what one identity throws */
  protected constructor(
    scope: Construct,
    id: string,
    protected readonly props: P,
  ) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { trusts = [] } = props;
    if (trusts.length === 0) {
      throw new PodtrustError({
        code: 'subjects-missing',
        where: this.node.path,
        what: 'trusts is empty',
        why: 'How many identities there are follows from the trusts.',
        remedy: 'Give at least one workloadIdentity(…).',
      });
    }
    this.checkOnce(trusts);
    for (const [group, ofGroup] of grouped(trusts, (trust) => this.groupOf(trust))) {
      for (let from = 0; from < ofGroup.length; from += LIMITS.federatedCredentials) {
        this.add(group, ofGroup.slice(from, from + LIMITS.federatedCredentials));
      }
    }
  }

  /** The identities, in the order in which they were filled. */
  public get identities(): readonly I[] {
    return this.identityList;
  }

  /** Whose pods become one of the identities. */
  public get trusts(): readonly WorkloadIdentityTrust[] {
    return this.identityList.flatMap(({ trusts }) => trusts);
  }

  /** What service accounts and their pods carry, each with the identity that it becomes. */
  public get bindings(): readonly Binding[] {
    return this.identityList.flatMap(({ bindings }) => bindings);
  }

  /** What they may do: each grant once for each identity. */
  public get grants(): readonly GivenGrant<AzureGrant>[] {
    return this.identityList.flatMap(({ grants }) => grants);
  }

  /** What workloads in the same stack must wait for. */
  public get dependables(): readonly ITerraformDependable[] {
    return this.identityList.flatMap(({ dependables }) => dependables);
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    return [...new Set(this.identityList.flatMap(({ deploymentNeeds }) => deploymentNeeds))];
  }

  /**
   * Lets the pods of one more service account become one of the identities: the last one where it still fits, else a new one.
   *
   * @throws PodtrustError what an identity's `addTrust` throws
   */
  public addTrust(trust: WorkloadIdentityTrust): void {
    this.checkOnce([trust]);
    const group = this.groupOf(trust);
    const last = this.identitiesOf.get(group)?.at(-1);
    if (!last || last.credentials.length >= LIMITS.federatedCredentials) {
      this.add(group, [trust]);
      return;
    }
    last.addTrust(trust);
    this.note(last, [trust]);
  }

  /**
   * Lets every one of the identities do one more thing.
   *
   * @throws PodtrustError what an identity's `addGrant` throws
   */
  public addGrant(grant: AzureGrant): readonly GivenGrant<AzureGrant>[] {
    const given = this.identityList.map((identity) => identity.addGrant(grant));
    this.laterGrants.push(grant);
    return given;
  }

  /**
   * What a service account and its pods carry, by the identity that admits it.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown`, `cluster-retiring`, `binding-ambiguous`
   */
  public bindingFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): Binding {
    return this.identityFor(serviceAccount, cluster).bindingFor(serviceAccount, cluster);
  }

  /**
   * The identity that a service account becomes.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown`, `cluster-retiring`, `binding-ambiguous`
   */
  public identityFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): I {
    const ofAccount = this.trustsBySubject.get(subjectOf(serviceAccount)) ?? [];
    const trust = boundTrust(
      ofAccount.map((one) => one.trust),
      serviceAccount,
      cluster,
      this.node.path,
    );
    return ofAccount.find((one) => one.trust === trust)!.identity;
  }

  /** How many federated credentials each identity has, in the order of {@link identities}. */
  public trustSizes(): readonly TrustSize[] {
    return this.identityList.map((identity) => identity.trustSize());
  }

  /** A line an identity: `teams/1: 20 of 20 federated credentials: shop 20; no more clusters fit`. */
  public override toString(): string {
    return this.identityList.map((one) => `${this.node.id}/${one.node.id}: ${one.trustSize()}`).join('\n');
  }

  /** One identity of them. */
  protected abstract make(id: string, props: P): I;

  private groupOf(trust: WorkloadIdentityTrust): string {
    if (this.props.by !== 'cluster') return '';
    const name = clusterNameOf(trust);
    return isKnown(name) ? name.replace(/^https:\/\//, '').replace(/[^\w-]+/g, '-') : 'cluster';
  }

  private add(group: string, trusts: readonly WorkloadIdentityTrust[]): void {
    const { name, grants = [] } = this.props;
    const ofGroup = this.identitiesOf.get(group) ?? [];
    this.identitiesOf.set(group, ofGroup);
    const number = ofGroup.length + 1;
    const suffix = group === '' ? String(number) : number === 1 ? group : `${group}-${number}`;
    const all = [...grants, ...this.laterGrants];
    const identity = this.make(suffix, { ...this.props, name: `${name}-${suffix}`, grants: all, trusts });
    ofGroup.push(identity);
    this.identityList.push(identity);
    this.note(identity, trusts);
  }

  private note(identity: I, trusts: readonly WorkloadIdentityTrust[]): void {
    for (const trust of trusts) addToGroup(this.trustsBySubject, subjectOf(trust.serviceAccount), { trust, identity });
  }

  /** Two identities may trust the same pods, and which of them the pods become would be chance. */
  private checkOnce(trusts: readonly WorkloadIdentityTrust[]): void {
    const seen = new Set<string>();
    for (const { issuer, serviceAccount } of trusts) {
      const subject = subjectOf(serviceAccount);
      const others = this.trustsBySubject.get(subject) ?? [];
      if (!seen.has(`${issuer.url} ${subject}`) && !others.some(({ trust }) => trust.issuer.url === issuer.url)) {
        seen.add(`${issuer.url} ${subject}`);
        continue;
      }
      throw new PodtrustError({
        code: 'duplicate-federated-credential',
        where: this.node.path,
        what: `${subject} of ${issuer.url} is trusted twice`,
        why: 'Each service account becomes one of the identities.',
        remedy: 'Remove one of the two trusts.',
      });
    }
  }
}
