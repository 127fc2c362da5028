import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { LIMITS } from '../../../core/limits';
import type { Identity } from '../../model/identity/identity';
import { hasPerhaps } from '../../model/known/perhaps';
import { hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput } from '../rule';
import { withPlace } from '../words';

/** IAM raises the quota to this and no further. IAM and STS quotas, “Role trust policy length”. */
const RAISED_LIMIT = 8192;
/** The shortest issuer of EKS, of a region such as eu-west-1: oidc.eks.eu-west-1.amazonaws.com/id/ and 32 characters. */
const SHORTEST_EKS_ISSUER = 68;
/** arn:aws:iam::<12 digits>:oidc-provider/ */
const PROVIDER_ARN_PREFIX = 40;

export const trustPolicyOverLimit: Rule = {
  slug: 'trust-policy-over-limit',
  cloud: 'aws',
  level: 'error',
  mildest: 'warning',
  effect:
    'CreateRole and UpdateAssumeRolePolicy answer LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048, unless the account has asked for more; 8,192 is the most it can get.',
  fix: 'Name the subjects of one issuer in one statement, as a list under one StringEquals, or give each cluster a role of its own.',
  sources: [
    'IAM and AWS STS quotas, “Role trust policy length”',
    'https://github.com/aws/containers-roadmap/issues/1408',
    'https://github.com/kubeflow/kubeflow/issues/6687',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const role of input.model.identities) {
      const characters = charactersOf(role, input);
      if (characters <= LIMITS.trustPolicyCharacters) continue;
      const limit = characters > RAISED_LIMIT ? RAISED_LIMIT : LIMITS.trustPolicyCharacters;
      findings.push(
        findingOf(trustPolicyOverLimit, {
          level: characters > RAISED_LIMIT ? 'error' : 'warning',
          message: `The trust policy of ${withPlace(role.id, role.trustAt)} has ${hasSymbol(role.trustPolicy!) ? 'at least ' : ''}${characters} characters without whitespace, ${limit} is the most${limit === RAISED_LIMIT ? '' : ' unless the account’s quota was raised'}.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};

/** Characters that IAM counts; where something is not known before apply, the fewest that it may be. */
function charactersOf({ trustPolicy }: Identity, { evaluation, model }: RuleInput): number {
  // A symbol may stand for more characters than its reference has, but no policy of this length is near the limit.
  if (trustPolicy === undefined || hasPerhaps(trustPolicy) || trustPolicy.length < LIMITS.trustPolicyCharacters / 2)
    return 0;
  let text: string;
  try {
    text = JSON.stringify(parseSymbolicJson(trustPolicy));
  } catch {
    return 0;
  }
  const issuers = new Map(
    [...evaluation.clusterOfIssuer.keys()].map((url) => {
      const bare = issuerWithoutScheme(url);
      return [bare.replace(/\/$/, ''), hasSymbol(bare) ? SHORTEST_EKS_ISSUER : bare.length];
    }),
  );
  const providers = new Map(
    model.oidcProviders.map(({ arn, issuer }) => [
      arn,
      PROVIDER_ARN_PREFIX + (issuers.get(issuerWithoutScheme(issuer).replace(/\/$/, '')) ?? 1),
    ]),
  );
  let characters = text.length;
  for (const [symbol] of text.matchAll(/\uE000[^\uE001]*\uE001/g)) {
    const plain = symbol.replace(/\\"/g, '"');
    characters += (issuers.get(plain) ?? providers.get(plain) ?? 1) - symbol.length;
  }
  return characters;
}
