/*
 * What need not be there in a policy whose text is put together of what is known and what is not: each such part carries
 * what that depends on, in the text itself, since a policy goes from the reader to the evaluator as text.
 */

/** The element of a statement that need not be there; its value is what that depends on. */
export const PERHAPS = '\uE012';
const END = '\uE013';

/**
 * A condition key, or a value of a condition, that need not be there.
 *
 * @param cause what that depends on, for people: `${var.production}`
 */
export function perhaps(cause: string, text: string): string {
  return `${PERHAPS}${cause}${END}${text}`;
}

/** A text without that mark, and what it depends on where it has one. */
export function readPerhaps(text: string): { readonly text: string; readonly cause?: string } {
  if (!text.startsWith(PERHAPS)) return { text };
  const end = text.indexOf(END);
  return { cause: text.slice(1, end), text: text.slice(end + 1) };
}

/** Whether a policy's text has parts that need not be there. */
export function hasPerhaps(text: string): boolean {
  return text.includes(PERHAPS);
}

const BEGINNING = 'what the trust policy holds depends on ';

/** Why a part of a policy need not be there, as a reason. It is one of the whole policy: said once, however many parts. */
export function dependsOn(cause: string): string {
  return `${BEGINNING}${cause}, which is not known before apply`;
}

/** Whether a reason is one of a whole policy. */
export function isOfWholePolicy(reason: string): boolean {
  return reason.startsWith(BEGINNING);
}
