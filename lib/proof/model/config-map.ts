/** A ConfigMap, which containers may take variables from. */
export interface ConfigMap {
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  /** Values may hold symbols. */
  readonly data: Readonly<Record<string, string>>;
}
