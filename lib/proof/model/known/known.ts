/**
 * An answer: yes, no, or unknown with its reason.
 *
 * Yes and no are promises: they hold whatever turns out of what is not known. So there is no default that unknown falls
 * back to, and a plain `if` on such an answer does not compile away the third case: ask {@link isYes} or {@link isNo}.
 */
export type Known = boolean | Unknown;

/** An answer that nothing in the input gives. */
export interface Unknown {
  /** Why, as part of a sentence; symbols may be in it. */
  readonly why: string;
}

/** The answer that is not known. */
export function unknown(why: string): Unknown {
  return { why };
}

/** Certainly yes. */
export function isYes(answer: Known): answer is true {
  return answer === true;
}

/** Certainly no. */
export function isNo(answer: Known): answer is false {
  return answer === false;
}

/** Neither: only apply, or what was not read, will tell. */
export function isUnknown(answer: Known): answer is Unknown {
  return typeof answer === 'object';
}

/** The opposite; of what is not known, nothing is known either. */
export function not(answer: Known): Known {
  return typeof answer === 'object' ? answer : !answer;
}

/** Whether all of some answers are yes: one no is enough for a no, and of several reasons the first is told. */
export function and(...answers: readonly Known[]): Known {
  return all(answers, (answer) => answer);
}

/** Whether one of some answers is yes: that is enough, and of several reasons the first is told. */
export function or(...answers: readonly Known[]): Known {
  return any(answers, (answer) => answer);
}

/** As {@link and}, of questions that are asked until one is answered with no. */
export function all<T>(items: Iterable<T>, question: (item: T) => Known): Known {
  let open: Unknown | undefined;
  for (const item of items) {
    const answer = question(item);
    if (answer === false) return false;
    if (answer !== true) open ??= answer;
  }
  return open ?? true;
}

/** As {@link or}, of questions that are asked until one is answered with yes. */
export function any<T>(items: Iterable<T>, question: (item: T) => Known): Known {
  let open: Unknown | undefined;
  for (const item of items) {
    const answer = question(item);
    if (answer === true) return true;
    if (answer !== false) open ??= answer;
  }
  return open ?? false;
}
