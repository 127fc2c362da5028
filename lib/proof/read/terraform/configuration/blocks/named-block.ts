import { ExpressionError } from '../../expression/expression';
import type { Block, Configuration } from '../configuration';

/** Names that expressions start with and that no file gives a value: Terraform itself does, when it runs. */
export const RUN_TIME_NAMES: ReadonlySet<string> = new Set([
  'path',
  'terraform',
  'each',
  'count',
  'self',
  'ephemeral',
  'action',
]);

/** A reference without the word that Terraform allows before a resource's type: `resource.aws_iam_role.a`. */
export function withoutResource(
  root: string,
  steps: readonly (string | number)[],
): readonly [root: string, steps: readonly (string | number)[]] {
  return root === 'resource' && steps.length > 1 ? [String(steps[0]), steps.slice(1)] : [root, steps];
}

/**
 * The block that a reference starts with, and the steps behind its address.
 *
 * @param root `data`, or a resource's type
 * @throws ExpressionError where there is no such block
 */
export function namedBlock(
  configuration: Configuration,
  root: string,
  steps: readonly (string | number)[],
): { readonly block: Block; readonly steps: readonly (string | number)[] } {
  const address = addressOf(root, steps);
  const block = configuration.blocks.get(address);
  if (!block) throw new ExpressionError(`there is no ${address}`);
  return { block, steps: steps.slice(root === 'data' ? 2 : 1) };
}

/** Whether a reference starts with a block that the configuration has. */
export function isDeclared(configuration: Configuration, root: string, steps: readonly (string | number)[]): boolean {
  return configuration.blocks.has(addressOf(root, steps));
}

function addressOf(root: string, steps: readonly (string | number)[]): string {
  return [root, ...steps.slice(0, root === 'data' ? 2 : 1)].join('.');
}
