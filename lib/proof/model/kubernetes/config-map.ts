/** A ConfigMap, which containers may take variables from, or a Secret of which it is known who fills it. */
export interface ConfigMap {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  /** Values may hold symbols. */
  readonly data: Readonly<Record<string, string>>;
}
