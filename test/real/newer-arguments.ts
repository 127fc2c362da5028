import { isAtLeast } from './versions';

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

/**
 * Takes out of synthesized Terraform JSON what an older provider does not know.
 *
 * @param version of the provider that is used
 * @returns what was taken out, as `resource.argument`, each once
 */
export function takeOutNewerArguments(
  terraform: { readonly resource?: Record<string, Record<string, Record<string, unknown>>> },
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
