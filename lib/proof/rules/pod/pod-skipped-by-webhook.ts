import { tokenFindings } from './token-rule';
import type { Rule } from '../rule';

export const podSkippedByWebhook: Rule = {
  slug: 'pod-skipped-by-webhook',
  level: 'error',
  effect:
    'The label works by being there, "false" too: no variable and no token is added, and the SDK falls back to the role of the node.',
  fix: 'Take the label eks.amazonaws.com/skip-pod-identity-webhook off the pod template.',
  sources: ['https://github.com/aws/amazon-eks-pod-identity-webhook (README)'],
  check: (input) => tokenFindings(podSkippedByWebhook, 'skip-label', input),
};
