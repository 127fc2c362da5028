import { PodtrustError } from '../core/errors';
import type { Source } from './read/document';
import { readSources } from './read/sources';

/** A text to prove that is not in a file. */
export interface InMemoryDocument {
  /** Its name in places and messages; by its ending `.tf.json`, `.json`, `.yaml` it is only known to people. */
  readonly file: string;
  readonly text: string;
  /** The stack that it is the synthesized Terraform JSON of. */
  readonly stack?: string;
}

/** The sources behind paths and texts. */
export function sourcesOf(input: readonly (string | InMemoryDocument)[]): readonly Source[] {
  const paths = input.filter((one) => typeof one === 'string');
  const documents = input.filter((one) => typeof one !== 'string');
  return [...readSources(paths), ...documents.map(inMemory)];
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
