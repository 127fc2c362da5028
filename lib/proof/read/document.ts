/** One file's text. */
export interface Document {
  /** As messages and places show it: relative, with `/`. */
  readonly file: string;
  readonly text: string;
  /** Why its text could not be read, and is empty here. */
  readonly unread?: string;
  /** Where it is on this machine; nothing where it is not from a disk. */
  readonly path?: string;
  /** Named by the user, so what is not understood in it is an error; one found in a directory is merely said. */
  readonly named: boolean;
  /** The stack that a cdktf.out's manifest gives this file to. */
  readonly stack?: string;
}

/** A set of files that belong together. */
export interface Source {
  /** The PATH as the user gave it, for `--cluster ID=PATH`. */
  readonly path: string;
  readonly documents: readonly Document[];
  /** Files that were seen and not read, with the reason, and whether that is the file's fault. */
  readonly skipped: readonly { readonly file: string; readonly because: string; readonly isBroken?: boolean }[];
  /** A kustomization was among its documents, which is understood whatever else lies beside it. */
  readonly kustomized?: boolean;
}
