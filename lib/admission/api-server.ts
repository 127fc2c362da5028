import { containersOf, type Pod } from './pod';

/** Seconds: what the API server takes as a projected token's life. Kubernetes, validation of projected volumes. */
const TOKEN_SECONDS = { minimum: 600, maximum: 2 ** 32 };

/**
 * What the API server, which has the last word after the webhooks, refuses about a pod's volumes and their mounts. Only
 * what a webhook or a person beside it brings about: this is no validation of pods.
 */
export function apiServerRefusals(pod: Pod): string[] {
  const refusals: string[] = [];
  for (const container of containersOf(pod)) {
    const paths = new Set<string>();
    for (const { mountPath } of container.volumeMounts ?? []) {
      if (paths.has(mountPath)) {
        refusals.push(
          `the API server refuses the pod: container "${container.name}" mounts two volumes at ${mountPath}`,
        );
      }
      paths.add(mountPath);
    }
  }
  for (const { name, projected } of pod.spec.volumes ?? []) {
    for (const { serviceAccountToken } of projected?.sources ?? []) {
      const seconds = serviceAccountToken?.expirationSeconds ?? TOKEN_SECONDS.minimum;
      if (seconds < TOKEN_SECONDS.minimum || seconds > TOKEN_SECONDS.maximum) {
        refusals.push(
          `the API server refuses the pod: volume "${name}" asks for a token of ${seconds} seconds, which must be ${TOKEN_SECONDS.minimum} to 2^32`,
        );
      }
    }
  }
  return refusals;
}
