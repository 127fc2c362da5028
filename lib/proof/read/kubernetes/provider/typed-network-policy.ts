import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import { toBlocks } from '../../terraform/configuration/blocks/nested-blocks';
import { isUnknown } from '../../terraform/expression/value';
import type { Value } from '../../terraform/expression/value';
import type { JsonObject } from '../kubernetes-object';

/** The typed resources of network policies. */
export const NETWORK_POLICIES = ['kubernetes_network_policy', 'kubernetes_network_policy_v1'];

/** The object that a typed resource makes, as far as it is read: whom it lets pods out to. */
export function typedNetworkPolicy(program: TerraformProgram, instance: Instance): JsonObject {
  const [spec] = program.nested(instance, 'spec');
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: program.nested(instance, 'metadata')[0] ?? {},
    // Each has one: where none was read, it may let out anybody.
    spec: spec ? { policyTypes: spec.policy_types, egress: blocksOf(spec.egress, ruleOf) } : UNKNOWN,
  };
}

const UNKNOWN: JsonObject = { policyTypes: ['Egress'], egress: 'not known' };

function ruleOf({ to }: JsonObject): JsonObject {
  return { to: to === undefined ? undefined : blocksOf(to as Value, peerOf) };
}

function peerOf({ ip_block: block, ...others }: JsonObject): JsonObject {
  if (block === undefined) return others;
  const ranges = blocksOf(block as Value, (range) => range);
  return { ...others, ipBlock: Array.isArray(ranges) ? ((ranges as unknown[])[0] ?? {}) : {} };
}

/** Nested blocks, each as the API has it; what is not known stays no list, which may let out anybody. */
function blocksOf(value: Value | undefined, made: (block: JsonObject) => JsonObject): unknown {
  if (value === undefined || value === null) return undefined;
  return isUnknown(value) ? String(value) : toBlocks(value).map(made);
}
