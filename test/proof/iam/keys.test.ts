import { newBudget } from '../../../lib/proof/iam/budget';
import type { KeyValue } from '../../../lib/proof/iam/policy/condition';
import { isNeverInPodIdentity, valueOfPodIdentityKey } from '../../../lib/proof/iam/pod-identity/pod-identity-keys';
import {
  isMisnamed,
  isNeverInWebIdentity,
  valueOfWebIdentityKey,
} from '../../../lib/proof/iam/web-identity/web-identity-keys';
import type { TrustContext, TrustedProvider } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { AUD, CONTEXT, ISSUER, PROVIDER, SUB } from './trust';

const named = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });
const A = symbolOf('var.a');
const OWN: TrustedProvider = { arn: symbolOf('provider.arn'), issuer: symbolOf('issuer'), audiences: [] };
const OTHER: TrustedProvider = { arn: symbolOf('other.arn'), issuer: symbolOf('other'), audiences: [] };

/** An account that has one provider. */
const contextOf = (provider: TrustedProvider): TrustContext => ({ ...CONTEXT, providers: [provider] });

describe('the keys of a request with a web identity token', () => {
  const request = {
    provider: PROVIDER,
    context: CONTEXT,
    audience: 'aud',
    subject: named('subject'),
    otherClaim: named('claim'),
    sessionName: named('session'),
  };
  const of = (
    key: string,
    provider: TrustedProvider = PROVIDER,
    context: TrustContext = contextOf(provider),
  ): KeyValue => valueOfWebIdentityKey(key, { ...request, provider, context }, newBudget());
  const shown = (
    key: string,
    provider: TrustedProvider = PROVIDER,
    context: TrustContext = contextOf(provider),
  ): string => {
    const value = of(key, provider, context);
    if (value.kind === 'perhaps') return `${value.kind} ${value.value.kind === 'known' ? value.value.values[0] : ''}`;
    return value.kind === 'known' ? value.values.join() : value.kind;
  };

  it('are those of its issuer, whatever their case, the session name that the caller chooses, and what AWS knows', () => {
    expect([SUB, AUD, SUB.toUpperCase(), `${ISSUER}:azp`, 'sts:RoleSessionName'].map((key) => shown(key))).toEqual([
      'subject',
      'aud',
      'subject',
      'claim',
      'session',
    ]);
    expect(of('aws:SourceIp')).toEqual({
      kind: 'unknown',
      why: 'aws:SourceIp is not known from the artefacts: whoever calls may well meet it',
    });
    expect(of(`${ISSUER}:${A}`)).toEqual({ kind: 'unknown', why: `which claim ${A} is is not known before apply` });
    expect(shown('sts:DurationSeconds')).toBe('unknown');
  });

  it('are told with what is not known of the audiences that the provider takes', () => {
    const [listed, other] = [symbolOf('provider.client_id_list'), symbolOf('token.aud')];
    const provider = { ...PROVIDER, audiences: ['aud', listed] };
    const audience = (value: string) =>
      valueOfWebIdentityKey(AUD, { ...request, provider, audience: value }, newBudget());
    expect(audience(listed)).toEqual({
      ...named(listed),
      why: `which audiences ${PROVIDER.arn} lists (client_id_list) is not known before apply`,
    });
    expect(audience(other)).toEqual(named(other));
    expect(audience('aud')).toEqual(named('aud'));
  });

  it('are not those of another issuer, of its URL, or of nobody', () => {
    for (const key of [
      `https://${SUB}`,
      `x${SUB}`,
      `${ISSUER}/:sub`,
      'other.example:sub',
      `${ISSUER.slice(0, -1)}X:sub`,
      `${ISSUER}:`.replace('ABC', 'ABD') + 'aud',
      ISSUER,
      `${ISSUER}-sub`,
      'sub',
      'x-aws:SourceIp',
    ]) {
      expect([key, shown(key)]).toEqual([key, 'absent']);
    }
  });

  it('are never those of a principal, a tag or a service that calls', () => {
    const never = [
      ...['aws:PrincipalArn', 'aws:PrincipalTag/a', 'aws:RequestTag/a', 'aws:TagKeys', 'aws:username'],
      ...['aws:MultiFactorAuthAge', 'aws:TokenIssueTime', 'aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrgID'],
      ...['aws:SourceOrgPaths', 'aws:SourceIdentity', 'aws:CalledVia', 'sts:ExternalId', 'sts:SourceIdentity'],
      'sts:TransitiveTagKeys',
    ];
    const maybe = [
      ...['aws:SourceIp', 'aws:SourceVpc', 'aws:TagKeysX', 'aws:usernamex', 'aws:TokenIssueTimeX', 'aws:SourceArnX'],
      ...['sts:ExternalIdX', 'aws:RequestTags', 'aws:x-aws:username', 'sts:RoleSessionName', 'aws:UserAgent'],
    ];
    expect(never.filter((key) => !isNeverInWebIdentity(key))).toEqual([]);
    expect(maybe.filter(isNeverInWebIdentity)).toEqual([]);
    for (const key of never) expect([key, shown(key)]).toEqual([key, 'absent']);
  });

  it('may be those of an issuer that is not known', () => {
    const why = (key: string, provider: TrustedProvider): string =>
      `whether the condition key ${key} is that of the issuer ${provider.issuer} is not known before apply`;
    expect(of(`${OWN.issuer}:sub`, OWN)).toEqual(named('subject'));
    expect(of(SUB, OWN)).toEqual({ kind: 'perhaps', value: named('subject'), why: why(SUB, OWN) });
    expect(of(AUD.toUpperCase(), OWN)).toMatchObject({ kind: 'perhaps', value: named('aud') });
    expect(of(`${A}:sub`)).toEqual({ kind: 'perhaps', value: named('subject'), why: why(`${A}:sub`, PROVIDER) });
    expect(shown(`x${A}:sub`)).toBe('absent');
    // AND a key of AWS is one
    expect(shown('aws:PrincipalArn', OWN)).toBe('absent');
    expect(shown('AWS:SourceIp', OWN)).toBe('unknown');
    expect(shown('x-aws:SourceIp', OWN)).toBe('absent');
    expect(shown(`${ISSUER}:azp`, OWN)).toBe('absent');
    // AND two providers of one account have two issuers
    const context = { ...CONTEXT, providers: [OWN, OTHER] };
    expect(shown(`${OTHER.issuer}:sub`, OWN, context)).toBe('absent');
    expect(shown(`${OTHER.issuer}:sub`, OWN, { ...CONTEXT, providers: [OWN] })).toBe('perhaps subject');
  });

  it('that are not known at all may be any', () => {
    const start = ISSUER.slice(0, 5);
    expect(['sub', 'aud', 'azp'].map((claim) => shown(`${start}${A}${claim}`))).toEqual([
      'unknown',
      'unknown',
      'absent',
    ]);
    expect([`${A}:subject`, `${A}:sub`].map((key) => of(key).kind)).toEqual(['unknown', 'perhaps']);
    const why = `whether the condition key ${A} is that of the issuer ${ISSUER} is not known before apply`;
    expect(of(A)).toEqual({ kind: 'unknown', why });
    expect([`aws:${A}`, `sts:${A}`, `${A}:SourceIp`, `${ISSUER}${A}`, `${A}sub`].map((key) => shown(key))).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect([`x${A}`, `${ISSUER}/x${A}`].map((key) => shown(key))).toEqual(['absent', 'absent']);
  });

  it('name the provider that was not read', () => {
    const unread = { ...OWN, unread: true } as const;
    expect(of(SUB, unread)).toMatchObject({
      kind: 'perhaps',
      why: `which OIDC provider the principal ${OWN.arn} is, and so its issuer, was not read`,
    });
  });

  it('are misnamed where they read like a sub or aud, and are of no issuer that the statement is about', () => {
    const misnamed = (key: string, provider: TrustedProvider = PROVIDER): boolean =>
      isMisnamed(key, provider, contextOf(provider), newBudget());
    const keys = [`https://${SUB}`, 'other.example:AUD', `${ISSUER}/:sub`];
    expect(keys.every((key) => misnamed(key))).toBe(true);
    expect(
      [SUB, AUD, `${ISSUER}:azp`, 'aws:SourceIp', 'other.example:subject', `${A}:sub`].some((key) => misnamed(key)),
    ).toBe(false);
    expect(misnamed(SUB, OWN)).toBe(false);
    expect(misnamed(`${OWN.issuer}:sub`, OWN)).toBe(false);
  });
});

describe('the keys of a session of EKS Pod Identity', () => {
  const request = {
    namespace: named('todo'),
    serviceAccount: named('app'),
    clusterArn: named('arn'),
    clusterName: named('main'),
    account: named('1'),
    tags: true,
  };
  const of = (key: string, tags = true): KeyValue => valueOfPodIdentityKey(key, { ...request, tags });

  it('are its six tags, where the association passes them, and the cluster that calls', () => {
    const tags = ['namespace', 'service-account'].map((one) => `aws:RequestTag/kubernetes-${one}`);
    const all = [...tags, 'aws:RequestTag/eks-cluster-arn', 'AWS:RequestTag/EKS-cluster-name'];
    expect(all.map((key) => of(key))).toEqual(['todo', 'app', 'arn', 'main'].map(named));
    expect([...all, 'aws:TagKeys', 'sts:TransitiveTagKeys'].map((key) => of(key, false).kind)).toEqual(
      Array.from({ length: 6 }, () => 'absent'),
    );
    expect(of('aws:SourceAccount', false)).toEqual(named('1'));
    expect(of('aws:SourceArn', false)).toEqual(named('arn'));
    expect(of('aws:TagKeys')).toEqual({
      kind: 'known',
      list: true,
      values: [
        'eks-cluster-arn',
        'eks-cluster-name',
        'kubernetes-namespace',
        'kubernetes-service-account',
        'kubernetes-pod-name',
        'kubernetes-pod-uid',
      ],
    });
    expect(of('aws:SourceIp')).toEqual({ kind: 'unknown', why: 'aws:SourceIp is not known from the artefacts' });
  });

  it('are never those that only look so', () => {
    const never = ['aws:PrincipalTag/a', 'aws:username', 'aws:MultiFactorAuthAge', 'aws:FederatedProvider'];
    const also = ['sts:ExternalId', 'sts:SourceIdentity', 'aws:SourceIdentity'];
    const maybe = [
      'aws:usernames',
      'aws:FederatedProviders',
      'sts:ExternalIds',
      'aws:SourceIdentityX',
      'xaws:username',
      'aws:SourceIp',
    ];
    expect([...never, ...also].filter((key) => !isNeverInPodIdentity(key))).toEqual([]);
    expect(maybe.filter(isNeverInPodIdentity)).toEqual([]);
  });
});

it('a key that has a prefix of AWS in its midst may be that of an issuer that is not known', () => {
  const value = valueOfWebIdentityKey(
    'x.aws:sub',
    {
      provider: OWN,
      context: contextOf(OWN),
      audience: 'a',
      subject: named('s'),
      otherClaim: { kind: 'absent' },
      sessionName: named('n'),
    },
    newBudget(),
  );
  expect(value.kind).toBe('perhaps');
});
