import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Shows every construct of a stack to a visitor each time before the stack is written, those included that are made later.
 *
 * An aspect of cdktf would be lost without a word where the program's `App` is of another copy of the core than this
 * library's imports: an aspect is kept under a symbol of its copy, and who installs CDK Terrain under cdktf's name beside
 * `cdktn` has two copies.
 *
 * @param visit must do the same when it sees a construct again: a stack may be written more than once
 */
export function visitAtSynthesis(stack: TerraformStack, visit: (construct: IConstruct) => void): void {
  const visitAll = () => stack.node.findAll().forEach(visit);
  const toTerraform = stack.toTerraform.bind(stack);
  const toHclTerraform = stack.toHclTerraform.bind(stack);
  stack.toTerraform = () => {
    visitAll();
    return toTerraform();
  };
  stack.toHclTerraform = () => {
    visitAll();
    return toHclTerraform();
  };
}
