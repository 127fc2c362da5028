import { powersOf } from '../access-control/powers';
import type { Powers } from '../access-control/powers';
import type { TrustPolicy } from '../iam';
import { aadPodIdentity } from '../mechanisms/aad-pod-identity/mechanism';
import type { AadPodIdentityEvaluation } from '../mechanisms/aad-pod-identity/aad-pod-identity';
import { AdmissionIndex } from '../mechanisms/admission-index';
import { mayName } from '../mechanisms/claims';
import type { Claim } from '../mechanisms/claims';
import { entra } from '../mechanisms/entra/mechanism';
import { identityBinding } from '../mechanisms/identity-binding/mechanism';
import type { IdentityBindingEvaluation } from '../mechanisms/identity-binding/identity-binding';
import { irsa } from '../mechanisms/irsa/mechanism';
import type { ProviderDirectory } from '../mechanisms/irsa/provider-directory';
import type { AssumedAccount, RoleAccounts } from '../mechanisms/irsa/role-account';
import type { Mechanism, MechanismEvaluation, Program } from '../mechanisms/mechanism';
import { MECHANISMS } from '../mechanisms/mechanisms';
import { node } from '../mechanisms/node/mechanism';
import type { NodeEvaluation } from '../mechanisms/node/nodes';
import { podIdentity } from '../mechanisms/pod-identity/mechanism';
import type { AssociationVerdict } from '../mechanisms/pod-identity/pod-identity';
import type { TargetVerdict } from '../mechanisms/pod-identity/target-role';
import type { AccessMechanism, TrustAdmission, TrustProblem } from '../mechanisms/trust';
import type { Verdict } from '../mechanisms/verdict';
import type { AwsAccount } from '../model/aws-account';
import type { Cluster } from '../model/cluster/cluster';
import type { EntraCredential } from '../model/identity/entra-credential';
import type { Identity } from '../model/identity/identity';
import { IdentityIndex } from '../model/identity/identity-index';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/cluster/oidc-provider';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { isOfWholePolicy } from '../model/known/perhaps';
import type { PodIdentityAssociation } from '../model/identity/pod-identity-association';
import { SaidCounts } from '../model/said-counts';
import type { Workload } from '../model/kubernetes/workload';
import { Accounts } from './accounts';
import { evaluateCapabilities } from './capabilities';
import type { EvaluatedCapability } from './capabilities';
import { AccountMakers } from './account-makers';
import { literalIdentities, readObjectClaims } from './object-claims';
import type { ObjectClaim } from './object-claims';
import { DriverTokens } from './driver-token';
import { declaredProviders } from './declared-providers';
import { findUnusedCredentials } from './near-credential';
import type { UnusedCredentials } from './near-credential';
import { type OutboundAccess, outboundFederation } from './outbound-federation';
import { policiesOfPods } from './permission-actions';
import { findLostTokens } from './pod-token';
import type { LostToken } from './pod-token';
import { readTrustStatements } from './trust-statements';
import type { TrustStatements } from './trust-statements';

/** Those who get in by a trust; whoever reaches a node gets its identities without one. */
const TRUSTS = MECHANISMS.filter((mechanism) => mechanism !== node);

const BY_SLUG: ReadonlyMap<AccessMechanism, Mechanism> = new Map(
  // Several may have one slug: the first of them is the one that pods claim by.
  [...MECHANISMS].reverse().map((mechanism) => [mechanism.slug, mechanism]),
);

/**
 * What the model comes to: who is admitted, who claims, and the indexes that rules look things up in. Each part is worked
 * out when it is first asked for, and once. Linear in what was read.
 */
export class Evaluation implements Program {
  public readonly identities: IdentityIndex;
  public readonly clusters: ReadonlyMap<string, Cluster>;
  public readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  private readonly parts = new Map<string, unknown>();
  private readonly found = new Map<Mechanism, MechanismEvaluation>();

  public constructor(public readonly model: Model) {
    this.identities = new IdentityIndex(model.identities);
    this.clusters = new Map(model.clusters.map((cluster) => [cluster.id, cluster]));
    this.clusterOfIssuer = new Map(model.clusters.map((cluster) => [cluster.issuer, cluster]));
  }

  /** What a mechanism found, worked out when it is first asked for. */
  public of<E extends MechanismEvaluation>(mechanism: Mechanism<E>): E {
    let found = this.found.get(mechanism);
    if (!found) this.found.set(mechanism, (found = mechanism.evaluate(this)));
    return found as E;
  }

  /** Of which nobody knows how many there are. */
  public get saidCounts(): SaidCounts {
    return this.once('saidCounts', () => new SaidCounts(this.model.undecided));
  }

  /** Who asks for an identity, by any mechanism. */
  public get claims(): readonly Claim[] {
    return this.once('claims', () => MECHANISMS.flatMap((mechanism) => mechanism.claims?.(this) ?? []));
  }

  /** The service accounts of each cluster, with what was read of each. */
  public get accounts(): Accounts {
    return this.once('accounts', () => new Accounts(this.model, [...this.claims, ...this.objectClaims]));
  }

  /** Client ids and ARNs that are written out, by the identity that each is assumed to be. */
  public get literals(): ReadonlyMap<string, Identity> {
    return this.once('literals', () => literalIdentities(this));
  }

  /**
   * What objects of controllers and drivers ask for. A client id or an ARN that is written out is assumed to be the identity
   * that some account names by the same text.
   */
  public get objectClaims(): readonly ObjectClaim[] {
    return this.once('objectClaims', () => {
      const claims = readObjectClaims(this);
      const literal = this.literals;
      return claims.map((claim) => {
        const identity = claim.identity ?? literal.get(claim.text);
        return identity === claim.identity ? claim : { ...claim, identity, assumed: true, isTaken: true };
      });
    });
  }

  /** What the clusters' RBAC lets somebody do to become somebody else. */
  public get powers(): Powers {
    return this.once('powers', () => powersOf(this.model));
  }

  /** What the Secrets Store driver does with the tokens of pods. */
  public get driverTokens(): DriverTokens {
    return this.once('driverTokens', () => new DriverTokens(this.model));
  }

  /** What makes accounts that were not read. */
  public get makers(): AccountMakers {
    return this.once('makers', () => new AccountMakers(this.model.accountMakers));
  }

  /** Of trusts; those of nodes are in {@link nodes}. */
  public get admissions(): AdmissionIndex {
    return this.once(
      'admissions',
      () => new AdmissionIndex(TRUSTS.flatMap((mechanism) => this.of(mechanism).admissions)),
    );
  }

  public get problems(): readonly TrustProblem[] {
    return this.once('problems', () => MECHANISMS.flatMap((mechanism) => this.of(mechanism).problems ?? []));
  }

  /** The trust policies of roles, by role id; a policy that is not JSON or is not known is not here. */
  public get policies(): ReadonlyMap<string, TrustPolicy> {
    return this.of(irsa).policies;
  }

  /** The account that each of these policies was held against, by role id. */
  public get roleAccounts(): ReadonlyMap<string, AssumedAccount> {
    return this.of(irsa).accounts;
  }

  /** The OIDC providers, as roles of an account see them. */
  public get providers(): ProviderDirectory {
    return this.of(irsa).providers;
  }

  /** Identities whose trust is not wholly known: an admission that is missing may still be there. */
  public get unknownTrusts(): ReadonlySet<string> {
    return this.once(
      'unknownTrusts',
      () =>
        new Set([
          ...this.problems.filter(({ kind }) => kind === 'unknown').map(({ identity }) => identity),
          ...MECHANISMS.flatMap((mechanism) => this.of(mechanism).unknownTrusts ?? []),
        ]),
    );
  }

  /** Those of which an undecided entry says what their trust depends on, of everybody whom it may let in. */
  public get saidTrusts(): ReadonlySet<string> {
    return this.once(
      'saidTrusts',
      () =>
        new Set(
          this.problems.flatMap(({ kind, what, identity }) =>
            kind === 'unknown' && isOfWholePolicy(what) ? identity : [],
          ),
        ),
    );
  }

  /** How each claim fares whose identity was read. */
  public get verdicts(): ReadonlyMap<Claim, Verdict> {
    return this.once('verdicts', () => this.judgeClaims());
  }

  /** How a claim to an identity fares, be it a claim that nobody wrote. */
  public judge(claim: Claim, identity: Identity): Verdict {
    return BY_SLUG.get(claim.mechanism)!.verdict!(claim, identity, this);
  }

  /** Admissions that some claim makes use of. */
  public get claimedAdmissions(): ReadonlySet<TrustAdmission> {
    return this.once(
      'claimedAdmissions',
      () =>
        new Set(
          [...this.claims, ...this.objectClaims].flatMap((claim) =>
            claim.clusters.flatMap((cluster) => this.claimable(claim, cluster)),
          ),
        ),
    );
  }

  /** Admissions that only the kubelet makes use of, to pull images. */
  public get pullingAdmissions(): ReadonlySet<TrustAdmission> {
    return this.once('pullingAdmissions', () => {
      if (this.objectClaims.length === 0) return new Set<TrustAdmission>();
      const others = new Set(
        [...this.claims, ...this.objectClaims.filter(({ reference }) => reference.via === undefined)].flatMap((claim) =>
          claim.clusters.flatMap((cluster) => this.claimable(claim, cluster)),
        ),
      );
      return new Set(
        this.objectClaims
          .flatMap((claim) => claim.clusters.flatMap((cluster) => this.claimable(claim, cluster)))
          .filter((admission) => !others.has(admission)),
      );
    });
  }

  /** Whether somebody asks for what an admission gives. */
  public isClaimed(admission: TrustAdmission): boolean {
    return (
      BY_SLUG.get(admission.mechanism)!.isClaimed?.(admission, this) === true || this.claimedAdmissions.has(admission)
    );
  }

  /** The declared workloads that an admission lets in, where the service account alone does not say. */
  public workloadsOf(admission: TrustAdmission): readonly Workload[] | undefined {
    return this.of(BY_SLUG.get(admission.mechanism)!).workloadsOf?.get(admission);
  }

  public get aadPodIdentity(): AadPodIdentityEvaluation {
    return this.of(aadPodIdentity);
  }

  public get identityBindings(): IdentityBindingEvaluation {
    return this.of(identityBinding);
  }

  public get nodes(): NodeEvaluation {
    return this.of(node);
  }

  public get associationVerdicts(): ReadonlyMap<PodIdentityAssociation, AssociationVerdict> {
    return this.of(podIdentity).verdicts;
  }

  /** How associations get on to their target role, for those that have one and whose role lets them in, or may. */
  public get targetVerdicts(): ReadonlyMap<PodIdentityAssociation, TargetVerdict> {
    return this.of(podIdentity).targets;
  }

  /** How capabilities of EKS fare with their roles, and ACK with those of its selectors. */
  public get capabilities(): readonly EvaluatedCapability[] {
    return this.once('capabilities', () => evaluateCapabilities(this));
  }

  public get credentialsOfIdentity(): ReadonlyMap<string, readonly EntraCredential[]> {
    return this.of(entra).credentialsOf;
  }

  /** The statements of the trusts of roles. */
  public get trustStatements(): TrustStatements {
    return this.once('trustStatements', () => readTrustStatements(this));
  }

  /** The workloads whose pods would not receive the token of the identity that they ask for. */
  public get lostTokens(): readonly LostToken[] {
    return this.once('lostTokens', () => findLostTokens(this.model, this.accounts, this.driverTokens));
  }

  /** Federated credentials that nobody makes use of. */
  public get unusedCredentials(): UnusedCredentials {
    return this.once('unusedCredentials', () => findUnusedCredentials(this));
  }

  /** The policies of each identity that some pod gets, by its id. */
  public get policiesOfPods(): ReadonlyMap<string, readonly IdentityPolicy[]> {
    return this.once('policiesOfPods', () => policiesOfPods(this));
  }

  /** The OIDC providers that configurations register, by account. */
  public get declaredProviders(): ReadonlyMap<AwsAccount, readonly OidcProvider[]> {
    return this.once('declaredProviders', () => declaredProviders(this.model));
  }

  /** The roles that get on into Entra by a token of their AWS account. */
  public get outboundFederation(): readonly OutboundAccess[] {
    return this.once('outboundFederation', () => outboundFederation(this.model, this.identities, this.accountsOfRoles));
  }

  /** What is known of the account of each role before its trust is looked at. */
  public get accountsOfRoles(): RoleAccounts {
    return this.of(irsa).accountsOfRoles;
  }

  private judgeClaims(): ReadonlyMap<Claim, Verdict> {
    const verdicts = new Map<Claim, Verdict>();
    for (const claim of this.claims) {
      if (claim.identity) verdicts.set(claim, this.judge(claim, claim.identity));
    }
    return verdicts;
  }

  /** The admissions that a claim in a cluster makes use of: of its identity, or of one it may turn out to name. */
  private claimable(claim: Claim, cluster: string): readonly TrustAdmission[] {
    const { mechanism } = claim;
    // AKS' kubelet never presents a token to Entra itself, so no federated credential lets it in.
    const { via } = (claim as Partial<ObjectClaim>).reference ?? {};
    const isPullOfAks = via === 'image-pull' && mechanism === 'entra-workload-identity';
    return this.named(claim, cluster).filter(({ identityBinding: by }) => by !== undefined || !isPullOfAks);
  }

  private named(claim: Claim, cluster: string): readonly TrustAdmission[] {
    const { namespace, serviceAccount, mechanism } = claim;
    if (claim.identity) {
      const found = this.admissions.find(claim.identity.id, mechanism, cluster, namespace, serviceAccount);
      return [...found.certain, ...found.possible];
    }
    return this.admissions
      .naming(cluster, namespace, serviceAccount)
      .filter((one) => one.mechanism === mechanism && mayName(claim, this.identities.get(one.identity)!));
  }

  /** A part by its name: worked out when it is first asked for. */
  private once<T>(name: string, work: () => T): T {
    if (!this.parts.has(name)) this.parts.set(name, work());
    return this.parts.get(name) as T;
  }
}
