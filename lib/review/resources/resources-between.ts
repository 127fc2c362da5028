import type { Inventory } from '../../proof/inventory';
import type { InventoryPolicy } from '../../proof/inventory-policies';
import type { InventoryResource } from '../../proof/inventory-resources';
import type { Writer } from './resource-names';

/**
 * Of which resources the policies may make a difference to an identity. A resource's policy is about that one alone, so it counts
 * where it is another one than before, or where the identity's own policies differ on the resource.
 *
 * @param write what the texts of each version stand for
 */
export class ResourcesBetween {
  private readonly sameOf: ReadonlySet<string>;
  private readonly keys = new Map<InventoryResource, string>();
  private readonly beginnings = new Map<InventoryResource, readonly string[]>();

  public constructor(
    base: Inventory,
    head: Inventory,
    private readonly write: { readonly base: Writer; readonly head: Writer },
  ) {
    const before = new Set((base.resources ?? []).map((resource) => this.keyOf(resource)));
    this.sameOf = new Set(
      (head.resources ?? []).map((resource) => this.keyOf(resource)).filter((key) => before.has(key)),
    );
  }

  /** A version with the resources alone that the other version does not have as they are. */
  public changedOf(inventory: Inventory): Inventory {
    return { ...inventory, resources: inventory.resources?.filter((resource) => !this.isSame(resource)) };
  }

  /** Whether a resource counts for an identity with other policies of its own. */
  public between(
    own: readonly InventoryPolicy[],
    others: readonly InventoryPolicy[],
  ): (resource: InventoryResource) => boolean {
    const beginnings = [
      ...beginningsOf(without(own, others), this.write.head),
      ...beginningsOf(without(others, own), this.write.base),
    ];
    return (resource) => {
      if (!this.isSame(resource)) return true;
      const at = this.beginningsOfArn(resource);
      return beginnings.some((one) => at.some((two) => one.startsWith(two) || two.startsWith(one)));
    };
  }

  /** With what its ARN begins in either version. */
  private beginningsOfArn(resource: InventoryResource): readonly string[] {
    const known = this.beginnings.get(resource);
    if (known) return known;
    const own = [beginningOf(this.write.head(resource.arn)), beginningOf(this.write.base(resource.arn))];
    this.beginnings.set(resource, own);
    return own;
  }

  private isSame(resource: InventoryResource): boolean {
    return this.sameOf.has(this.keyOf(resource));
  }

  private keyOf(resource: InventoryResource): string {
    const known = this.keys.get(resource);
    if (known !== undefined) return known;
    const key = JSON.stringify(resource);
    this.keys.set(resource, key);
    return key;
  }
}

function without(own: readonly InventoryPolicy[], others: readonly InventoryPolicy[]): readonly InventoryPolicy[] {
  const there = new Set(others.map((policy) => JSON.stringify(policy)));
  return own.filter((policy) => !there.has(JSON.stringify(policy)));
}

/** With what the resources of policies begin; with nothing where they may be any. */
function beginningsOf(policies: readonly InventoryPolicy[], write: Writer): readonly string[] {
  return policies.flatMap(({ kind, statements }) =>
    kind === 'permissions' && statements
      ? statements.flatMap(({ resources }) => (resources ?? ['']).map((text) => beginningOf(write(text))))
      : [''],
  );
}

/** What a text has before what may be anything, in whichever partition. */
function beginningOf(text: string): string {
  return text.replace(/^arn:(?:\$\{[^}]*\}|[^:]*):/, 'arn::').split(/[*?]|\$\{/, 1)[0]!;
}
