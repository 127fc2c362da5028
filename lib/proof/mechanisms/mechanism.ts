import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { Model } from '../model/model';
import type { SaidCounts } from '../model/said-counts';
import type { Workload } from '../model/kubernetes/workload';
import type { AdmissionIndex } from './admission-index';
import type { Claim } from './claims';
import type { Outcome } from './outcome';
import type { Question } from './question';
import type { AccessMechanism, TrustAdmission, TrustProblem } from './trust';
import type { Verdict } from './verdict';

/**
 * One way in which pods get identities. Each is a folder beside this file, and all of them are in `mechanisms.ts`: an
 * evaluation is a loop over that list, and a question is put to each of them.
 */
export interface Mechanism<E extends MechanismEvaluation = MechanismEvaluation> {
  /** What its rows are called in the inventory. */
  readonly slug: AccessMechanism;
  /** Who asks for an identity by it. Nothing where nobody asks, or the program's own objects say who gets in. */
  claims?(program: Pick<Program, 'model' | 'identities'>): readonly Claim[];
  /** Who gets in by it. Called once for a program. */
  evaluate(program: Program): E;
  /** How one claim fares. Nothing where there are no claims. */
  verdict?(claim: Claim, identity: Identity, program: Program): Verdict;
  /** Whether somebody asks for what an admission of it gives, beside those who claim it. */
  isClaimed?(admission: TrustAdmission, program: Program): boolean;
  /** Whether it lets one token, session or pod in: an outcome for each of its ways, none where it has none to say. */
  ask(question: Question, program: Program): readonly Outcome[];
}

/** What every mechanism finds; each has more for those who know it. */
export interface MechanismEvaluation {
  readonly admissions: readonly TrustAdmission[];
  readonly problems?: readonly TrustProblem[];
  /** Identities whose trust is not wholly known, beside those that `problems` tell of. */
  readonly unknownTrusts?: readonly string[];
  /** The declared workloads that an admission lets in, where the service account alone does not say. */
  readonly workloadsOf?: ReadonlyMap<TrustAdmission, readonly Workload[]>;
}

/** What mechanisms see of a program: what was read, and what the others found. */
export interface Program {
  readonly model: Model;
  readonly identities: IdentityIndex;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  readonly claims: readonly Claim[];
  /** Of which nobody knows how many there are. */
  readonly saidCounts: SaidCounts;
  /** Of all mechanisms but that of nodes. */
  readonly admissions: AdmissionIndex;
  /** Identities whose trust is not wholly known: an admission that is missing may still be there. */
  readonly unknownTrusts: ReadonlySet<string>;
  /** Those of which an undecided entry says what their trust depends on, of everybody whom it may let in. */
  readonly saidTrusts: ReadonlySet<string>;
  /** What a mechanism found, worked out when it is first asked for. */
  of<E extends MechanismEvaluation>(mechanism: Mechanism<E>): E;
}
