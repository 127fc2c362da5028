import { addToGroup } from '../../../core/groups';
import type { Identity } from '../../model/identity';
import type { IdentityIndex } from '../../model/identity-index';
import type { ClusterRole, ClusterRoleBinding, ClusterRoleRule, IdentityBinding } from '../../model/identity-binding';
import type { Model } from '../../model/model';
import { hasSymbol } from '../../model/symbol';
import { GatheredRoles } from './aggregated-role';
import type { Admission } from '../trust';

/** The verb and the API group by which RBAC says who may use a managed identity. AKS, "Set up identity bindings". */
const VERB = 'use-managed-identity';
const API_GROUP = 'cid.wi.aks.azure.com';

/** Roles that every cluster has and that say nothing of managed identities. */
const BUILT_IN_ROLES = /^system:/;

/** Whom AKS identity bindings let in. */
export interface IdentityBindingEvaluation {
  readonly admissions: readonly Admission[];
  /** Why a binding cannot be told of wholly, by binding; one that can is not here. */
  readonly unknown: ReadonlyMap<IdentityBinding, string>;
  readonly unknownTrusts: readonly string[];
}

/**
 * Who gets in by AKS identity bindings: the cluster is bound to the identity, and its RBAC lets the service account use
 * the identity's client id. No issuer is compared: AKS itself holds the one that the identity trusts.
 */
export function evaluateIdentityBindings(model: Model, identities: IdentityIndex): IdentityBindingEvaluation {
  const admissions: Admission[] = [];
  const unknown = new Map<IdentityBinding, string>();
  if (model.identityBindings.length === 0) return { admissions, unknown, unknownTrusts: [] };
  const grantsOf = grantsByCluster(model);
  const bound = new Map<string, number>();
  for (const { cluster } of model.identityBindings) {
    if (cluster !== undefined) bound.set(cluster, (bound.get(cluster) ?? 0) + 1);
  }
  for (const binding of model.identityBindings) {
    const { cluster } = binding;
    const identity = binding.identity === undefined ? undefined : identities.get(binding.identity);
    if (cluster === undefined || !identity) {
      unknown.set(binding, `its ${identity ? 'cluster' : 'managed identity'} is not in the input`);
      continue;
    }
    const grants = grantsOf(cluster);
    if (binding.allowsByLabels) {
      unknown.set(
        binding,
        'its allowedSubjects choose namespaces or service accounts by labels, which are not compared',
      );
    } else if (grants.unknown !== undefined) {
      unknown.set(binding, grants.unknown);
    }
    for (const namespace of binding.allowedNamespaces) {
      admissions.push({ ...admissionOf(binding, cluster, identity), namespace, serviceAccount: '*', pattern: true });
    }
    for (const by of [...grants.ofResource('*'), ...grants.ofResource(identity.claimName)]) {
      admissions.push(...granted(by, admissionOf(binding, cluster, identity)));
    }
    const maybe = grants.unlike(identity.claimName);
    if (maybe.length === 0) continue;
    const because = 'whether the client id that a ClusterRole names is the identity’s is not known before apply';
    // With one identity alone it is most likely that one; with several it may be any of them.
    if (bound.get(cluster)! > 1) unknown.set(binding, because);
    else
      for (const by of maybe)
        admissions.push(...granted(by, { ...admissionOf(binding, cluster, identity), uncertain: because }));
  }
  return { admissions, unknown, unknownTrusts: [...unknown.keys()].flatMap(({ identity }) => identity ?? []) };
}

/** What a ClusterRoleBinding lets in: each of its subjects that stands for service accounts. */
function granted(by: ClusterRoleBinding, base: Admission): Admission[] {
  return by.subjects.flatMap((subject) => {
    const accounts = accountsOf(subject.kind, subject.name, subject.namespace);
    return accounts ? [{ ...base, ...accounts, source: `ClusterRoleBinding/${by.name}`, at: by.at }] : [];
  });
}

function admissionOf(binding: IdentityBinding, cluster: string, identity: Identity): Admission {
  return {
    identity: identity.id,
    mechanism: 'entra-workload-identity',
    cluster,
    namespace: '*',
    serviceAccount: '*',
    pattern: false,
    except: [],
    audiences: undefined,
    identityBinding: binding.id,
    source: binding.id,
    at: binding.at,
  };
}

/** The service accounts that a subject stands for; nothing where it is a person or a group of people. */
function accountsOf(
  kind: string,
  name: string,
  namespace: string | undefined,
): Pick<Admission, 'namespace' | 'serviceAccount' | 'pattern'> | undefined {
  if (kind === 'ServiceAccount') return { namespace: namespace ?? '', serviceAccount: name, pattern: false };
  const parts = name.split(':');
  if (kind === 'User' && name.startsWith('system:serviceaccount:') && parts.length === 4) {
    return { namespace: parts[2]!, serviceAccount: parts[3]!, pattern: false };
  }
  if (kind !== 'Group') return undefined;
  if (name === 'system:serviceaccounts' || name === 'system:authenticated') {
    return { namespace: '*', serviceAccount: '*', pattern: true };
  }
  if (!name.startsWith('system:serviceaccounts:')) return undefined;
  return { namespace: parts.slice(2).join(':'), serviceAccount: '*', pattern: true };
}

/** One cluster's RBAC, as far as it is about managed identities. */
class Grants {
  /** Why it cannot be told of wholly. */
  public readonly unknown?: string;
  private readonly byResource = new Map<string, ClusterRoleBinding[]>();
  private readonly ofLiterals: ClusterRoleBinding[] = [];
  private readonly ofSymbols: ClusterRoleBinding[] = [];

  public constructor(roles: ReadonlyMap<string, ClusterRole>, bindings: readonly ClusterRoleBinding[]) {
    const gathered = new GatheredRoles(roles);
    for (const binding of bindings) {
      for (const resource of new Set(resourcesOf(binding.role, gathered))) {
        if (hasSymbol(resource)) this.ofSymbols.push(binding);
        else if (resource !== '*') this.ofLiterals.push(binding);
        addToGroup(this.byResource, resource, binding);
      }
    }
    const missing = bindings.find(({ role }) => !gathered.of(role) && !BUILT_IN_ROLES.test(role));
    const doubtful = bindings.find(({ role }) => gathered.of(role)?.unknown !== undefined);
    if (bindings.length === 0) {
      this.unknown = 'no ClusterRoleBinding of its cluster was read, and those say who may use it';
    } else if (missing) {
      this.unknown = `the ClusterRole ${missing.role}, which ClusterRoleBinding/${missing.name} gives, is not in the input`;
    } else if (doubtful) {
      this.unknown = gathered.of(doubtful.role)!.unknown;
    }
  }

  /** The bindings that let their subjects use this very client id; `*` is every one. */
  public ofResource(resource: string): readonly ClusterRoleBinding[] {
    return this.byResource.get(resource) ?? [];
  }

  /** The bindings for client ids that may turn out to be this one: known where it is not, or the other way round. */
  public unlike(claimName: string): readonly ClusterRoleBinding[] {
    return hasSymbol(claimName) ? this.ofLiterals : this.ofSymbols;
  }
}

/** RBAC by cluster. */
function grantsByCluster({ accessControl }: Model): (cluster: string) => Grants {
  const roles = grouped(accessControl.roles);
  const bindings = grouped(accessControl.bindings);
  const known = new Map<string, Grants>();
  return (cluster) => {
    let grants = known.get(cluster);
    if (!grants) {
      const named = new Map((roles.get(cluster) ?? []).map((role) => [role.name, role]));
      known.set(cluster, (grants = new Grants(named, bindings.get(cluster) ?? [])));
    }
    return grants;
  };
}

function grouped<T extends { readonly clusters: readonly string[] }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    for (const cluster of entry.clusters) {
      addToGroup(groups, cluster, entry);
    }
  }
  return groups;
}

function resourcesOf(name: string, roles: GatheredRoles): readonly string[] {
  return (roles.of(name)?.rules ?? []).filter(isAboutIdentities).flatMap(({ resources }) => resources);
}

/** The question that AKS asks names no object, so a rule for named objects never answers it. */
function isAboutIdentities({ verbs, apiGroups, resourceNames }: ClusterRoleRule): boolean {
  return (
    (verbs.includes(VERB) || verbs.includes('*')) &&
    (apiGroups.includes(API_GROUP) || apiGroups.includes('*')) &&
    resourceNames.length === 0
  );
}
