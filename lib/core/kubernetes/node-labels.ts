import { PodtrustError } from '../errors';
import { isKnown } from '../unknown';

/**
 * Refuses labels of nodes that Kubernetes refuses, or that the cloud keeps for itself. Tokens pass.
 *
 * @param kept the keys that the cloud keeps, and its words for them
 * @throws PodtrustError `node-label-invalid`
 * @see Kubernetes, "Labels and Selectors", "Syntax and character set"
 */
export function checkNodeLabels(
  labels: Readonly<Record<string, string>>,
  kept: { readonly keys: RegExp; readonly why: string },
  where: string,
): void {
  for (const [key, value] of Object.entries(labels)) {
    const refuse = (what: string, why: string): never => {
      throw new PodtrustError({ code: 'node-label-invalid', where, what, why, remedy: 'Give another label.' });
    };
    if (isKnown(value) && !/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value)) {
      refuse(
        `the label ${key} with the value ${JSON.stringify(value)}`,
        'Kubernetes takes values of 63 letters, digits, -, _ and ., with a letter or digit at both ends: the nodes would not join.',
      );
    }
    if (!isKnown(key)) continue;
    if (!/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(key)) {
      refuse(
        `the label ${JSON.stringify(key)}`,
        'Kubernetes takes keys of 63 letters, digits, -, _ and ., after a domain and / where they have one: the nodes would not join.',
      );
    }
    if (kept.keys.test(key)) refuse(`the label ${key}`, kept.why);
  }
}
