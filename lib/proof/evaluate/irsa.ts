import { STS_AUDIENCE } from '../../core/audience';
import { issuerWithoutScheme } from '../../core/issuer';
import type { Cluster } from '../model/cluster';
import type { Identity } from '../model/identity';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/oidc-provider';
import { describeSymbols } from '../model/symbol';
import { parseSymbolicJson } from '../model/symbolic-json';
import { parsePolicy, webIdentityAdmissions } from './iam';
import type { TrustPolicy, TrustedProvider } from './iam';
import { providerAccount } from './role-account';
import type { Admission, TrustEvaluation, TrustProblem } from './trust';

/** Who roles let in by web identity, and their parsed policies for other mechanisms. */
export interface IrsaEvaluation extends TrustEvaluation {
  /** By role id; a role whose policy is no JSON or is not known has none. */
  readonly policies: ReadonlyMap<string, TrustPolicy>;
}

/** Evaluates each role's trust against the OIDC providers of its account that it names. */
export function evaluateIrsa(
  model: Model,
  clusterOfIssuer: ReadonlyMap<string, Cluster>,
  roleAccounts: ReadonlyMap<string, string>,
): IrsaEvaluation {
  const clusterByBareIssuer = new Map(
    [...clusterOfIssuer].map(([url, cluster]) => [issuerWithoutScheme(url), cluster]),
  );
  const providers = new Map(model.oidcProviders.map((provider) => [provider.arn, provider]));
  const admissions: Admission[] = [];
  const problems: TrustProblem[] = [];
  const policies = new Map<string, TrustPolicy>();
  for (const role of model.identities) {
    if (role.kind !== 'iam-role' || role.trustPolicy === undefined) continue;
    const parsed = parseText(role.trustPolicy);
    if (!parsed) {
      problems.push({ identity: role.id, kind: 'invalid', what: 'it is not JSON', at: role.trustAt });
      continue;
    }
    const policy = parsePolicy(parsed.value);
    policies.set(role.id, policy);
    const account = roleAccounts.get(role.id);
    const named = namedProviders(policy, providers, model.oidcProviders);
    // STS looks for the issuer in the account of the role alone.
    const own = account === undefined ? named : named.filter((one) => (providerAccount(one) ?? account) === account);
    const result = webIdentityAdmissions(policy, {
      providers: own.map((provider) => trustedProvider(provider, policy)),
      elsewhere: own.length === named.length ? undefined : arnsWithout(own, named),
    });
    for (const what of result.refusals) problems.push({ identity: role.id, kind: 'invalid', what, at: role.trustAt });
    for (const what of result.undecided) {
      problems.push({ identity: role.id, kind: 'unknown', what: describeSymbols(what), at: role.trustAt });
    }
    for (const entry of result.admitted) {
      const cluster = clusterByBareIssuer.get(entry.issuer);
      if (!cluster) continue;
      admissions.push({
        identity: role.id,
        mechanism: 'irsa',
        cluster: cluster.id,
        namespace: entry.namespace,
        serviceAccount: entry.serviceAccount,
        pattern: !entry.exact,
        except: entry.except.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
        audiences: entry.audiences,
        uncertain: entry.undecided[0] === undefined ? undefined : describeSymbols(entry.undecided.join('; ')),
        source: role.id,
        at: role.trustAt,
      });
    }
    for (const other of result.otherSubjects) {
      const cluster = clusterByBareIssuer.get(other.issuer);
      if (!cluster) continue;
      problems.push({
        identity: role.id,
        kind: 'other-subject',
        cluster: cluster.id,
        what: describeSymbols(other.subject),
        at: role.trustAt,
      });
    }
    problems.push(...opennessOf(role, policy));
  }
  return { admissions, problems, policies };
}

function parseText(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseSymbolicJson(text) };
  } catch {
    return undefined;
  }
}

/** The providers that a policy's principals name; all where it names everybody. */
function namedProviders(
  policy: TrustPolicy,
  byArn: ReadonlyMap<string, OidcProvider>,
  all: readonly OidcProvider[],
): readonly OidcProvider[] {
  const everyone = policy.statements.some(({ principals }) => principals.everyone || principals.aws.includes('*'));
  const arns = new Set(policy.statements.flatMap(({ principals }) => principals.federated));
  return everyone || arns.has('*') ? all : [...arns].flatMap((arn) => byArn.get(arn) ?? []);
}

function trustedProvider({ arn, issuer, audiences }: OidcProvider, policy: TrustPolicy): TrustedProvider {
  return { arn, issuer: issuerWithoutScheme(issuer), audiences: audiences ?? assumedAudiences(policy) };
}

function arnsWithout(some: readonly OidcProvider[], all: readonly OidcProvider[]): ReadonlySet<string> {
  return new Set(all.filter((provider) => !some.includes(provider)).map(({ arn }) => arn));
}

/** The audiences of a provider that is outside of what was read: STS' own, and those that the trust asks for. */
export function assumedAudiences(policy: TrustPolicy): readonly string[] {
  const asked = policy.statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase().endsWith(':aud'))
    .flatMap(({ values }) => values);
  return [...new Set([STS_AUDIENCE, ...asked.filter((value) => !/[*?]/.test(value))])];
}

/** Allow statements for web identity that name no subject, or no audience, of any issuer. */
function opennessOf(role: Identity, policy: TrustPolicy): TrustProblem[] {
  const problems: TrustProblem[] = [];
  for (const { effect, principals, actions, notAction, conditions, index } of policy.statements) {
    if (effect !== 'Allow' || principals.federated.length === 0) continue;
    const web = notAction || actions.some((action) => /^(\*|sts:(\*|assumerole(\*|with.*)))$/.test(action));
    if (!web) continue;
    const keys = conditions.map(({ key }) => key.toLowerCase());
    if (!keys.some((key) => key.endsWith(':sub'))) {
      problems.push({
        identity: role.id,
        kind: 'without-subject',
        what: `statement ${index} has no condition on the subject (<issuer>:sub)`,
        at: role.trustAt,
      });
    }
    if (!keys.some((key) => key.endsWith(':aud'))) {
      problems.push({
        identity: role.id,
        kind: 'without-audience',
        what: `statement ${index} has no condition on the audience (<issuer>:aud)`,
        at: role.trustAt,
      });
    }
  }
  return problems;
}
