import type { Directory } from '../configuration';

/** What a file of a program holds; or why that is not looked at. */
export type FileContent = { readonly bytes: Buffer } | { readonly refused: string };

/** The files that functions of a program read. */
export interface ProgramFiles {
  /**
   * What a file holds; nothing where there is none.
   *
   * @param root the root module's directory, which paths start at
   * @param allowed the directories that may be read: of the root module, and of the modules that lead to the caller
   * @param path as the program gives it
   */
  read(root: Directory, allowed: readonly Directory[], path: string): FileContent | undefined;
  /** The files below a directory, by their paths in it, sorted; none where it is not there. */
  list(
    root: Directory,
    allowed: readonly Directory[],
    path: string,
  ): { readonly files: readonly string[] } | { readonly refused: string };
}
