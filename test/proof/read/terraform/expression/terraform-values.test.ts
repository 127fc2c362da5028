import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { descendAll, evaluate } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import type { Scope } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import { ExpressionError } from '../../../../../lib/proof/read/terraform/expression/expression';
import { parseExpression } from '../../../../../lib/proof/read/terraform/expression/parser';
import { WeightBudget } from '../../../../../lib/proof/read/terraform/expression/weight';
import type { Value } from '../../../../../lib/proof/read/terraform/expression/value';

const LOCALS: Value = {
  list: ['a', 'b', 'c'],
  map: { a: '1', b: '2' },
  roles: { app: { namespace: 'todo' }, job: { namespace: 'batch', extra: 'yes' } },
};
const scope: Scope = {
  budget: new WeightBudget(1e6),
  resolve: (root, steps) => {
    if (root !== 'local') throw new ExpressionError(`there is no ${root}`);
    return descendAll(LOCALS, steps);
  },
};

const table = readFileSync(join(__dirname, 'terraform-values.txt'), 'utf8')
  .replace(/^#.*\n/gm, '')
  .split('\n')
  .reduce<[string, string][]>((rows, line, index, lines) => {
    if (line.startsWith('    ') && index > 0) rows.push([lines[index - 1]!, line.trim()]);
    return rows;
  }, []);

/** A line end is written `\n` where it is not inside quotes. */
function sourceOf(row: string): string {
  return /^(<<|[{[]\\n)/.test(row) ? row.replace(/\\(\\n|n)/g, (_, kept: string) => (kept === 'n' ? '\n' : kept)) : row;
}

describe('an expression has the value that Terraform gives it', () => {
  test.each(table)('%s', (row, expected) => {
    const value = (): Value => evaluate(parseExpression(sourceOf(row)), scope);
    if (expected === 'error') expect(value).toThrow(ExpressionError);
    else expect(value()).toEqual(JSON.parse(expected));
  });
});
