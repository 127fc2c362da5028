import { addToGroup } from '../../core/groups';
import type { Evaluation } from '../evaluate/evaluation';
import type { CloudResource } from '../model/cloud-resource';
import type { AzureActions, IdentityPolicy } from '../model/identity/identity-policy';
import { any, isNo, isUnknown, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, inLowerCase, isSymbol, symbolOf } from '../model/known/symbol';
import { equal, splitOutsideSymbols } from '../model/known/text';
import { decideOnAzure, isWithin } from '../permissions/azure';
import { blocksOf, hasAction, planeOf } from '../permissions/azure-actions';
import { isOpenText } from './way';
import type { Somebody } from './way';

export const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';
export const CLUSTERS = 'Microsoft.ContainerService/managedClusters';

/** Somebody with their role assignments, but for those of a known role of which it was not read what it allows. */
export interface Holder {
  readonly who: Extract<Somebody, { readonly kind: 'identity' | 'principal' }>;
  readonly policies: IdentityPolicy[];
}

/** Something that roles are about. */
export interface Asked {
  readonly resourceId: string;
  /** The id of an identity or a cluster; of something else what it is. */
  readonly id: string;
}

/** Somebody with roles in a namespace of a cluster. */
interface InNamespace {
  readonly holder: Holder;
  readonly namespace: string;
  readonly asked: Asked;
  /** Whether it is the cluster that was asked for. */
  readonly isIn: Known;
}

interface Named {
  readonly id: string;
  readonly resourceId?: string;
  readonly existing?: true;
}

/** By an action, who may have it. */
type AtScope = Map<string, Holder[]>;

/** Who has, or may have, which of some actions on Azure, by which role assignments. */
export class AzureHolders {
  private readonly holders = new Map<string, Holder>();
  /** By a scope as {@link keyOf} has it. */
  private readonly byScope = new Map<string, AtScope>();
  /** By assignments whose scope is around subscriptions, or not known but for its subscription. */
  private readonly anywhere: AtScope = new Map();
  private readonly inNamespaces: { readonly scope: string; readonly holder: Holder }[] = [];
  /** By what a role allows, which of the actions. */
  private readonly actionsOfRoles = new Map<readonly AzureActions[], readonly string[]>();
  private readonly unread = new Set<string>();
  private readonly managementGroups: readonly CloudResource[];
  private readonly askedById = new Map<string, Asked>();
  /** By what stands for the id of something: the id as far as it is known. */
  private readonly spellings: Map<string, string>;
  /** By the same: what of it the program makes, but for what is around resource groups. */
  private readonly made = new Map<string | undefined, { readonly id: string; readonly isGroup: boolean }>();
  private readonly isMade = new Set<string>();
  /** The identities that AKS makes with a cluster, in a resource group that it makes for that. */
  private readonly isOfNodes = new Set<string>();

  /** @param actions which actions are asked for */
  public constructor(
    private readonly evaluation: Evaluation,
    private readonly actions: readonly string[],
  ) {
    const { policies, otherAssignments, resources, identities, clusters } = evaluation.model;
    this.managementGroups = resources.filter(({ service }) => service === 'managementGroup');
    this.spellings = new Map(resources.flatMap(({ spellings }) => [...spellings]));
    for (const { id, service, declared, spellings } of resources) {
      if (!declared || service === 'managementGroup') continue;
      this.isMade.add(id);
      for (const text of spellings.keys()) this.made.set(text, { id, isGroup: service === 'group' });
    }
    for (const one of clusters) if (one.cloud === 'azure') this.name(one, CLUSTERS);
    for (const one of identities) if (one.kind === 'managed-identity') this.name(one, IDENTITIES);
    for (const policy of policies) {
      if (policy.kind === 'role-assignment') this.add(policy, { kind: 'identity', name: policy.identity });
    }
    for (const { principal, ...assignment } of otherAssignments) {
      this.add({ ...assignment, identity: principal }, { kind: 'principal', name: principal });
    }
  }

  public get all(): Iterable<Holder> {
    return this.holders.values();
  }

  /** The roles of which it was not read what they allow, each with its assignment; sorted. */
  public get notRead(): readonly string[] {
    return [...this.unread].sort();
  }

  /** What roles on a managed identity, or on a cluster of AKS, are about. */
  public asked(id: string): Asked {
    return this.askedById.get(id)!;
  }

  /** Those who may have one of some actions on something, by an assignment at it or around it. */
  public at({ resourceId }: Asked, actions: readonly string[]): ReadonlySet<Holder> {
    const found = new Set<Holder>();
    for (const at of [...this.around(keyOf(resourceId)), this.anywhere]) {
      for (const action of actions) for (const holder of at.get(action) ?? []) found.add(holder);
    }
    return found;
  }

  /** Those with roles in namespaces of a cluster. */
  public *inNamespacesOf({ id, resourceId }: Asked): Iterable<InNamespace> {
    for (const { scope, holder } of this.inNamespaces) {
      const written = inLowerCase(this.write(scope));
      const [, cluster, namespace] = NAMESPACE.exec(written) as unknown as [string, string, string];
      const isIn = !this.isOfAnother(scope, id) && equal(cluster, inLowerCase(resourceId));
      if (!isNo(isIn)) yield { holder, namespace, asked: { id, resourceId: written }, isIn };
    }
  }

  /** Whether somebody has one of some actions on something. */
  public may({ who, policies }: Holder, actions: readonly string[], { id, resourceId: resource }: Asked): Known {
    const { uncounted, denyAssignments: denials } = this.evaluation.model;
    const { managementGroups } = this;
    const own = policies.filter(({ scope = '' }) => !this.isOfAnother(scope, id));
    const grants = { identity: who.name, policies: own, open: [], denials, uncounted, managementGroups };
    const write = (text: string): string => this.write(text);
    const answer = any(actions, (action) => decideOnAzure(grants, { action, resource, write }).allowed);
    return isUnknown(answer) && answer.why.includes(groupOf(id))
      ? unknown(`where ${id} is on Azure is not known`)
      : answer;
  }

  /** The assignments by which somebody has, or may have, one of some actions on something; sorted. */
  public sources({ who, policies }: Holder, actions: readonly string[], asked: Asked): readonly string[] {
    const giving = policies.filter((policy) => !isNo(this.may({ who, policies: [policy] }, actions, asked)));
    return [...new Set(giving.map(({ source }) => source))].sort();
  }

  /** Whether a scope is of something else that the program makes: two that it makes are two, whatever they are called. */
  private isOfAnother(scope: string, id: string): boolean {
    const own = this.made.get(FIRST_SYMBOL.exec(scope)?.[0]);
    if (!own || own.id === id) return false;
    return (own.isGroup ? this.isOfNodes : this.isMade).has(id);
  }

  /** What is told at a scope and at those around it: of those that are not known whole, at all that may be around it. */
  private *around(key: string): Iterable<AtScope> {
    if (hasSymbol(key)) {
      for (const [scope, at] of this.byScope) if (!isNo(isWithin(key, scope))) yield at;
      return;
    }
    for (let end = key.length; end > 0; end = key.lastIndexOf('/', end - 1)) {
      const at = this.byScope.get(key.slice(0, end));
      if (at) yield at;
    }
  }

  /** Of what nothing tells the id, the type is known; and of what AKS makes with a cluster, the subscription. */
  private name({ id, resourceId, existing }: Named, type: string): void {
    const text = resourceId ?? symbolOf(`the resource id of ${id}`);
    if (isSymbol(text) && !this.spellings.has(text)) {
      const cluster = [...this.askedById.values()].find((one) => id.startsWith(`${one.id}.`));
      if (cluster) this.isOfNodes.add(id);
      const own = symbolOf(`the subscription of ${id}`);
      const subscription = cluster ? splitOutsideSymbols(cluster.resourceId, '/')[2]! : own;
      const group = `/subscriptions/${subscription}/resourceGroups/${groupOf(id)}`;
      this.spellings.set(text, `${group}/providers/${type}/${symbolOf(`the name of ${id}`)}`);
      // One of which only the issuer is known may be one that the program makes.
      if (resourceId !== undefined && !existing) {
        this.isMade.add(id);
        this.made.set(text, { id, isGroup: false });
      }
    }
    this.askedById.set(id, { id, resourceId: this.write(text) });
  }

  private add(policy: IdentityPolicy, who: Holder['who']): void {
    // An access policy of a vault is no role, and one of the directory is none of Azure.
    if (policy.vaultPermissions) return;
    const blocks = policy.isOfDirectory ? [] : blocksOf(policy);
    if (!blocks) {
      this.unread.add(describeSymbols(`${policy.name ?? 'a role that is not known'}, which ${policy.source} assigns`));
      if (!isRoleOpen(policy)) return;
    }
    const key = `${who.kind}\n${who.name}`;
    let holder = this.holders.get(key);
    if (!holder) this.holders.set(key, (holder = { who, policies: [] }));
    holder.policies.push(policy);
    const { scope = '' } = policy;
    const written = this.write(scope);
    // A role of which only apply tells which it is may have any of them.
    const actions = blocks ? this.actionsOf(blocks) : this.actions;
    if (NAMESPACE.test(written)) this.inNamespaces.push({ scope, holder });
    else for (const action of actions) addToGroup(this.atScope(keyOf(written)), action, holder);
  }

  private atScope(key: string): AtScope {
    if (hasSymbol(key) || !key.startsWith('/subscriptions/')) return this.anywhere;
    let at = this.byScope.get(key);
    if (!at) this.byScope.set(key, (at = new Map()));
    return at;
  }

  /** Which of the actions a role has, or may have. */
  private actionsOf(blocks: readonly AzureActions[]): readonly string[] {
    let found = this.actionsOfRoles.get(blocks);
    if (!found) {
      found = this.actions.filter((action) => !isNo(any(blocks, (block) => hasAction(block, action, planeOf(action)))));
      this.actionsOfRoles.set(blocks, found);
    }
    return found;
  }

  private write(text: string): string {
    const spell = (one: string): string => one.replace(SYMBOL, (symbol) => this.spellings.get(symbol) ?? symbol);
    // An id begins with that of what it lies in.
    return spell(spell(text));
  }
}

const SYMBOL = /\uE000[^\uE001]*\uE001/g;
const FIRST_SYMBOL = /\uE000[^\uE001]*\uE001/;
/** A namespace of something, such as an AKS cluster; what is between slashes may be a symbol, whose reference may have slashes. */
const NAMESPACE = /(.*)\/namespaces\/((?:[^/\uE000]|\uE000[^\uE001]*\uE001)+)$/i;

/** Whether only apply tells which role is assigned. */
function isRoleOpen({ name }: IdentityPolicy): boolean {
  return name === undefined || isOpenText(name);
}

/** What stands for the resource group of something of which nothing tells it. */
function groupOf(id: string): string {
  return symbolOf(`the resource group of ${id}`);
}

/** A resource id as it is looked up: of two subscriptions it is seldom known that they are two. */
function keyOf(resourceId: string): string {
  const [first, type, , ...rest] = splitOutsideSymbols(inLowerCase(resourceId).replace(/\/+$/, ''), '/');
  return [first, type, '', ...rest].join('/');
}
