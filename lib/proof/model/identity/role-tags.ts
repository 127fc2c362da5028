/** Tags of an IAM role, as far as they are known. */
export interface RoleTags {
  /** By their keys as they are written; the values may hold symbols. */
  readonly tags: ReadonlyMap<string, string>;
  /** Whether there are no others. */
  readonly isWhole: boolean;
}
