import { tokenFindings } from './token-rule';
import type { Rule } from '../rule';

export const environmentBlocksToken: Rule = {
  slug: 'environment-blocks-token',
  level: 'error',
  effect:
    'A variable of the container’s own wins, and one of a pair keeps the other from being added: the SDK signs in as somebody else, or not at all.',
  fix: 'Take AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE, keys and client secrets out of the container’s environment.',
  sources: [
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
    'AWS SDKs and Tools, “Standardized credential providers”',
  ],
  check: (input) => tokenFindings(environmentBlocksToken, 'environment', input),
};
