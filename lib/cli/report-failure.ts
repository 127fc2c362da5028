import { debuglog } from 'node:util';
import { PodtrustError, problemText } from '../core/errors';
import { printable } from '../core/printable';

/** The exit code of every command for input that cannot be read, and for whatever else keeps it from an answer. */
export const UNREADABLE = 2;

/**
 * Says on standard error, in one line, why there is no answer; of several mistakes of one kind each has a line.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown): number {
  try {
    const isSeveral = PodtrustError.is(error) && (error.more?.length ?? 0) > 0;
    const text = isSeveral ? sentence(error) : sentence(error).replace(/\n\s*/g, '; ');
    process.stderr.write(`podtrust: ${text.split('\n').map(printable).join('\n')}\n`);
  } catch {
    // Where standard error takes nothing either, the exit code has to say it.
  }
  return UNREADABLE;
}

function sentence(error: unknown): string {
  if (PodtrustError.is(error)) return problemText(error);
  debuglog('podtrust')('%o', error);
  return `internal-error: ${String(error).slice(0, 300)}\n  fix: This is a mistake of podtrust: please report it with what NODE_DEBUG=podtrust prints.`;
}
