import { type AdmissionReason, reason } from './reason';
import { containersOf, type Pod } from './pod';

/** Seconds: what the API server takes as a projected token's life. Kubernetes, validation of projected volumes. */
const TOKEN_SECONDS = { minimum: 600, maximum: 2 ** 32 };

/**
 * What the API server, which has the last word after the webhooks, refuses about a pod's volumes and their mounts. Only
 * what a webhook or a person beside it brings about: this is no validation of pods.
 */
export function apiServerRefusals(pod: Pod): AdmissionReason[] {
  const refusals: AdmissionReason[] = [];
  for (const container of containersOf(pod)) {
    const paths = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
    const again = new Set(paths.filter((path, index) => paths.indexOf(path) < index));
    for (const path of again) refusals.push(reason('mount-path-twice', { container: container.name, path }));
  }
  for (const { name, projected } of pod.spec.volumes ?? []) {
    for (const { serviceAccountToken } of projected?.sources ?? []) {
      const seconds = serviceAccountToken?.expirationSeconds ?? TOKEN_SECONDS.minimum;
      if (seconds < TOKEN_SECONDS.minimum || seconds > TOKEN_SECONDS.maximum) {
        refusals.push(reason('token-seconds-refused', { volume: name, seconds, minimum: TOKEN_SECONDS.minimum }));
      }
    }
  }
  return refusals;
}
