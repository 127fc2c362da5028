import { SYSTEM_NAMESPACES } from '../../model/kubernetes/aad-pod-identity';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';

/** The built-in policy “Kubernetes cluster containers should only use allowed capabilities”. */
const ALLOWED_CAPABILITIES = 'c26596ff-4d70-4e6a-9a30-c2506bd2f80c';

const ASSIGNMENTS = [
  'azurerm_resource_policy_assignment',
  'azurerm_resource_group_policy_assignment',
  'azurerm_subscription_policy_assignment',
  'azurerm_management_group_policy_assignment',
];

/**
 * Reads assignments of the policy by which AKS refuses pods that keep NET_RAW. One of a resource group, a subscription or
 * a management group is taken to hold for every AKS cluster that was read: which of them lie in it is not compared.
 */
export function readAzurePolicies(program: TerraformProgram, parts: CloudParts): void {
  for (const instance of ASSIGNMENTS.flatMap((type) => program.instances(type))) {
    const definition = program.text(instance, 'policy_definition_id') ?? '';
    if (!definition.toLowerCase().endsWith(ALLOWED_CAPABILITIES)) continue;
    const exceptNamespaces = namespacesOfKeepers(program, instance);
    if (!exceptNamespaces) continue;
    const target = program.target(instance, 'resource_id')?.instance;
    const clusters = parts.clusters
      .filter(({ cloud, id }) => cloud === 'azure' && (!target || id === program.canonical(target).id))
      .map(({ id }) => id);
    parts.aadPodIdentity.netRawRefusals.push({ clusters, exceptNamespaces, source: instance.id });
  }
}

/**
 * The namespaces whose pods may keep NET_RAW, beside the cluster's own; nothing where the policy refuses nobody, as by its own
 * default, which is to audit, or only some.
 */
function namespacesOfKeepers(program: TerraformProgram, instance: Instance): readonly string[] | undefined {
  if (program.attribute(instance, 'enforce') === false) return undefined;
  const values = parametersOf(program.text(instance, 'parameters') ?? '{}');
  const drop = values.requiredDropCapabilities?.value;
  const effect = String(values.effect?.value).toLowerCase();
  const refuses = effect === 'deny' && Array.isArray(drop) && (drop.includes('NET_RAW') || drop.includes('ALL'));
  const narrowed = NARROWING.some((name) => isSomething(values[name]?.value));
  if (!refuses || narrowed) return undefined;
  const excluded = values.excludedNamespaces?.value;
  return Array.isArray(excluded)
    ? excluded.map(String).filter((namespace) => !SYSTEM_NAMESPACES.includes(namespace))
    : [];
}

/** Parameters by which the policy is for some pods alone. */
const NARROWING = ['namespaces', 'labelSelector', 'excludedContainers', 'excludedImages'];

function isSomething(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined;
}

function parametersOf(text: string): Record<string, { readonly value?: unknown } | undefined> {
  try {
    return (parseSymbolicJson(text) ?? {}) as Record<string, { readonly value?: unknown }>;
  } catch {
    return {};
  }
}
