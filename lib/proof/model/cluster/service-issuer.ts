import { issuerWithoutScheme } from '../../../core/trust/issuer';

/** Who signs tokens and is not a cluster: no pod ever has one of its tokens. */
export interface ServiceIssuer {
  /** As people call it: `GitHub Actions`. */
  readonly name: string;
  /** What its tokens are for: jobs of pipelines, or people and programs that sign in. */
  readonly of: 'pipelines' | 'users';
  /** `everybody`: unrelated parties get their tokens from the same URL; `organisation`: one party has the URL to itself. */
  readonly serves: 'everybody' | 'organisation';
}

type Row = readonly [name: string, of: ServiceIssuer['of'], serves: ServiceIssuer['serves'], issuer: RegExp];

/**
 * Issuers by their URL without `https://` and without a slash at the end; a part that is not known may be in it. From the
 * pages of each on OpenID Connect, and the IAM User Guide, “Identity-provider controls for shared OIDC providers”.
 */
const ISSUERS: readonly Row[] = [
  ['GitHub Actions', 'pipelines', 'everybody', /^(vs)?token\.actions\.githubusercontent\.com$/],
  // An enterprise may have its slug in the URL, a host of its own at ghe.com, or a server of its own.
  ['GitHub Actions', 'pipelines', 'organisation', /^token\.actions\.(githubusercontent\.com\/.+|[^/]+\.ghe\.com)$/],
  ['GitHub Actions', 'pipelines', 'organisation', /^[^/]+\/_services\/token$/],
  ['GitLab', 'pipelines', 'everybody', /^gitlab\.com$/],
  ['GitLab', 'pipelines', 'organisation', /^gitlab[.-][^/]+$/],
  ['CircleCI', 'pipelines', 'organisation', /^oidc\.circleci\.com\/org\/.+$/],
  ['HCP Terraform', 'pipelines', 'everybody', /^app\.(eu\.)?terraform\.io$/],
  ['HCP', 'pipelines', 'organisation', /^idp\.hashicorp\.com\/oidc\/.+$/],
  ['Bitbucket Pipelines', 'pipelines', 'organisation', /^api\.bitbucket\.org\/2\.0\/workspaces\/.+$/],
  ['Bitbucket Pipelines', 'pipelines', 'everybody', /^api\.bitbucket\.org$/],
  ['Buildkite', 'pipelines', 'everybody', /^agent\.buildkite\.com$/],
  ['Spacelift', 'pipelines', 'organisation', /^[^/]+\.app(\.us)?\.spacelift\.io$/],
  ['env0', 'pipelines', 'everybody', /^login\.app\.env0\.com$/],
  ['Scalr', 'pipelines', 'organisation', /^[^/]+\.scalr\.io$/],
  ['Scalr', 'pipelines', 'everybody', /^scalr\.io$/],
  ['Pulumi', 'pipelines', 'everybody', /^api\.pulumi\.com\/oidc$/],
  ['Azure DevOps', 'pipelines', 'organisation', /^vstoken\.dev\.azure\.com\/.+$/],
  ['Harness', 'pipelines', 'organisation', /^app\.harness\.io\/ng\/api\/oidc\/account\/.+$/],
  ['Codefresh', 'pipelines', 'everybody', /^oidc\.codefresh\.io$/],
  ['Semaphore', 'pipelines', 'organisation', /^[^/]+\.semaphoreci\.com$/],
  ['Octopus Deploy', 'pipelines', 'organisation', /^[^/]+\.octopus\.app$/],
  ['Vercel', 'pipelines', 'everybody', /^oidc\.vercel\.com$/],
  ['Vercel', 'pipelines', 'organisation', /^oidc\.vercel\.com\/.+$/],
  ['Fly.io', 'pipelines', 'organisation', /^oidc\.fly\.io\/.+$/],
  ['Google', 'users', 'everybody', /^accounts\.google\.com$/],
  ['Firebase', 'users', 'organisation', /^securetoken\.google\.com\/.+$/],
  ['Amazon Cognito', 'users', 'everybody', /^cognito-identity(\.[a-z0-9-]+)?\.amazonaws\.com$/],
  ['Amazon Cognito', 'users', 'organisation', /^cognito-idp\..+\.amazonaws\.com(\.cn)?\/.+$/],
  ['AWS outbound identity federation', 'users', 'organisation', /^[^/]+\.tokens\.sts\.[^/]+$/],
  ['Microsoft Entra', 'users', 'organisation', /^(sts\.windows\.net|login\.microsoftonline\.(com|us))\/.+$/],
  ['Auth0', 'users', 'organisation', /^[^/]+\.auth0\.com$/],
  ['Okta', 'users', 'organisation', /^[^/]+\.(okta|oktapreview|okta-emea)\.com(\/oauth2(\/.+)?)?$/],
  ['Facebook', 'users', 'everybody', /^graph\.facebook\.com$/],
  ['Login with Amazon', 'users', 'everybody', /^www\.amazon\.com$/],
];

/** The service that an issuer belongs to; nothing for a cluster's, and for one that nobody knows: it may well be a cluster's. */
export function serviceOfIssuer(issuer: string): ServiceIssuer | undefined {
  const bare = issuerWithoutScheme(issuer).replace(/\/$/, '');
  const row = ISSUERS.find(([, , , pattern]) => pattern.test(bare));
  return row && { name: row[0], of: row[1], serves: row[2] };
}
