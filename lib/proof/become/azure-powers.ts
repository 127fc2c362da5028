import type { Evaluation } from '../evaluate/evaluation';
import type { AksAccess } from '../model/cluster/cluster-runtime';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { and, isNo, isUnknown, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { whyPerhapsNone } from '../model/uncounted';
import { AzureHolders, CLUSTERS, IDENTITIES } from './azure-holders';
import type { Asked, Holder } from './azure-holders';
import type { ClusterPower, IdentityPower } from './way';

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
const OVER_APPLICATIONS: ReadonlySet<string | undefined> = new Set([
  ...['directory role Application Administrator', 'directory role 9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
  ...['directory role Cloud Application Administrator', 'directory role 158c047a-c907-4556-b7ef-446551a6b5f7'],
  ...['directory role Global Administrator', 'directory role 62e90394-69f5-4237-9190-012177145e10'],
  // These give themselves what it takes.
  ...['directory role Privileged Role Administrator', 'directory role e8611ab8-c189-46e8-94e1-60213ab1f814'],
  ...['app role RoleManagement.ReadWrite.Directory', 'app role 9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'],
  ...['app role AppRoleAssignment.ReadWrite.All', 'app role 06b708a9-e830-4db3-a914-8e69da51d44f'],
  ...['app role Application.ReadWrite.All', 'app role 1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'],
]);

/**
 * Who becomes an identity of Azure, or the pods of an AKS cluster, by role assignments.
 *
 * @see Azure RBAC, "Azure permissions for Containers", "Azure permissions for Identity"; Azure Kubernetes Service, "Access and identity
 * options", "Manage local accounts"
 */
export class AzurePowers {
  private readonly holders: AzureHolders;
  private readonly known = new Map<string, readonly IdentityPower[]>();

  public constructor(private readonly evaluation: Evaluation) {
    this.holders = new AzureHolders(evaluation, ACTIONS);
  }

  /** Why others may have such roles; nothing where all were read. */
  public get doubt(): string | undefined {
    const [first, ...more] = this.holders.notRead;
    if (first === undefined) return undefined;
    return `what roles of Azure allow was not all read: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}`;
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
    const access: Partial<AksAccess> = this.evaluation.model.runtime.aksAccess.get(cluster.id) ?? {};
    const asked = this.holders.asked(cluster.id);
    const found = (access.adminGroups ?? []).map((name): ClusterPower => ({
      ...{ cluster: cluster.id, who: { kind: 'group', cluster: cluster.id, name }, act: 'everything', becomes: 'pod' },
      ...{ source: cluster.id, at: cluster.at },
    }));
    const entering = [ADMIN_CREDENTIAL, PROFILE_CREDENTIAL, USER_CREDENTIAL, RUN, ROLES];
    for (const holder of this.holders.at(asked, entering)) {
      const ways = this.waysIn(holder, asked, access).filter(({ answer }) => !isNo(answer));
      const actions = ways.flatMap((way) => way.actions);
      const answer = or(...ways.map((way) => way.answer));
      found.push(
        ...powerOf(cluster, holder, 'administer', 'pod', answer, this.holders.sources(holder, actions, asked)),
      );
    }
    return [...found, ...this.byDataActions(cluster, asked, access)];
  }

  /** The ways in which somebody becomes the administrator of a cluster. */
  private waysIn(holder: Holder, asked: Asked, access: Partial<AksAccess>): readonly WayIn[] {
    const may = (...actions: string[]): Known => this.holders.may(holder, actions, asked);
    const isLocal = known(access.localAccounts, 'whether the cluster has local accounts is not known');
    // Whoever changes the cluster has local accounts of it.
    const opening = [CHANGE].filter(() => !isYes(isLocal));
    const certificates = or(isLocal, may(CHANGE));
    const withoutEntra: Known =
      access.entra === undefined
        ? unknown('whether people sign in to the cluster by Entra is not known')
        : !access.entra;
    const runs = known(access.runsCommands, 'whether Azure runs commands in the cluster is not known');
    const administrators = [ADMIN_CREDENTIAL, PROFILE_CREDENTIAL];
    return [
      { answer: and(may(...administrators), certificates), actions: [...administrators, ...opening] },
      // Without Entra the users' certificate is one of an administrator, and so are commands that Azure runs.
      { answer: and(may(USER_CREDENTIAL), withoutEntra, certificates), actions: [USER_CREDENTIAL, ...opening] },
      { answer: and(may(RUN), withoutEntra, runs), actions: [RUN] },
      { answer: may(ROLES), actions: [ROLES] },
    ];
  }

  private byDataActions(cluster: Cluster, asked: Asked, access: Partial<AksAccess>): readonly ClusterPower[] {
    const isOn = known(access.azureRbac, 'whether roles of Azure decide in the cluster is not known');
    if (isNo(isOn)) return [];
    const found: ClusterPower[] = [];
    for (const { act, becomes, actions, ofCluster } of OF_KUBERNETES) {
      const everywhere = new Set<Holder>();
      for (const holder of this.holders.at(asked, actions)) {
        const answer = and(this.holders.may(holder, actions, asked), isOn);
        if (isYes(answer)) everywhere.add(holder);
        found.push(...powerOf(cluster, holder, act, becomes, answer, this.holders.sources(holder, actions, asked)));
      }
      for (const { holder, namespace, asked: own, isIn } of ofCluster ? [] : this.holders.inNamespacesOf(asked)) {
        if (everywhere.has(holder)) continue;
        const answer = and(isIn, this.holders.may(holder, actions, own), isOn);
        const sources = this.holders.sources(holder, actions, own);
        found.push(...powerOf(cluster, holder, act, becomes, answer, sources).map((one) => ({ ...one, namespace })));
      }
    }
    return found;
  }

  private *powersOver(identity: Identity): Iterable<IdentityPower> {
    if (identity.kind === 'entra-application') yield* this.overApplication(identity);
    if (identity.kind !== 'managed-identity') return;
    const asked = this.holders.asked(identity.id);
    const [group] = asked.resourceId.split('/providers/') as [string];
    const machine: Asked = { id: 'a machine', resourceId: `${group}/providers/Microsoft.Compute/virtualMachines/any` };
    for (const holder of this.holders.at(asked, [CREDENTIALS, ROLES, ...ASSIGN])) {
      if (holder.who.name === identity.id) continue;
      const may = (actions: readonly string[], of = asked): Known => this.holders.may(holder, actions, of);
      const sources = (actions: readonly string[], of = asked): readonly string[] =>
        this.holders.sources(holder, actions, of);
      const [writes, assigns] = [may([CREDENTIALS]), may([ROLES])];
      yield* powerOver(identity, holder, 'write-credential', writes, sources([CREDENTIALS]));
      yield* powerOver(identity, holder, 'assign-roles', assigns, sources([ROLES]));
      if (isYes(writes) || isYes(assigns)) continue;
      const attaches = or(
        may([MACHINES], machine),
        unknown('it has to be able to attach it to something of its own, such as a machine'),
      );
      const by = [...sources(ASSIGN), ...(isYes(attaches) ? sources([MACHINES], machine) : [])];
      yield* powerOver(identity, holder, 'attach', and(may(ASSIGN), attaches), [...new Set(by)].sort());
    }
  }

  private *overApplication(application: Identity): Iterable<IdentityPower> {
    for (const { who, policies } of this.holders.all) {
      if (who.name === application.id) continue;
      const given = policies
        .filter(({ name }) => OVER_APPLICATIONS.has(name))
        .map((policy) => ({ source: policy.source, answer: this.isOver(policy, application) }))
        .filter(({ answer }) => !isNo(answer));
      const sources = given.map(({ source }) => source);
      const answer = or(...given.map((one) => one.answer));
      yield* powerOver(application, { who, policies }, 'write-credential', answer, sources);
    }
  }

  /** Whether a role of the directory, which one may have for a single application, is over this one. */
  private isOver({ name, scope, source }: IdentityPolicy, { id }: Identity): Known {
    const { identities, model } = this.evaluation;
    const perhaps = whyPerhapsNone(model.uncounted, [source]);
    const isThere: Known = perhaps === undefined || unknown(perhaps);
    if (scope === '/' || name!.startsWith('app role ')) return isThere;
    if (/\/administrativeUnits\//i.test(scope!)) return false;
    const named = identities.byResourceId(`/applications${scope}`)?.identity;
    return and(named ? named.id === id : unknown(`which application ${source} is for is not known`), isThere);
  }
}

/** One of the ways in to a cluster, and the actions that it takes. */
interface WayIn {
  readonly answer: Known;
  readonly actions: readonly string[];
}

function known(value: boolean | undefined, why: string): Known {
  return value ?? unknown(why);
}

function powerOver(
  { id }: Identity,
  { who }: Holder,
  act: IdentityPower['act'],
  answer: Known,
  sources: readonly string[],
): IdentityPower[] {
  return isNo(answer) ? [] : [{ who, act, identity: id, sources, ...perhapsOf(answer) }];
}

function powerOf(
  cluster: Cluster,
  { who }: Holder,
  act: ClusterPower['act'],
  becomes: ClusterPower['becomes'],
  answer: Known,
  sources: readonly string[],
): ClusterPower[] {
  const { id, at } = cluster;
  const source = sources.join(' and ');
  return isNo(answer) ? [] : [{ cluster: id, who, act, becomes, source, at, ...perhapsOf(answer) }];
}

function perhapsOf(answer: Known): { readonly perhaps?: string } {
  return isUnknown(answer) ? { perhaps: answer.why } : {};
}
