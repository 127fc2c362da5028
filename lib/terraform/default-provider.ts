import { TerraformProvider, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

const DEFAULTS = new WeakMap<TerraformStack, Map<string, TerraformProvider | undefined>>();

/**
 * The provider that makes a stack's resources of a type where they name none: the one without an alias, if it was made
 * before. Looked for once, since a stack may have many children.
 *
 * @param type such as `aws`
 */
export function defaultProvider(stack: TerraformStack, type: string): TerraformProvider | undefined {
  const known = DEFAULTS.get(stack) ?? new Map<string, TerraformProvider | undefined>();
  DEFAULTS.set(stack, known);
  if (!known.has(type)) known.set(type, findDefaultProvider(stack, type));
  return known.get(type);
}

/** The provider that makes a stack's resources of a type where they name none, as far as it is there by now. */
export function findDefaultProvider(stack: TerraformStack, type: string): TerraformProvider | undefined {
  const isDefault = (child: IConstruct): child is TerraformProvider =>
    TerraformProvider.isTerraformProvider(child) && child.terraformResourceType === type && child.alias === undefined;
  return stack.node.children.find(isDefault);
}
