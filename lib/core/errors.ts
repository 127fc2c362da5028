import type { Code } from './codes';
import { pageUrl } from './published';

/** What a {@link PodtrustError} tells. */
export interface Problem {
  /** A stable slug, such as `issuer-not-https`. A rule of the proof that finds the same has the same. */
  readonly code: Code;
  /** A construct's path, a file, or a file with line and column. */
  readonly where?: string;
  /** What is wrong, with the offending value. */
  readonly what: string;
  /** Further mistakes of the same kind, each with its place. */
  readonly more?: readonly string[];
  /** What the cloud or the tool would do with it. */
  readonly why?: string;
  /** How to fix it. */
  readonly remedy?: string;
}

/** Marks the errors of every copy of this package; `instanceof` fails across two installed copies. */
const MARK = Symbol.for('podtrust.error');

/**
 * Every error that podtrust raises on purpose.
 *
 * Its message is whole by itself: the code, where, what, why, how to fix it, and the page of the code. A program that
 * catches one prints the message and needs no stack trace.
 */
export class PodtrustError extends Error implements Problem {
  public readonly code: Code;
  public readonly where?: string;
  public readonly what: string;
  public readonly more?: readonly string[];
  public readonly why?: string;
  public readonly remedy?: string;

  public constructor(problem: Problem) {
    super(describeProblem(problem));
    this.name = 'PodtrustError';
    this.code = problem.code;
    this.where = problem.where;
    this.what = problem.what;
    this.more = problem.more;
    this.why = problem.why;
    this.remedy = problem.remedy;
    // Node prints the properties of an error that nobody catches below its message, which has them already.
    for (const said of ['where', 'what', 'more', 'why', 'remedy'])
      Object.defineProperty(this, said, { enumerable: false });
    Object.defineProperty(this, MARK, { value: true });
  }

  /** Whether a caught value is one of ours, also when it comes from another installed copy of this package. */
  public static is(error: unknown): error is PodtrustError {
    return typeof error === 'object' && error !== null && MARK in error;
  }
}

/** The one wording of a problem, used by errors and by the validations that cdktf collects at synth. */
export function describeProblem(problem: Problem): string {
  return `${problemText(problem)}\n  see: ${pageUrl(`errors.md#${problem.code}`)}`;
}

/** A problem without the page of its code: for the command line, whose help names the page, and which says it in one line. */
export function problemText(problem: Problem): string {
  const lines = [`${problem.code}${problem.where ? ` at ${problem.where}` : ''}: ${problem.what}`];
  for (const one of problem.more ?? []) lines.push(`  also: ${one}`);
  if (problem.why) lines.push(`  why: ${problem.why}`);
  if (problem.remedy) lines.push(`  fix: ${problem.remedy}`);
  return lines.join('\n');
}
