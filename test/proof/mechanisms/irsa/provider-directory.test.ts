import { issuerWithoutScheme } from '../../../../lib/core/trust/issuer';
import { parsePolicy } from '../../../../lib/proof/iam';
import type { TrustPolicy, TrustedProvider } from '../../../../lib/proof/iam';
import { assumedAudiences, ProviderDirectory } from '../../../../lib/proof/mechanisms/irsa/provider-directory';
import { isOfPartitionOtherThan } from '../../../../lib/proof/mechanisms/irsa/role-account';
import type { AccountProviders } from '../../../../lib/proof/mechanisms/irsa/provider-directory';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const OWN = '111122223333';
const OTHER = '999988887777';
const place = { file: 'main.tf', pointer: '' };
const NO_NAMES: ReadonlySet<string> = new Set();

const arnOf = (issuer: string, account = OWN): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;
/** A provider that the program registers: only apply will tell its ARN. */
const registered = (id: string, issuer: string, parts: Partial<OidcProvider> = {}): OidcProvider => ({
  id,
  arn: symbolOf(`${id}.arn`),
  issuer: `https://${issuer}`,
  audiences: ['sts.amazonaws.com'],
  declared: true,
  emptyThumbprints: false,
  at: place,
  ...parts,
});
/** A provider that only some trust names by an ARN. */
const written = (issuer: string, account = OWN): OidcProvider =>
  registered(`written ${issuer}`, issuer, { arn: arnOf(issuer, account), declared: false });

const inOwn = (providers: readonly OidcProvider[], others?: ReadonlyMap<string, string>): AccountProviders =>
  new ProviderDirectory(providers, others).of({ id: OWN, names: NO_NAMES });
const trusted = ({ arn, issuer }: OidcProvider): TrustedProvider => ({
  arn,
  issuer: issuerWithoutScheme(issuer),
  audiences: [],
});
const ids = (providers: readonly { readonly id: string }[]): readonly string[] => providers.map(({ id }) => id);

const statement = (federated: string | undefined, parts: Record<string, unknown> = {}): unknown => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: federated === undefined ? '*' : { Federated: federated },
  ...parts,
});
const trust = (...statements: readonly unknown[]): TrustPolicy =>
  parsePolicy({ Version: '2012-10-17', Statement: statements });

describe('the providers of an account', () => {
  const known = { account: { id: OWN, names: NO_NAMES } };

  test('are those that may be in it, what is registered first and what is only written out last', () => {
    const a = registered('a', 'a.example', known);
    const open = registered('open', 'open.example');
    const foreign = registered('foreign', 'foreign.example', { account: { id: OTHER, names: NO_NAMES } });
    const all = [written('w.example'), open, foreign, a];
    expect(ids(inOwn(all).all)).toEqual(['a', 'open', 'written w.example']);
    expect(ids(inOwn(all).meant('a.example', trust()))).toEqual(['a']);
    expect(ids(new ProviderDirectory(all).of({ names: NO_NAMES }).all)).toEqual([
      'open',
      'foreign',
      'a',
      'written w.example',
    ]);
    expect(ids(new ProviderDirectory(all).of({ names: NO_NAMES }).meant('w.example', trust()))).toEqual([
      'written w.example',
    ]);
    expect(ids(new ProviderDirectory(all).of({ names: NO_NAMES }).meant('a.example', trust()))).toEqual(['a']);
    expect(ids(new ProviderDirectory([]).of({ id: OWN, names: NO_NAMES }).all)).toEqual([]);
  });

  test('are worked out once for an account', () => {
    const directory = new ProviderDirectory([written('w.example')]);
    const own = { id: OWN, names: NO_NAMES };
    expect(directory.of(own)).toBe(directory.of(own));
    expect(directory.of(own)).not.toBe(directory.of({ id: OTHER, names: NO_NAMES }));
  });

  test('are each there once: an ARN written out is that of the one registered for its issuer', () => {
    expect(ids(inOwn([registered('a', 'a.example', known), written('a.example')]).all)).toEqual(['a']);
    expect(ids(inOwn([registered('a', 'a.example'), written('a.example')]).all)).toEqual(['a']);
    expect(ids(inOwn([registered('a', 'a.example'), written('b.example')]).all)).toHaveLength(2);
    const two = [registered('a', 'a.example'), registered('b', 'a.example')];
    expect(ids(inOwn(two).all)).toEqual(['a', 'b']);
    expect(ids(inOwn([...two, written('a.example')]).all)).toEqual(['a', 'b']);
    const everywhere = new ProviderDirectory([
      registered('a', 'a.example', { account: { id: OTHER, names: NO_NAMES } }),
      written('a.example'),
    ]);
    expect(ids(everywhere.of({ names: NO_NAMES }).all)).toEqual(['a', 'written a.example']);
    const far = registered('far', 'a.example', { account: { id: OTHER, names: NO_NAMES } });
    const either = new ProviderDirectory([far, registered('b', 'a.example'), written('a.example')]);
    expect(ids(either.of({ names: NO_NAMES }).all)).toEqual(['far', 'b']);
    const ofCaller = written('a.example', symbolOf('data.caller.account_id'));
    expect(ids(inOwn([registered('a', 'a.example', known), ofCaller]).all)).toEqual(['a']);
  });

  test('are known to be another than one of them by an ARN, unless it only stands for a principal that is not known', () => {
    const open = registered('open', 'open.example', { unread: true });
    const [a, b] = [registered('a', 'a.example'), registered('b', 'b.example')];
    const providers = inOwn([a, b, open, written('f.example', OTHER)]);
    const isAnother = (arn: string): boolean => providers.isAnother(arn, trusted(b));
    expect([a.arn, open.arn, arnOf('x.example')].map(isAnother)).toEqual([true, false, false]);
    expect(isAnother(arnOf('f.example', OTHER))).toBe(true);
    expect(providers.isElsewhere(arnOf('f.example', OTHER))).toBe(true);
    expect([a.arn, arnOf('x.example')].map((arn) => providers.isElsewhere(arn))).toEqual([false, false]);
    // Nothing is known of the other one but that it is none of these.
    expect(providers.isAnother(a.arn, trusted(written('x.example')))).toBe(true);
  });

  test('may turn out to be the one that is written out, unless the issuers are known to be two', () => {
    const main = registered('main', symbolOf('cluster.issuer', 'issuer'), known);
    const [open, closed] = [written('oidc.example.com/id/A'), written('example.com')];
    const providers = inOwn([main, open, closed]);
    expect([open, closed].map(({ arn }) => providers.isAnother(arn, trusted(main)))).toEqual([false, true]);
    expect([open, closed].map((one) => providers.isAnother(main.arn, trusted(one)))).toEqual([false, true]);
    const issuer = issuerWithoutScheme(main.issuer);
    expect([open, closed].map((one) => providers.isOfOther(issuer, trusted(one)))).toEqual([false, true]);
  });

  test('are found by ARN or, where that is put together by hand, by the issuer in it', () => {
    const a = registered('a', 'a.example');
    const providers = inOwn([a, registered('b', 'b.example')]);
    expect(ids(providers.named(a.arn))).toEqual(['a']);
    expect(ids(providers.named(arnOf('b.example', symbolOf('account'))))).toEqual(['b']);
    expect(providers.named(arnOf('c.example'))).toEqual([]);
    expect(providers.named('x')).toEqual([]);
  });
});

test('what is known to be no OIDC provider by its text is told as what it is', () => {
  const [own, symbol] = [`arn:aws:iam::${OWN}`, symbolOf('var.x')];
  const kinds = {
    [`oidc-provider/${symbol}`]: 'the end of an ARN',
    [`${own}:role/x`]: 'the ARN of a role of iam',
    [`arn:aws:eks:eu-west-1:${OWN}:cluster/${symbol}`]: 'the ARN of a cluster of eks',
    [`arn:aws:sts::${OWN}:saml-provider/x`]: 'the ARN of a saml-provider of sts',
  };
  const providers = inOwn([]);
  for (const [name, kind] of Object.entries(kinds)) expect([name, providers.somethingElse(name)]).toEqual([name, kind]);
  const open = [
    `${own}:oidc-provider/x`,
    `${own}:saml-provider/x`,
    `arn:aws:${symbol}::${OWN}:role/x`,
    `${own}:root`,
    'arn:aws',
  ];
  for (const name of [...open, `a:aws:iam::${OWN}:role/x`, `${own}:${symbol}role/x`, symbol, 'x']) {
    expect([name, providers.somethingElse(name)]).toEqual([name, undefined]);
  }
});

test('a provider is in another partition where what makes it, and that partition, are known', () => {
  const isOther = (partition: string | undefined, own: string | undefined): boolean =>
    isOfPartitionOtherThan(partition, registered('a', 'a.example', { account: { partition: own, names: NO_NAMES } }));
  expect([
    isOther('aws', 'aws-cn'),
    isOther('aws', 'aws'),
    isOther('aws', undefined),
    isOther(undefined, 'aws'),
  ]).toEqual([...[true, false, false, false]]);
});

describe('an issuer is that of another provider than the one that a principal names', () => {
  const pair = (one: Partial<OidcProvider>, other: Partial<OidcProvider>): boolean => {
    const [a, b] = [registered('a', 'a.example', one), registered('b', 'b.example', other)];
    const providers = new ProviderDirectory([a, b]).of({ names: NO_NAMES });
    return providers.isOfOther('b.example', { arn: a.arn, issuer: 'a.example', audiences: [] });
  };
  const account = { names: NO_NAMES };
  const NAME = symbolOf('account');
  const named = { names: new Set([NAME]) };

  test('where both are in one account, known by the object, the id, or a name', () => {
    expect(pair({ account }, { account })).toBe(true);
    expect(pair({ account: { id: OWN, names: NO_NAMES } }, { arn: arnOf('b.example') })).toBe(true);
    expect(pair({ arn: arnOf('a.example', NAME) }, { arn: arnOf('b.example', NAME) })).toBe(true);
    expect(pair({ arn: arnOf('a.example', NAME) }, { account: named })).toBe(true);
    expect(pair({ account: named }, { arn: arnOf('b.example', NAME) })).toBe(true);
    const [a, far, near] = [
      registered('a', 'a.example', { account }),
      registered('far', 'b.example'),
      registered('near', 'b.example', { account }),
    ];
    const providers = new ProviderDirectory([a, far, near]).of({ names: NO_NAMES });
    expect(providers.isOfOther('b.example', { arn: a.arn, issuer: 'a.example', audiences: [] })).toBe(true);
  });

  test('and not where that is not known', () => {
    expect(pair({}, {})).toBe(false);
    expect(pair({ account }, {})).toBe(false);
    expect(pair({ account }, { account: { names: NO_NAMES } })).toBe(false);
    expect(pair({ account: { id: OWN, names: NO_NAMES } }, { account: { id: OTHER, names: NO_NAMES } })).toBe(false);
    expect(pair({ account }, { arn: arnOf('b.example', NAME) })).toBe(false);
    expect(pair({ arn: arnOf('a.example', NAME) }, { account })).toBe(false);
    expect(pair({ arn: arnOf('a.example', NAME) }, {})).toBe(false);
    expect(pair({}, { arn: arnOf('b.example', NAME) })).toBe(false);
  });

  test('nor for its own issuer, or for a principal that is none of the account’s', () => {
    const a = registered('a', 'a.example', { account });
    const providers = new ProviderDirectory([a]).of({ names: NO_NAMES });
    const asked = (issuer: string, arn: string) => providers.isOfOther(issuer, { arn, issuer: '', audiences: [] });
    expect(asked('a.example', a.arn)).toBe(false);
    expect(asked('a.example', 'x')).toBe(false);
    expect(asked('c.example', a.arn)).toBe(false);
  });

  test('nor where an ARN that is written out may turn out to be this one’s', () => {
    const issuer = `https://${symbolOf('a.issuer')}`;
    const own = { account: { id: OWN, names: NO_NAMES } };
    expect(pair({ ...own, issuer }, { arn: arnOf('b.example') })).toBe(false);
    expect(pair({ ...own, issuer }, own)).toBe(true);
  });
});

describe('the providers that a trust is about', () => {
  const [a, b] = [registered('a', 'a.example'), registered('b', 'a.example')];

  test('are those of the issuer that it names, or else all of that issuer', () => {
    const providers = inOwn([a, b, registered('c', 'c.example')]);
    expect(ids(providers.meant('a.example', trust(statement(b.arn))))).toEqual(['b']);
    expect(ids(providers.meant('a.example', trust(statement('x'))))).toEqual(['a', 'b']);
    expect(ids(providers.meant('c.example', trust(statement('x'))))).toEqual(['c']);
    expect(providers.meant('d.example', trust(statement('x')))).toEqual([]);
  });

  test('are told of by the principals that name one of the issuer, in some of its statements', () => {
    const c = registered('c', 'c.example');
    const providers = inOwn([a, b, c]);
    const policy = trust(statement(a.arn), statement(c.arn), statement(b.arn));
    const named = (...statements: number[]) => providers.principalsFor('a.example', policy, statements);
    expect(named(0, 1, 2)).toEqual([a.arn, b.arn]);
    expect(named(1, 2)).toEqual([b.arn]);
    expect(named(1)).toEqual([]);
    const unread = trust(statement('x'), statement(arnOf('a.example')));
    expect(providers.principalsFor('a.example', unread, [0, 1])).toEqual([arnOf('a.example')]);
  });

  test('are only named by trusts where nothing that was read registers or looks up any of them', () => {
    const named = registered('named', 'a.example', { onlyNamed: true });
    const isOnlyNamed = (...providers: readonly OidcProvider[]): boolean =>
      inOwn(providers).isOnlyNamed('a.example', trust(statement('x')));
    expect([isOnlyNamed(named), isOnlyNamed(named, b), isOnlyNamed(b)]).toEqual([true, false, false]);
  });

  test('are perhaps not in the role’s account where other credentials make each of them', () => {
    const role: Identity = {
      id: 'role.app',
      cloud: 'aws',
      kind: 'iam-role',
      name: 'app',
      claimName: 'app',
      account: { names: NO_NAMES },
      trustAt: place,
      at: place,
    };
    const far = registered('far', 'a.example', { account: { names: NO_NAMES } });
    const near = registered('near', 'a.example', { account: role.account });
    const doubt = (...providers: readonly OidcProvider[]) =>
      inOwn(providers).doubt(role, 'a.example', trust(statement('x')));
    expect(doubt(far)).toBe(
      'whether far, which is perhaps made with other credentials than role.app, is in the same account is not known before apply',
    );
    expect(doubt(near)).toBeUndefined();
    expect(doubt(far, near)).toBeUndefined();
    expect(doubt()).toBeUndefined();
  });

  const contextOf = (providers: readonly OidcProvider[], policy: TrustPolicy, others?: ReadonlyMap<string, string>) =>
    inOwn(providers, others).contextOf(policy, { id: OWN, partition: 'aws', names: NO_NAMES });
  const issuers = (...parts: Parameters<typeof contextOf>) => contextOf(...parts).providers.map(({ issuer }) => issuer);
  const both = [a, registered('c', 'c.example')];

  test('are held against it with account and audiences', () => {
    const context = contextOf([{ ...a, audiences: undefined }], trust(statement(a.arn)));
    expect(context).toMatchObject({ account: OWN, partition: 'aws', accountNames: NO_NAMES });
    expect(context.providers).toEqual([
      { arn: a.arn, issuer: 'a.example', audiences: ['sts.amazonaws.com'], unread: undefined },
    ]);
  });

  test('are all where it names everybody', () => {
    for (const principal of ['*', { AWS: '*' }, { Federated: '*' }]) {
      expect(issuers(both, trust(statement('', { Principal: principal })))).toEqual(['a.example', 'c.example']);
    }
    expect(issuers(both, trust(statement(undefined, { Principal: { AWS: OWN } })))).toEqual([]);
  });

  test('are the named one, and any where the principal is not known', () => {
    expect(issuers(both, trust(statement(a.arn)))).toEqual(['a.example']);
    const name = symbolOf('var.provider');
    expect(issuers(both, trust(statement(name)))).toEqual(['a.example', 'c.example']);
    expect(issuers(both, trust(statement('x')))).toEqual([]);
    expect(issuers(both, trust(statement(name)), new Map([[name, 'a role']]))).toEqual([]);
    expect(issuers(both, trust(statement(a.arn)), new Map([[a.arn, 'a role']]))).toEqual([]);
    const away = arnOf(symbolOf('f.issuer'), OTHER);
    const foreign = registered('f', 'f.example', { arn: away, account: { id: OTHER, names: NO_NAMES } });
    expect(issuers([...both, foreign], trust(statement(away)))).toEqual([]);
  });

  test('are not told one by one where there are more than sixteen', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => registered(`p${n}`, `${n}.example`));
    const policy = trust(statement(symbolOf('var.provider')));
    expect(issuers(many(16), policy)).toHaveLength(16);
    expect(issuers(many(17), policy)).toHaveLength(0);
  });

  describe('where the principal only stands for one', () => {
    const open = registered('open', symbolOf('open.issuer'), { unread: true });
    const asking = (condition: Record<string, unknown>) => trust(statement(open.arn, { Condition: condition }));
    const meant = (condition: Record<string, unknown>, more: readonly OidcProvider[] = []) =>
      issuers([...both, open, ...more], asking(condition));

    test('are those whose claims it asks for', () => {
      expect(meant({ StringEquals: { 'c.example:sub': 'x' } })).toEqual(['c.example']);
      expect(meant({ StringEquals: { 'c.example:AUD': 'x' } })).toEqual(['c.example']);
      const both = { 'c.example:aud': 'x', [`${symbolOf('open.issuer')}:sub`]: 'x' };
      expect(meant({ StringEquals: both })).toEqual(['c.example']);
    });

    test('are unknown where it asks for none that every token has to have', () => {
      const unknown = [symbolOf('open.issuer')];
      expect(meant({ StringEquals: { 'c.example:subject': 'x' } })).toEqual(unknown);
      expect(meant({ StringEquals: { 'd.example:sub': 'x' } })).toEqual(unknown);
      expect(meant({ StringEquals: { 'aws:SourceIp': 'x' } })).toEqual(unknown);
      expect(meant({ StringNotEquals: { 'c.example:sub': 'x' } })).toEqual(unknown);
      expect(meant({ StringEquals: { [`${symbolOf('open.issuer')}:sub`]: 'x' } })).toEqual(unknown);
    });
  });
});

test('a provider that was not read is assumed to list STS and what its trust asks for, but for patterns', () => {
  const policy = trust(
    statement('x', {
      Condition: { StringLike: { 'a.example:aud': ['mine', 'm*', 'm?'], 'a.example:sub': 'x', 'b.example:AUD': 'b' } },
    }),
    statement('x', { Condition: { StringEquals: { 'a.example:aud': ['mine', 'sts.amazonaws.com'] } } }),
  );
  expect(assumedAudiences(policy)).toEqual(['sts.amazonaws.com', 'mine', 'b']);
});
