import { AZURE_KEYS, EKS_KEYS } from '../../core/kubernetes/annotations';
import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../core/trust/audience';
import type { Identity } from '../model/identity/identity';
import { mayBeArnOf } from '../model/identity/identity-index';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { Model } from '../model/model';
import { below } from '../model/place';
import type { Place } from '../model/place';
import { hasPlaceholder } from '../model/known/placeholder';
import { isNo } from '../model/known/known';
import { hasSymbol, isSymbol, referenceOfSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import { identityNamed } from '../model/kubernetes/service-account';
import type { ServiceAccount } from '../model/kubernetes/service-account';
import type { Workload } from '../model/kubernetes/workload';

/** The mechanisms a service account or a pod asks for by what it carries. */
export type ClaimedMechanism = 'irsa' | 'entra-workload-identity';

/** By what a service account or a pod names an identity, and what its token is for. */
interface Carried {
  /** Of a service account. */
  readonly annotation: string;
  /** Of a pod that brings its own token. */
  readonly variable: string;
  /** Of the token, where nothing names another one. */
  readonly audience: string;
}

/** What each mechanism is asked for by. */
export const CARRIED: Readonly<Record<ClaimedMechanism, Carried>> = {
  irsa: { annotation: EKS_KEYS.roleArn, variable: 'AWS_ROLE_ARN', audience: STS_AUDIENCE },
  'entra-workload-identity': {
    annotation: AZURE_KEYS.clientId,
    variable: 'AZURE_CLIENT_ID',
    audience: ENTRA_AUDIENCE,
  },
};

/** A service account's, or one workload's, request for an identity. */
export interface Claim {
  readonly mechanism: ClaimedMechanism;
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The role's ARN or the client id, as written. */
  readonly text: string;
  /** The Entra tenant that is asked; nothing where neither account nor pod nor object names one. */
  readonly tenantId?: string;
  /** The audience that the pod's token will have. */
  readonly audience: string;
  /** Nothing where the identity is not in the input. */
  readonly identity?: Identity;
  /** The name fits but its account is not known, or the text is known and the identity's own is not. */
  readonly assumed: boolean;
  /** What carries the claim: `ServiceAccount/todo/backend`, `Deployment/todo/backend`. */
  readonly carrier: string;
  readonly at: Place;
  /** Set where the pod template names the identity by itself, not the service account. */
  readonly byHand: boolean;
  /** Set where an object of a controller or a driver names the identity, neither account nor pod. */
  readonly object?: true;
  /** Set where that is a controller, which reads the token of its own pod. */
  readonly usesOwnToken?: true;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What service accounts and pod templates ask for by a mechanism. */
export function claimsBy(
  mechanism: ClaimedMechanism,
  model: Pick<Model, 'serviceAccounts' | 'workloads'>,
  identities: IdentityIndex,
): readonly Claim[] {
  const claims: Claim[] = [];
  const { annotation, audience: usual } = CARRIED[mechanism];
  for (const account of model.serviceAccounts) {
    const text = identityNamed(account, annotation);
    if (text === undefined) continue;
    const audience = (mechanism === 'irsa' ? account.annotations[EKS_KEYS.audience] : undefined) ?? usual;
    claims.push(claimOfAccount(account, mechanism, annotation, text, audience, identities));
  }
  for (const workload of model.workloads) {
    const claim = claimByHand(mechanism, workload, identities);
    if (claim) claims.push(claim);
  }
  return claims;
}

function claimOfAccount(
  { clusters, namespace, name, annotations, at }: ServiceAccount,
  mechanism: ClaimedMechanism,
  annotation: string,
  text: string,
  audience: string,
  identities: IdentityIndex,
): Claim {
  const { identity, assumed } = named(identities, text);
  return {
    mechanism,
    clusters,
    namespace,
    serviceAccount: name,
    text,
    tenantId: mechanism === 'irsa' ? undefined : annotations[AZURE_KEYS.tenantId],
    audience,
    identity,
    assumed,
    carrier: `ServiceAccount/${namespace}/${name}`,
    at: below(at, 'metadata', 'annotations', annotation),
    byHand: false,
  };
}

/** A pod template that sets the SDK's variables and mounts a token itself, as pods of a foreign cluster must. */
function claimByHand(mechanism: ClaimedMechanism, workload: Workload, identities: IdentityIndex): Claim | undefined {
  const { variable, audience: usual } = CARRIED[mechanism];
  const text = workload.environment[variable];
  if (text === undefined) return undefined;
  const tokens = workload.projectedTokens;
  // Of several mounted tokens the one with the mechanism's usual audience is meant; a lone one is meant whatever it has.
  const token = tokens.find(({ audience }) => audience === usual) ?? (tokens.length === 1 ? tokens[0] : undefined);
  // The Azure webhook mounts the token, and leaves a client id that the container sets itself.
  const webhook = mechanism === 'entra-workload-identity' && workload.podLabels[AZURE_KEYS.useLabel] === 'true';
  const audience = token?.audience ?? (webhook ? usual : undefined);
  if (audience === undefined) return undefined;
  return {
    clusters: workload.clusters,
    namespace: workload.namespace,
    serviceAccount: workload.serviceAccount,
    carrier: workload.id,
    at: workload.templateAt,
    byHand: true,
    mechanism,
    text,
    tenantId: mechanism === 'irsa' ? undefined : workload.environment.AZURE_TENANT_ID,
    audience,
    ...named(identities, text),
  };
}

function named(identities: IdentityIndex, text: string): { readonly identity?: Identity; readonly assumed: boolean } {
  return identities.claimed(text) ?? { assumed: false };
}

/** Any attribute of an identity, and the object id of a principal, which is no client id. */
const OF_IDENTITY =
  /^[^\s${}()]*\b(?:(?:aws_iam_role|azurerm_user_assigned_identity|azuread_application(?:_registration)?)\.[^\s${}()]+|azuread_service_principal\.[^\s${}()]+\.(?:object_)?id)$/;

/**
 * Whether a text is an attribute of an identity, and nothing else: then it names that one, or nothing. An expression that
 * holds one, such as a conditional or a `merge()` with a map that is not known, may be anything.
 */
function isOfIdentity(text: string): boolean {
  if (!isSymbol(text)) return false;
  return OF_IDENTITY.test(referenceOfSymbol(text));
}

/**
 * Whether a claim may turn out to be an identity whose own name is not known before apply.
 */
export function mayName(claim: Claim, identity: Identity): boolean {
  if (claim.identity) return false;
  if (hasPlaceholder(claim.text) || (hasSymbol(claim.text) && !isOfIdentity(claim.text))) {
    const isOfMechanism = (identity.kind === 'iam-role') === (claim.mechanism === 'irsa');
    return isOfMechanism && !isNo(equal(claim.text, identity.claimName));
  }
  if (hasSymbol(claim.text) || !hasSymbol(identity.claimName)) return false;
  if (identity.kind !== 'iam-role') return claim.mechanism !== 'irsa' && GUID.test(claim.text);
  return claim.mechanism === 'irsa' && mayBeArnOf(claim.text, identity);
}
