import { KIAM_KEYS } from '../../../../core/kubernetes/annotations';
import type { KiamNamespace } from '../../../model/kubernetes/kiam-namespace';
import { below } from '../../../model/place';
import { objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** Adds what a namespace tells kiam or kube2iam. */
export function readKiamNamespace({ object, at }: DeclaredObject, into: KiamNamespace[]): void {
  if (object.kind !== 'Namespace' || object.apiVersion !== 'v1') return;
  const metadata = objectAt(object, ['metadata']);
  const annotations = textsOf(metadata.annotations);
  for (const annotation of [KIAM_KEYS.permitted, KIAM_KEYS.allowedRoles]) {
    const roles = annotations[annotation];
    if (roles === undefined) continue;
    const place = below(at, 'metadata', 'annotations', annotation);
    into.push({ namespace: textOf(metadata.name) ?? '', annotation, roles, at: place });
  }
}
