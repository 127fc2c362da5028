import { tokenFindings } from './token-rule';
import type { Rule } from '../rule';

export const containersAllSkipped: Rule = {
  slug: 'containers-all-skipped',
  cloud: 'azure',
  level: 'error',
  effect: 'No container gets the variables or the token, and the SDK falls back to the identity of the node.',
  fix: 'Name only the containers that need no identity, or take the annotation away.',
  sources: [
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
    'azure-workload-identity, “Service account labels and annotations”',
  ],
  check: (input) => tokenFindings(containersAllSkipped, 'all-skipped', input),
};
