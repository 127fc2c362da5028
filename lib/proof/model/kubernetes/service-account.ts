import { PODTRUST_KEYS } from '../../../core/kubernetes/annotations';
import type { Place } from '../place';

/** A declared Kubernetes service account. */
export interface ServiceAccount {
  /** The clusters it may be in: one as a rule, several where nothing tells, none where no cluster was read. */
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Not all of its annotations are known before apply. */
  readonly openAnnotations?: true;
  readonly labels: Readonly<Record<string, string>>;
  readonly at: Place;
}

/** The client ids that its pods ask for beside the annotated one, as the account says itself. */
export function furtherClientIds({ annotations }: ServiceAccount): readonly string[] {
  const text = annotations[PODTRUST_KEYS.furtherClientIds] ?? '';
  return text === '' ? [] : text.split(',').map((id) => id.trim());
}

/**
 * The identity that an annotation names; nothing where there is none, or an empty one, which both webhooks take for none: as
 * a chart's default has it that nobody fills in.
 *
 * @param key the annotation that names a role or a client id
 */
export function identityNamed({ annotations }: ServiceAccount, key: string): string | undefined {
  const text = annotations[key];
  return text === '' ? undefined : text;
}
