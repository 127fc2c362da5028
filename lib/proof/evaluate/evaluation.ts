import { grouped } from '../../core/groups';
import type { TrustPolicy } from '../iam';
import { evaluateAadPodIdentity } from '../mechanisms/aad-pod-identity/aad-pod-identity';
import type { AadPodIdentityEvaluation } from '../mechanisms/aad-pod-identity/aad-pod-identity';
import { AdmissionIndex } from '../mechanisms/admission-index';
import { mayName, readClaims } from '../mechanisms/claims';
import type { Claim } from '../mechanisms/claims';
import { evaluateEntra } from '../mechanisms/entra/entra';
import type { EntraEvaluation } from '../mechanisms/entra/entra';
import { evaluateIdentityBindings } from '../mechanisms/identity-binding/identity-binding';
import type { IdentityBindingEvaluation } from '../mechanisms/identity-binding/identity-binding';
import { evaluateIrsa } from '../mechanisms/irsa/irsa';
import type { IrsaEvaluation } from '../mechanisms/irsa/irsa';
import type { ProviderDirectory } from '../mechanisms/irsa/provider-directory';
import { RoleAccounts } from '../mechanisms/irsa/role-account';
import type { AssumedAccount } from '../mechanisms/irsa/role-account';
import { evaluateNodes } from '../mechanisms/node/nodes';
import type { NodeEvaluation } from '../mechanisms/node/nodes';
import { evaluatePodIdentity } from '../mechanisms/pod-identity/pod-identity';
import type { AssociationVerdict, PodIdentityEvaluation } from '../mechanisms/pod-identity/pod-identity';
import type { TargetVerdict } from '../mechanisms/pod-identity/target-role';
import type { Admission, TrustProblem } from '../mechanisms/trust';
import { judge } from '../mechanisms/verdict';
import type { Verdict } from '../mechanisms/verdict';
import type { AwsAccount } from '../model/aws-account';
import { isTrustedElsewhere } from '../model/declared-elsewhere';
import type { Cluster } from '../model/cluster';
import type { FederatedCredential } from '../model/federated-credential';
import type { Identity } from '../model/identity';
import { IdentityIndex } from '../model/identity-index';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/oidc-provider';
import type { Permission } from '../model/permission';
import type { PodIdentityAssociation } from '../model/pod-identity-association';
import { AccountMakers } from './account-makers';
import { Accounts } from './accounts';
import { literalIdentities, readObjectClaims } from './object-claims';
import type { ObjectClaim } from './object-claims';
import { DriverTokens } from './driver-token';
import { declaredProviders } from './declared-providers';
import { findUnusedCredentials } from './near-credential';
import type { UnusedCredentials } from './near-credential';
import { permissionsOfPods } from './permission-actions';
import { findLostTokens } from './pod-token';
import type { LostToken } from './pod-token';
import { readTrustStatements } from './trust-statements';
import type { TrustStatements } from './trust-statements';

/**
 * What the model comes to: who is admitted, who claims, and the indexes that rules look things up in. Each part is worked
 * out when it is first asked for, and once. Linear in what was read.
 */
export class Evaluation {
  public readonly identities: IdentityIndex;
  public readonly clusters: ReadonlyMap<string, Cluster>;
  public readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  private readonly parts = new Map<string, unknown>();

  public constructor(public readonly model: Model) {
    this.identities = new IdentityIndex(model.identities);
    this.clusters = new Map(model.clusters.map((cluster) => [cluster.id, cluster]));
    this.clusterOfIssuer = new Map(model.clusters.map((cluster) => [cluster.issuer, cluster]));
  }

  public get claims(): readonly Claim[] {
    return this.once('claims', () => readClaims(this.model, this.identities));
  }

  /** The service accounts of each cluster, with what was read of each. */
  public get accounts(): Accounts {
    return this.once('accounts', () => new Accounts(this.model, [...this.claims, ...this.objectClaims]));
  }

  /**
   * What objects of controllers and drivers ask for. A client id or an ARN that is written out is taken to be the identity
   * that some account names by the same text.
   */
  public get objectClaims(): readonly ObjectClaim[] {
    return this.once('objectClaims', () => {
      const claims = readObjectClaims(this);
      const literal = claims.every(({ identity }) => identity) ? new Map() : literalIdentities(this);
      return claims.map((claim) => {
        const identity = claim.identity ?? literal.get(claim.text);
        return identity === claim.identity ? claim : { ...claim, identity, assumed: true, isTaken: true };
      });
    });
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
      () =>
        new AdmissionIndex([
          ...this.irsa.admissions,
          ...this.entra.admissions,
          ...this.podIdentity.admissions,
          ...this.aadPodIdentity.admissions,
          ...this.identityBindings.admissions,
        ]),
    );
  }

  public get problems(): readonly TrustProblem[] {
    return this.once('problems', () => [...this.irsa.problems, ...this.entra.problems, ...this.podIdentity.problems]);
  }

  /** The trust policies of roles, by role id; a policy that is not JSON or is not known is not here. */
  public get policies(): ReadonlyMap<string, TrustPolicy> {
    return this.irsa.policies;
  }

  /** The account that each of these policies was held against, by role id. */
  public get roleAccounts(): ReadonlyMap<string, AssumedAccount> {
    return this.irsa.accounts;
  }

  /** The OIDC providers, as roles of an account see them. */
  public get providers(): ProviderDirectory {
    return this.irsa.providers;
  }

  /** Identities whose trust is not wholly known: an admission that is missing may still be there. */
  public get unknownTrusts(): ReadonlySet<string> {
    return this.once(
      'unknownTrusts',
      () =>
        new Set([
          ...this.problems.filter(({ kind }) => kind === 'unknown').map(({ identity }) => identity),
          ...[...this.identityBindings.unknown.keys()].flatMap(({ identity }) => identity ?? []),
        ]),
    );
  }

  /** How each claim fares whose identity was read. */
  public get verdicts(): ReadonlyMap<Claim, Verdict> {
    return this.once('verdicts', () => this.judgeClaims());
  }

  /** How a claim to an identity fares, be it a claim that nobody wrote. */
  public judge(claim: Claim, identity: Identity): Verdict {
    return judge(claim, identity, this);
  }

  /** By identity of Entra: what its credentials would let in, were there such names. */
  public get impossible(): ReadonlyMap<string, readonly Admission[]> {
    return this.entra.impossible;
  }

  /** What federated credentials let in of which it is not known whose they are. */
  public get ownerless(): AdmissionIndex {
    return this.once('ownerless', () => new AdmissionIndex(this.entra.ownerless));
  }

  /** Identities of Entra that some trust in the input belongs to, whomever it lets in. */
  public get trusting(): ReadonlySet<string> {
    const { federatedCredentials, flexibleCredentials, identityBindings } = this.model;
    return this.once('trusting', () => {
      const trusts = [...federatedCredentials, ...flexibleCredentials, ...identityBindings];
      return new Set(trusts.flatMap(({ identity }) => identity ?? []));
    });
  }

  /** Whether a user says that something which was not read adds trusts to an identity. */
  public isTrustedElsewhere(identity: Identity): boolean {
    return isTrustedElsewhere(this.model, identity);
  }

  /** Admissions that some claim makes use of. */
  public get claimedAdmissions(): ReadonlySet<Admission> {
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

  /** Whether somebody asks for what an admission gives. */
  public isClaimed(admission: Admission): boolean {
    const { identity, cluster, mechanism, selector } = admission;
    if (mechanism === 'eks-pod-identity') return true;
    if (selector !== undefined) return this.aadPodIdentity.workloadsOf.get(admission)!.length > 0;
    if (mechanism === 'irsa' && this.addonClaims.has(`${identity}\n${cluster}`)) return true;
    return this.claimedAdmissions.has(admission);
  }

  public get aadPodIdentity(): AadPodIdentityEvaluation {
    return this.once('aadPodIdentity', () => evaluateAadPodIdentity(this.model));
  }

  public get identityBindings(): IdentityBindingEvaluation {
    return this.once('identityBindings', () => evaluateIdentityBindings(this.model, this.identities));
  }

  public get nodes(): NodeEvaluation {
    return this.once('nodes', () => evaluateNodes(this.model, this.aadPodIdentity));
  }

  public get associationVerdicts(): ReadonlyMap<PodIdentityAssociation, AssociationVerdict> {
    return this.podIdentity.verdicts;
  }

  /** How associations get on to their target role, for those that have one and whose role lets them in, or may. */
  public get targetVerdicts(): ReadonlyMap<PodIdentityAssociation, TargetVerdict> {
    return this.podIdentity.targets;
  }

  public get credentialsOfIdentity(): ReadonlyMap<string, readonly FederatedCredential[]> {
    return this.once('credentialsOfIdentity', () => {
      const owned = this.model.federatedCredentials.filter(({ identity }) => identity !== undefined);
      return grouped(owned, ({ identity }) => identity!);
    });
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

  /** The permissions of each identity that some pod gets, by its id. */
  public get permissionsOfPods(): ReadonlyMap<string, readonly Permission[]> {
    return this.once('permissionsOfPods', () => permissionsOfPods(this));
  }

  /** The OIDC providers that configurations register, by account. */
  public get declaredProviders(): ReadonlyMap<AwsAccount, readonly OidcProvider[]> {
    return this.once('declaredProviders', () => declaredProviders(this.model));
  }

  private get irsa(): IrsaEvaluation {
    return this.once('irsa', () => evaluateIrsa(this.model, this.clusterOfIssuer, this.accountsOfRoles));
  }

  private get entra(): EntraEvaluation {
    return this.once('entra', () => evaluateEntra(this.model, this.clusterOfIssuer));
  }

  private get podIdentity(): PodIdentityEvaluation {
    return this.once('podIdentity', () => {
      const { identities, accountsOfRoles: accounts, policies } = this;
      return evaluatePodIdentity(this.model, this.clusters, { identities, accounts, policies });
    });
  }

  private get accountsOfRoles(): RoleAccounts {
    return this.once('accountsOfRoles', () => new RoleAccounts(this.claims));
  }

  /** `<role>\n<cluster>` of the roles that add-ons name for the accounts they bring. */
  private get addonClaims(): ReadonlySet<string> {
    return this.once(
      'addonClaims',
      () => new Set(this.model.addonRoles.map(({ role, cluster }) => `${role}\n${cluster}`)),
    );
  }

  private judgeClaims(): ReadonlyMap<Claim, Verdict> {
    const verdicts = new Map<Claim, Verdict>();
    for (const claim of this.claims) {
      if (claim.identity) verdicts.set(claim, this.judge(claim, claim.identity));
    }
    return verdicts;
  }

  /** The admissions that a claim in a cluster makes use of: of its identity, or of one it may turn out to name. */
  private claimable(claim: Claim, cluster: string): readonly Admission[] {
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
