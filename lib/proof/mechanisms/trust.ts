import type { Mechanism } from '../../core/trust/trust';
import type { Assuming } from '../model/assumption';
import type { ResourceControl } from '../model/identity/resource-control';
import type { Place } from '../model/place';
import type { MisnamedKey, UnregisteredPrincipal } from '../iam';

/** How a pod gets an identity: by a trust, or because it reaches what the node it runs on has. */
export type AccessMechanism = Mechanism | 'node';

/** Who a trust lets in: one service account, or a pattern of them, of one cluster. It may rest on the absence of a limit. */
export interface TrustAdmission extends Assuming {
  readonly identity: string;
  readonly mechanism: AccessMechanism;
  /** The id of the cluster whose issuer the trust names. */
  readonly cluster: string;
  /** A namespace, or a glob of namespaces. May hold symbols. */
  readonly namespace: string;
  /** A service account, or a glob of them. May hold symbols. */
  readonly serviceAccount: string;
  readonly pattern: boolean;
  /** Service accounts (`namespace/name`, globs) that a Deny takes out. */
  readonly except: readonly string[];
  /** The audiences it takes; nothing where the mechanism has none. */
  readonly audiences: readonly string[] | undefined;
  /** AAD Pod Identity: the label `aadpodidbinding` by which it chooses pods, whatever account they run as. */
  readonly selector?: string;
  /** Of a node's identity: only the account's pods with `hostNetwork`, not each of its pods. */
  readonly hostNetwork?: true;
  /** The AKS identity binding by which it lets them in; nothing where the issuer is trusted itself. */
  readonly identityBinding?: string;
  /** Why it is not certain that it lets them in; nothing where it is. */
  readonly uncertain?: string;
  /** The resource control policies that deny it, if they are for the identity's account. */
  readonly controls?: readonly ResourceControl[];
  /** Set where an undecided entry about the identity gives that reason. */
  readonly isSaid?: boolean;
  /**
   * Set where an association without session tags lets them in: the trust tells no service accounts apart then, and whoever
   * makes associations decides.
   */
  readonly byAssociation?: true;
  /** What lets them in: a role, a federated credential, an association. */
  readonly source: string;
  /** What has to be there besides the identity and the source: the role's OIDC provider. */
  readonly restsOn?: string;
  readonly at: Place;
}

/** What evaluation found wrong with, or cannot say of, one identity's trust. */
export interface TrustProblem {
  readonly identity: string;
  readonly kind:
    /** IAM would refuse the document. */
    | 'invalid'
    /** It names no subject: every service account of the cluster gets in. */
    | 'without-subject'
    /** It names no audience. */
    | 'without-audience'
    /** It admits a subject that is no service account. */
    | 'other-subject'
    /** A principal is not an OIDC provider of the role's account: nobody gets in by it. */
    | 'unregistered'
    /** A condition asks for the subject or audience of an issuer that its statement is not about. */
    | 'misnamed-key'
    /** What it holds is not known before apply, or too costly to tell. */
    | 'unknown';
  readonly cluster?: string;
  /** Of `unknown`: the ids of the identities whose trust it may be, where `identity` is the id of what trusts. */
  readonly identities?: readonly string[];
  /** Of `unknown`: set where it may be the trust of any identity, since there are too many to look at each. */
  readonly mayBeOfAny?: true;
  readonly what: string;
  /** Set where another entry gives the cause of what is not known. */
  readonly isSaid?: boolean;
  /** Of `unregistered`. */
  readonly unregistered?: UnregisteredPrincipal;
  /** Of `misnamed-key`. */
  readonly misnamed?: MisnamedKey;
  readonly at: Place;
}

/** The admissions of all trusts of one mechanism, and what stands in the way of telling them. */
export interface TrustEvaluation {
  readonly admissions: readonly TrustAdmission[];
  readonly problems: readonly TrustProblem[];
}
