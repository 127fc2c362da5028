import { issuerWithoutScheme } from '../../core/issuer';

/** Issuers that sign tokens for everybody. IAM User Guide, “Identity-provider controls for shared OIDC providers”. */
const SHARED_ISSUERS = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'app.terraform.io',
  'accounts.google.com',
  'agent.buildkite.com',
  'api.bitbucket.org',
  'vstoken.actions.githubusercontent.com',
];

/** Whether an issuer signs the tokens of many unrelated parties. */
export function isSharedIssuer(issuer: string): boolean {
  return SHARED_ISSUERS.includes(issuerWithoutScheme(issuer).replace(/\/$/, ''));
}
