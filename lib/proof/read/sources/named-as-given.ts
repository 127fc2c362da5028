import { PodtrustError } from '../../../core/errors';
import type { Document } from '../document';

/** A document's name in errors: its path as the user gave it, which a terminal can open. */
export function givenName({ path, file }: Pick<Document, 'path' | 'file'>): string {
  return path ?? file;
}

/** An error with the document that it is about named as the user gave it; line, column and pointer stay behind the name. */
export function namedAsGiven(error: unknown, document: Document): unknown {
  const { file } = document;
  const name = givenName(document);
  if (!PodtrustError.is(error) || name === file || !error.where?.startsWith(file)) return error;
  const rest = error.where.slice(file.length);
  if (!/^([:#]|$)/.test(rest)) return error;
  const { code, what, why, remedy } = error;
  return new PodtrustError({ code, where: `${name}${rest}`, what, why, remedy });
}
