import { PodtrustError } from '../../core';
import type { EksClusterReference } from './eks-cluster-reference';
import { type EksIrsaOptions, type IrsaTrust, irsa } from './irsa';
import { type PodIdentityTrust, podIdentity } from './pod-identity/pod-identity';
import type { PodRoleTrust } from './role/pod-role-trust';

/**
 * The steps between IRSA and EKS Pod Identity, and for each those that may be deployed when it is taken.
 *
 * To Pod Identity: `irsa`, `associated`, `annotation-removed`, `pod-identity`. Back: `pod-identity`, `annotated`,
 * `association-removed`, `irsa`. In the middle a move can turn round.
 */
const DEPLOYED_BEFORE = {
  /** The trust by token and the annotation alone. */
  irsa: ['irsa', 'association-removed'],
  /** Both trusts, the association, and the annotation, which a webhook reads that does not know the association yet. */
  associated: ['associated', 'irsa', 'annotated', 'association-removed'],
  /** Both trusts and the association; pods roll, and the trust by token is there for those that have not. */
  'annotation-removed': ['annotation-removed', 'associated'],
  /** The association and its trust alone. */
  'pod-identity': ['pod-identity', 'annotation-removed'],
  /** Both trusts, the association, and the annotation for when the association is gone. */
  annotated: ['annotated', 'pod-identity', 'associated', 'annotation-removed'],
  /** Both trusts and the annotation; pods roll, and the trust of Pod Identity is there for those that have not. */
  'association-removed': ['association-removed', 'annotated'],
} as const;

/** A step of a {@link MechanismMove}. */
export type MechanismStep = keyof typeof DEPLOYED_BEFORE;

/**
 * Where a move is: the step that this program makes, and the one that is deployed. Both are the same once the step is
 * deployed. A step that does not come next after the deployed one is refused by the compiler, and at synthesis.
 */
export type MechanismMoveOptions = {
  readonly [Step in MechanismStep]: {
    readonly step: Step;
    /** The step that is deployed everywhere, with its pods rolled. */
    readonly deployed: (typeof DEPLOYED_BEFORE)[Step][number];
  };
}[MechanismStep];

/** A service account that moves. */
export type MovedServiceAccount = Omit<EksIrsaOptions, 'webhook' | 'bind'>;

/**
 * Moves service accounts of EKS from IRSA to EKS Pod Identity or back, in steps, a deployment each, in which the same pods
 * have the same role all the time: for one role, or for all of a cluster, which then have one object.
 *
 * ```ts
 * const move = new MechanismMove({ deployed: 'irsa', step: 'associated' });
 * new PodRole(stack, 'reports', { trusts: move.trusts({ cluster, serviceAccount }) });
 * ```
 *
 * What the steps are and what running pods get at each is in docs/moving.md.
 */
export class MechanismMove {
  public readonly step: MechanismStep;

  /** @throws PodtrustError `move-step-invalid` */
  public constructor({ step, deployed }: MechanismMoveOptions) {
    this.step = step;
    const before: readonly MechanismStep[] | undefined = Object.hasOwn(DEPLOYED_BEFORE, step)
      ? DEPLOYED_BEFORE[step]
      : undefined;
    if (!before) {
      throw invalid(
        `there is no step ${JSON.stringify(step)}`,
        `Give one of ${Object.keys(DEPLOYED_BEFORE).join(', ')}.`,
      );
    }
    if (before.includes(deployed)) return;
    throw invalid(
      `the step ${JSON.stringify(step)} does not come after ${JSON.stringify(deployed)}, which is deployed`,
      `It comes after ${before.filter((one) => one !== step).join(', or ')}: deploy that first, and roll the pods.`,
    );
  }

  /** The mechanism whose trust the step takes away: no running pod may have its credentials any more. */
  public get left(): 'irsa' | 'eks-pod-identity' | undefined {
    if (this.step === 'pod-identity') return 'irsa';
    return this.step === 'irsa' ? 'eks-pod-identity' : undefined;
  }

  /**
   * The trusts of the step, for a role's `trusts`. With a ClusterSet:
   * `clusters.trusts((cluster) => move.trusts({ cluster, serviceAccount }))`.
   */
  public trusts(account: MovedServiceAccount): PodRoleTrust[] {
    const { cluster, serviceAccount } = account;
    const token = (bind: boolean): IrsaTrust => irsa({ ...account, bind });
    const service = (bind: boolean, more: Partial<PodIdentityTrust> = {}): PodIdentityTrust => ({
      ...podIdentity({ cluster: cluster satisfies EksClusterReference, serviceAccount, bind }),
      ...more,
    });
    switch (this.step) {
      case 'irsa':
        return [token(true)];
      case 'associated':
        return [token(true), service(false, { associate: true })];
      case 'annotation-removed':
        return [token(false), service(true)];
      case 'pod-identity':
        return [service(true)];
      case 'annotated':
        return [token(false), service(true, { annotatedAs: token(true) })];
      case 'association-removed':
        return [token(true), service(false)];
    }
  }
}

function invalid(what: string, remedy: string): PodtrustError {
  return new PodtrustError({
    code: 'move-step-invalid',
    what: `in a move between IRSA and EKS Pod Identity ${what}`,
    why: 'Running pods keep the credentials that they were admitted with: without the step between, some of them would be refused.',
    remedy,
  });
}
