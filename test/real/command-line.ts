import { PodtrustError } from '../../lib/core';

/** A problem in one line: where, what, and what to do. */
export function inOneLine(error: unknown): string {
  if (!PodtrustError.is(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [error.what, error.remedy].filter(Boolean).join('. ').replace(/\s+/g, ' ');
}

/** `3 min 05 s`, `42 s`, `0.4 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Progress goes to standard error, so that results can be piped. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
