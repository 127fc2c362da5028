import { grouped } from '../core/groups';
import type { Inventory, InventoryCluster, InventoryIdentity } from '../proof/inventory';
import { resourceAddress } from './resources/resource-address';

/** What the base calls by another name than the head, though it is the same. */
export interface Alignment {
  /** By the base's id of an identity, the head's. */
  readonly identities: ReadonlyMap<string, string>;
  /** By the base's id of a cluster, the head's. */
  readonly clusters: ReadonlyMap<string, string>;
  /** A text of the base with its references as the head has them. */
  readonly textOf: (text: string) => string;
  /** Nothing has another name. */
  readonly isSame: boolean;
}

/**
 * Says what is the same in two inventories. An address may change while what it names does not (a refactoring into a module,
 * a construct with another path), so an identity or a cluster is the same where its own name, issuer or ARN is, and, of
 * what those do not tell, where its type and name in the program are and nothing else has them.
 */
export function align(base: Inventory, head: Inventory): Alignment {
  const identities = pairs(base.identities, head.identities, isSameIdentity, [
    (one) => (isKnown(one.name) ? [one.cloud, one.kind, one.name].join('\n') : undefined),
    idOf,
    addressOf,
  ]);
  const clusters = pairs(base.clusters, head.clusters, isSameCluster, [
    (one) => (isUrl(one.issuer) ? one.issuer : undefined),
    ({ resourceId }) => resourceId,
    idOf,
    ({ cloud, name }) => (name === undefined ? undefined : [cloud, name].join('\n')),
    addressOf,
  ]);
  const isSame = [...identities, ...clusters].every(([before, after]) => before === after);
  const renamed = referencesOf(base, head);
  const textOf = withOrigins(base, head, renamed);
  return { identities, clusters, textOf: textOf ?? ((text) => text), isSame: isSame && textOf === undefined };
}

function isSameIdentity(one: InventoryIdentity, other: InventoryIdentity): boolean {
  return isKnown(one.name) && one.name === other.name && one.kind === other.kind && one.cloud === other.cloud;
}

function isSameCluster(one: InventoryCluster, other: InventoryCluster): boolean {
  return isUrl(one.issuer) && one.issuer === other.issuer;
}

/**
 * Pairs what has the same id and is the same, as most have; then what has the same key, by one key after the other, where one of
 * each side has it.
 */
function pairs<T extends InventoryIdentity | InventoryCluster>(
  base: readonly T[],
  head: readonly T[],
  isSame: (one: T, other: T) => boolean,
  keys: readonly ((one: T) => string | undefined)[],
): Map<string, string> {
  const paired = new Map<string, string>();
  const taken = new Set<string>();
  const ofHead = new Map(head.map((one) => [one.id, one]));
  for (const one of base) {
    const other = ofHead.get(one.id);
    if (!other || !isSame(one, other)) continue;
    paired.set(one.id, one.id);
    taken.add(one.id);
  }
  if (paired.size === base.length) return paired;
  for (const keyOf of keys) {
    const left = grouped(
      base.filter(({ id }) => !paired.has(id)),
      keyOf,
    );
    const right = grouped(
      head.filter(({ id }) => !taken.has(id)),
      keyOf,
    );
    for (const [key, ones] of left) {
      const others = key === undefined ? undefined : right.get(key);
      if (ones.length !== 1 || others?.length !== 1) continue;
      paired.set(ones[0]!.id, others[0]!.id);
      taken.add(others[0]!.id);
    }
  }
  return paired;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function addressOf({ id }: { readonly id: string }): string | undefined {
  return resourceAddress(id);
}

function isKnown(name: string): boolean {
  return name !== '' && !name.includes('${');
}

function isUrl(issuer: string): boolean {
  return issuer.startsWith('https://');
}

/** The innermost: what is not known may be an expression of several. */
const REFERENCE = /\$\{((?:[^$}]|\$(?!\{))*)\}/g;

/** Renames references of the base that the head has at another address alone; nothing where there are none. */
function referencesOf(base: Inventory, head: Inventory): ((text: string) => string) | undefined {
  const own = referencesIn(base);
  const others = referencesIn(head);
  const gone = grouped(
    [...own].filter((reference) => !others.has(reference)),
    resourceAddress,
  );
  const come = grouped(
    [...others].filter((reference) => !own.has(reference)),
    resourceAddress,
  );
  const renamed = new Map<string, string>();
  for (const [address, ones] of gone) {
    const news = address === undefined ? undefined : come.get(address);
    if (ones.length === 1 && news?.length === 1) renamed.set(ones[0]!, news[0]!);
  }
  if (renamed.size === 0) return undefined;
  return (text) => text.replace(REFERENCE, (_, reference: string) => `\${${renamed.get(reference) ?? reference}}`);
}

/**
 * Marks references of the base that have another origin in the head: what they are called is the same, and what they stand for need
 * not be.
 */
function withOrigins(
  base: Inventory,
  head: Inventory,
  renamed: ((text: string) => string) | undefined,
): ((text: string) => string) | undefined {
  const others = head.origins ?? {};
  const both = Object.entries(base.origins ?? {}).filter(([reference]) => others[reference] !== undefined);
  let changed = both.filter(([reference, origin]) => others[reference] !== (renamed?.(origin) ?? origin));
  if (changed.length === 0) return renamed;
  let isChanged = /(?!)/;
  // What is made of what changes, changes.
  for (let count = 0; count < changed.length;) {
    count = changed.length;
    isChanged = namesOneOf(changed.map(([reference]) => reference));
    changed = both.filter((one) => changed.includes(one) || isChanged.test(one[1]));
  }
  return (text) =>
    (renamed?.(text) ?? text).replace(REFERENCE, (whole, reference: string) =>
      isChanged.test(reference) ? `\${${reference}, as it was}` : whole,
    );
}

/** Whether a text names one of some references, or a part of it. */
function namesOneOf(references: readonly string[]): RegExp {
  const escaped = references.map((reference) => reference.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w./-])(?:${escaped.join('|')})(?![\\w-])`);
}

function referencesIn({ access, permissions, policies, openPolicies, resources }: Inventory): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.includes('${')) for (const [, reference] of value.matchAll(REFERENCE)) found.add(reference!);
    } else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) look(one);
  };
  for (const { namespace, serviceAccount, selector, except } of access)
    look([namespace, serviceAccount, selector, except]);
  look([permissions, policies, openPolicies, resources?.map((one) => one.policies)]);
  return found;
}
