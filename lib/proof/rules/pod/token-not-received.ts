import { tokenFindings } from './token-rule';
import type { Rule } from '../rule';

export const tokenNotReceived: Rule = {
  slug: 'token-not-received',
  level: 'error',
  effect: 'The SDK finds no token and falls back to the identity of the node, or the API server refuses the pod.',
  fix: 'Put right what the message says: npx podtrust admit shows the pod as the webhook would leave it.',
  sources: [
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
    'azure-workload-identity, “Mutating admission webhook”',
  ],
  check: (input) => tokenFindings(tokenNotReceived, 'other', input),
};
