import { Fn, Token } from 'cdktf';
import { PodtrustError } from '../../core';
import { escapeTemplates } from '../../terraform';
import { placeText, type HelmValues } from './merge-helm-values';

type Path = readonly (string | number)[];

/**
 * Refuses values that no YAML can hold, or that would be lost unseen.
 *
 * @throws PodtrustError `helm-values-invalid`
 */
export function checkHelmValues(values: unknown, where?: string): asserts values is HelmValues {
  if (!isPlainMap(values)) throw invalid([], values, where);
  check(values, [], new Set(), where);
}

/**
 * Values as one JSON text, which is YAML too: the same values give the same text, whatever the order of their keys. What
 * Terraform would read as a template is escaped, and tokens of any type become what they are worth at apply.
 */
export function helmValuesText(values: HelmValues): string {
  return text(values);
}

function check(value: unknown, path: Path, around: ReadonlySet<unknown>, where?: string): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object' || around.has(value)) throw invalid(path, value, where);
  if (isResolvable(value)) return;
  if (!Array.isArray(value) && !isPlainMap(value)) throw invalid(path, value, where);
  const inside = new Set([...around, value]);
  for (const [key, entry] of Object.entries(value)) {
    check(entry, [...path, Array.isArray(value) ? Number(key) : key], inside, where);
  }
}

function invalid(path: Path, value: unknown, where?: string): PodtrustError {
  const place = path.length === 0 ? 'values' : placeText(path);
  const isMissing = value === undefined;
  return new PodtrustError({
    code: 'helm-values-invalid',
    where,
    what: `${place} is ${describe(value)}`,
    why: isMissing
      ? 'YAML has no such value; whether the chart’s default is meant, or its absence, is not said.'
      : 'YAML has no such value, so the chart would never see it.',
    remedy: isMissing
      ? 'Leave the key out for the chart’s default, or set null to take the default away.'
      : 'Values are texts, numbers, booleans, null, lists, maps and tokens.',
  });
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  const name = (value as { constructor?: { name?: string } }).constructor?.name;
  if (Array.isArray(value)) return 'a list that holds itself, or no map of values';
  return name === undefined || name === 'Object' ? 'a map that holds itself' : `an object of the class ${name}`;
}

function text(value: unknown): string {
  if (isWholeToken(value)) return Fn.jsonencode(value);
  if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(escapeTemplates(value));
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(escapeTemplates(key))}:${text(entry)}`).join(',')}}`;
}

/** Whether nothing but a token is there; one that is a part of a text stays where it is. */
function isWholeToken(value: unknown): boolean {
  if (typeof value === 'string') return /^\$\{TfToken\[[^\]]+\]\}$/.test(value);
  return isResolvable(value) || Token.isUnresolved(value);
}

function isResolvable(value: unknown): boolean {
  return typeof (value as { resolve?: unknown } | null)?.resolve === 'function';
}

function isPlainMap(value: unknown): value is HelmValues {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
