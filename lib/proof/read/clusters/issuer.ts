import { hasSymbol, isSymbol, shapeOf } from '../../model/known/symbol';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { Program } from '../terraform/configuration/provider';
import { asText } from '../terraform/expression/value';
import { withoutPrefix } from '../terraform/expression/symbolic-text';

const HTTPS = 'https://';

/** An issuer with its scheme, however it was written: the AWS provider takes and gives it without. */
export function issuerOf(text: string): string {
  if (text.startsWith(HTTPS)) return text;
  // Only https is registered, whatever a program makes the scheme of.
  const behind = /^\uE000[^\uE001]*\uE001:\/\/([^]*)$/.exec(text)?.[1];
  if (behind !== undefined) return `${HTTPS}${behind}`;
  if (!isSymbol(text)) return `${HTTPS}${text}`;
  return `${HTTPS}${withoutScheme(text)}`;
}

/**
 * An issuer as a credential of Entra has it, which is compared as it is written: one that is known to have lost its scheme is
 * that of no cluster. A symbol for the whole URL is one for what stands behind `https://`.
 */
export function issuerOfCredential(text: string): string {
  const first = /^\uE000[^\uE001]*\uE001/.exec(text)?.[0];
  return first === undefined || shapeOf(first) ? text : issuerOf(text);
}

/** An issuer without its scheme. */
export function withoutScheme(issuer: string): string {
  return withoutPrefix(issuer, HTTPS) ?? issuer;
}

/** The issuer of a cluster, by the steps to the attribute that gives it; known where a plan or a state knows it. */
export function clusterIssuer(program: Program, instance: Instance, steps: readonly (string | number)[]): string {
  return issuerOf(asText(program.reference(instance, steps)) ?? '');
}

/** As it is printed: the URL, or `ref:<id>.<attribute>`. */
export function clusterIssuerText(issuer: string, reference: string): string {
  return hasSymbol(issuer) ? `ref:${reference}` : issuer;
}
