import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { usedProvider } from '../terraform/configuration/blocks/provider-block';
import { asText } from '../terraform/expression/value';

/**
 * The Entra tenant that a resource is in, as far as it is told: by the resource itself, as a plan or a state knows it, else
 * by the provider that makes it. May hold symbols.
 */
export function tenantOf(program: TerraformProgram, instance: Instance): string | undefined {
  const own = program.text(instance, 'tenant_id');
  if (own !== undefined) return own;
  // A plan and a state do not show which provider makes a resource.
  if (instance.lost) return undefined;
  const { configuration, block } = instance;
  const type = block.type.split('_')[0]!;
  const used = usedProvider(configuration, type, block.body.provider);
  const raw = used.provider?.body.tenant_id;
  if (!used.provider || raw === undefined || raw === null) return undefined;
  const { configuration: owner, provider } = used;
  return asText(program.evaluateRaw(owner, raw, `${owner.label}provider`, provider.at)) || undefined;
}
