import { nearest, sayDifference } from '../../../lib/proof/mechanisms/difference';
import type { Accepted } from '../../../lib/proof/mechanisms/difference';
import type { PresentedToken } from '../../../lib/proof/mechanisms/presented-token';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { equal } from '../../../lib/proof/model/known/text';

const ISSUER = 'https://a.example/id';
const SUBJECT = 'system:serviceaccount:shop:app';

const token = (parts: Partial<PresentedToken> = {}): PresentedToken => ({
  issuer: ISSUER,
  subject: SUBJECT,
  audience: 'sts.amazonaws.com',
  ...parts,
});
const accepted = (parts: Partial<Accepted> = {}): Accepted => ({
  issuer: ISSUER,
  subject: SUBJECT,
  pattern: false,
  audiences: ['sts.amazonaws.com'],
  source: 'the role',
  ...parts,
});
const found = (presented: PresentedToken, ...all: Accepted[]): ReturnType<typeof nearest> =>
  nearest(presented, all, ({ issuer }, other) => equal(issuer, other));
const said = (presented: PresentedToken, ...all: Accepted[]): readonly string[] =>
  sayDifference(presented, found(presented, ...all)!, (source, audience) => `let ${source} accept ${audience}`);

describe('what a trust takes that is nearest to a token', () => {
  test('is nothing where it takes nothing', () => {
    expect(found(token())).toBeUndefined();
  });

  test('is what differs in the fewest facts, the first of them', () => {
    const far = accepted({ issuer: 'https://b.example', audiences: ['other'] });
    const near = accepted({ audiences: ['one'] });
    expect(found(token(), far, near, accepted({ audiences: ['two'] }))).toEqual({
      accepted: near,
      facts: ['audience'],
    });
    expect(found(token(), accepted())).toEqual({ accepted: accepted(), facts: [] });
    expect(found(token({ subject: 'repo:shop/app' }), accepted({ subject: 'repo:shop/app' }))?.facts).toEqual([]);
  });

  test.each<[string, Partial<Accepted>, readonly string[]]>([
    ['the issuer', { issuer: 'https://b.example' }, ['issuer']],
    ['the namespace', { subject: 'system:serviceaccount:other:app' }, ['namespace']],
    ['the name', { subject: 'system:serviceaccount:shop:other' }, ['service account']],
    ['both', { subject: 'system:serviceaccount:other:other' }, ['namespace', 'service account']],
    ['a subject that is no service account’s', { subject: 'repo:shop/app' }, ['subject']],
    ['every audience', { audiences: ['one', 'two'] }, ['audience']],
    ['one audience of several', { audiences: ['one', 'sts.amazonaws.com'] }, []],
    ['a pattern that fits', { subject: 'system:serviceaccount:s*:?pp', pattern: true }, []],
    ['a pattern that does not', { subject: 'system:serviceaccount:s*:web*', pattern: true }, ['service account']],
    ['a * that is a character', { subject: 'system:serviceaccount:s*:app' }, ['namespace']],
    ['what is not known', { issuer: `https://${symbolOf('var.x')}`, audiences: [symbolOf('var.y')] }, []],
    ['a name that is not known', { subject: `system:serviceaccount:shop:${symbolOf('var.x')}` }, []],
  ])('differs by %s', (_, parts, facts) => {
    expect(found(token(), accepted(parts))?.facts).toEqual(facts);
  });
});

describe('the difference in sentences', () => {
  test('names the one fact that differs, both sides of it, and how to make them the same', () => {
    expect(said(token(), accepted({ subject: 'system:serviceaccount:shop:web' }))).toEqual([
      'only the service account differs: the role accepts "web", and the token presents "app"',
      `write "${SUBJECT}" in the role, or let the pod run as service account web of namespace shop`,
    ]);
    expect(said(token(), accepted({ subject: 'system:serviceaccount:todo:app' }))).toEqual([
      'only the namespace differs: the role accepts "todo", and the token presents "shop"',
      `write "${SUBJECT}" in the role, or let the pod run as service account app of namespace todo`,
    ]);
  });

  test('speaks of the issuer alone where only that differs', () => {
    expect(said(token(), accepted({ issuer: 'https://b.example' }))).toEqual([
      'only the issuer differs: the role accepts tokens of "https://b.example", and the token presents one of "https://a.example/id"',
      'make the role trust "https://a.example/id", character by character, any slash at its end included; or run the pod in the cluster that it trusts',
    ]);
  });

  test('names several facts at once', () => {
    expect(
      said(
        token(),
        accepted({ issuer: 'https://b.example', subject: 'system:serviceaccount:a:b', audiences: ['x', 'y'] }),
      ),
    ).toEqual([
      'the issuer, the namespace, the service account and the audience differ: the role accepts tokens of "https://b.example", "a", "b", "x" or "y", and the token presents one of "https://a.example/id", "shop", "app", "sts.amazonaws.com"',
      'make the role trust "https://a.example/id", character by character, any slash at its end included; or run the pod in the cluster that it trusts',
      `write "${SUBJECT}" in the role, or let the pod run as service account b of namespace a`,
      'let the role accept "sts.amazonaws.com", or give the pod a token for "x" or "y"',
    ]);
  });

  test('tells a subject that is no service account’s, and a token that is none’s', () => {
    expect(said(token(), accepted({ subject: 'repo:shop/app' }))).toEqual([
      `only the subject differs: the role accepts "repo:shop/app", and the token presents "${SUBJECT}"`,
      `write "${SUBJECT}" in the role, or correct the trust: no service account’s token has its subject`,
    ]);
    expect(said(token({ subject: 'repo:shop/app' }), accepted())[0]).toBe(
      `only the subject differs: the role accepts "${SUBJECT}", and the token presents "repo:shop/app"`,
    );
  });

  test.each<[string, Partial<PresentedToken>, Partial<Accepted>]>([
    ['they differ in upper and lower case only', {}, { subject: 'system:serviceaccount:shop:App' }],
    ['they differ only in the slash at the end', { issuer: `${ISSUER}/` }, {}],
    ['they differ only in https://', { issuer: 'a.example/id' }, {}],
    ['they differ only in https://', { issuer: 'http://a.example/id' }, {}],
    ['they differ only in white space', { audience: 'sts.amazonaws.com ' }, {}],
    ['they differ only in white space', { audience: 'b c' }, { audiences: ['a', ' b  c'] }],
  ])('says how near they are: %s', (nuance, presented, parts) => {
    expect(said(token(presented), accepted(parts))[0]).toMatch(new RegExp(` \\(${nuance}\\)$`));
  });

  test('says nothing of that where they are not, or where more than one fact differs', () => {
    expect(said(token({ issuer: 'https://a.example/other' }), accepted())[0]).not.toContain('(');
    expect(said(token({ issuer: 'https://a.example/https://id' }), accepted())[0]).not.toContain('(');
    const inside = accepted({ issuer: 'a.example/https://id' });
    expect(said(token({ issuer: 'a.example/id' }), inside)[0]).not.toContain('(');
    expect(said(token({ issuer: `${ISSUER}/x` }), accepted({ issuer: `${ISSUER}x` }))[0]).not.toContain('(');
    expect(said(token({ issuer: `${ISSUER}/`, audience: 'x' }), accepted())[0]).not.toContain('(');
  });

  test('tells that namespace and name are the other way round', () => {
    const swapped = 'namespace and name are the other way round';
    expect(said(token(), accepted({ subject: 'system:serviceaccount:app:shop' }))).toContain(swapped);
    expect(said(token(), accepted({ subject: 'system:serviceaccount:app:web' }))).not.toContain(swapped);
    expect(said(token(), accepted({ subject: 'system:serviceaccount:web:shop' }))).not.toContain(swapped);
    const same = token({ subject: 'system:serviceaccount:app:app', audience: 'x' });
    expect(said(same, accepted({ subject: 'system:serviceaccount:app:app' }))).not.toContain(swapped);
  });

  test('offers no service account that Kubernetes cannot have', () => {
    const no = (account: string): string =>
      `: Kubernetes has no service account ${account}, for its names are lower-case letters, digits and hyphens`;
    expect(said(token(), accepted({ subject: 'system:serviceaccount:shop:App' }))[1]).toContain(no('shop/App'));
    expect(said(token(), accepted({ subject: 'system:serviceaccount:Shop:app' }))[1]).toContain(no('Shop/app'));
    const pattern = accepted({ subject: 'system:serviceaccount:shop:web*', pattern: true });
    expect(said(token(), pattern)[1]).toContain('run as service account web* of namespace shop');
    const open = accepted({ subject: `system:serviceaccount:todo:${symbolOf('var.x')}` });
    expect(said(token(), open)[1]).toContain('of namespace todo');
    const openBoth = accepted({ subject: `system:serviceaccount:${symbolOf('var.x')}:web` });
    expect(said(token(), openBoth)[1]).toContain('run as service account web of namespace');
  });

  test('tells what a token for another purpose is for', () => {
    const forOther = (audience: string): string => said(token({ audience }), accepted())[1]!;
    expect(forOther('pods.eks.amazonaws.com')).toBe(
      'that token is the one of EKS Pod Identity, which only the agent on the node can exchange: give the pod a token for "sts.amazonaws.com"',
    );
    for (const audience of ['https://kubernetes.default.svc', 'https://kubernetes.default.svc.cluster.local']) {
      expect(forOther(audience)).toBe(
        'that is the token for the cluster’s own API server, which every pod has: give the pod a token for "sts.amazonaws.com"',
      );
    }
  });

  test('keeps the audience of Entra, which is the same in every cloud', () => {
    expect(said(token({ audience: 'api://AzureADTokenExchange' }), accepted({ audiences: ['api://Other'] }))[1]).toBe(
      'let the role accept "api://AzureADTokenExchange", which tokens for Entra have in every cloud, Azure Government and China included',
    );
  });

  test('offers no other token where the trust has no audience', () => {
    expect(said(token(), accepted({ audiences: [] }))).toEqual([
      'only the audience differs: the role accepts none, and the token presents "sts.amazonaws.com"',
      'let the role accept "sts.amazonaws.com"',
    ]);
  });
});

test('an audience that is not known is said to be so, and not to differ', () => {
  const unknownAudience = accepted({ issuer: 'https://b.example', audiences: ['other', symbolOf('var.audience')] });
  const text = said(token(), unknownAudience).join('; ');
  expect(text).toContain('only the issuer differs');
  expect(text).toContain('whether the role accepts the audience "sts.amazonaws.com" is not known before apply');
  expect(text).not.toContain('none');
});
