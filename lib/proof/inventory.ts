import { isPrivilegedOnAzure } from './read/azure/azure-privileged';
import { whyPerhapsNone } from './model/uncounted';
import type { ServiceAccountReference } from '../core/trust/subject';
import { whyPerhapsClaimed } from './evaluate/asks-elsewhere';
import type { EvaluatedSelector } from './evaluate/capabilities';
import type { Evaluation } from './evaluate/evaluation';
import type { AccessMechanism, TrustAdmission } from './mechanisms/trust';
import type { Assuming } from './model/assumption';
import { NO_CLUSTER } from './model/cluster/cluster';
import type { Cloud, Cluster } from './model/cluster/cluster';
import type { IdentityKind } from './model/identity/identity';
import type { Model } from './model/model';
import { isCanary, waitsForAgent } from './model/kubernetes/readiness';
import type { Workload } from './model/kubernetes/workload';
import { accountIdIn } from './model/aws-account';
import type { Permission } from './model/identity/permission';
import { comparePlaces, compareText } from './model/place';
import type { Place } from './model/place';
import { describeSymbols, hasSymbol } from './model/known/symbol';
import { withShortReferences } from './model/known/short-references';
import type { Undecided } from './model/undecided';
import { compareUndecided } from './read/problems';
import { boundClusters } from './access-control/powers';
import { CloudPowers } from './become/cloud-powers';
import { becomingOf, identityBecomingOf } from './inventory-becoming';
import type { InventoryBecoming, InventoryIdentityBecoming } from './inventory-becoming';
import { resourcesOf } from './inventory-resources';
import type { InventoryResource } from './inventory-resources';
import { openPoliciesOf, policiesOf } from './inventory-policies';
import type { InventoryOpenPolicy, InventoryPolicy } from './inventory-policies';
import { nodesOf } from './inventory-nodes';
import type { InventoryNodes } from './inventory-nodes';
import { identitiesById } from './model/identity/identities-by-id';
import type { Finding, Level } from './rules/rule';
import type { SettingsContent } from './settings/content';
import type { Settings } from './settings/settings';

/** Who gets what, what is wrong, and what is undecided. Fields may be added in later versions, not changed. */
export interface Inventory {
  readonly schema: 'podtrust.inventory/v1';
  readonly clusters: readonly InventoryCluster[];
  readonly identities: readonly InventoryIdentity[];
  readonly access: readonly Access[];
  readonly permissions: readonly Permission[];
  /**
   * Roles that get on into an identity of Entra by a token of their AWS account (`sts:GetWebIdentityToken`), and so do the pods
   * in the rows of the role. Sorted. Absent where there is none.
   */
  readonly outbound?: readonly InventoryOutbound[];
  /** Who reaches the instance metadata service of nodes, and what is in the way. Absent where no nodes were read. */
  readonly nodes?: readonly InventoryNodes[];
  /**
   * The trusts of roles, the policies that give permissions and those that limit them, as statements. Made when it is first
   * asked for: it is more than half of the JSON, and no other form shows it.
   */
  readonly policies?: readonly InventoryPolicy[];
  /**
   * The policies of which it is not known whose they are. Made when it is first asked for. Absent in what an earlier version wrote,
   * which says nothing of them.
   */
  readonly openPolicies?: readonly InventoryOpenPolicy[];
  /** What AWS runs for EKS clusters outside of them, and by which roles; nothing where there is nothing. No pod gets these by it. */
  readonly capabilities?: readonly InventoryCapability[];
  /**
   * What Azure installs in AKS clusters, add-ons and extensions, and the identity that it makes for each; sorted by cluster and
   * name. Who reaches such an identity is in the rows of mechanism `node`. Absent where there is none.
   */
  readonly addons?: readonly InventoryAddon[];
  /**
   * What policies call buckets, queues and other resources, and the policies that those have themselves. Made when it is first asked
   * for. Absent in what an earlier version wrote.
   */
  readonly resources?: readonly InventoryResource[];
  /**
   * What gives the values of policies and resources that are not known, where the program does not make it: by the beginning of
   * their references the arguments of data sources and of modules that were not read, and expressions that cannot be told, as they
   * are written with the values of what they name. Two versions in which it differs may mean different values by one reference.
   * Made when it is first asked for. Absent where there is none, and in what an earlier version wrote.
   */
  readonly origins?: Readonly<Record<string, string>>;
  /**
   * Who may become the pods of service accounts, or the accounts, users and groups of a cluster, in one step. Made when it is first
   * asked for. Absent in what an earlier version wrote, which says nothing of it.
   */
  readonly becoming?: readonly InventoryBecoming[];
  /**
   * Who may become identities of a cloud in one step, without being a pod that gets them. Made when it is first asked for. Absent
   * in what an earlier version wrote, which says nothing of it.
   */
  readonly becomingIdentities?: readonly InventoryIdentityBecoming[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** The settings that were applied; nothing where there are none. */
  readonly settings?: InventorySettings;
}

/** The settings behind an inventory. */
export interface InventorySettings {
  /** The podtrust.yaml. */
  readonly file: string;
  /** The day on which acceptances expire or do not; only where one has a date. */
  readonly today?: string;
  /** The rules that are off, sorted. */
  readonly off: readonly string[];
  /** What the file says. Absent in what earlier versions wrote. */
  readonly content?: SettingsContent;
}

/** A cluster, or a foreign issuer. */
export interface InventoryCluster {
  readonly id: string;
  readonly cloud: Cloud;
  /** The URL, or `ref:<id>.<attribute>` while it is not known. */
  readonly issuer: string;
  /** Its name in its cloud; nothing where it is not known. */
  readonly name?: string;
  /** Its ARN or resource id; nothing while it is not known. */
  readonly resourceId?: string;
  /** The service that has the issuer, such as `GitHub Actions`, where it is not a cluster: no pod has its tokens. */
  readonly service?: string;
  /** Some binding of its RBAC was read, so that `becoming` says who may act in it. Else absent. */
  readonly rbacRead?: true;
}

/** A role's way on into an identity of Entra. */
export interface InventoryOutbound {
  /** The id of the role, whose rows say which pods have it. */
  readonly role: string;
  /** The id of the identity in Entra. */
  readonly identity: string;
  /** The id of the federated credential that names the role. */
  readonly source: string;
  readonly audience: string;
  /** `null` where it cannot be told. */
  readonly admitted: boolean | null;
  /** What keeps the role out, or why it is not known. Absent where it gets in. */
  readonly because?: string;
}

/** An identity that pods can get. */
export interface InventoryIdentity {
  readonly id: string;
  readonly cloud: 'aws' | 'azure';
  readonly kind: IdentityKind;
  readonly name: string;
  /** Where it is written. Absent in locks. */
  readonly at?: Place;
}

/** A capability of an EKS cluster: Argo CD, ACK or kro, which AWS runs by a role. */
export interface InventoryCapability extends CapabilityAnswer {
  readonly id: string;
  /** The cluster's id, or as it is written where the cluster is not in the input. */
  readonly cluster: string;
  /** `ACK`, `ARGOCD` or `KRO`. */
  readonly type: string;
  /** The role's id, or its ARN as written where it is not in the input. */
  readonly identity: string;
  /** ACK alone: the roles that it assumes in place of its own, by IAMRoleSelector objects. Else absent. */
  readonly selectors?: readonly InventoryRoleSelector[];
}

/** An add-on or an extension of an AKS cluster. */
export interface InventoryAddon {
  /** `application-routing`; of an extension its type, such as `microsoft.flux`. */
  readonly name: string;
  /** The cluster's id. Absent where the cluster is not in the input. */
  readonly cluster?: string;
  /** The id of the identity that AKS makes for it. Absent where it needs none. */
  readonly identity?: string;
  /** The namespace of its pods. Absent where it is not documented. */
  readonly namespace?: string;
  /** Its service accounts that have an identity or ask for one, sorted. Absent where they are not documented. */
  readonly serviceAccounts?: readonly string[];
  /** The id of what switches it on: the cluster, or the extension. */
  readonly source: string;
}

/** A role that ACK assumes for objects of some namespaces. */
export interface InventoryRoleSelector extends CapabilityAnswer {
  /** `IAMRoleSelector/shop`. */
  readonly id: string;
  /** The role's id, or its ARN as written where it is not in the input. */
  readonly identity: string;
  /** The namespaces by name; `*` is all. Empty where labels alone choose them. */
  readonly namespaces: readonly string[];
  /** Set where the labels of namespaces choose them as well, or alone. Else absent. */
  readonly byLabels?: true;
  /** The kinds of objects, as `group/kind`; absent where it is for all. */
  readonly resourceTypes?: readonly string[];
}

/** Whether a role lets the service in. */
interface CapabilityAnswer {
  /** `null` where it cannot be told, of which an undecided entry says why. */
  readonly admitted: boolean | null;
}

/** One service account, or one pattern of them, that an identity admits. */
export interface Access extends Assuming {
  readonly identity: string;
  /** `node`: whoever reaches the metadata service of a node has the identities of the node. */
  readonly mechanism: AccessMechanism;
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Namespace and service account are globs. */
  readonly pattern: boolean;
  /** AAD Pod Identity alone: only pods with this label `aadpodidbinding`, whatever account they run as. */
  readonly selector?: string;
  /** Mechanism `node` alone: only the account's pods with `hostNetwork`. Else absent. */
  readonly hostNetwork?: true;
  /** What a Deny, or of nodes a Fargate profile, takes out, as `namespace/name` globs. */
  readonly except: readonly string[];
  /** The declared workloads that run as it: `Deployment/todo/backend`. */
  readonly workloads: readonly string[];
  /**
   * Which of them try or wait for the identity before others use it: a canary is a Job whose pod must be the identity, an agent
   * wait holds a pod until EKS Pod Identity's agent serves. Sorted. Absent where there is none.
   */
  readonly readiness?: readonly Readiness[];
  /** Whether a declared service account, pod, association or add-on asks for it. Nobody asks for a node's identity. */
  readonly claimed: boolean;
  /**
   * Why it is not known that nobody asks for it: then `claimed` is false, and says only that nothing in the input is known to.
   * Absent where it is known.
   */
  readonly claimUncertain?: string;
  /** Only the kubelet asks for it, to pull images of their pods with the account's token: no container gets it. Else absent. */
  readonly via?: 'image-pull';
  /**
   * The identity's trust tells no service accounts apart, since the association passes no session tags: whoever may make
   * associations of the cluster decides which one gets in. Else absent.
   */
  readonly decidedBy?: 'association';
  /** Why it is not certain that they are admitted. Absent where it is. */
  readonly uncertain?: string;
  /** Set where only this keeps it from being certain: what lets them in need not be made. They are admitted if it is. */
  readonly conditional?: true;
}

/** How a workload makes sure that an identity is there. */
export interface Readiness {
  /** `Job/todo/backend-canary`. */
  readonly workload: string;
  readonly by: 'canary' | 'agent-wait';
}

/** Puts the result in its stable form: sorted, each entry once. */
export function inventoryOf(
  model: Model,
  evaluation: Evaluation,
  findings: readonly Finding[],
  undecided: readonly Undecided[],
  settled?: { readonly settings: Settings; readonly today: string },
): Inventory {
  const access = accessOf(evaluation);
  const nodes = nodesOf(model, evaluation);
  const bound = boundClusters(model.accessControl);
  let policies: readonly InventoryPolicy[] | undefined;
  let openPolicies: readonly InventoryOpenPolicy[] | undefined;
  let becoming: readonly InventoryBecoming[] | undefined;
  let resources: readonly InventoryResource[] | undefined;
  let origins: Inventory['origins'];
  let becomingIdentities: readonly InventoryIdentityBecoming[] | undefined;
  let clouds: CloudPowers | undefined;
  return {
    schema: 'podtrust.inventory/v1',
    clusters: sorted([...model.clusters.map(clusterOf), ...withoutCluster(access)], ({ id }) => id).map((one) =>
      bound.has(one.id) ? { ...one, rbacRead: true } : one,
    ),
    identities: sorted(
      model.identities.map(({ id, cloud, kind, name, at }) => ({ id, cloud, kind, name: describeSymbols(name), at })),
      ({ id }) => id,
    ),
    access,
    permissions: sorted(permissionsOf(model), (permission) =>
      [
        permission.identity,
        permission.source,
        permission.role ?? '',
        permission.resource,
        ...permission.actions,
        ...(permission.conditions ?? []),
      ].join('\n'),
    ),
    ...(nodes.length > 0 ? { nodes } : {}),
    ...(evaluation.outboundFederation.length > 0 ? { outbound: outboundOf(evaluation) } : {}),
    get policies() {
      return (policies ??= policiesOf(model, evaluation));
    },
    get openPolicies() {
      return (openPolicies ??= openPoliciesOf(model));
    },
    ...capabilitiesOf(evaluation),
    ...addonsOf(model),
    get resources() {
      return (resources ??= resourcesOf(model.resources));
    },
    get origins() {
      origins ??= originsOf(model, [
        this.policies,
        this.openPolicies,
        this.resources,
        model.policyDoubts.map(({ because }) => because).map(describeSymbols),
      ]);
      return Object.keys(origins).length > 0 ? origins : undefined;
    },
    get becoming() {
      return (becoming ??= becomingOf(evaluation, (clouds ??= new CloudPowers(evaluation))));
    },
    get becomingIdentities() {
      return (becomingIdentities ??= identityBecomingOf(evaluation, (clouds ??= new CloudPowers(evaluation))));
    },
    findings: sortedFindings(findings.map(published)),
    undecided: distinctUndecided(undecided, model),
    ...(settled ? { settings: settingsOf(settled.settings, settled.today) } : {}),
  };
}

function originsOf({ originsIn }: Model, texts: unknown): Readonly<Record<string, string>> {
  const references = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const [one] of value.matchAll(/\$\{[^}]*\}/g)) references.add(one);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(texts);
  return Object.fromEntries([...originsIn([...references].join(' '))].sort(([a], [b]) => compareText(a, b)));
}

function permissionsOf({ permissions, identities }: Model): readonly Permission[] {
  const accounts = new Map(
    identities.map(({ id, account, claimName }) => [id, account?.id ?? accountIdIn(claimName)] as const),
  );
  const onAzure = new Set(identities.filter(({ cloud }) => cloud === 'azure').map(({ id }) => id));
  return permissions.map((permission) => {
    if (onAzure.has(permission.identity)) {
      return isPrivilegedOnAzure(permission) ? { ...permission, privileged: true } : permission;
    }
    const own = accounts.get(permission.identity);
    const other = own === undefined ? undefined : accountIdIn(permission.resource);
    return other === undefined || other === own ? permission : { ...permission, otherAccount: other };
  });
}

function capabilitiesOf({ capabilities }: Evaluation): Pick<Inventory, 'capabilities'> {
  if (capabilities.length === 0) return {};
  const entries = capabilities.map(({ capability, verdict, selectors }): InventoryCapability => {
    const { id, cluster, clusterText, type, role, roleText } = capability;
    const shown = sorted(selectors.map(selectorOf), ({ id: selector }) => selector);
    return {
      ...{ id, cluster: cluster ?? clusterText, type: describeSymbols(type), identity: role ?? roleText },
      admitted: verdict.admitted ?? null,
      ...(shown.length > 0 ? { selectors: shown } : {}),
    };
  });
  return { capabilities: sorted(entries, ({ id }) => id) };
}

function addonsOf({ addons }: Model): Pick<Inventory, 'addons'> {
  if (addons.length === 0) return {};
  const entries = addons.map(({ source, cluster, name, identity, namespace, accounts }): InventoryAddon => ({
    name: describeSymbols(name),
    ...(cluster === undefined ? {} : { cluster }),
    ...(identity === undefined ? {} : { identity }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(accounts === undefined ? {} : { serviceAccounts: [...accounts].sort() }),
    source,
  }));
  return { addons: sorted(entries, ({ cluster, name, source }) => [cluster ?? '', name, source].join('\n')) };
}

function selectorOf({ selector, role, verdict }: EvaluatedSelector): InventoryRoleSelector {
  const { id, arn, namespaces, byLabels, resourceTypes } = selector;
  return {
    ...{ id, identity: role?.id ?? describeSymbols(arn) },
    namespaces: namespaces ? [...new Set(namespaces.map(describeSymbols))].sort() : byLabels ? [] : ['*'],
    ...(byLabels ? { byLabels } : {}),
    ...(resourceTypes ? { resourceTypes } : {}),
    admitted: verdict.admitted ?? null,
  };
}

function outboundOf({ outboundFederation }: Evaluation): readonly InventoryOutbound[] {
  const entries = outboundFederation.map(({ role, identity, source, audience, admitted, because }) => ({
    ...{ role, identity, source, audience: describeSymbols(audience), admitted: admitted ?? null },
    ...(because === undefined ? {} : { because: withShortReferences(describeSymbols(because)) }),
  }));
  return sorted(entries, ({ role, identity, source }) => [role, identity, source].join('\n'));
}

/** The cluster that is not known, where objects alone let somebody in by what they say. */
function withoutCluster(access: readonly Access[]): readonly InventoryCluster[] {
  const isNamed = access.some(({ cluster }) => cluster === NO_CLUSTER);
  return isNamed ? [{ id: NO_CLUSTER, cloud: 'other', issuer: `ref:${NO_CLUSTER}.issuer` }] : [];
}

function clusterOf({ id, cloud, issuerText, name, resourceId, service }: Cluster): InventoryCluster {
  return {
    id,
    cloud,
    issuer: issuerText,
    ...(name === undefined || hasSymbol(name) ? {} : { name }),
    ...(resourceId === undefined || hasSymbol(resourceId) ? {} : { resourceId }),
    ...(service ? { service: service.name } : {}),
  };
}

function settingsOf({ file, accepted, levels, content }: Settings, today: string): InventorySettings {
  const off = [...levels].filter(([, level]) => level === 'off').map(([rule]) => rule);
  return {
    file,
    ...(accepted.some(({ expires }) => expires !== undefined) ? { today } : {}),
    off: off.sort(),
    content,
  };
}

const LEVELS: readonly Level[] = ['error', 'warning', 'note'];

function sortedFindings(findings: readonly Finding[]): Finding[] {
  const described = findings.map((finding) => ({
    ...finding,
    subject: describeSymbols(finding.subject),
    message: withShortReferences(describeSymbols(finding.message)),
  }));
  return described.sort(
    (a, b) =>
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
      compareText(a.rule, b.rule) ||
      comparePlaces(a.at, b.at) ||
      compareText(a.message, b.message),
  );
}

/** Without what only questions ask for. */
function published({ rule, level, message, subject, at, help, admits, assumes, accepted }: Finding): Finding {
  return {
    ...{ rule, level, message, subject, at, help },
    ...(admits ? { admits } : {}),
    ...(assumes ? { assumes } : {}),
    ...(accepted ? { accepted } : {}),
  };
}

function distinctUndecided(undecided: readonly Undecided[], model: Model): Undecided[] {
  const identities = identitiesById(model);
  const entries = undecided.map((entry): Undecided => {
    const { about, because, at } = entry;
    const found = entry.identities ?? identities.get(about);
    return {
      about: describeSymbols(about),
      because: withShortReferences(describeSymbols(because)),
      ...(found ? { identities: [...new Set(found)].sort() } : {}),
      at,
    };
  });
  const byText = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...byText.values()].sort(compareUndecided);
}

function accessOf(evaluation: Evaluation): Access[] {
  const entries = new Map<string, Access>();
  for (const admission of [...evaluation.admissions.all, ...evaluation.nodes.admissions]) {
    const { identity, mechanism, cluster, pattern } = admission;
    const access: Access = {
      identity,
      mechanism,
      cluster,
      namespace: describeSymbols(admission.namespace),
      serviceAccount: describeSymbols(admission.serviceAccount),
      pattern,
      ...(admission.selector === undefined ? {} : { selector: describeSymbols(admission.selector) }),
      ...(admission.hostNetwork ? { hostNetwork: true } : {}),
      except: [...admission.except].map(describeSymbols).sort(),
      workloads: [],
      claimed: false,
    };
    const claimed = evaluation.isClaimed(admission);
    const key = keyOf(access);
    const known = entries.get(key);
    const running = known ? [] : workloadsOf(admission, evaluation);
    const workloads = known ? known.workloads : idsOf(running);
    const readiness = known ? known.readiness : readinessOf(running, mechanism);
    const perhapsNone = whyPerhapsNone(
      evaluation.model.uncounted,
      [identity, admission.source, admission.restsOn ?? [], admission.identityBinding ?? []].flat(),
    );
    const doubt = admission.uncertain ?? perhapsNone;
    const isConditional = admission.uncertain === undefined && perhapsNone !== undefined;
    // One way that rests on nothing is enough, and one that is certain.
    const assumes = known && !known.assumes ? undefined : admission.assumes;
    const isCertain = doubt === undefined || (known !== undefined && known.uncertain === undefined);
    // Where anybody else asks for it as well, it is an ordinary row.
    const isPull = evaluation.pullingAdmissions.has(admission) && (!known?.claimed || known.via !== undefined);
    const isClaimed = known?.claimed === true || claimed;
    const perhaps = isClaimed ? undefined : (known?.claimUncertain ?? perhapsClaimed(admission, evaluation));
    entries.set(key, {
      ...access,
      workloads,
      ...(readiness?.length ? { readiness } : {}),
      claimed: isClaimed,
      ...(perhaps === undefined ? {} : { claimUncertain: perhaps }),
      ...(isPull ? { via: 'image-pull' } : {}),
      ...(admission.byAssociation && (!known || known.decidedBy) ? { decidedBy: 'association' } : {}),
      ...(assumes ? { assumes } : {}),
      ...(isCertain ? {} : { uncertain: known?.uncertain ?? doubt }),
      ...(!isCertain && (known ? known.conditional : isConditional) ? { conditional: true } : {}),
    });
  }
  return [...entries.keys()].sort(compareText).map((key) => entries.get(key)!);
}

/** Nobody asks for a node's identity. */
function perhapsClaimed(admission: TrustAdmission, evaluation: Evaluation): string | undefined {
  return admission.mechanism === 'node' ? undefined : whyPerhapsClaimed(admission, evaluation);
}

/** Orders entries, and is the same for those that differ only in who runs and who asks. */
function keyOf(access: Access): string {
  const { identity, mechanism, cluster, namespace, serviceAccount, pattern, except } = access;
  const { selector = '', hostNetwork = false } = access;
  return [identity, mechanism, cluster, namespace, serviceAccount, pattern, selector, hostNetwork, ...except].join(
    '\n',
  );
}

/** The declared workloads that run as a service account an admission lets in. */
function workloadsOf(admission: TrustAdmission, evaluation: Evaluation): readonly Workload[] {
  return (
    evaluation.workloadsOf(admission) ??
    admittedAccounts(admission, evaluation).flatMap(
      ({ namespace, name }) => evaluation.accounts.of(admission.cluster, namespace, name).workloads,
    )
  );
}

function idsOf(workloads: readonly Workload[]): string[] {
  const ids = workloads.map(({ id }) => describeSymbols(id));
  return [...new Set(ids)].sort();
}

function readinessOf(workloads: readonly Workload[], mechanism: AccessMechanism): Readiness[] {
  if (mechanism === 'node') return [];
  const of = (by: Readiness['by'], those: readonly Workload[]) => idsOf(those).map((workload) => ({ workload, by }));
  return [
    ...of('agent-wait', mechanism === 'eks-pod-identity' ? workloads.filter(waitsForAgent) : []),
    ...of('canary', workloads.filter(isCanary)),
  ].sort((a, b) => compareText(a.workload, b.workload));
}

/** The declared accounts, and those that workloads name, which an admission lets in. */
function admittedAccounts(admission: TrustAdmission, evaluation: Evaluation): readonly ServiceAccountReference[] {
  const { namespace, serviceAccount } = admission;
  return admission.pattern ? evaluation.accounts.admittedBy(admission) : [{ namespace, name: serviceAccount }];
}

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item);
}
