import { addToGroup, grouped } from '../../../core/groups';
import { isValidName } from '../../../core/names';
import type { EntraCredential } from '../../model/identity/entra-credential';
import type { FlexibleCredential } from '../../model/identity/flexible-credential';
import { below } from '../../model/place';
import { accountInSubject } from '../../model/kubernetes/subject';
import { isOfRepetition } from '../../model/said-counts';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { AdmissionIndex } from '../admission-index';
import type { MechanismEvaluation, Program } from '../mechanism';
import { PossibleOwners } from './possible-owners';
import type { TrustAdmission, TrustProblem } from '../trust';

/** Whom federated credentials let in. */
export interface EntraEvaluation extends MechanismEvaluation {
  /**
   * By identity: what its credentials would let in, were there such names. Kubernetes has no capitals, and no `*`. They
   * admit nobody, but tell what was meant.
   */
  readonly impossible: ReadonlyMap<string, readonly TrustAdmission[]>;
  /** What credentials let in of which it is not known whose they are: `identity` is empty. */
  readonly ownerless: AdmissionIndex;
  /** The credentials themselves. */
  readonly ownerlessCredentials: readonly EntraCredential[];
  /** The parent that each of them names, by the credential's id. */
  readonly parentOfOwnerless: ReadonlyMap<string, string | undefined>;
  /** The federated credentials of each identity. */
  readonly credentialsOf: ReadonlyMap<string, readonly EntraCredential[]>;
  /** The flexible ones. */
  readonly flexibleOf: ReadonlyMap<string, readonly FlexibleCredential[]>;
  /** Flexible credentials of which only apply will tell whose they are. */
  readonly ownerlessFlexible: readonly FlexibleCredential[];
  /** Identities that some trust in the input belongs to, whomever it lets in. */
  readonly trusting: ReadonlySet<string>;
}

/** What credentials are evaluated against. */
type Evaluated = Pick<Program, 'model' | 'clusterOfIssuer' | 'saidCounts'>;

/**
 * Who the federated credentials let in. Entra compares issuer, subject and audience exactly, case included
 * (Azure/login #492), and knows no wildcard: a `*` is a character of a name that no service account has.
 */
export function evaluateEntra({ model, clusterOfIssuer, saidCounts }: Evaluated): EntraEvaluation {
  const admissions: TrustAdmission[] = [];
  const impossible = new Map<string, TrustAdmission[]>();
  const ownerless: TrustAdmission[] = [];
  const problems: TrustProblem[] = [];
  const owners = new PossibleOwners(model.identities);
  for (const credential of model.federatedCredentials) {
    const { identity = '', subject, issuer, audiences, id, at, parentText } = credential;
    if (identity === '' && parentText !== '') {
      const many = saidCounts.namedIn(parentText);
      const possible = owners.of(credential.parent);
      const what = `it is a credential of ${parentText}, ${whyOwnerless(parentText, many, possible)}, so whose identity it gives is not known`;
      // Of both it is said already that nobody knows how many there are.
      const isSaid = many !== undefined && saidCounts.has(id);
      const whose = possible ? possible.length > 0 && { identities: possible } : { mayBeOfAny: true as const };
      problems.push({ identity: id, kind: 'unknown', what, isSaid, ...whose, at });
    }
    // An application’s or identity’s credential takes exactly one audience; the service refuses any other number.
    if (audiences.length !== 1) continue;
    const depends = credential.possible && dependsOnCause(credential.possible.cause);
    let isDependenceSaid = false;
    for (const taken of credential.possible?.takes ?? [{ issuer, subject }]) {
      const account = accountInSubject(taken.subject);
      const cluster = clusterOfIssuer.get(taken.issuer);
      // A service that is no cluster signs no subject of a service account.
      if (!account || !cluster || cluster.service) continue;
      const unknownPart = account.isCertain ? audiences.find(hasSymbol) : taken.subject;
      const uncertain = depends ?? (unknownPart && notKnown(account.isCertain ? 'audience' : 'subject', unknownPart));
      if (uncertain !== undefined && identity !== '' && !isDependenceSaid) {
        isDependenceSaid = true;
        const isSaid = saidCounts.has(id) && isOfRepetition(uncertain);
        problems.push({ identity: id, kind: 'unknown', what: uncertain, isSaid, at });
      }
      const admission: TrustAdmission = {
        identity,
        mechanism: 'entra-workload-identity',
        cluster: cluster.id,
        namespace: account.namespace,
        serviceAccount: account.name,
        pattern: false,
        except: [],
        audiences,
        ...(uncertain === undefined ? {} : { uncertain, isSaid: true }),
        source: id,
        at: below(at, 'subject'),
      };
      if (mayBeName('namespace', account.namespace) && mayBeName('service-account', account.name)) {
        if (identity !== '') admissions.push(admission);
        else if (owners.isToBeTold(credential.parent)) ownerless.push(admission);
        continue;
      }
      addToGroup(impossible, identity, admission);
    }
  }
  const owned = model.federatedCredentials.filter(({ identity }) => identity !== undefined);
  const isOwnerless = ({ identity, parent }: EntraCredential | FlexibleCredential): boolean =>
    identity === undefined && owners.isToBeTold(parent);
  const ownerlessCredentials = model.federatedCredentials.filter(isOwnerless);
  const flexible = model.flexibleCredentials.filter(({ identity }) => identity !== undefined);
  return {
    admissions,
    impossible,
    ownerless: new AdmissionIndex(ownerless),
    ownerlessCredentials,
    parentOfOwnerless: new Map(ownerlessCredentials.map(({ id, parent }) => [id, parent])),
    credentialsOf: grouped(owned, ({ identity }) => identity!),
    ownerlessFlexible: model.flexibleCredentials.filter(isOwnerless),
    flexibleOf: grouped(flexible, ({ identity }) => identity!),
    trusting: new Set([...owned, ...flexible, ...model.identityBindings].flatMap(({ identity }) => identity ?? [])),
    problems,
  };
}

/** Why nothing tells whose a credential is. */
function whyOwnerless(parentText: string, many: string | undefined, possible: readonly string[] = []): string {
  if (many !== undefined) return `and how many there are of ${many} is not known`;
  if (parentText.includes('${') || possible.length === 0) return 'which is not in the input';
  return `which may be ${possible[0]!}, whose resource id is not known before apply`;
}

function dependsOnCause(cause: string): string {
  return `what it accepts depends on ${cause}, which is not known before apply`;
}

function notKnown(field: string, text: string): string {
  return `its ${field} ${describeSymbols(text)} is not known before apply`;
}

function mayBeName(kind: 'namespace' | 'service-account', name: string): boolean {
  return hasSymbol(name) || isValidName(kind, name);
}
