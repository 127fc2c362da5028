/** A platform whose tokens flexible federated credentials take. */
export interface FlexiblePlatform {
  readonly name: string;
  /** The claims that an expression may test. */
  readonly claims: readonly string[];
}

/**
 * The platform of an issuer; nothing where flexible credentials do not take it, a Kubernetes cluster's among others.
 * Source: Entra Workload ID, "Flexible federated identity credentials: issuer URLs, supported claims, and operators".
 */
export function flexiblePlatform(issuer: string): FlexiblePlatform | undefined {
  if (issuer === 'https://token.actions.githubusercontent.com') {
    return { name: 'GitHub Actions', claims: ['sub', 'job_workflow_ref'] };
  }
  if (/^https:\/\/gitlab(\.[^./]+)?\.(com|ca)$/.test(issuer) && issuer !== 'https://gitlab.ca') {
    return { name: 'GitLab pipelines', claims: ['sub'] };
  }
  return /^https:\/\/app(\.eu)?\.terraform\.io$/.test(issuer)
    ? { name: 'Terraform Cloud runs', claims: ['sub'] }
    : undefined;
}
