import { hasSymbol } from './symbol';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is not known yet may be a GUID, or a part of one: what stands beside it must be one too. */
export function mayBeGuid(value: string): boolean {
  if (!hasSymbol(value)) return GUID.test(value);
  return /^[0-9a-f-]*$/i.test(value.replace(/\uE000[^\uE001]*\uE001?/g, ''));
}
