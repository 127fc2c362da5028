import { PodtrustError } from '../core/errors';
import type { Source } from './read/document';
import { readSources } from './read/sources/sources';

/** A text to prove that is not in a file. */
export interface InMemoryDocument {
  /** Its name in places and messages; by its ending `.tf.json`, `.json`, `.yaml` it is only known to people. */
  readonly file: string;
  readonly text: string;
  /** The stack that it is the synthesized Terraform JSON of. */
  readonly stack?: string;
}

/**
 * The sources behind paths and texts.
 *
 * @throws PodtrustError `input-invalid`, from a program that no compiler has checked; and what {@link readSources} throws
 */
export function sourcesOf(input: readonly (string | InMemoryDocument)[]): readonly Source[] {
  checkInput(input);
  const paths = input.filter((one) => typeof one === 'string');
  const documents = input.filter((one) => typeof one !== 'string');
  return [...readSources(paths), ...documents.map(inMemory)];
}

function checkInput(input: unknown): void {
  const isDocument = (one: unknown): boolean => {
    const { file, text } = (one ?? {}) as { file?: unknown; text?: unknown };
    return typeof file === 'string' && typeof text === 'string';
  };
  if (Array.isArray(input) && input.every((one) => typeof one === 'string' || isDocument(one))) return;
  throw new PodtrustError({
    code: 'input-invalid',
    what: 'the input is not a list of paths and of texts',
    remedy: "Give a list, such as ['cdktf.out'] or [{ file: 'main.tf.json', text }].",
  });
}

function inMemory(document: InMemoryDocument): Source {
  return { path: document.file, documents: [{ ...document, named: true }], skipped: [] };
}

/**
 * Does a piece of work on input that anybody may have written.
 *
 * @throws PodtrustError `content-unknown` for a nesting of thousands of levels: no artefact has it, and no reader here
 * should die of it
 */
export function refusingDeepNesting<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.name === 'RangeError') {
      throw new PodtrustError({
        code: 'content-unknown',
        what: 'something in the input is nested too deeply to be read',
      });
    }
    throw error;
  }
}
