import { isAtLeast } from './install/versions';

/** An argument of a provider, and the version that brought it. */
export interface NewerArgument {
  readonly resource: string;
  readonly argument: string;
  readonly since: string;
}

/**
 * What the typed AWS provider (6.25) has and 5.100 has not, among the arguments that the programs here use. Source: the
 * provider's changelog.
 */
export const NEWER_AWS_ARGUMENTS: readonly NewerArgument[] = [
  { resource: 'aws_eks_cluster', argument: 'deletion_protection', since: '6.9.0' },
  { resource: 'aws_eks_cluster', argument: 'control_plane_scaling_config', since: '6.23.0' },
  { resource: 'aws_eks_pod_identity_association', argument: 'disable_session_tags', since: '6.2.0' },
  { resource: 'aws_eks_pod_identity_association', argument: 'target_role_arn', since: '6.2.0' },
];

type Blocks = Record<string, Record<string, unknown>>;

/** A resource of a provider, the version that brought it, and what an older one makes in its place. */
export interface NewerResource {
  readonly resource: string;
  readonly since: string;
  /** The resource in its place, with the same name. */
  readonly inPlace: string;
  readonly config: (block: Record<string, unknown>) => Record<string, unknown>;
}

/** Resources that 5.100 has not. Source: the provider's changelog. */
export const NEWER_AWS_RESOURCES: readonly NewerResource[] = [
  {
    resource: 'aws_eks_capability',
    since: '6.25.0',
    // What EKS makes with it by itself, so that access policies of its role have an entry.
    inPlace: 'aws_eks_access_entry',
    config: ({ cluster_name, role_arn }) => ({ cluster_name, principal_arn: role_arn }),
  },
];

/**
 * Takes out of synthesized Terraform JSON what an older provider does not know.
 *
 * @param version of the provider that is used
 * @returns what was taken out, as `resource.argument`, each once
 */
export function takeOutNewerArguments(
  terraform: { readonly resource?: Record<string, Blocks> },
  newer: readonly NewerArgument[],
  version: string,
): string[] {
  const taken = new Set<string>();
  for (const { resource, argument, since } of newer) {
    if (isAtLeast(version, since)) continue;
    for (const block of Object.values(terraform.resource?.[resource] ?? {})) {
      if (argument in block) taken.add(`${resource}.${argument} (since ${since})`);
      delete block[argument];
    }
  }
  return [...taken];
}

/**
 * Puts in the place of resources of synthesized Terraform JSON that an older provider does not know what stands for them.
 *
 * @param version of the provider that is used
 * @returns the JSON with references that follow, and what was replaced, each kind once
 */
export function replaceNewerResources<T extends { readonly resource?: Record<string, Blocks> }>(
  terraform: T,
  newer: readonly NewerResource[],
  version: string,
): { readonly terraform: T; readonly replaced: string[] } {
  const replaced: string[] = [];
  let text = JSON.stringify(terraform);
  for (const { resource, since, inPlace, config } of newer) {
    const blocks = terraform.resource?.[resource];
    if (!blocks || isAtLeast(version, since)) continue;
    replaced.push(`${resource} (since ${since}), ${inPlace} in its place`);
    const changed = JSON.parse(text) as { resource: Record<string, Blocks> };
    delete changed.resource[resource];
    for (const [name, block] of Object.entries(blocks)) {
      changed.resource[inPlace] = { ...changed.resource[inPlace], [name]: config(block) };
    }
    text = JSON.stringify(changed).replaceAll(`${resource}.`, `${inPlace}.`);
  }
  return { terraform: JSON.parse(text) as T, replaced };
}
