/** A mutant that no test can kill, or that need not be killed. */
export interface Survivor {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** Why nothing is wrong with it. */
  readonly because: string;
}

/** The mutants of the code that survive, each with the reason; `npm run mutation` fails for any other. */
export const SURVIVORS: readonly Survivor[] = [];
