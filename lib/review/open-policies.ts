import { grouped } from '../core/groups';
import type { Inventory, InventoryIdentity } from '../proof/inventory';
import type { InventoryOpenPolicy } from '../proof/inventory-policies';
import { shortAddress } from '../report/short-names';
import type { ComparedPolicy } from './permission-terms';

/** Whether a policy of which it is not known whose it is may be an identity's. */
export function mayBeOf(policy: InventoryOpenPolicy, { id, cloud }: Pick<InventoryIdentity, 'id' | 'cloud'>): boolean {
  if (policy.identities) return policy.identities.includes(id);
  return cloud === (policy.kind === 'role-assignment' ? 'azure' : 'aws');
}

/** The policies that may be an identity's, or another one's. */
export function possiblePoliciesOf(
  policies: readonly InventoryOpenPolicy[],
  identity: Pick<InventoryIdentity, 'id' | 'cloud'>,
): readonly ComparedPolicy[] {
  return policies.filter((policy) => mayBeOf(policy, identity)).map((policy) => comparedOf(policy, identity.id));
}

/** Names of whom a policy may be of, a few of them. */
export function namesOfSome(all: readonly string[]): string {
  const named = all.slice(0, MOST_NAMES);
  const texts = all.length > named.length ? [...named, `${all.length - named.length} more`] : named;
  return texts.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

const MOST_NAMES = 4;

/**
 * Policies of which it is not known whose they are, of two versions. Those that say whose they are in the same way are of the same
 * identities in both.
 */
export class OpenPolicies {
  /** Without those that are as they were. */
  private readonly before: readonly InventoryOpenPolicy[];
  private readonly after: readonly InventoryOpenPolicy[];

  /** @param base with the ids and references of the head */
  public constructor(base: Inventory, head: Inventory) {
    const [before, after] = [base.openPolicies ?? [], head.openPolicies ?? []];
    const isCompared = base.openPolicies !== undefined && head.openPolicies !== undefined;
    const [ofBefore, ofAfter] = [textsByWhose(before), textsByWhose(after)];
    const isChanged = ({ whose }: InventoryOpenPolicy): boolean =>
      isCompared && ofBefore.get(whose) !== ofAfter.get(whose);
    this.before = before.filter(isChanged);
    this.after = after.filter(isChanged);
  }

  /** Those that may be an identity's, where something of theirs changes; by its id and cloud, which both versions have. */
  public of(identity: Pick<InventoryIdentity, 'id' | 'cloud'>): {
    readonly base: readonly ComparedPolicy[];
    readonly head: readonly ComparedPolicy[];
  } {
    return { base: possiblePoliciesOf(this.before, identity), head: possiblePoliciesOf(this.after, identity) };
  }
}

/** All that is said of the policies of the same identities, by whose they are. */
function textsByWhose(policies: readonly InventoryOpenPolicy[]): ReadonlyMap<string, string> {
  const groups = grouped(policies, ({ whose }) => whose);
  return new Map(
    [...groups].map(([whose, own]) => [
      whose,
      own
        .map((policy) => JSON.stringify(policy))
        .sort()
        .join('\n'),
    ]),
  );
}

function comparedOf(policy: InventoryOpenPolicy, identity: string): ComparedPolicy {
  const { whose, because, source } = policy;
  return { ...policy, identity, perhaps: { whose, because: `${shortAddress(source)}: ${because}` } };
}
