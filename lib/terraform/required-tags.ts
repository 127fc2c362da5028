import type { TerraformStack } from 'cdktf';
import { PodtrustError } from '../core';
import { visitAtSynthesis } from './visit-at-synthesis';

/** Tags for every resource of a stack that takes tags. */
export interface RequiredTags {
  /** Tag values by key. A resource's own tags win. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys that must have a value, such as an organisation's `owner` or `cost-center`. Default none. */
  readonly required?: readonly string[];
}

/**
 * Tags all that a stack makes, the same way on every cloud (azurerm knows no default tags).
 *
 * @throws PodtrustError `required-tag-missing` where a required key has no value
 */
export function useRequiredTags(stack: TerraformStack, { tags, required = [] }: RequiredTags): void {
  for (const key of required) {
    if (tags[key]) continue;
    throw new PodtrustError({
      code: 'required-tag-missing',
      where: stack.node.path,
      what: `the required tag "${key}" has no value`,
      why: 'A tag policy refuses the resource, or nobody finds out whose it is.',
      remedy: `Give tags.${key} a value.`,
    });
  }
  if (Object.keys(tags).length === 0) return;
  visitAtSynthesis(stack, (node) => {
    if (isTaggable(node)) node.tags = { ...tags, ...node.tagsInput };
  });
}

interface Taggable {
  tags: Record<string, string>;
  readonly tagsInput?: Record<string, string>;
}

function isTaggable(node: object): node is Taggable {
  return 'tagsInput' in node && 'tags' in node;
}
