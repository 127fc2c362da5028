import { grouped } from '../../core/groups';
import type { Access, Inventory, InventoryIdentity } from '../../proof/inventory';
import { ClusterFinder } from '../../proof/model/cluster/cluster-finder';
import { matchesGlob } from '../../proof/model/known/glob';
import type { Place } from '../../proof/model/place';
import { isClusterMeant } from '../../proof/settings/accepted-access';
import type { AcceptedAccess, GatePolicy, NeverBecome, NeverPermit, PolicyEntry } from '../../proof/settings/settings';
import { accountText, clusterNames, identityNames } from '../../report/access-words';
import { shortAddress } from '../../report/short-names';
import { beyondAccounts, meets } from '../access-change';
import type { Accounts, Beyond } from '../access-change';
import { namesOfSome, possiblePoliciesOf } from '../open-policies';
import { allowedBeyond, allowedWithin } from '../permission-change';
import type { ComparedPolicy } from '../permission-terms';
import { impliedByName, publishedStatements } from '../resources/policy-names';
import { identitiesOfPods } from '../identities-of-pods';
import { referenceIn } from '../resources/open-reference';
import { grantsOfResources } from '../resources/resource-grants';
import { writerOf } from '../resources/resource-names';
import type { Writer } from '../resources/resource-names';
import { forbiddenBecomings } from './never-become';
import type { BecomingQuestion } from './never-become';
import { accountsText } from './settings-change';

/** What of a program the policy of the gate does not allow. */
export interface Violation {
  readonly policy: 'admit-only' | 'never-permit' | 'off-limits' | 'never-become';
  /** The policy's entry. */
  readonly at: Place;
  /** The identity's name where it is known, else its address. Of `never-become` absent, but where an identity is who becomes somebody; and where it may be one of several. */
  readonly identity?: string;
  /** The identity's id in the head. Absent as {@link identity} is. */
  readonly id?: string;
  /** Of who gets in, or becomes somebody: the cluster's name where it is known, else its address. */
  readonly cluster?: string;
  /** Of who gets in: the service account or the pattern, as `namespace/name`. */
  readonly account?: string;
  /** Of `never-become`: who, as `Group developers`. */
  readonly who?: string;
  /** Of `never-become`: the shortest way, each step in words. */
  readonly steps?: readonly string[];
  /** What is not allowed, in words. */
  readonly what: string;
  /** Who or what gets in: `system:serviceaccount:shop:api`, or `iam:PassRole on *`. Absent where no single one can be told. */
  readonly example?: string;
  /** Why it cannot be told whether it is one. Absent where it is certain. */
  readonly because?: string;
  /** Why the policy says so. Absent where it does not tell. */
  readonly reason?: string;
  /** Where the identity is written. Absent where that is not known. */
  readonly place?: Place;
  /** Whether it is in the head and not in the base. */
  readonly isNew: boolean;
}

/** Whether a policy forbids anything. */
export function forbids({ admitOnly, neverPermit, offLimits, neverBecome }: GatePolicy): boolean {
  return admitOnly.length + neverPermit.length + offLimits.length + neverBecome.length > 0;
}

/**
 * All that a policy does not allow of what the head has, changed or not; certain or not.
 *
 * @param baseIdOf the base's id of an identity of the head, so that another address or name does not free it of its policy
 */
export function violations(
  policy: GatePolicy,
  base: Inventory,
  head: Inventory,
  baseIdOf: (id: string) => string | undefined,
): Violation[] {
  const before = new Set(violationsOf(policy, base, () => undefined).map(keyOf));
  const names = new Map(base.identities.map(({ id, name }) => [id, name]));
  const baseNameOf = (id: string): string | undefined => names.get(baseIdOf(id) ?? '');
  return violationsOf(policy, head, baseIdOf, baseNameOf).map((one) => ({ ...one, isNew: !before.has(keyOf(one)) }));
}

type Found = Omit<Violation, 'isNew'>;

function keyOf({ policy, at, cluster, account, what, because }: Found): string {
  return [policy, at.pointer, cluster, account, what, because === undefined].join('\n');
}

function violationsOf(
  { admitOnly, neverPermit, offLimits, neverBecome }: GatePolicy,
  inventory: Inventory,
  otherIdOf: (id: string) => string | undefined,
  otherNameOf: (id: string) => string | undefined = () => undefined,
): Found[] {
  const names = identityNames(inventory);
  const clusters = clusterNames(inventory);
  const finder = new ClusterFinder(inventory.clusters.map((one) => ({ ...one, issuerText: one.issuer })));
  const access = grouped(inventory.access, ({ identity }) => identity);
  const policies = grouped(inventory.policies ?? [], ({ identity }) => identity);
  const ofPods = identitiesOfPods(inventory);
  const certainly = identitiesOfPods(inventory, true);
  const write = writerOf(inventory);
  const ofResources = grantsOfResources(inventory);
  const gives = (one: InventoryIdentity): ComparedPolicy[] => [...(policies.get(one.id) ?? []), ...ofResources.of(one)];
  const found: Found[] = [];
  /** What a policy gives of which it is not known whose it is; said once. */
  const ofSome = new Map<string, OfSome>();
  const add = (
    policy: Found['policy'],
    { at, reason }: PolicyEntry,
    { id, at: place }: InventoryIdentity,
    more: Pick<Found, 'what' | 'cluster' | 'account' | 'example' | 'because'>,
  ): void => {
    const identity = names.get(id) ?? shortAddress(id);
    found.push({
      policy,
      at,
      identity,
      id,
      ...more,
      ...(reason === undefined ? {} : { reason }),
      ...(place ? { place } : {}),
    });
  };
  const whoOf = (entry: Access): { readonly cluster: string; readonly account: string } => ({
    cluster: clusters.get(entry.cluster) ?? entry.cluster,
    account: accountText(entry),
  });
  const meantIn = (accounts: readonly AcceptedAccess[], { cluster }: Access): Accounts[] =>
    accounts.filter((one) => isClusterMeant(one.cluster, cluster, finder)).map(accountsOf);

  for (const identity of inventory.identities) {
    const entries = access.get(identity.id) ?? [];
    if (!ofPods.has(identity.id)) continue;
    const called = [identity.id, identity.name, otherIdOf(identity.id), otherNameOf(identity.id)];
    const name = names.get(identity.id) ?? shortAddress(identity.id);
    for (const only of admitOnly) {
      if (!called.some((text) => text !== undefined && matchesGlob(only.identity.toLowerCase(), text.toLowerCase())))
        continue;
      for (const entry of entries) {
        const result = beyondAccounts(entry, meantIn(only.accounts, entry));
        if (result.is === 'covered') continue;
        const { cluster, account } = whoOf(entry);
        const what = `${account} of ${cluster} ${gets(result)} ${name}, which may admit ${accountsText(only.accounts)} alone`;
        add('admit-only', only, identity, { cluster, account, what, ...certaintyOf(result) });
      }
    }
    for (const limits of offLimits) {
      for (const entry of entries) {
        const result = meets(entry, limits.namespaces, meantIn(limits.except, entry));
        if (result.is === 'covered') continue;
        const { cluster, account } = whoOf(entry);
        const what = `${account} of ${cluster} ${gets(result)} ${name}, and ${limits.namespaces.join(', ')} is off limits`;
        add('off-limits', limits, identity, { cluster, account, what, ...certaintyOf(result) });
      }
    }
    for (const never of neverPermit) {
      const own = gives(identity);
      const certain = forbidden(never, identity, own, write);
      const open = possiblePoliciesOf(inventory.openPolicies ?? [], identity);
      const further = open.length === 0 ? [] : forbidden(never, identity, [...own, ...open], write);
      for (const { what, because } of further) {
        if (because === undefined || certain.some((one) => one.what === what)) continue;
        const key = JSON.stringify([never.at, what, because]);
        const same = ofSome.get(key);
        if (same) same.ids.push(identity.id);
        else ofSome.set(key, { never, what, because, ids: [identity.id] });
      }
      for (const { what, ...rest } of certain) {
        const more = certainly.has(identity.id) ? rest : { because: NOT_CERTAINLY_BECOME, ...rest };
        const may = more.because === undefined ? 'may' : 'may perhaps';
        add('never-permit', never, identity, { what: `${name} ${may} ${what}, which no pod may ever`, ...more });
      }
    }
  }
  for (const { never, what, because, ids } of ofSome.values()) {
    const { at, reason } = never;
    const whom = namesOfSome(ids.map((id) => names.get(id) ?? shortAddress(id)));
    found.push({
      ...{ policy: 'never-permit', at, what: `${whom} may perhaps ${what}, which no pod may ever`, because },
      ...(ids.length === 1 ? { identity: whom, id: ids[0]! } : {}),
      ...(reason === undefined ? {} : { reason }),
    });
  }
  for (const never of neverBecome) found.push(...becomings(never, { inventory, finder, otherIdOf }, names));
  return found;
}

/** What identities may do, if a policy is theirs. */
interface OfSome {
  readonly never: NeverPermit;
  readonly what: string;
  readonly because: string;
  readonly ids: string[];
}

const NOT_CERTAINLY_BECOME = 'whether pods get on to it by another identity is not known';

/** Who becomes whom they never may. */
function becomings(never: NeverBecome, question: BecomingQuestion, names: ReadonlyMap<string, string>): Found[] {
  const { at, reason } = never;
  const entry = { policy: 'never-become', at, ...(reason === undefined ? {} : { reason }) } as const;
  const places = new Map(question.inventory.identities.map((one) => [one.id, one.at]));
  return forbiddenBecomings(never, question).map(({ id, ...one }) => {
    const place = id === undefined ? undefined : places.get(id);
    const identity = id === undefined ? {} : { identity: names.get(id) ?? shortAddress(id), id };
    return { ...entry, ...identity, ...one, ...(place ? { place } : {}) };
  });
}

function accountsOf({ account }: AcceptedAccess): Accounts {
  const [namespace = '', serviceAccount = ''] = account.split('/');
  return { namespace, serviceAccount };
}

function gets({ is }: Beyond): string {
  return is === 'unknown' ? 'may get' : 'gets';
}

function certaintyOf(result: Beyond): Pick<Found, 'example' | 'because'> {
  if (result.is === 'unknown') return { because: result.because };
  return result.is === 'beyond' && result.example !== undefined ? { example: result.example } : {};
}

function forbidden(
  { actions, resources, roles }: NeverPermit,
  { cloud }: InventoryIdentity,
  policies: readonly ComparedPolicy[],
  write: Writer,
): Pick<Found, 'what' | 'example' | 'because'>[] {
  // `*` is one of both clouds.
  const ofCloud = actions.filter((action) => !action.includes(cloud === 'aws' ? '/' : ':'));
  const allowed = ofCloud.length === 0 ? [] : allowedWithin(policies, { cloud, actions: ofCloud, resources }, write);
  const named = policies.flatMap(
    ({ kind, name, scope, perhaps }): { readonly what: string; readonly because?: string }[] => {
      if (name === undefined || kind === 'boundary' || kind === 'session' || roles.length === 0) return [];
      const where = scope === undefined ? '' : ` on ${scope === '' ? '/' : scope}`;
      if (roles.some((role) => impliedByName(role, name)))
        return [{ what: `do what ${name}${where} gives`, ...(perhaps ? { because: perhaps.because } : {}) }];
      const open = referenceIn(name);
      return open === undefined
        ? []
        : [{ what: `do what ${name}${where} gives`, because: `it names ${open}, whose value is not known` }];
    },
  );
  const given = roles.filter((role) => {
    const statements = publishedStatements(role);
    if (!statements || named.some(({ because }) => because === undefined)) return false;
    return allowedBeyond([{ identity: '', kind: 'permissions', source: role, statements }], policies).length === 0;
  });
  return [
    ...allowed.map(({ is, what, example, because }) => ({
      what,
      ...(example === undefined ? {} : { example }),
      ...(is === 'beyond' ? {} : { because: because ?? 'its policies are not known' }),
    })),
    ...named,
    ...given.map((role) => ({ what: `do all that ${role} gives` })),
  ];
}
