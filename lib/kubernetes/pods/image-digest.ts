import { PodtrustError, isKnown } from '../../core';

/** @throws PodtrustError `image-without-digest` */
export function checkDigest(image: string, where?: string): void {
  if (!isKnown(image) || /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image)) return;
  throw new PodtrustError({
    code: 'image-without-digest',
    where,
    what: `the image "${image}" is not named by its digest`,
    why: 'A tag may be moved, and the pod has an identity of yours: whoever moves it would run as that identity.',
    remedy: 'Give name@sha256: and the 64 digits of the image that you mean.',
  });
}
