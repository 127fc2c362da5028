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

/** A text with whatever values its references have: as a glob. */
export function withAnyValues(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*');
}

/** The first reference of a text, whatever it is to. */
export function referenceIn(text: string): string | undefined {
  return /\$\{[^}]*\}/.exec(text)?.[0];
}
