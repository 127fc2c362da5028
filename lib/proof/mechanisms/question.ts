import type { ServiceAccountReference } from '../../core/trust/subject';
import type { PodIdentitySession } from '../iam';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import type { PresentedToken } from './presented-token';
import type { ToldValues } from './told-values';

/** A question about one point: would this token, this session, or this pod get an identity? */
export type Question = TokenQuestion | SessionQuestion | PodQuestion;

interface AboutIdentity {
  readonly identity: Identity;
  /** The identity's own AWS account, where the query or the proof tells it. */
  readonly account?: string;
  /** The partition that the query names the identity by; nothing where it does not. */
  readonly partition?: string;
  /** What the query tells of values that the program keeps for apply. */
  readonly told: ToldValues;
}

/** Would a token get the identity? */
export interface TokenQuestion extends AboutIdentity {
  readonly kind: 'token';
  readonly token: PresentedToken;
}

/** Would a session of EKS Pod Identity get it? The association is taken for granted. */
export interface SessionQuestion extends AboutIdentity {
  readonly kind: 'session';
  readonly session: PodIdentitySession;
}

/** Would a pod that runs as a service account get it, by what the program has? */
export interface PodQuestion extends AboutIdentity {
  readonly kind: 'pod';
  readonly subject: ServiceAccountReference;
  /** The token that the pod would present. */
  readonly token: PresentedToken;
  /** Nothing where the pod's cluster is not in the input. */
  readonly cluster?: Cluster;
  /** The issuer that the query tells, of `cluster` where that is given. */
  readonly issuer?: string;
}
