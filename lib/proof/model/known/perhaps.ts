/*
 * What need not be there in a policy whose text is put together of what is known and what is not: each such part carries
 * what that depends on, in the text itself, since a policy goes from the reader to the evaluator as text.
 */

/** The element of a statement that need not be there; its value is what that depends on. */
export const PERHAPS = '\uE012';
const END = '\uE013';
/** Before the whole expression that a cause is of. */
const OF = '\uE014';

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
  return { cause: causeText(text.slice(1, end)), text: text.slice(end + 1) };
}

/**
 * A cause with the whole expression that it is of. Of `var.a ? 1 : 2` and `var.a ? 2 : 1` the cause is the same, and what is there is
 * not.
 */
export function causeIn(cause: string, expression: string): string {
  return cause.includes(OF) ? cause : `${cause}${OF}${expression.replace(MARKS, '')}`;
}

/** A cause for people. */
export function causeText(cause: string): string {
  return cause.split(OF, 1)[0]!;
}

/** The expressions, or the causes where nothing else is known, of all in a policy's text that need not be there. */
export function expressionsOfPerhaps(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(MARKED)].map(([, cause]) => expressionOf(cause!));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === PERHAPS ? [expressionOf(String(item))] : [...expressionsOfPerhaps(key), ...expressionsOfPerhaps(item)],
  );
}

/** The whole expression that a cause is of, or the cause where nothing else is known. */
export function expressionOf(cause: string): string {
  return cause.split(OF)[1] ?? cause;
}

const MARKED = /\uE012([^\uE013]*)\uE013/g;
const MARKS = /[\uE012-\uE014]/g;

/** A text without the marks of what need not be there. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
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

/** The same reason, of one part of a policy that need not be a trust. */
export function reasonOfPart(reason: string): string {
  return reason.startsWith(BEGINNING) ? `it depends on ${reason.slice(BEGINNING.length)}` : reason;
}

/** Whether a reason is one of a whole policy. */
export function isOfWholePolicy(reason: string): boolean {
  return reason.startsWith(BEGINNING);
}
