import { resourceAddress } from './resource-address';

/**
 * The first part of a text whose value may be anything, such as `${var.namespace}`; nothing where there is none. A reference
 * to a resource that the program makes is not one: two of them are two things. Nor is a policy variable of IAM.
 */
export function openReference(text: string): string | undefined {
  return text.match(/\$\{[^}]*\}/g)?.find((reference) => {
    const inside = reference.slice(2, -1);
    return resourceAddress(inside) === undefined && !inside.includes(':');
  });
}
