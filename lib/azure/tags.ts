import { PodtrustError, isKnown } from '../core';

const MOST = 50;
const NAME_CHARACTERS = 512;
const VALUE_CHARACTERS = 256;

/**
 * Refuses tags that Azure refuses of a resource. Tokens pass.
 *
 * @param where the path of the construct that has them
 * @throws PodtrustError `tags-invalid`
 * @see Azure Resource Manager, "Use tags to organize your Azure resources", "Limitations"
 */
export function checkTags(tags: Readonly<Record<string, string>> | undefined, where: string): void {
  const given = Object.entries(tags ?? {});
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'tags-invalid', where, what, why, remedy });
  };
  if (given.length > MOST) refuse(`${given.length} tags`, `Azure accepts ${MOST} of one resource.`, 'Leave some out.');
  const seen = new Map<string, string>();
  for (const [name, value] of given) {
    if (isKnown(value) && value.length > VALUE_CHARACTERS) {
      refuse(
        `the tag ${JSON.stringify(name)} with a value of ${value.length} characters`,
        `Azure accepts values of ${VALUE_CHARACTERS}.`,
        'Give a shorter one.',
      );
    }
    if (!isKnown(name)) continue;
    if (name === '' || name.length > NAME_CHARACTERS || /[<>%&\\?/]/.test(name)) {
      refuse(
        `the tag ${JSON.stringify(name)}`,
        `Azure accepts names of 1 to ${NAME_CHARACTERS} characters, and none of < > % & \\ ? /.`,
        'Give another name.',
      );
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      refuse(
        `the tags ${JSON.stringify(other)} and ${JSON.stringify(name)}`,
        'To Azure they are one name, whatever the case.',
        'Leave one out.',
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}
