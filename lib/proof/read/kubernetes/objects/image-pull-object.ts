import { IMAGE_PULL_KEYS } from '../../../../core/kubernetes/annotations';
import { IDENTITY_BINDING_AUDIENCE, STS_AUDIENCE } from '../../../../core/trust/audience';
import { mayBeGuid } from '../../../model/known/guid';
import type { IdentityReference } from '../../../model/identity/identity-reference';
import type { ImagePullProfile } from '../../../model/cluster/image-pull-profile';
import { isNo } from '../../../model/known/known';
import { below } from '../../../model/place';
import { objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** Adds the identities by which the kubelet pulls images with the token of a service account; no webhook takes part. */
export function readImagePull({ object, clusters, at }: DeclaredObject, references: IdentityReference[]): void {
  if (object.kind !== 'ServiceAccount' || object.apiVersion !== 'v1') return;
  const metadata = objectAt(object, ['metadata']);
  const annotations = textsOf(metadata.annotations);
  const account = { namespace: textOf(metadata.namespace) ?? 'default', name: textOf(metadata.name) ?? '' };
  for (const { key, mechanism, audience } of [
    { key: IMAGE_PULL_KEYS.ecrRole, mechanism: 'irsa', audience: STS_AUDIENCE },
    { key: IMAGE_PULL_KEYS.acrClient, mechanism: 'entra-workload-identity', audience: IDENTITY_BINDING_AUDIENCE },
  ] as const) {
    const text = annotations[key];
    // ECR's provider takes an empty one for none: the node pulls.
    if (text === undefined || (mechanism === 'irsa' && text === '')) continue;
    references.push({
      clusters,
      id: `ServiceAccount/${account.namespace}/${account.name}`,
      mechanism,
      // What is no GUID is nobody's client id, and has a finding of its own.
      text: mechanism === 'irsa' || mayBeGuid(text) ? text : undefined,
      tenantId: mechanism === 'irsa' ? undefined : annotations[IMAGE_PULL_KEYS.acrTenant],
      audience,
      owner: { kind: 'account', account },
      via: 'image-pull',
      at: below(at, 'metadata', 'annotations', key),
    });
  }
}

/** The identities by which AKS pulls images for accounts that name none. */
export function defaultImagePulls(profiles: readonly ImagePullProfile[]): readonly IdentityReference[] {
  return profiles.flatMap(({ cluster, enabled, defaultIdentity, source, at }): IdentityReference[] => {
    if (defaultIdentity === undefined || defaultIdentity === '' || isNo(enabled)) return [];
    return [
      {
        clusters: [cluster],
        id: source,
        mechanism: 'entra-workload-identity',
        text: defaultIdentity,
        audience: IDENTITY_BINDING_AUDIENCE,
        owner: { kind: 'others' },
        via: 'image-pull',
        at: below(at, 'defaultManagedIdentityId'),
      },
    ];
  });
}
