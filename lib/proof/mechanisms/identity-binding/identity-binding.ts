import { addToGroup, grouped } from '../../../core/groups';
import { IDENTITY_BINDING_PERMISSION } from '../../../core/azure/identity-binding';
import { isOfKubernetes } from '../../access-control/gathered-roles';
import { grantsByCluster } from '../../access-control/role-grants';
import type { RoleGrant } from '../../access-control/role-grants';
import { holds, isForName } from '../../access-control/rule';
import { SUBJECT_KINDS, accountsOf } from '../../access-control/subjects';
import type { SubjectAccounts } from '../../access-control/subjects';
import type { Identity } from '../../model/identity/identity';
import type { IdentityIndex } from '../../model/identity/identity-index';
import type { ClusterRoleBinding, ClusterRoleRule } from '../../model/cluster/access-control';
import type { IdentityBinding } from '../../model/kubernetes/identity-binding';
import { and, isNo, isUnknown, isYes, or } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import type { Model } from '../../model/model';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { TrustAdmission } from '../trust';

const { verb: VERB, apiGroup: API_GROUP } = IDENTITY_BINDING_PERMISSION;

/** Whom AKS identity bindings let in. */
export interface IdentityBindingEvaluation {
  readonly admissions: readonly TrustAdmission[];
  /** Why a binding cannot be told of wholly, by binding; one that can is not here. */
  readonly unknown: ReadonlyMap<IdentityBinding, string>;
  /** Why anybody may be let in by a binding. */
  readonly open: ReadonlyMap<IdentityBinding, string>;
  /** Whom RBAC lets in if a ClusterRole turns out to, each with why that is not known. */
  readonly doubtful: readonly TrustAdmission[];
  readonly unknownTrusts: readonly string[];
  /** What RBAC grants of identities that its cluster is not bound to. */
  readonly unbound: readonly UnboundGrant[];
}

/** A ClusterRoleBinding that lets somebody use an identity to which its cluster is not bound. */
export interface UnboundGrant {
  readonly cluster: string;
  readonly identity: Identity;
  readonly by: ClusterRoleBinding;
}

/**
 * Who gets in by AKS identity bindings: the cluster is bound to the identity, and its RBAC lets the service account use
 * the identity's client id. No issuer is compared: AKS itself holds the one that the identity trusts.
 */
export function evaluateIdentityBindings(model: Model, identities: IdentityIndex): IdentityBindingEvaluation {
  const admissions: TrustAdmission[] = [];
  const doubtful: TrustAdmission[] = [];
  const open = new Map<IdentityBinding, string>();
  const unknown = new Map<IdentityBinding, string>();
  const grantsOf = identityGrants(model, identities);
  const bound = grouped(model.identityBindings, ({ cluster }) => cluster);
  for (const binding of model.identityBindings) {
    const { cluster } = binding;
    // Azure refuses it, and a rule says so.
    if (binding.bindsNoIdentity) continue;
    const identity = binding.identity && identities.get(binding.identity);
    if (cluster === undefined || !identity) {
      const [possible, which, missing] = identity
        ? [binding.possibleClusters, 'which cluster it is of', 'cluster']
        : [binding.possibleIdentities, 'which managed identity it binds', 'managed identity'];
      open.set(
        binding,
        possible.length > 0 ? `${which} is not known before apply` : `its ${missing} is not in the input`,
      );
      continue;
    }
    const grants = grantsOf(cluster);
    const base = admissionOf(binding, cluster, identity);
    if (binding.allowsByLabels) open.set(binding, BY_LABELS);
    else if (grants.unread)
      open.set(binding, 'no ClusterRoleBinding of its cluster was read, and those say who may use it');
    const doubts = grants.doubts.flatMap(({ by, uncertain }) => granted(by, { ...base, uncertain }));
    for (const namespace of binding.allowedNamespaces) {
      admissions.push({ ...base, namespace, serviceAccount: '*', pattern: true });
    }
    for (const { by, uncertain } of [...grants.ofResource('*'), ...grants.ofResource(identity.claimName)]) {
      admissions.push(...granted(by, { ...base, uncertain }));
    }
    const uncertain = 'whether the client id that a ClusterRole names is the identity’s is not known before apply';
    const maybe = grants.unlike(identity.claimName).flatMap(({ by }) => granted(by, { ...base, uncertain }));
    // With one identity alone it is most likely that one; with several it may be any of them.
    if (bound.get(cluster)!.length > 1) doubts.push(...maybe);
    else admissions.push(...maybe);
    doubtful.push(...doubts);
    if (doubts[0]) unknown.set(binding, doubts[0].uncertain!);
  }
  for (const [binding, because] of open) unknown.set(binding, because);
  // What is of no cluster of the input lets in nobody here.
  const unknownTrusts = [...unknown.keys()]
    .filter(({ cluster, possibleClusters }) => cluster !== undefined || possibleClusters.length > 0)
    .flatMap((one) => one.identity ?? one.possibleIdentities);
  const unbound = unboundGrants(model, identities, grantsOf);
  return { admissions, unknown, open, doubtful, unknownTrusts, unbound };
}

/** By client ids that are known to be those of an identity; a wildcard is about no identity in particular. */
function unboundGrants(
  { accessControl, identityBindings }: Model,
  identities: IdentityIndex,
  grantsOf: (cluster: string) => Grants,
): readonly UnboundGrant[] {
  const keyOf = (cluster: string | undefined, identity: string | undefined) => `${cluster} ${identity}`;
  const bound = new Set(
    identityBindings.flatMap(({ cluster, identity, possibleIdentities }) =>
      [identity, ...possibleIdentities].map((id) => keyOf(cluster, id)),
    ),
  );
  const clusters = new Set(accessControl.bindings.flatMap((binding) => binding.clusters));
  return [...clusters].flatMap((cluster) =>
    grantsOf(cluster)
      .named()
      .flatMap(([clientId, grants]) => {
        const identity = identities.claimed(clientId)?.identity;
        if (!identity || bound.has(keyOf(cluster, identity.id)) || bound.has(keyOf(undefined, identity.id))) return [];
        return grants
          .filter(({ by, uncertain }) => uncertain === undefined && letsInSomebody(by))
          .map(({ by }) => ({ cluster, identity, by }));
      }),
  );
}

/** Whether one of its subjects stands for service accounts. */
function letsInSomebody({ subjects }: ClusterRoleBinding): boolean {
  return subjects.some((subject) =>
    SUBJECT_KINDS.some((kind) => !isNo(equal(subject.kind, kind)) && accountsOf(kind, subject) !== undefined),
  );
}

const BY_LABELS =
  'its allowedSubjects choose namespaces or service accounts by labels, which are not compared, or by what is not known before apply';

function whoIsNotKnown({ name }: ClusterRoleBinding): string {
  return `whom ClusterRoleBinding/${describeSymbols(name)} names is not known before apply`;
}

/** What a ClusterRoleBinding lets in: each of its subjects that stands for service accounts. */
function granted(by: ClusterRoleBinding, base: AdmissionOfSomebody): TrustAdmission[] {
  return by.subjects.flatMap((subject) => {
    const source = `ClusterRoleBinding/${by.name}`;
    return SUBJECT_KINDS.flatMap((kind): TrustAdmission[] => {
      const isKind = equal(subject.kind, kind);
      const accounts = isNo(isKind) ? undefined : accountsOf(kind, subject);
      if (!accounts) return [];
      const isCertain = isYes(isKind) && accounts.isCertain;
      const { namespace, serviceAccount, pattern } = accounts;
      const uncertain = base.uncertain ?? (isCertain ? undefined : whoIsNotKnown(by));
      return [{ ...base, namespace, serviceAccount, pattern, source, at: by.at, uncertain }];
    });
  });
}

/** What a binding lets in but for whom. */
type AdmissionOfSomebody = Omit<TrustAdmission, Exclude<keyof SubjectAccounts, 'isCertain'>>;

function admissionOf(binding: IdentityBinding, cluster: string, identity: Identity): AdmissionOfSomebody {
  return {
    identity: identity.id,
    mechanism: 'entra-workload-identity',
    cluster,
    except: [],
    audiences: undefined,
    identityBinding: binding.id,
    source: binding.id,
    at: binding.at,
  };
}

/** A ClusterRoleBinding that lets its subjects use a managed identity. */
interface Grant {
  readonly by: ClusterRoleBinding;
  /** Why it is not certain that its role does; nothing where it is. */
  readonly uncertain?: string;
}

/** One cluster's RBAC, as far as it is about managed identities. */
class Grants {
  /** Whether no ClusterRoleBinding was read. */
  public readonly unread: boolean;
  /** ClusterRoleBindings whose role may grant more than was read of it. */
  public readonly doubts: readonly Required<Grant>[];
  private readonly byResource = new Map<string, Grant[]>();
  /** Of client ids that are none of an identity in the input. */
  private readonly ofLiterals: Grant[] = [];
  private readonly ofSymbols: Grant[] = [];

  public constructor(bindings: readonly RoleGrant[], identities: IdentityIndex) {
    for (const given of bindings) {
      const { by } = given;
      for (const [resource, isGranted] of resourcesOf(given.rules ?? [])) {
        const grant = { by, uncertain: isUnknown(isGranted) ? roleNotKnown(by) : undefined };
        addToGroup(this.byResource, resource, grant);
        // Another identity's client id is not this one's, though neither is known.
        if (resource === '*' || identities.claimed(resource)) continue;
        (hasSymbol(resource) ? this.ofSymbols : this.ofLiterals).push(grant);
      }
    }
    this.unread = bindings.length === 0;
    this.doubts = bindings.flatMap((grant) => {
      const uncertain = whyMore(grant);
      return uncertain === undefined ? [] : [{ by: grant.by, uncertain }];
    });
  }

  /** The bindings that let their subjects use this very client id; `*` is every one. */
  public ofResource(resource: string): readonly Grant[] {
    return this.byResource.get(resource) ?? [];
  }

  /** What it grants by client id; `*`, which is none, among them. */
  public named(): readonly (readonly [clientId: string, grants: readonly Grant[]])[] {
    return [...this.byResource];
  }

  /** The bindings for client ids that may turn out to be this one: known where it is not, or the other way round. */
  public unlike(claimName: string): readonly Grant[] {
    return hasSymbol(claimName) ? [...this.ofLiterals, ...this.ofSymbols] : this.ofSymbols;
  }
}

/** Why a ClusterRoleBinding may give more than was read; nothing where it does not. */
function whyMore({ by: { name, role }, rules, unknown }: RoleGrant): string | undefined {
  if (rules) return unknown;
  // Roles that every cluster has say nothing of managed identities.
  if (isOfKubernetes(role)) return undefined;
  return `the ClusterRole ${role}, which ClusterRoleBinding/${name} gives, is not in the input`;
}

function roleNotKnown({ role }: ClusterRoleBinding): string {
  return `whether the ClusterRole ${describeSymbols(role)} lets anybody use managed identities is not known before apply`;
}

/** RBAC by cluster. */
function identityGrants({ accessControl }: Model, identities: IdentityIndex): (cluster: string) => Grants {
  const grantsOf = grantsByCluster(accessControl);
  const known = new Map<string, Grants>();
  return (cluster) => {
    let grants = known.get(cluster);
    if (!grants) known.set(cluster, (grants = new Grants(grantsOf(cluster).clusterWide, identities)));
    return grants;
  };
}

/** The client ids that a role may let somebody use, each with whether it does. */
function resourcesOf(rules: readonly ClusterRoleRule[]): ReadonlyMap<string, Known> {
  const found = new Map<string, Known>();
  for (const rule of rules) {
    const isGranted = isAboutIdentities(rule);
    if (isNo(isGranted)) continue;
    for (const resource of rule.resources) found.set(resource, or(found.get(resource) ?? false, isGranted));
  }
  return found;
}

/** The question that AKS asks names no object: a rule for named objects answers it only where one of its names is empty. */
function isAboutIdentities(rule: ClusterRoleRule): Known {
  return and(isForName(rule, ''), holds(rule.verbs, VERB), holds(rule.apiGroups, API_GROUP));
}
