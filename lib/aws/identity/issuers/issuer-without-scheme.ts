import { Fn } from 'cdktf';
import { isKnown, issuerWithoutScheme } from '../../../core';
import { resolvedOnce } from '../resolved-once';

const WITHOUT_SCHEME = new Map<string, string>();

/** An issuer as condition keys name it. One token a distinct issuer: each that cdktf makes costs a stack trace. */
export function withoutScheme(url: string): string {
  if (isKnown(url)) return issuerWithoutScheme(url);
  const issuer = WITHOUT_SCHEME.get(url) ?? resolvedOnce(Fn.replace(url, 'https://', ''));
  WITHOUT_SCHEME.set(url, issuer);
  return issuer;
}
