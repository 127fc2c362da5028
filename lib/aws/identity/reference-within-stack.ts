import type { TerraformResource } from 'cdktf';

/**
 * An attribute of a resource, for use in the resource's own stack only.
 *
 * The plain expression instead of a token: cdktf captures a stack trace for each token, which is a tenth of the time that
 * a program with thousands of roles takes (terraform-cdk #3892). Between stacks only a token works.
 */
export function referenceWithinStack(resource: TerraformResource, attribute: string): string {
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}}`;
}
