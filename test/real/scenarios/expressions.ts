import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { evaluate } from '../../../lib/proof/read/terraform/expression/evaluate';
import { ExpressionError, isExpressionError } from '../../../lib/proof/read/terraform/expression/expression';
import { parseExpression } from '../../../lib/proof/read/terraform/expression/parser';
import { holdsSymbol } from '../../../lib/proof/read/terraform/expression/value';
import { randomCalls } from '../../proof/read/terraform/expression/random-calls';
import { type Scenario, failure } from './scenarios';

/** How many expressions are made up. */
const EXPRESSIONS = 20_000;

/** Of one run of Terraform. */
const AT_ONCE = 5_000;

/** The same expressions each time, so that a failure can be looked at again. */
const SEED = 20261129;

/** What has no value: Terraform refuses the expression. */
const REFUSED = 'refused';

/** What has a value that is not told: by podtrust before it looks further, and by Terraform before apply. */
const OPEN = 'open';

/**
 * What Terraform makes of expressions, as Terraform says it: random ones are given to `terraform console`, and the values
 * are held against those that the proof reads. What Terraform refuses is no program's, and podtrust may still read it.
 */
export const EXPRESSIONS_AS_TERRAFORM: Scenario = {
  id: 'expressions',
  only: 'aws',
  name: 'expressions as Terraform evaluates them',
  steps: [
    {
      name: `${EXPRESSIONS} random expressions`,
      run: async ({ folder, environment }) => {
        const all = [...new Set(fc.sample(randomCalls, { numRuns: EXPRESSIONS, seed: SEED }))];
        const terraform = environment.TERRAFORM_BINARY_NAME!;
        const told = { same: 0, open: 0, refused: 0 };
        const wrong: string[] = [];
        for (let from = 0; from < all.length; from += AT_ONCE) {
          const some = all.slice(from, from + AT_ONCE);
          const theirs = valuesInTerraform(some, terraform, path.join(folder, 'expressions'));
          some.forEach((expression, index) => {
            const [mine, other] = [valueHere(expression), theirs[index]!];
            if (mine === other) told.same++;
            else if (mine === OPEN || other === OPEN) told.open++;
            else if (other === REFUSED) told.refused++;
            else wrong.push(`${expression} is ${other}, and is read as ${mine}`);
          });
        }
        if (wrong.length > 0)
          throw failure(`${wrong.length} expressions are read wrong: ${wrong.slice(0, 10).join('; ')}`);
        // Who understood nothing would agree with everything.
        if (told.same < all.length * 0.8)
          throw failure(`of ${all.length} expressions only ${told.same} have the same value`);
      },
    },
  ],
};

function valueHere(text: string): string {
  const resolve = (): never => {
    throw new ExpressionError('an expression without names has one');
  };
  try {
    const value = evaluate(parseExpression(text), { resolve });
    return holdsSymbol(value) ? OPEN : canonical(value);
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    return error.limit ? OPEN : REFUSED;
  }
}

/** By one run of Terraform: as JSON in base64, since the console writes long texts in its own way. */
function valuesInTerraform(expressions: readonly string[], terraform: string, folder: string): readonly string[] {
  fs.mkdirSync(folder, { recursive: true });
  const values = expressions.map((one) => `base64encode(try(jsonencode(${one}), "${REFUSED}")),`);
  fs.writeFileSync(path.join(folder, 'main.tf'), `locals {\n  values = [\n${values.join('\n')}\n  ]\n}\n`);
  const { stdout, stderr, status } = spawnSync(terraform, ['console'], {
    ...{ cwd: folder, encoding: 'utf8', input: 'local.values\n', maxBuffer: 1 << 28 },
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== 0) throw failure(`terraform console: ${stderr.trim()}`);
  const lines = stdout.trim().split('\n').slice(1, -1);
  if (lines.length !== expressions.length)
    throw failure(`terraform console said ${lines.length} values of ${expressions.length}`);
  return lines.map((line) => {
    if (line.includes('(known after apply)')) return OPEN;
    const text = Buffer.from(/"([^"]*)"/.exec(line)?.[1] ?? '', 'base64').toString('utf8');
    return text === REFUSED ? REFUSED : canonical(JSON.parse(text));
  });
}

/** As JSON with keys in order, and numbers as JavaScript has them. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
