import { addToGroup } from '../../core/groups';
import type { Evaluation } from '../evaluate/evaluation';
import type { AksAccess } from '../model/cluster/cluster-runtime';
import type { Cluster } from '../model/cluster/cluster';
import type { CloudResource } from '../model/cloud-resource';
import type { Identity } from '../model/identity/identity';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { and, isNo, isUnknown, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, inLowerCase, referenceOfSymbol, symbolOf } from '../model/known/symbol';
import { splitOutsideSymbols } from '../model/known/text';
import { decideOnAzure } from '../permissions/azure';
import type { ClusterPower, IdentityPower, Somebody } from './way';

const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const CLUSTERS = 'Microsoft.ContainerService/managedClusters';

const CREDENTIALS = `${IDENTITIES}/federatedIdentityCredentials/write`;
/** What attaching an identity takes, and as the role Managed Identity Operator writes it. */
const ASSIGN = [`${IDENTITIES}/assign/action`, `${IDENTITIES}/identity/assign/action`];
const ROLES = 'Microsoft.Authorization/roleAssignments/write';
const MACHINES = 'Microsoft.Compute/virtualMachines/write';
const ADMIN_CREDENTIAL = `${CLUSTERS}/listClusterAdminCredential/action`;
const PROFILE_CREDENTIAL = `${CLUSTERS}/accessProfiles/listCredential/action`;
const USER_CREDENTIAL = `${CLUSTERS}/listClusterUserCredential/action`;
const RUN = `${CLUSTERS}/runcommand/action`;
const CHANGE = `${CLUSTERS}/write`;

const MAKE_PODS = [
  'pods',
  'replicationcontrollers',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'apps/replicasets',
  'batch/jobs',
  'batch/cronjobs',
];

interface DataActions extends Pick<ClusterPower, 'act' | 'becomes'> {
  readonly actions: readonly string[];
  /** They are about what is in no namespace: only an assignment at the cluster, or around it, gives them. */
  readonly ofCluster?: true;
}

/**
 * What a role of Azure lets its holder do in a cluster in which such roles decide. AKS asks for the action of a thing where somebody
 * acts on a part of it, such as the tokens of a service account or the kubelet of a node, but for commands in pods.
 *
 * @see https://github.com/kubeguard/guard/blob/master/authz/providers/azure/rbac/checkaccessreqhelper.go
 */
const OF_KUBERNETES: readonly DataActions[] = [
  { act: 'make-tokens', becomes: 'pod', actions: [`${CLUSTERS}/serviceaccounts/write`] },
  { act: 'make-pods', becomes: 'pod', actions: MAKE_PODS.map((kind) => `${CLUSTERS}/${kind}/write`) },
  { act: 'run-commands', becomes: 'pod', actions: [`${CLUSTERS}/pods/exec/action`] },
  {
    ...{ act: 'call-kubelets', becomes: 'pod', ofCluster: true },
    actions: [`${CLUSTERS}/nodes/read`, `${CLUSTERS}/nodes/write`],
  },
  {
    ...{ act: 'change-admission', becomes: 'pod', ofCluster: true },
    actions: [`${CLUSTERS}/admissionregistration.k8s.io/mutatingwebhookconfigurations/write`],
  },
  { act: 'impersonate', becomes: 'account', actions: [`${CLUSTERS}/serviceaccounts/impersonate/action`] },
];

const ACTIONS: readonly string[] = [
  ...[CREDENTIALS, ...ASSIGN, ROLES, ADMIN_CREDENTIAL, PROFILE_CREDENTIAL, USER_CREDENTIAL, RUN, CHANGE],
  ...OF_KUBERNETES.flatMap(({ actions }) => actions),
];

/** Roles of the directory, and of Microsoft Graph, whose holder writes credentials of any application. */
const OVER_APPLICATIONS: ReadonlySet<string> = new Set([
  ...['directory role Application Administrator', 'directory role 9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
  ...['directory role Cloud Application Administrator', 'directory role 158c047a-c907-4556-b7ef-446551a6b5f7'],
  ...['directory role Global Administrator', 'directory role 62e90394-69f5-4237-9190-012177145e10'],
  // These give themselves what it takes.
  ...['directory role Privileged Role Administrator', 'directory role e8611ab8-c189-46e8-94e1-60213ab1f814'],
  ...['app role RoleManagement.ReadWrite.Directory', 'app role 9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'],
  ...['app role AppRoleAssignment.ReadWrite.All', 'app role 06b708a9-e830-4db3-a914-8e69da51d44f'],
  ...['app role Application.ReadWrite.All', 'app role 1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'],
]);

/** Somebody with all of their role assignments. */
interface Holder {
  readonly who: Extract<Somebody, { readonly kind: 'identity' | 'principal' }>;
  readonly policies: IdentityPolicy[];
}

/** What is told of one scope: who may have one of the actions by an assignment there. */
type AtScope = Map<string, Holder[]>;

/**
 * Who becomes an identity of Azure, or the pods of an AKS cluster, by role assignments.
 *
 * @see Azure RBAC, "Azure permissions for Containers", "Azure permissions for Identity"; Azure Kubernetes Service, "Access and identity
 * options", "Manage local accounts"
 */
export class AzurePowers {
  private readonly holders = new Map<string, Holder>();
  private readonly byScope = new Map<string, AtScope>();
  /** Assignments whose scope is not known, or is around subscriptions. */
  private readonly anywhere: AtScope = new Map();
  private readonly inNamespaces: { readonly scope: string; readonly namespace: string; readonly holder: Holder }[] = [];
  private readonly actionsOfRoles = new Map<string, readonly string[] | undefined>();
  private readonly unread = new Set<string>();
  private readonly known = new Map<string, readonly IdentityPower[]>();
  private groups?: readonly CloudResource[];
  private names?: ReadonlyMap<string, string>;
  private ids?: ReadonlyMap<string, string>;

  public constructor(private readonly evaluation: Evaluation) {
    const { policies, otherAssignments } = evaluation.model;
    for (const policy of policies) {
      if (policy.kind === 'role-assignment') this.add(policy, { kind: 'identity', name: policy.identity });
    }
    for (const { principal, ...assignment } of otherAssignments) {
      this.add({ ...assignment, identity: principal }, { kind: 'principal', name: principal });
    }
  }

  /** Why others may have such roles; nothing where all were read. */
  public get doubt(): string | undefined {
    const [first] = [...this.unread].sort();
    if (first === undefined) return undefined;
    const more = this.unread.size - 1;
    return `what roles of Azure allow was not all read: ${first}${more > 0 ? `, and ${more} more` : ''}`;
  }

  /** Who becomes an identity in one step. */
  public to(id: string): readonly IdentityPower[] {
    let found = this.known.get(id);
    if (!found) {
      const identity = this.evaluation.identities.get(id);
      this.known.set(id, (found = identity ? [...this.powersOver(identity)] : []));
    }
    return found;
  }

  public *all(): Iterable<IdentityPower> {
    for (const { id } of this.evaluation.model.identities) yield* this.to(id);
  }

  /** Who becomes pods of an AKS cluster. */
  public inCluster(cluster: Cluster): readonly ClusterPower[] {
    if (cluster.cloud !== 'azure') return [];
    const access = this.evaluation.model.runtime.aksAccess.get(cluster.id) ?? NOT_KNOWN;
    const resource = this.idOf(cluster);
    const found = access.adminGroups.map((name): ClusterPower => ({
      ...{ cluster: cluster.id, who: { kind: 'group', cluster: cluster.id, name }, act: 'everything', becomes: 'pod' },
      ...{ source: cluster.id, at: cluster.at },
    }));
    for (const holder of this.holdersAt(resource, [
      ADMIN_CREDENTIAL,
      PROFILE_CREDENTIAL,
      USER_CREDENTIAL,
      RUN,
      ROLES,
    ])) {
      const answer = this.administers(holder, resource, access);
      found.push(...powerOf(cluster, holder, 'administer', 'pod', answer, this.sourcesAt(holder, resource)));
    }
    return [...found, ...this.byDataActions(cluster, resource, access)];
  }

  private administers(holder: Holder, resource: string, access: AksAccess): Known {
    const may = (action: string): Known => this.may(holder, action, resource);
    const changes = may(CHANGE);
    const certificates = or(
      known(access.localAccounts, 'whether the cluster has local accounts is not known'),
      changes,
    );
    const withoutEntra: Known =
      access.entra === undefined
        ? unknown('whether people sign in to the cluster by Entra is not known')
        : !access.entra;
    return or(
      and(or(may(ADMIN_CREDENTIAL), may(PROFILE_CREDENTIAL)), certificates),
      // Without Entra the users' certificate is one of an administrator, and so are commands that Azure runs.
      and(may(USER_CREDENTIAL), withoutEntra, certificates),
      and(
        may(RUN),
        withoutEntra,
        known(access.runsCommands, 'whether Azure runs commands in the cluster is not known'),
      ),
      may(ROLES),
    );
  }

  private byDataActions(cluster: Cluster, resource: string, access: AksAccess): readonly ClusterPower[] {
    const isOn = known(access.azureRbac, 'whether roles of Azure decide in the cluster is not known');
    if (isNo(isOn)) return [];
    const found: ClusterPower[] = [];
    for (const { act, becomes, actions, ofCluster } of OF_KUBERNETES) {
      const everywhere = new Set<Holder>();
      for (const holder of this.holdersAt(resource, actions)) {
        const answer = and(this.mayOneOf(holder, actions, resource), isOn);
        if (isYes(answer)) everywhere.add(holder);
        found.push(...powerOf(cluster, holder, act, becomes, answer, this.sourcesAt(holder, resource)));
      }
      for (const { scope, namespace, holder } of ofCluster ? [] : this.inNamespaces) {
        if (everywhere.has(holder) || !inLowerCase(scope).startsWith(`${inLowerCase(resource)}/namespaces/`)) continue;
        const answer = and(this.mayOneOf(holder, actions, scope), isOn);
        const sources = this.sourcesAt(holder, scope);
        found.push(...powerOf(cluster, holder, act, becomes, answer, sources).map((one) => ({ ...one, namespace })));
      }
    }
    return found;
  }

  private *powersOver(identity: Identity): Iterable<IdentityPower> {
    if (identity.kind === 'entra-application') yield* this.overApplication(identity);
    if (identity.kind !== 'managed-identity') return;
    const resource = this.idOf(identity);
    for (const holder of this.holdersAt(resource, [CREDENTIALS, ROLES, ...ASSIGN])) {
      if (holder.who.name === identity.id) continue;
      const sources = this.sourcesAt(holder, resource);
      const of = (act: IdentityPower['act'], answer: Known): readonly IdentityPower[] =>
        isNo(answer)
          ? []
          : [
              {
                ...{ who: holder.who, act, identity: identity.id, sources },
                ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
              },
            ];
      const writes = this.may(holder, CREDENTIALS, resource);
      const assigns = this.may(holder, ROLES, resource);
      yield* of('write-credential', writes);
      yield* of('assign-roles', assigns);
      if (isYes(writes) || isYes(assigns)) continue;
      const machine = `${resource.split('/providers/')[0]!}/providers/Microsoft.Compute/virtualMachines/any`;
      const attaches = or(
        this.may(holder, MACHINES, machine),
        unknown('it has to be able to attach it to something of its own, such as a machine'),
      );
      yield* of('attach', and(this.mayOneOf(holder, ASSIGN, resource), attaches));
    }
  }

  private *overApplication(application: Identity): Iterable<IdentityPower> {
    for (const { who, policies } of this.holders.values()) {
      if (who.name === application.id) continue;
      const sources = policies.filter(({ name = '' }) => OVER_APPLICATIONS.has(name)).map(({ source }) => source);
      if (sources.length > 0) yield { who, act: 'write-credential', identity: application.id, sources };
    }
  }

  private get managementGroups(): readonly CloudResource[] {
    return (this.groups ??= this.evaluation.model.resources.filter(({ service }) => service === 'managementGroup'));
  }

  private may(holder: Holder, action: string, resource: string): Known {
    const write = (text: string): string => this.write(text);
    const { uncounted, denyAssignments: denials } = this.evaluation.model;
    const { who, policies } = holder;
    const grants = {
      identity: who.name,
      policies,
      open: [],
      denials,
      uncounted,
      managementGroups: this.managementGroups,
    };
    return decideOnAzure(grants, { action, resource, write }).allowed;
  }

  private mayOneOf(holder: Holder, actions: readonly string[], resource: string): Known {
    return or(...actions.map((action) => this.may(holder, action, resource)));
  }

  private sourcesAt({ policies }: Holder, resource: string): readonly string[] {
    const around = new Set(scopesAround(resource));
    const own = policies.filter((policy) => this.actionsOf(policy)?.length !== 0);
    const near = own.filter(({ scope = '' }) => around.has(this.scopeKey(scope)) || this.isAnywhere(scope));
    return [...new Set(near.map(({ source }) => source))].sort();
  }

  /** Those who may have one of some actions on a resource, by an assignment at it or around it. */
  private holdersAt(resource: string, actions: readonly string[]): ReadonlySet<Holder> {
    const found = new Set<Holder>();
    for (const at of [...scopesAround(resource).map((scope) => this.byScope.get(scope)), this.anywhere]) {
      if (!at) continue;
      for (const action of actions) for (const holder of at.get(action) ?? []) found.add(holder);
    }
    return found;
  }

  private add(policy: IdentityPolicy, who: Holder['who']): void {
    const key = `${who.kind}\n${who.name}`;
    let holder = this.holders.get(key);
    if (!holder) this.holders.set(key, (holder = { who, policies: [] }));
    holder.policies.push(policy);
    // A vault's access policies, and roles of the directory, are no roles of Azure.
    if (policy.isOfDirectory || policy.vaultPermissions) return;
    const actions = this.actionsOf(policy);
    if (!actions) {
      this.unread.add(describeSymbols(`${policy.name ?? 'a role that is not known'}, which ${policy.source} assigns`));
      return;
    }
    if (actions.length === 0) return;
    const { scope = '' } = policy;
    const written = this.write(scope);
    const [, , namespace] = NAMESPACE.exec(written) ?? [];
    if (namespace !== undefined) this.inNamespaces.push({ scope: written, namespace, holder });
    let at = this.anywhere;
    if (!this.isAnywhere(scope)) {
      const own = this.scopeKey(scope);
      at = this.byScope.get(own) ?? new Map();
      this.byScope.set(own, at);
    }
    for (const action of actions) addToGroup(at as Map<string, Holder[]>, action, holder);
  }

  /** Which of the actions a role has, or may have; nothing where what it allows was not read. */
  private actionsOf(policy: IdentityPolicy): readonly string[] | undefined {
    const { name, azure, isRoleOpen } = policy;
    const key = azure || isRoleOpen ? undefined : (name ?? '');
    if (key !== undefined && this.actionsOfRoles.has(key)) return this.actionsOfRoles.get(key);
    const everywhere = { ...policy, scope: '/' };
    delete (everywhere as { condition?: string }).condition;
    const ask = (action: string): Known =>
      decideOnAzure(
        { identity: '', policies: [everywhere], open: [], denials: [], uncounted: NONE, managementGroups: [] },
        { action, resource: '/subscriptions/any', write: (text) => text },
      ).allowed;
    const isRead = azure !== undefined && !isRoleOpen ? true : !isUnknown(ask('Podtrust.None/any/read'));
    const found = isRead ? ACTIONS.filter((action) => !isNo(ask(action))) : undefined;
    if (key !== undefined) this.actionsOfRoles.set(key, found);
    return found;
  }

  private scopeKey(scope: string): string {
    return inLowerCase(this.write(scope)).replace(/\/$/, '');
  }

  private isAnywhere(scope: string): boolean {
    const written = this.write(scope);
    if (written === '' || written === '/' || /^\/providers\/Microsoft\.Management\//i.test(written)) return true;
    const symbols = written.match(SYMBOL) ?? [];
    return symbols.some((symbol) => !/the subscription of /.test(referenceOfSymbol(symbol)));
  }

  /** The resource id of an identity or a cluster. */
  private idOf({ id, resourceId = symbolOf(`${id}.id`) }: Pick<Identity, 'id' | 'resourceId'>): string {
    this.ids ??= new Map(this.evaluation.model.resources.map((one) => [one.id, one.arn]));
    return this.write(this.ids.get(id) ?? resourceId);
  }

  private write(text: string): string {
    if (!hasSymbol(text)) return text;
    this.names ??= new Map(this.evaluation.model.resources.flatMap(({ spellings }) => [...spellings]));
    let written = text;
    // What a spelling stands for may have another one in it: the id of what it lies in.
    for (let turn = 0; turn < 3; turn++) {
      const next = written.replace(SYMBOL, (symbol) => this.names!.get(symbol) ?? symbol);
      if (next === written) break;
      written = next;
    }
    return written;
  }
}

const NOT_KNOWN: AksAccess = {
  ...{ entra: undefined, azureRbac: undefined, localAccounts: undefined, runsCommands: undefined },
  adminGroups: [],
};
const NONE = new Map<string, string>();
const SYMBOL = /\uE000[^\uE001]*\uE001/g;
const NAMESPACE = /^(.*\/managedClusters\/[^/]+)\/namespaces\/([^/]+)$/i;

function known(value: boolean | undefined, why: string): Known {
  return value ?? unknown(why);
}

/** The scopes of a resource, as they are compared: its own, and those around it in its subscription. */
function scopesAround(resource: string): readonly string[] {
  const parts = splitOutsideSymbols(inLowerCase(resource), '/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/')).slice(1);
}

function powerOf(
  cluster: Cluster,
  { who }: Holder,
  act: ClusterPower['act'],
  becomes: ClusterPower['becomes'],
  answer: Known,
  sources: readonly string[],
): ClusterPower[] {
  if (isNo(answer)) return [];
  return [
    {
      ...{ cluster: cluster.id, who, act, becomes, source: sources.join(' and '), at: cluster.at },
      ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
    },
  ];
}
