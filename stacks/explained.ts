import { PodtrustError } from '../lib/core';

/** Runs a program; an error on purpose ends it with its message and no stack trace. */
export function explained(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!PodtrustError.is(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
