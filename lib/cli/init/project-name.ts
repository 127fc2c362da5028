/** Names that the project's own dependencies have, or that npm refuses. */
const TAKEN = ['podtrust', 'cdktf', 'cdktn', 'cdk8s', 'constructs', 'jest', 'tsx', 'typescript', 'node_modules'];

/**
 * A package's name from a folder's, as npm accepts it: lower-case letters, digits, `-`, `_` and `.`, not one of those that
 * the project depends on.
 */
export function projectName(folder: string): string {
  const name = folder
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 200);
  if (name === '') return 'access';
  return TAKEN.includes(name) ? `${name}-access` : name;
}
