/** What the operators of a constraint ask of how a version compares with theirs: below 0, 0, above 0. */
const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/**
 * Whether a version meets a constraint of Terraform, `>= 1.2, < 2.0` or `~> 1.4`; nothing where they are not told apart here,
 * as with pre-releases.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function meetsConstraint(version: string, constraint: string): boolean | undefined {
  const given = segmentsOf(version);
  if (!given) return undefined;
  let meets = true;
  for (const part of constraint.split(',')) {
    const [, operator = '', written = ''] = /^\s*(=|!=|>=|<=|>|<|~>)?\s*(\S*)\s*$/.exec(part) ?? [];
    const asked = segmentsOf(written);
    if (!asked) return undefined;
    if (operator === '~>') {
      // All but the last segment that is written stay as they are.
      const isSame = asked.slice(0, -1).every((segment, index) => segment === (given[index] ?? 0));
      meets &&= isSame && compare(given, asked) >= 0;
    } else meets &&= OPERATORS[operator || '=']!(compare(given, asked));
  }
  return meets;
}

function segmentsOf(version: string): readonly number[] | undefined {
  return /^v?\d+(\.\d+){0,2}$/.test(version) ? version.replace('v', '').split('.').map(Number) : undefined;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const index of [0, 1, 2]) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
