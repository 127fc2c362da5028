import type { RoleTags } from '../../model/identity/role-tags';
import { hasSymbol } from '../../model/known/symbol';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { usedProvider } from '../terraform/configuration/blocks/provider-block';
import { asText, isUnknown } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';

/**
 * Reads the tags of the roles that a program makes, by their ids: their own, and those that their provider gives to all. Who looks up a
 * role does not see that there are no others, and what a provider ignores may be there besides.
 *
 * @see AWS provider, "Resource tagging": `default_tags`, `ignore_tags`
 */
export function readRoleTags(program: TerraformProgram): ReadonlyMap<string, RoleTags> {
  return new Map(program.instances('aws_iam_role').map((role) => [role.id, tagsOf(program, role)]));
}

function tagsOf(program: TerraformProgram, role: Instance): RoleTags {
  const tags = new Map<string, string>();
  let isWhole = true;
  const add = (written: Value | undefined): void => {
    if (written === undefined || written === null) return;
    if (typeof written !== 'object' || Array.isArray(written) || isUnknown(written)) {
      isWhole = false;
      return;
    }
    for (const [key, value] of Object.entries(written)) {
      const text = asText(value as Value);
      if (text === undefined || hasSymbol(key)) isWhole = false;
      else tags.set(key, text);
    }
  };
  if (role.lost) {
    add(program.attribute(role, 'tags_all') ?? program.attribute(role, 'tags'));
    return { tags, isWhole: isWhole && !role.lost.has('tags_all') && !role.lost.has('tags') };
  }
  const { provider, configuration } = usedProvider(role.configuration, 'aws', role.block.body.provider);
  for (const block of blocksOf(provider?.body.default_tags)) {
    const { tags: given } = block;
    if (given !== undefined) {
      add(program.evaluateRaw(configuration, given as never, `${configuration.label}provider`, provider!.at));
    }
  }
  // The role's own go before those of its provider.
  add(program.attribute(role, 'tags'));
  return { tags, isWhole: isWhole && provider !== undefined && provider.body.ignore_tags === undefined };
}

function blocksOf(raw: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (raw === undefined || raw === null) return [];
  return (Array.isArray(raw) ? raw : [raw]) as readonly Readonly<Record<string, unknown>>[];
}
