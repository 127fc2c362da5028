/**
 * Runs a program without the stack trace that cdktf takes of every token, a tenth of the time and more of what a large
 * program needs (terraform-cdk #3892). cdktf shows such a trace only in errors about the token itself.
 *
 * The stacks of real errors stay as they are, but for one thing: an error whose stack is read inside of `run` has it
 * without Node's source maps.
 *
 * @param run makes the constructs and synthesizes them
 */
export function withoutTokenStackTraces<T>(run: () => T): T {
  const formatter = Error.prepareStackTrace;
  Error.prepareStackTrace = (target, frames) => {
    // cdktf captures into a plain object and splits what it finds there.
    if (!(target instanceof Error)) return '';
    return formatter ? formatter(target, frames) : `${target.toString()}\n    at ${frames.join('\n    at ')}`;
  };
  try {
    return run();
  } finally {
    Error.prepareStackTrace = formatter;
  }
}
