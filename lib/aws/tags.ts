import { PodtrustError, isKnown } from '../core';

const MOST = 50;
const KEY_CHARACTERS = 128;
const VALUE_CHARACTERS = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Refuses tags that AWS refuses of a role, a cluster, or what else is made here. Tokens pass.
 *
 * @param where the path of the construct that has them
 * @throws PodtrustError `tags-invalid`
 * @see IAM user guide, "Rules for tagging in IAM and AWS STS"; AWS Tagging best practices, "Tag naming limits and requirements"
 */
export function checkTags(tags: Readonly<Record<string, string>> | undefined, where: string): void {
  const given = Object.entries(tags ?? {});
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'tags-invalid', where, what, why, remedy });
  };
  if (given.length > MOST) {
    refuse(`${given.length} tags`, `AWS accepts ${MOST} of one resource.`, 'Leave some out.');
  }
  const seen = new Map<string, string>();
  for (const [key, value] of given) {
    const shown = `the tag ${JSON.stringify(key)}`;
    if (isKnown(value) && (value.length > VALUE_CHARACTERS || !CHARACTERS.test(value))) {
      refuse(
        `${shown} with the value ${JSON.stringify(value.slice(0, VALUE_CHARACTERS))}`,
        `AWS accepts values of ${VALUE_CHARACTERS} characters: letters, digits, spaces and _ . : / = + - @.`,
        'Give another value.',
      );
    }
    if (!isKnown(key)) continue;
    if (key === '' || key.length > KEY_CHARACTERS || !CHARACTERS.test(key)) {
      refuse(
        shown,
        `AWS accepts keys of 1 to ${KEY_CHARACTERS} characters: letters, digits, spaces and _ . : / = + - @.`,
        'Give another key.',
      );
    }
    if (/^aws:/i.test(key)) refuse(shown, 'Keys that begin with aws: are AWS’ own.', 'Give another key.');
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) {
      refuse(
        `the tags ${JSON.stringify(other)} and ${JSON.stringify(key)}`,
        'To IAM they are one key, whatever the case, and it refuses a key twice.',
        'Leave one out.',
      );
    }
    seen.set(key.toLowerCase(), key);
  }
}
