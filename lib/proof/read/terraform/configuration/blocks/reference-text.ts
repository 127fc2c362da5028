import type { Raw } from '../configuration';

/** The reference that an argument is, `${...}` around it or not: `aws.audit`. Nothing for what is not text. */
export function referenceText(raw: Raw | undefined): string | undefined {
  return typeof raw === 'string' ? raw.replace(/^\$\{(.*)\}$/, '$1') : undefined;
}
