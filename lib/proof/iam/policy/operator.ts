import type { Operator, OperatorFamily } from '../../model/identity/statement';

const POSITIVE: readonly OperatorFamily[] = [
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'NumericEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'Null',
];

interface Meaning {
  readonly family: OperatorFamily;
  readonly negated: boolean;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...POSITIVE.map((family): [string, Meaning] => [family, { family, negated: false }]),
  ['StringNotEquals', { family: 'StringEquals', negated: true }],
  ['StringNotEqualsIgnoreCase', { family: 'StringEqualsIgnoreCase', negated: true }],
  ['StringNotLike', { family: 'StringLike', negated: true }],
  ['NumericNotEquals', { family: 'NumericEquals', negated: true }],
  ['DateNotEquals', { family: 'DateEquals', negated: true }],
  ['NotIpAddress', { family: 'IpAddress', negated: true }],
  // ArnEquals and ArnLike behave alike; so do their negations.
  ['ArnEquals', { family: 'Arn', negated: false }],
  ['ArnLike', { family: 'Arn', negated: false }],
  ['ArnNotEquals', { family: 'Arn', negated: true }],
  ['ArnNotLike', { family: 'Arn', negated: true }],
]);

/**
 * Reads an operator's name. IAM compares it with its case (`Invalid Condition type : stringEquals`).
 *
 * @returns nothing where IAM knows no such operator
 */
export function parseOperator(name: string): Operator | undefined {
  const parts = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
  const found = parts && MEANINGS.get(parts[2]!);
  if (!found) return undefined;
  if (found.family === 'Null' && (parts[1] || parts[3])) return undefined;
  return { name, ...found, ifExists: parts[3] !== undefined, set: parts[1] as Operator['set'] };
}
