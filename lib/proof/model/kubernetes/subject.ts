import { parseSubject } from '../../../core/trust/subject';
import type { ServiceAccountReference } from '../../../core/trust/subject';
import { describeSymbols, hasSymbol, symbolOf } from '../known/symbol';
import { matches, splitOutsideSymbols } from '../known/text';

/** The service account that a subject names. Both parts may hold symbols. */
export interface SubjectAccount extends ServiceAccountReference {
  /** Whether the subject is that of a service account whatever its symbols stand for, or of nobody. */
  readonly isCertain: boolean;
}

const SUBJECT_FIELDS = 4;

/**
 * The service account that a subject names; nothing where it can be that of none. Neither part of a subject has a colon, so
 * an unknown text that stands for both of them has one: what is before it is a symbol of its own, and so is what is behind.
 */
export function accountInSubject(subject: string): SubjectAccount | undefined {
  if (!hasSymbol(subject)) {
    const account = parseSubject(subject);
    return account && { ...account, isCertain: true };
  }
  const fields = splitOutsideSymbols(subject, ':');
  if (fields[0] !== 'system' || fields[1] !== 'serviceaccount') return possibleAccount(subject, fields);
  const [namespace, name] = fields.slice(2);
  if (fields.length === SUBJECT_FIELDS) {
    return namespace === '' || name === '' ? undefined : { namespace: namespace!, name: name!, isCertain: true };
  }
  return fields.length < SUBJECT_FIELDS && namespace !== undefined
    ? { ...accountInPair(namespace), isCertain: true }
    : undefined;
}

/** What stands before and behind the colon in a text that is `<namespace>:<name>` and shows no colon. */
export function accountInPair(pair: string): ServiceAccountReference {
  const [before, symbol, after] = /^([^\uE000]*)(\uE000[^\uE001]*\uE001)([^\uE000]*)$/.exec(pair)?.slice(1) ?? [
    '',
    pair,
    '',
  ];
  return { namespace: before! + fieldOf(symbol!, 0), name: fieldOf(symbol!, 1) + after! };
}

/** The account of a subject of which it is not known whether it begins as those of service accounts do. */
function possibleAccount(subject: string, fields: readonly string[]): SubjectAccount | undefined {
  if (fields.length > SUBJECT_FIELDS || matches('system:serviceaccount:?*:?*', subject) === false) return undefined;
  const [namespace, name] = ['', ...fields].slice(-2);
  const isNameKnown = fields.length > 1 && !hasSymbol(name!);
  const isNamespaceKnown = isNameKnown && fields.length > 2 && !hasSymbol(namespace!);
  return {
    namespace: isNamespaceKnown ? namespace! : fieldOf(subject, 2),
    name: isNameKnown ? name! : fieldOf(subject, 3),
    isCertain: false,
  };
}

function fieldOf(text: string, index: number): string {
  const described = describeSymbols(text);
  const quoted = /^\$\{[^{}]*\}$/.test(described) ? described.slice(2, -1) : JSON.stringify(described);
  return symbolOf(`split(":", ${quoted})[${index}]`, 'name');
}
