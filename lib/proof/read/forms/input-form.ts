import type { Problems } from '../problems';
import type { Place } from '../../model/place';
import type { Document } from '../document';
import type { Configuration } from '../terraform/configuration/configuration';
import type { FoundExisting, FoundObject, VariableFile } from './found';

/** A document, or one of the values that its JSON or YAML holds. */
export interface Part {
  readonly document: Document;
  /** The PATH as the user gave it. */
  readonly path: string;
  readonly at: Place;
  /** What it was written in; nothing for the document as a text. */
  readonly syntax?: 'json' | 'yaml';
  readonly value?: unknown;
}

/** Where what is read is gathered. */
export interface Gathering {
  readonly objects: FoundObject[];
  readonly variableFiles: VariableFile[];
  readonly existing: FoundExisting[];
  readonly problems: Problems;
  /** The configuration that a document is a part of: Terraform takes all files of a directory as one module. */
  configurationOf(document: Document, path: string): Configuration;
  /** Adds a configuration that is one document's own. */
  addConfiguration(part: Part, configuration: Configuration): void;
}

/** One of the forms that input comes in. Help, errors and docs/reading.md name it by what it says of itself. */
export interface InputForm {
  /** What the help of a command calls it. */
  readonly name: string;
  /** The files that hold it, as docs/reading.md says it. */
  readonly files: string;
  /** What it is read as, as docs/reading.md says it. */
  readonly readAs: string;
  /** Whether a part is of this form; the first form that recognizes it reads it. */
  recognizes(part: Part): boolean;
  /** @throws PodtrustError for what is of this form and not valid */
  read(part: Part, into: Gathering): void;
}
