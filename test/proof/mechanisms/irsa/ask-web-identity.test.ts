import { parsePolicy } from '../../../../lib/proof/iam';
import { askWebIdentity } from '../../../../lib/proof/mechanisms/irsa/ask-web-identity';
import { ProviderDirectory } from '../../../../lib/proof/mechanisms/irsa/provider-directory';
import { RoleAccounts } from '../../../../lib/proof/mechanisms/irsa/role-account';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { PresentedToken } from '../../../../lib/proof/mechanisms/presented-token';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { equal } from '../../../../lib/proof/model/known/text';

const OWN = '111122223333';
const OTHER = '999988887777';
const ISSUER = 'a.example/id';
const STS = 'sts.amazonaws.com';
const SUBJECT = 'system:serviceaccount:shop:app';
const place = { file: 'main.tf', pointer: '' };

const arnOf = (issuer: string, account = OWN): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const provider = (parts: Partial<OidcProvider> = {}): OidcProvider => ({
  id: 'provider.main',
  arn: arnOf(ISSUER),
  account: { id: OWN, names: new Set() },
  issuer: `https://${ISSUER}`,
  audiences: [STS],
  declared: true,
  emptyThumbprints: false,
  at: place,
  ...parts,
});
const statement = (parts: Record<string, unknown> = {}): unknown => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: arnOf(ISSUER) },
  Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: STS } },
  ...parts,
});

interface Asked {
  readonly token?: Partial<PresentedToken>;
  readonly providers?: readonly OidcProvider[];
  readonly statements?: readonly unknown[];
  /** Nothing where the role's account is not known. */
  readonly account?: string | null;
  readonly role?: Partial<Identity>;
  readonly uncounted?: readonly string[];
  /** What texts are that are known to be no provider's ARN. */
  readonly others?: ReadonlyMap<string, string>;
}

/** How shop/app fares with a role that trusts it, but for what is said. */
function asked({
  token,
  providers = [provider()],
  statements = [statement()],
  account = OWN,
  ...more
}: Asked): Outcome {
  const role: Identity = {
    id: 'role.app',
    cloud: 'aws',
    kind: 'iam-role',
    name: 'app',
    claimName: symbolOf('role.app.arn'),
    account: account === null ? undefined : { id: account, partition: 'aws', names: new Set() },
    trustAt: place,
    at: place,
    ...more.role,
  };
  return askWebIdentity(
    {
      role,
      policy: parsePolicy({ Version: '2012-10-17', Statement: statements }),
      account: account ?? undefined,
      partition: new RoleAccounts([]).of(role).partition,
      providers,
      directory: new ProviderDirectory(providers, more.others),
      uncounted: new Map((more.uncounted ?? []).map((id) => [id, `${id} need not be made`])),
      remarks: new Map(),
    },
    { issuer: `https://${ISSUER}`, subject: SUBJECT, audience: STS, ...token },
    ({ issuer }, other) => equal(issuer, other),
  );
}
const saidOf = (question: Asked): string => asked(question).because.join('\n');

const DENIED = 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
const AUDIENCE = 'STS answers InvalidIdentityToken: Incorrect token audience';
const NO_PROVIDER =
  'without one STS answers InvalidIdentityToken: No OpenIDConnect provider found in your account for the token’s issuer';

describe('a token gets in', () => {
  test('where the trust takes it from a provider of the role’s account, and nothing is assumed', () => {
    expect(asked({})).toEqual({ admitted: true, because: [expect.stringMatching(/^statement 0 /)] });
  });

  test('by a provider whose client ids were not read, which is said', () => {
    const open = asked({ providers: [provider({ audiences: undefined })] });
    expect(open.admitted).toBe(true);
    expect(open.because).toContain(`assumed: provider.main, whose client ids were not read, lists "${STS}"`);
  });

  test('and nothing is assumed of the client ids of a provider that does not sign it', () => {
    const other = provider({ id: 'other', arn: arnOf('b.example'), issuer: 'https://b.example', audiences: undefined });
    expect(asked({ providers: [other, provider()] })).toEqual(asked({}));
  });

  test('perhaps, where the provider need not be made', () => {
    const { admitted, because } = asked({ uncounted: ['provider.main'] });
    expect(admitted).toBeUndefined();
    expect(because[0]).toBe('provider.main need not be made');
    expect(asked({ uncounted: ['provider.other'] }).admitted).toBe(true);
  });

  test('where the account that the trust names is assumed to be the role’s, which is said', () => {
    const { admitted, assumes, because } = asked({ account: null });
    expect(admitted).toBe(true);
    expect(assumes).toEqual(['account-of-the-trust']);
    expect(because).toContain(`assumed: ${OWN}, which the trust names, is the account of role.app`);
    expect(saidOf({ account: null, token: { subject: 'other' } })).not.toContain('assumed');
  });

  test('where the partition that the trust names is assumed to be the role’s, which is said', () => {
    const role = { account: { id: OWN, names: new Set<string>() } };
    const { admitted, assumes, because } = asked({ role });
    expect([admitted, assumes]).toEqual([true, ['account-of-the-trust']]);
    expect(because).toContain('assumed: aws, which the trust names, is the partition of the account of role.app');
    const byReference = provider({ arn: symbolOf('provider.main.arn') });
    const statements = [statement(), statement({ Principal: { Federated: byReference.arn } })];
    expect(asked({ role, providers: [byReference], statements }).assumes).toBeUndefined();
  });

  test('without an assumption where another statement takes it by the provider itself', () => {
    const own = provider({ arn: symbolOf('provider.main.arn'), account: undefined });
    const byItself = statement({ Principal: { Federated: own.arn } });
    for (const account of [null, OWN]) {
      const role = account === null ? {} : { account: { id: OWN, names: new Set<string>() } };
      const statements = [byItself, statement({ Principal: { Federated: arnOf('b.example') } })];
      const outcome = asked({ account, role, providers: [own], statements });
      expect(outcome.admitted).toBe(true);
      expect(outcome.assumes).toBeUndefined();
      expect(outcome.because.join()).not.toContain('assumed');
    }
    const perhapsOwn = statement({ Principal: { Federated: arnOf(ISSUER, symbolOf('var.account')) } });
    const ofKnown = asked({ statements: [statement(), perhapsOwn] });
    expect(ofKnown.admitted).toBe(true);
    expect(ofKnown.assumes).toBeUndefined();
  });

  test('where a provider that only the trust names is assumed to be there, which is said', () => {
    const { admitted, assumes, because } = asked({ providers: [provider({ declared: false, onlyNamed: true })] });
    expect([admitted, assumes]).toEqual([true, ['provider-of-the-trust']]);
    expect(because).toContain(
      `assumed: the account of role.app has an OIDC provider for "https://${ISSUER}", as its trust says: nothing that was read registers one`,
    );
  });
});

describe('a trust of which a part is not known', () => {
  const more = symbolOf('var.more');
  const why = 'what the trust policy holds depends on ${var.more}, which is not known before apply';
  const ofOther = { issuer: 'https://b.example' };

  test('may take a token that the rest of it refuses, or whose issuer nobody registers', () => {
    const statements = [statement(), more];
    expect(asked({ statements, token: { subject: 'other' } }).admitted).toBeUndefined();
    expect(asked({ statements, token: ofOther })).toEqual({ admitted: undefined, because: [why] });
  });

  test('and all of it, says that alone', () => {
    for (const token of [{}, ofOther]) {
      expect(asked({ statements: [more], token })).toEqual({ admitted: undefined, because: [why] });
    }
  });
});

describe('a role of another partition', () => {
  test('admits nobody by an ARN of this one, whether its own ARN or its provider tells', () => {
    const account = { id: OWN, partition: 'aws-cn', names: new Set<string>() };
    expect(asked({ role: { account } }).admitted).toBe(false);
    expect(asked({ role: { claimName: `arn:aws-cn:iam::${OWN}:role/app` } }).admitted).toBe(false);
    expect(asked({ role: { account: { ...account, partition: 'aws' } } }).admitted).toBe(true);
  });
});

describe('a provider whose issuer is not known', () => {
  const open = provider({
    id: 'open',
    arn: symbolOf('open.arn'),
    account: undefined,
    issuer: `https://${symbolOf('open.issuer')}`,
  });
  const everybody = [statement({ Principal: '*', Condition: undefined })];

  test('may be that of the token, if the trust may mean it', () => {
    expect(asked({ providers: [open], statements: everybody }).admitted).toBeUndefined();
    const named = [statement({ Principal: { Federated: open.arn }, Condition: undefined })];
    expect(asked({ providers: [{ ...open, unread: true }], statements: named }).admitted).toBeUndefined();
  });

  test('is none that the account has where it only stands for what another trust names', () => {
    expect(asked({ providers: [{ ...open, unread: true }] }).because).toContain(NO_PROVIDER);
  });

  test('says nothing of audiences or of other accounts where the trust refuses its tokens', () => {
    const condition = { StringEquals: { [`${symbolOf('open.issuer')}:sub`]: 'system:serviceaccount:shop:web' } };
    const said = saidOf({
      providers: [open],
      statements: [statement({ Principal: { Federated: open.arn }, Condition: condition })],
    });
    expect(said).toContain(DENIED);
    expect(said).not.toContain(AUDIENCE);
    expect(said).not.toContain('another account');
  });
});

describe('a token of an issuer that the role’s account has no provider for', () => {
  const elsewhere = { token: { issuer: 'https://b.example' } };

  test('does not come to the trust, and what to register is said', () => {
    const { admitted, because } = asked(elsewhere);
    expect(admitted).toBe(false);
    expect(because).toEqual([
      expect.stringMatching(/^only the issuer differs: role.app accepts tokens of "https:\/\/a.example\/id"/),
      expect.stringMatching(/^make role.app trust "https:\/\/b.example"/),
      `account ${OWN} has no OIDC provider for "https://b.example" that was read; it has "https://${ISSUER}"`,
      NO_PROVIDER,
      `register "https://b.example" in account ${OWN} as aws_iam_openid_connect_provider, character by character, and name that in the trust: its ARN as the principal, its issuer without https:// in the keys before :sub and :aud`,
    ]);
  });

  test('is told so without the account where that is not known', () => {
    expect(asked({ ...elsewhere, account: null, providers: [], statements: [] }).because).toEqual([
      'the role’s account has no OIDC provider for "https://b.example" that was read; it has none',
      NO_PROVIDER,
      expect.stringMatching(/^register "https:\/\/b.example" in the role’s account as /),
    ]);
  });

  test('is told five that it has, each once', () => {
    const many = [1, 2, 3, 4, 5, 6, 6].map((n, index) =>
      provider({ id: `p${index}`, arn: symbolOf(`p${index}.arn`), issuer: `https://${n}.example` }),
    );
    expect(saidOf({ ...elsewhere, providers: many, statements: [] })).toContain(
      'it has "https://1.example", "https://2.example", "https://3.example", "https://4.example", "https://5.example"\n',
    );
  });

  test('is told that one in another account does not help', () => {
    const foreign = provider({ arn: arnOf('b.example', OTHER), account: undefined, issuer: 'https://b.example' });
    const text = `${foreign.arn} is in another account, where it does not help this role: STS looks for the issuer in account ${OWN} alone, so register it there and name that provider`;
    expect(asked({ ...elsewhere, providers: [provider(), foreign] }).because).toContain(text);
    expect(saidOf({ providers: [provider(), foreign], token: { subject: 'other' } })).not.toContain('another account');
    const unplaced = provider({ arn: symbolOf('provider.main.arn'), account: undefined });
    expect(saidOf({ providers: [unplaced], token: { subject: 'other' } })).not.toContain('another account');
    const open = asked({
      ...elsewhere,
      account: null,
      statements: [],
      providers: [foreign, provider({ arn: 'x', account: undefined, issuer: 'https://c.example' })],
    });
    expect(open.because.join()).not.toContain('another account');
  });
});

describe('a token that the trust refuses', () => {
  test('is told what differs, and what STS answers', () => {
    const { admitted, because } = asked({ token: { subject: 'system:serviceaccount:shop:web' } });
    expect(admitted).toBe(false);
    expect(because).toEqual([
      expect.stringMatching(/^only the service account differs: role.app accepts "app"/),
      expect.stringMatching(/^write "system:serviceaccount:shop:web" in role.app/),
      DENIED,
      expect.stringMatching(/^statement 0 does not apply/),
    ]);
  });

  test('is told how the trust could take its audience, where the provider lists that', () => {
    const said = saidOf({ providers: [provider({ audiences: [STS, 'mine'] })], token: { audience: 'mine' } });
    expect(said).toContain('make role.app take the audience "mine"');
    expect(said).toContain(DENIED);
    expect(said).not.toContain(AUDIENCE);
  });

  test('is told to list its audience at the provider, where that does not', () => {
    const said = saidOf({ token: { audience: 'mine' } });
    expect(said).toContain('add "mine" to the client_id_list of provider.main');
    expect(said).toContain(AUDIENCE);
    expect(said).not.toContain(DENIED);
  });

  test('is not told so where the provider’s client ids were not read', () => {
    expect(saidOf({ providers: [provider({ audiences: undefined })], token: { audience: 'mine' } })).toContain(DENIED);
  });

  test('is told that the trust takes none at all', () => {
    const { because } = asked({ statements: [statement({ Effect: 'Deny' })] });
    expect(because).toContain('the trust of role.app takes no token of any issuer that was read');
    expect(because).toContain(DENIED);
    expect(because[0]).toBe(DENIED);
  });

  test('is told what IAM refuses alone, though its issuer is not registered, or a key is of another issuer', () => {
    const refused = statement({ Effect: 'Perhaps' });
    const misnamed = statement({ Condition: { StringEquals: { 'b.example:sub': 'x' } } });
    for (const question of [
      { statements: [refused], token: { issuer: 'https://b.example' } },
      { statements: [refused, misnamed] },
    ]) {
      const { admitted, because } = asked(question);
      expect(admitted).toBe(false);
      expect(because.join()).not.toContain('STS answers');
      expect(because.join()).not.toContain('which no token');
    }
  });

  test('is told no difference where only a Deny takes it out', () => {
    const all = statement({
      Condition: {
        StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:*' },
        StringEquals: { [`${ISSUER}:aud`]: STS },
      },
    });
    const { admitted, because } = asked({ statements: [all, statement({ Effect: 'Deny' })] });
    expect(admitted).toBe(false);
    expect(because[0]).toBe(DENIED);
    const other = asked({ statements: [all], token: { subject: 'system:serviceaccount:todo:app' } });
    expect(other.because[0]).toMatch(/^only the namespace differs: role.app accepts "shop"/);
  });

  test('is told what IAM refuses alone, where it refuses the trust', () => {
    const { admitted, because } = asked({ statements: [statement({ Effect: 'Perhaps' })], account: null });
    expect(admitted).toBe(false);
    expect(because.join()).not.toContain('STS answers');
    expect(because.join()).not.toContain('assumed');
  });
});

describe('what is remarkable about a trust is told, whoever asks', () => {
  const key = 'b.example:sub';
  const misnamed = (effect: string, operator: string, condition = 'x'): string =>
    saidOf({
      statements: [statement(), statement({ Effect: effect, Condition: { [operator]: { [key]: condition } } })],
    });
  const about = (operator: string): string =>
    `statement 1 has ${operator} on ${key}, which no token of an OIDC provider that it is about has`;

  test('a principal that is no provider of the account', () => {
    const none = arnOf('c.example');
    expect(saidOf({ statements: [statement(), statement({ Principal: { Federated: none } })] })).toContain(
      `statement 1 admits nobody by ${none}: no OIDC provider of the role’s account has this ARN`,
    );
  });

  test('a principal that is known to be something else', () => {
    const others = new Map([['a-text', 'the issuer of the cluster']]);
    const statements = [statement(), statement({ Principal: { Federated: 'a-text' } })];
    expect(saidOf({ statements, others })).toContain(
      'statement 1 admits nobody by a-text: that is the issuer of the cluster',
    );
  });

  test('a key of another issuer, and what that does', () => {
    expect(misnamed('Allow', 'StringEquals')).toContain(`${about('StringEquals')}: it lets nobody in`);
    expect(misnamed('Allow', 'StringNotEquals')).toContain(`${about('StringNotEquals')}: it keeps nobody out`);
    const perhaps = 'ForAnyValue:StringEqualsIfExists';
    expect(misnamed('Allow', perhaps)).toContain(`${about(perhaps)}; AWS does not say whether it holds then`);
    expect(misnamed('Deny', 'StringEquals')).toContain(`${about('StringEquals')}: it refuses nobody`);
    expect(misnamed('Deny', 'StringNotEquals')).toContain(`${about('StringNotEquals')}: it refuses every token`);
  });
});

describe('of two providers of one issuer', () => {
  const [one, other] = ['one', 'other'].map((id) =>
    provider({ id, arn: symbolOf(`${id}.arn`), account: undefined, audiences: [id === 'one' ? STS : 'mine'] }),
  ) as [OidcProvider, OidcProvider];
  const statements = [statement({ Principal: { Federated: one.arn } })];

  test('the one that the trust names counts', () => {
    const mine = [
      statement({ Principal: { Federated: one.arn }, Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } } }),
    ];
    expect(asked({ providers: [other, one], statements }).admitted).toBe(true);
    expect(asked({ providers: [other, one], statements: mine, token: { audience: 'mine' } }).admitted).toBe(false);
  });

  test('each counts where the trust names every provider', () => {
    const everybody = [statement({ Principal: '*', Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } } })];
    for (const audience of [STS, 'mine']) {
      expect(asked({ providers: [other, one], statements: everybody, token: { audience } }).admitted).toBe(true);
    }
  });

  test('the other counts for no statement where the trust names the one', () => {
    const everybody = statement({ Principal: '*', Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } } });
    const named = statement({ Principal: { Federated: one.arn } });
    expect(
      asked({ providers: [other, one], statements: [named, everybody], token: { audience: 'mine' } }).admitted,
    ).toBe(false);
  });

  test('an audience that neither lists may be added to either', () => {
    const everybody = [statement({ Principal: '*', Condition: { StringEquals: { [`${ISSUER}:sub`]: 'x' } } })];
    const ask = (audience: string): string =>
      saidOf({ providers: [one, other], statements: everybody, token: { audience } });
    expect(ask('neither')).toContain(AUDIENCE);
    expect(ask('mine')).toContain(DENIED);
    const accepting = [statement({ Principal: '*', Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT } } })];
    expect(saidOf({ providers: [one, other], statements: accepting, token: { audience: 'neither' } })).toContain(
      'add "neither" to the client_id_list of one or other',
    );
  });

  test('an ARN written out is that of the one that the program registers', () => {
    expect(asked({ providers: [provider(), other] }).admitted).toBe(false);
    expect(asked({ providers: [provider(), one] }).admitted).toBe(true);
  });
});
