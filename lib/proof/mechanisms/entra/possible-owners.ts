import type { Identity } from '../../model/identity';
import { mayBeParent } from './credential-parent';

/**
 * Identities that are looked at for all credentials together. It is more than any program needs in which a few parents are
 * not known, and keeps one with thousands of them linear: the entries of the others are about no identity that is named.
 */
const MAXIMUM_LOOKS = 50_000;

/** Whose a credential may be of which that is not known before apply. */
export class PossibleOwners {
  private readonly identities: readonly Identity[];
  private readonly byParent = new Map<string | undefined, readonly string[]>();
  private left = MAXIMUM_LOOKS;

  public constructor(identities: readonly Identity[]) {
    this.identities = identities.filter(({ cloud }) => cloud === 'azure');
  }

  /** The ids of those whose resource id the parent may turn out to be. */
  public of(parent: string | undefined): readonly string[] {
    this.left -= this.identities.length;
    if (this.left < 0) return [];
    let found = this.byParent.get(parent);
    if (!found) {
      found = this.identities.filter((identity) => mayBeParent(parent, identity)).map(({ id }) => id);
      this.byParent.set(parent, found);
    }
    return found;
  }
}
