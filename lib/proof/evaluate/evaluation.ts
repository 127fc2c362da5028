import { addToGroup } from '../../core/groups';
import type { Cluster } from '../model/cluster';
import type { FederatedCredential } from '../model/federated-credential';
import { IdentityIndex } from '../model/identity-index';
import type { Model } from '../model/model';
import type { PodIdentityAssociation } from '../model/pod-identity-association';
import type { ServiceAccount } from '../model/service-account';
import type { Workload } from '../model/workload';
import { evaluateAadPodIdentity } from '../mechanisms/aad-pod-identity/aad-pod-identity';
import type { AadPodIdentityEvaluation } from '../mechanisms/aad-pod-identity/aad-pod-identity';
import { AccountIndex } from './account-index';
import { AccountMap } from '../model/account-map';
import { AdmissionIndex } from '../mechanisms/admission-index';
import { mayName, readClaims } from '../mechanisms/claims';
import type { Claim } from '../mechanisms/claims';
import { evaluateEntra } from '../mechanisms/entra/entra';
import type { TrustPolicy } from '../iam';
import { evaluateIdentityBindings } from '../mechanisms/identity-binding/identity-binding';
import type { IdentityBindingEvaluation } from '../mechanisms/identity-binding/identity-binding';
import { evaluateIrsa } from '../mechanisms/irsa/irsa';
import { evaluateNodes } from '../mechanisms/node/nodes';
import type { NodeEvaluation } from '../mechanisms/node/nodes';
import { evaluatePodIdentity } from '../mechanisms/pod-identity/pod-identity';
import type { AssociationVerdict } from '../mechanisms/pod-identity/pod-identity';
import type { ProviderDirectory } from '../mechanisms/irsa/provider-directory';
import { RoleAccounts } from '../mechanisms/irsa/role-account';
import type { AssumedAccount } from '../mechanisms/irsa/role-account';
import type { TargetVerdict } from '../mechanisms/pod-identity/target-role';
import type { Admission, TrustProblem } from '../mechanisms/trust';
import { judge } from '../mechanisms/verdict';
import type { Verdict } from '../mechanisms/verdict';

/** What the model comes to: who is admitted, who claims, and the indexes that rules look things up in. */
export interface Evaluation {
  readonly identities: IdentityIndex;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  /** Of trusts; those of nodes are in {@link nodes}. */
  readonly admissions: AdmissionIndex;
  readonly problems: readonly TrustProblem[];
  /** The trust policies of roles, by role id; a policy that is not JSON or is not known is not here. */
  readonly policies: ReadonlyMap<string, TrustPolicy>;
  /** The account that each of these policies was held against, by role id. */
  readonly roleAccounts: ReadonlyMap<string, AssumedAccount>;
  /** The OIDC providers, as roles of an account see them. */
  readonly providers: ProviderDirectory;
  /** Identities whose trust is not wholly known: an admission that is missing may still be there. */
  readonly unknownTrusts: ReadonlySet<string>;
  readonly claims: readonly Claim[];
  /** How each claim fares whose identity was read. */
  readonly verdicts: ReadonlyMap<Claim, Verdict>;
  /** Admissions that some claim makes use of. */
  readonly claimedAdmissions: ReadonlySet<Admission>;
  /** `<role>\n<cluster>` of the roles that add-ons name for the accounts they bring. */
  readonly addonClaims: ReadonlySet<string>;
  readonly claimsOfAccount: AccountMap<Claim>;
  readonly aadPodIdentity: AadPodIdentityEvaluation;
  readonly identityBindings: IdentityBindingEvaluation;
  readonly nodes: NodeEvaluation;
  readonly associationVerdicts: ReadonlyMap<PodIdentityAssociation, AssociationVerdict>;
  /** How associations get on to their target role, for those that have one and whose role lets them in, or may. */
  readonly targetVerdicts: ReadonlyMap<PodIdentityAssociation, TargetVerdict>;
  readonly associationsOfAccount: AccountMap<PodIdentityAssociation>;
  readonly credentialsOfIdentity: ReadonlyMap<string, readonly FederatedCredential[]>;
  /** Those that are declared; several of one name where manifests of several clusters cannot be told apart. */
  readonly accounts: AccountMap<ServiceAccount>;
  /** The declared accounts of a namespace, by `<cluster>\n<namespace>`. */
  readonly accountsOfNamespace: ReadonlyMap<string, readonly ServiceAccount[]>;
  /** The declared accounts of a name in any namespace, by `<cluster>\n<name>`. */
  readonly accountsOfName: ReadonlyMap<string, readonly ServiceAccount[]>;
  /** Those that are declared and those that a workload names. */
  readonly namedAccounts: AccountIndex;
  readonly workloadsOfAccount: AccountMap<Workload>;
}

/** Works out who is admitted and who asks to be. Linear in what was read. */
export function evaluateModel(model: Model): Evaluation {
  const identities = new IdentityIndex(model.identities);
  const clusters = new Map(model.clusters.map((cluster) => [cluster.id, cluster]));
  const clusterOfIssuer = new Map(model.clusters.map((cluster) => [cluster.issuer, cluster]));
  const claims = readClaims(model, identities);
  const accounts = new RoleAccounts(claims);
  const irsa = evaluateIrsa(model, clusterOfIssuer, accounts);
  const entra = evaluateEntra(model, clusterOfIssuer);
  const podIdentity = evaluatePodIdentity(model, clusters, { identities, accounts, policies: irsa.policies });
  const problems = [...irsa.problems, ...podIdentity.problems];
  const aadPodIdentity = evaluateAadPodIdentity(model);
  const identityBindings = evaluateIdentityBindings(model, identities);
  const unknownTrusts = new Set([
    ...problems.filter(({ kind }) => kind === 'unknown').map(({ identity }) => identity),
    ...[...identityBindings.unknown.keys()].flatMap(({ identity }) => identity ?? []),
  ]);
  const admissions = new AdmissionIndex([
    ...irsa.admissions,
    ...entra.admissions,
    ...podIdentity.admissions,
    ...aadPodIdentity.admissions,
    ...identityBindings.admissions,
  ]);
  const verdicts = new Map<Claim, Verdict>();
  const claimedAdmissions = new Set<Admission>();
  const claimsOfAccount = new AccountMap<Claim>();
  const { impossible } = entra;
  const trusting = new Set(
    [...model.federatedCredentials, ...model.flexibleCredentials, ...model.identityBindings].flatMap(
      ({ identity }) => identity ?? [],
    ),
  );
  const input = { admissions, clusters, clusterOfIssuer, unknownTrusts, impossible, trusting };
  for (const claim of claims) {
    if (claim.identity) verdicts.set(claim, judge(claim, claim.identity, input));
    for (const cluster of claim.clusters) {
      for (const admission of claimable(claim, cluster, admissions, identities)) claimedAdmissions.add(admission);
      claimsOfAccount.add(cluster, claim.namespace, claim.serviceAccount, claim);
    }
  }
  return {
    identities,
    clusters,
    clusterOfIssuer,
    admissions,
    problems,
    policies: irsa.policies,
    roleAccounts: irsa.accounts,
    providers: irsa.providers,
    unknownTrusts,
    claims,
    verdicts,
    claimedAdmissions,
    addonClaims: new Set(model.addonRoles.map(({ role, cluster }) => `${role}\n${cluster}`)),
    claimsOfAccount,
    aadPodIdentity,
    identityBindings,
    nodes: evaluateNodes(model, aadPodIdentity),
    associationVerdicts: podIdentity.verdicts,
    targetVerdicts: podIdentity.targets,
    ...indexObjects(model),
  };
}

/** The admissions that a claim in a cluster makes use of: of its identity, or of one it may turn out to name. */
function claimable(
  claim: Claim,
  cluster: string,
  admissions: AdmissionIndex,
  identities: IdentityIndex,
): readonly Admission[] {
  const { namespace, serviceAccount, mechanism } = claim;
  if (claim.identity) {
    const found = admissions.find(claim.identity.id, mechanism, cluster, namespace, serviceAccount);
    return [...found.certain, ...found.possible];
  }
  return admissions
    .naming(cluster, namespace, serviceAccount)
    .filter((admission) => admission.mechanism === mechanism && mayName(claim, identities.get(admission.identity)!));
}

type ObjectIndexes = Pick<
  Evaluation,
  | 'associationsOfAccount'
  | 'credentialsOfIdentity'
  | 'accounts'
  | 'accountsOfNamespace'
  | 'accountsOfName'
  | 'namedAccounts'
  | 'workloadsOfAccount'
>;

function indexObjects(model: Model): ObjectIndexes {
  const accounts = new AccountMap<ServiceAccount>();
  const accountsOfNamespace = new Map<string, ServiceAccount[]>();
  const accountsOfName = new Map<string, ServiceAccount[]>();
  const namedAccounts = new AccountIndex();
  for (const account of model.serviceAccounts) {
    for (const cluster of account.clusters) {
      accounts.add(cluster, account.namespace, account.name, account);
      addToGroup(accountsOfNamespace, `${cluster}\n${account.namespace}`, account);
      addToGroup(accountsOfName, `${cluster}\n${account.name}`, account);
      namedAccounts.add(cluster, account.namespace, account.name);
    }
  }
  const workloadsOfAccount = new AccountMap<Workload>();
  for (const workload of model.workloads) {
    for (const cluster of workload.clusters) {
      workloadsOfAccount.add(cluster, workload.namespace, workload.serviceAccount, workload);
      namedAccounts.add(cluster, workload.namespace, workload.serviceAccount);
    }
  }
  const associationsOfAccount = new AccountMap<PodIdentityAssociation>();
  for (const association of model.associations) {
    const { cluster, namespace, serviceAccount } = association;
    if (cluster !== undefined) associationsOfAccount.add(cluster, namespace, serviceAccount, association);
  }
  const credentialsOfIdentity = new Map<string, FederatedCredential[]>();
  for (const credential of model.federatedCredentials) {
    if (credential.identity !== undefined) addToGroup(credentialsOfIdentity, credential.identity, credential);
  }
  return {
    accounts,
    accountsOfNamespace,
    accountsOfName,
    namedAccounts,
    workloadsOfAccount,
    associationsOfAccount,
    credentialsOfIdentity,
  };
}

/** Whether somebody asks for what an admission gives. */
export function isClaimed(admission: Admission, evaluation: Evaluation): boolean {
  if (admission.mechanism === 'eks-pod-identity') return true;
  if (admission.selector !== undefined) return evaluation.aadPodIdentity.workloadsOf.get(admission)!.length > 0;
  if (evaluation.addonClaims.has(`${admission.identity}\n${admission.cluster}`) && admission.mechanism === 'irsa')
    return true;
  return evaluation.claimedAdmissions.has(admission);
}

/**
 * The declared service accounts that a workload may run as. Where it is not known which cluster objects are in, those of
 * the same file belong together, and what is known goes before what is not.
 */
export function accountsOf(workload: Workload, evaluation: Evaluation): readonly ServiceAccount[] {
  const { clusters, namespace, serviceAccount, at } = workload;
  const all = new Set(clusters.flatMap((cluster) => evaluation.accounts.get(cluster, namespace, serviceAccount)));
  if (all.size < 2) return [...all];
  const certain = [...all].filter((account) => account.clusters.length === 1);
  const together = [...all].filter((account) => account.at.file === at.file);
  if (clusters.length === 1 && certain.length > 0) return certain;
  return together.length > 0 ? together : [...all];
}
