import { PodtrustError } from '../../lib/core/errors';

/** The code of the error that a piece of program raises. */
export function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (PodtrustError.is(error)) return error.code;
    throw error;
  }
  return undefined;
}
