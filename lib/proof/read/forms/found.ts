import type { Place } from '../../model/place';
import type { Document } from '../document';
import type { ExistingFile } from '../clusters/existing';
import type { JsonObject } from '../kubernetes/kubernetes-object';
import type { Value } from '../terraform/expression/value';

/** A Kubernetes object of a file. */
export interface FoundObject {
  readonly object: JsonObject;
  /** The PATH as the user gave it. */
  readonly path: string;
  readonly at: Place;
}

/** What a stack was told exists, and where that is written. */
export interface FoundExisting {
  readonly value: ExistingFile;
  readonly document: Document;
}

/** A file of values that the user named. */
export interface VariableFile {
  readonly document: Document;
  readonly values: ReadonlyMap<string, Value>;
}
