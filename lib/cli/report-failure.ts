import { debuglog } from 'node:util';
import { PodtrustError } from '../core/errors';
import { printable } from '../core/printable';

/** The exit code of every command for input that cannot be read, and for whatever else keeps it from an answer. */
export const UNREADABLE = 2;

/**
 * Says on standard error, in one line, why there is no answer.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown): number {
  try {
    process.stderr.write(`podtrust: ${printable(sentence(error).replace(/\n\s*/g, '; '))}\n`);
  } catch {
    // Where standard error takes nothing either, the exit code has to say it.
  }
  return UNREADABLE;
}

function sentence(error: unknown): string {
  if (PodtrustError.is(error)) return error.message;
  debuglog('podtrust')('%o', error);
  return `internal-error: ${String(error).slice(0, 300)}\n  fix: This is a mistake of podtrust: please report it with what NODE_DEBUG=podtrust prints.`;
}
