import type { Identity } from '../../model/identity/identity';
import { hasSymbol } from '../../model/known/symbol';
import { addToGroup, grouped } from '../../../core/groups';
import { mayBeParent } from './credential-parent';

/**
 * Identities that are looked at for all credentials together. It is more than any program needs in which a few parents are
 * not known, and keeps one with thousands of them linear: the entries of the others are about no identity that is named.
 */
const MAXIMUM_LOOKS = 50_000;

/** Whose a credential may be of which that is not known before apply. */
export class PossibleOwners {
  private readonly identities: readonly Identity[];
  /** Those whose own resource id is not known, by their name where that is: which a parent that is known may name. */
  private readonly byName = new Map<string, Identity[]>();
  private readonly unnamed: ReadonlyMap<Identity['kind'], readonly Identity[]>;
  private readonly byParent = new Map<string | undefined, readonly string[] | undefined>();
  private left = MAXIMUM_LOOKS;

  public constructor(identities: readonly Identity[]) {
    this.identities = identities.filter(({ cloud }) => cloud === 'azure');
    const unknown = this.identities.filter(({ resourceId }) => resourceId === undefined || hasSymbol(resourceId));
    const isNamed = ({ kind, name }: Identity): boolean => kind === 'managed-identity' && !hasSymbol(name);
    const unnamed = unknown.filter((one) => !isNamed(one));
    this.unnamed = grouped(unnamed, ({ kind }) => kind);
    for (const one of unknown.filter(isNamed)) addToGroup(this.byName, one.name.toLowerCase(), one);
  }

  /** Whether only apply will tell whose a credential is: what it names is not known, or may be what is not known. */
  public isToBeTold(parent: string | undefined): boolean {
    return parent !== undefined && (hasSymbol(parent) || this.of(parent)?.length !== 0);
  }

  /** The ids of those whose resource id the parent may turn out to be. Nothing where there are too many to look at. */
  public of(parent: string | undefined): readonly string[] | undefined {
    if (!this.byParent.has(parent)) this.byParent.set(parent, this.lookFor(parent));
    return this.byParent.get(parent);
  }

  private lookFor(parent: string | undefined): readonly string[] | undefined {
    const candidates = parent === undefined || hasSymbol(parent) ? this.identities : this.nameable(parent);
    this.left -= candidates.length;
    if (this.left < 0) return undefined;
    return candidates.filter((identity) => mayBeParent(parent, identity)).map(({ id }) => id);
  }

  /** Those that a parent which is known can name. */
  private nameable(parent: string): readonly Identity[] {
    if (parent.startsWith('/applications/')) return this.unnamed.get('entra-application') ?? [];
    const named = this.byName.get(parent.slice(parent.lastIndexOf('/') + 1).toLowerCase()) ?? [];
    return [...named, ...(this.unnamed.get('managed-identity') ?? [])];
  }
}
