import { editDistance } from '../../core/edit-distance';
import { PodtrustError } from '../../core/errors';
import type { Identity } from '../model/identity/identity';
import { IdentityIndex } from '../model/identity/identity-index';
import { NamedFinder, withoutStack } from '../model/known/named-finder';
import { compareText } from '../model/place';
import { describeSymbols } from '../model/known/symbol';

const SHOWN = 5;

/** Characters of a word that tell whether it is near another: what somebody types may be of any length. */
const COMPARED = 64;

/** Finds the identity that a person means. */
export class IdentityFinder {
  private readonly index: IdentityIndex;
  private readonly byWords: NamedFinder<Identity>;

  public constructor(private readonly identities: readonly Identity[]) {
    this.index = new IdentityIndex(identities);
    this.byWords = new NamedFinder(identities);
  }

  /**
   * By its id, with or without its stack, by its name where no other has it, by a role's ARN, a client id, or a managed
   * identity's resource id.
   *
   * @throws PodtrustError `identity-unknown` with those that are near, `identity-ambiguous`
   */
  public find(text: string): Identity {
    const { index } = this;
    const byOwn = index.get(text) ?? index.claimed(text)?.identity ?? index.byResourceId(text)?.identity;
    if (byOwn) return byOwn;
    const named = this.byWords.find(text);
    if (named) return named;
    throw new PodtrustError({
      code: 'identity-unknown',
      what: `no identity that was read is ${JSON.stringify(text)}: ${near(text, this.identities)}`,
      remedy: 'Give its id, its name, a role’s ARN or a client id; podtrust prove lists them.',
    });
  }
}

function near(text: string, identities: readonly Identity[]): string {
  if (identities.length === 0) return 'the input has no identity';
  const wanted = lastPart(text).toLowerCase();
  const ranked = identities
    .map((identity) => ({ identity, distance: distanceTo(wanted, identity) }))
    .sort((a, b) => a.distance - b.distance || compareText(a.identity.id, b.identity.id));
  const closest = ranked.slice(0, SHOWN).map(({ identity: { id, name } }) => {
    const known = describeSymbols(name);
    return known && !known.includes('${') ? `${id} (${known})` : id;
  });
  const more = identities.length - closest.length;
  return `${closest.length > 1 ? 'the closest are' : 'the closest is'} ${closest.join(', ')}${more > 0 ? `; there are ${more} more` : ''}`;
}

function distanceTo(wanted: string, { id, name }: Identity): number {
  const words = [lastPart(withoutStack(id)), name].map((text) => text.toLowerCase());
  return Math.min(...words.map((word) => editDistance(wanted.slice(0, COMPARED), word.slice(0, COMPARED))));
}

/** `backend` of `arn:aws:iam::111122223333:role/backend`, or of `aws_iam_role.backend`. */
function lastPart(text: string): string {
  return text.split(/[/.]/).at(-1)!;
}
