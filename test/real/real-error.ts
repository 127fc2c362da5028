import { PodtrustError, type Problem } from '../../lib/core';

/** An error of the commands that drive real components, which are no part of the package: its codes are not in the package's list. */
export function realError(problem: Omit<Problem, 'code'> & { readonly code: `real-${string}` }): PodtrustError {
  return new PodtrustError(problem as unknown as Problem);
}
