import { evaluateIrsa } from '../../../../lib/proof/mechanisms/irsa/irsa';
import type { IrsaEvaluation } from '../../../../lib/proof/mechanisms/irsa/irsa';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { Model } from '../../../../lib/proof/model/model';
import type { OidcProvider } from '../../../../lib/proof/model/cluster/oidc-provider';
import type { ResourceControl } from '../../../../lib/proof/model/identity/resource-control';
import { SaidCounts } from '../../../../lib/proof/model/said-counts';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const OWN = '111122223333';
const ISSUER = 'a.example/id';
const place = { file: 'main.tf', pointer: '' };
const at = { file: 'main.tf', pointer: '/trust' };

const cluster: Cluster = {
  id: 'main',
  cloud: 'aws',
  issuer: `https://${ISSUER}`,
  issuerText: '',
  name: 'main',
  at: place,
};
const provider: OidcProvider = {
  id: 'provider.main',
  arn: `arn:aws:iam::${OWN}:oidc-provider/${ISSUER}`,
  account: { id: OWN, names: new Set() },
  issuer: `https://${ISSUER}`,
  audiences: ['sts.amazonaws.com'],
  declared: true,
  emptyThumbprints: false,
  at: place,
};
const statement = (parts: Record<string, unknown> = {}): unknown => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: provider.arn },
  Condition: {
    StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app', [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
  },
  ...parts,
});
const on = (key: string, value: string, operator = 'StringEquals'): Record<string, unknown> => ({
  Condition: { [operator]: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [key]: value } },
});

interface Around {
  readonly issuers?: readonly Cluster[];
  readonly providers?: readonly OidcProvider[];
  /** The ids of those of which it is said that nobody knows how many there are. */
  readonly uncounted?: readonly string[];
  /** Resource control policies over the role's account. */
  readonly controls?: readonly ResourceControl[];
}

/** Whom a role of some statements lets in. */
function evaluated(
  statements: readonly unknown[],
  parts: Partial<Identity> = {},
  { issuers = [cluster], providers = [provider], uncounted = [], controls = [] }: Around = {},
): IrsaEvaluation {
  const role: Identity = {
    id: 'role.app',
    cloud: 'aws',
    kind: 'iam-role',
    name: 'app',
    claimName: symbolOf('role.app.arn'),
    account: { id: OWN, partition: 'aws', names: new Set() },
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    trustAt: at,
    at: place,
    ...parts,
  };
  const model = {
    identities: [role],
    clusters: issuers,
    oidcProviders: providers,
    addonRoles: [{ role: 'role.app', cluster: 'main' }],
    resourceControls: controls,
  };
  return evaluateIrsa({
    model: model as unknown as Model,
    clusterOfIssuer: new Map(issuers.map((one) => [one.issuer, one])),
    claims: [],
    saidCounts: new SaidCounts(uncounted.map((about) => ({ about, because: '', at: place, uncounted: true }))),
  });
}

describe('a role’s trust lets in', () => {
  test('the service account that it names, by the provider that it names', () => {
    const { admissions, problems, addonClaims } = evaluated([statement()]);
    expect(admissions).toEqual([
      {
        identity: 'role.app',
        mechanism: 'irsa',
        cluster: 'main',
        namespace: 'shop',
        serviceAccount: 'app',
        pattern: false,
        except: [],
        audiences: ['sts.amazonaws.com'],
        uncertain: undefined,
        isSaid: false,
        source: 'role.app',
        restsOn: 'provider.main',
        at,
      },
    ]);
    expect(problems).toEqual([]);
    expect([...addonClaims]).toEqual(['role.app\nmain']);
  });

  test('a pattern of them, without those that a Deny takes out', () => {
    const all = statement(on(`${ISSUER}:sub`, 'system:serviceaccount:shop:*', 'StringLike'));
    const { admissions } = evaluated([all, statement({ Effect: 'Deny' })]);
    expect(admissions).toMatchObject([{ namespace: 'shop', serviceAccount: '*', pattern: true, except: ['shop/app'] }]);
  });

  test('nobody where the identity is no role, where its trust was not read, or where a service signs', () => {
    expect(evaluated([statement()], { kind: 'managed-identity' }).admissions).toEqual([]);
    expect(evaluated([statement()], { trustPolicy: undefined }).policies.size).toBe(0);
    const service = { ...cluster, service: { name: 'pipelines' } } as unknown as Cluster;
    expect(evaluated([statement()], {}, { issuers: [service] }).admissions).toEqual([]);
    expect(evaluated([statement()], {}, { issuers: [] }).admissions).toEqual([]);
  });

  test('somebody perhaps, where a condition on its token is not known, and that is said', () => {
    const open = statement({
      Condition: {
        StringEquals: {
          [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app',
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          'aws:SourceVpc': symbolOf('aws_vpc.main.id'),
        },
      },
    });
    const { admissions, problems } = evaluated([open]);
    const why = 'statement 0: aws:SourceVpc is not known from the artefacts: whoever calls may well meet it';
    expect(admissions).toMatchObject([{ serviceAccount: 'app', uncertain: why, isSaid: true }]);
    expect(problems).toEqual([{ identity: 'role.app', kind: 'unknown', what: why, isSaid: false, at }]);
  });
});

describe('what is wrong with a role’s trust is told with its kind', () => {
  const kinds = (...statements: unknown[]): readonly unknown[] =>
    evaluated(statements).problems.map(({ kind, what }) => [kind, what]);

  test('IAM refuses it', () => {
    expect(kinds(statement({ Effect: 'Perhaps' }))).toEqual([['invalid', expect.stringContaining('Perhaps')]]);
  });

  test('it names no subject, or no audience', () => {
    const aud = { Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } } };
    const sub = { Condition: { StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app' } } };
    expect(kinds(statement(aud))).toEqual([
      ['other-subject', '*'],
      ['without-subject', 'statement 0 has no condition on the subject (<issuer>:sub)'],
    ]);
    expect(kinds(statement(), statement(sub))).toEqual([
      ['without-audience', 'statement 1 has no condition on the audience (<issuer>:aud)'],
    ]);
    expect(kinds(statement({ ...aud, Effect: 'Deny' }))).toEqual([]);
    expect(kinds(statement({ ...aud, Action: 'sts:AssumeRole' }))).toEqual([]);
    expect(kinds(statement({ Condition: undefined, Principal: { Service: 'ec2.amazonaws.com' } }))).toEqual([]);
  });

  test('it admits a subject that is no service account', () => {
    const problem = evaluated([statement(on(`${ISSUER}:sub`, 'repo:shop/app'))]).problems;
    expect(problem).toEqual([
      { identity: 'role.app', kind: 'other-subject', cluster: 'main', what: 'repo:shop/app', at },
    ]);
    expect(evaluated([statement(on(`${ISSUER}:sub`, 'repo:shop/app'))], {}, { issuers: [] }).problems).toEqual([]);
  });

  test('a principal of it is no provider of the account', () => {
    const arn = `arn:aws:iam::${OWN}:oidc-provider/b.example`;
    const { problems } = evaluated([statement({ Principal: { Federated: arn } })]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        kind: 'unregistered',
        what: arn,
        unregistered: expect.objectContaining({ principal: arn }),
      }),
    );
  });

  test('a key of it is of another issuer', () => {
    const { problems } = evaluated([statement(on('b.example:sub', 'x'))]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        kind: 'misnamed-key',
        what: 'b.example:sub',
        misnamed: expect.objectContaining({ key: 'b.example:sub' }),
      }),
    );
  });
});

describe('more may be let in than is told, by a provider that was not read', () => {
  const open = (...statements: readonly unknown[]) => [...evaluated(statements).openToProviders];

  test('where the trust names everybody or any provider, and allows it', () => {
    for (const principal of ['*', { AWS: '*' }, { Federated: '*' }]) {
      expect(open(statement(), statement({ Principal: principal }))).toEqual(['role.app']);
      expect(open(statement({ Principal: principal, Effect: 'Deny' }))).toEqual([]);
    }
  });

  test('where it names one that is not there, beside one that is', () => {
    const other = statement({ Principal: { Federated: `arn:aws:iam::${OWN}:oidc-provider/b.example` } });
    expect(open(statement(), other)).toEqual(['role.app']);
    expect(open(statement())).toEqual([]);
    expect(open(statement({ Principal: { AWS: OWN } }))).toEqual([]);
  });

  test('but not where it names by mistake what is known to be no provider', () => {
    const arn = symbolOf('aws_eks_cluster.main.arn');
    const { openToProviders, problems } = evaluated(
      [statement(), statement({ Principal: { Federated: arn } })],
      {},
      { issuers: [{ ...cluster, resourceId: arn }] },
    );
    expect(problems.map(({ kind }) => kind)).toContain('unregistered');
    expect([...openToProviders]).toEqual([]);
  });
});

describe('a limit on the subject that is not known', () => {
  const PATTERN = 'system:serviceaccount:*';
  const openKey = `${symbolOf('main.issuer')}:sub`;
  const rows = (...statements: readonly unknown[]) =>
    evaluated(statements).admissions.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);

  test('is said, and is no row of every service account', () => {
    const open = statement(on(openKey, PATTERN, 'StringLike'));
    expect(rows(open)).toEqual([]);
    expect(evaluated([open]).problems.map(({ kind }) => kind)).toContain('unknown');
  });

  test('beside another condition that is not known is none either', () => {
    const both = on(openKey, PATTERN, 'StringLike');
    expect(
      rows(statement({ Condition: { ...(both.Condition as object), StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })),
    ).toEqual([]);
  });

  test('is none either beside a statement that lets nobody in', () => {
    const deny = statement({ Effect: 'Deny', Condition: { StringEquals: { [`${ISSUER}:aud`]: 'other' } } });
    expect(rows(statement(on(openKey, PATTERN, 'StringLike')), deny)).toEqual([]);
  });

  test('is one where another statement that may let them in has no limit', () => {
    expect(rows(statement(on(openKey, PATTERN, 'StringLike')), statement(on('aws:SourceVpc', 'vpc-1')))).toEqual([
      '*/*',
    ]);
  });

  test('is one where nothing limits the subject, and another condition is not known', () => {
    expect(rows(statement(on('aws:SourceVpc', 'vpc-1')))).toEqual(['*/*']);
  });

  test('is one where the limit leaves a namespace, or a name', () => {
    const limited = (subject: string) =>
      rows(
        statement({
          Condition: { StringLike: { [`${ISSUER}:sub`]: subject }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
        }),
      );
    expect(limited('system:serviceaccount:shop:*')).toEqual(['shop/*']);
    expect(limited('system:serviceaccount:*:app')).toEqual(['*/app']);
  });
});

describe('a role of which nobody knows how many there are', () => {
  const saidOf = (name: string, ...uncounted: readonly string[]) =>
    evaluated([statement(on(`${ISSUER}:sub`, `system:serviceaccount:shop:${name}`))], {}, { uncounted }).problems.map(
      ({ what, isSaid }) => [what, isSaid],
    );

  test('needs no word about its own key', () => {
    const each = symbolOf('each.key');
    const what = expect.stringContaining('${each.key}');
    expect(saidOf(each, 'role.app')).toEqual([[what, true]]);
    expect(saidOf(each, 'role.other')).toEqual([[what, false]]);
  });

  test('needs one about all else that is not known', () => {
    expect(saidOf(symbolOf('var.name'), 'role.app')).toEqual([[expect.stringContaining('${var.name}'), false]]);
  });
});

describe('client ids that are not known', () => {
  const open = { ...provider, audiences: ['sts.amazonaws.com', symbolOf('var.audience')] };
  const anyAudience = statement({
    Condition: { StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app' } },
  });
  const ofProvider = expect.objectContaining({ identity: 'provider.main', identities: ['role.app'] });

  test('are said of the provider, and of the role only that they are', () => {
    const { admissions, problems } = evaluated([anyAudience], {}, { providers: [open] });
    expect(admissions).toMatchObject([{ audiences: open.audiences, uncertain: undefined, isSaid: true }]);
    expect(problems).toContainEqual(ofProvider);
  });

  test('are said though the issuer signs for no cluster', () => {
    const audience = statement({ Condition: { StringEquals: { [`${ISSUER}:aud`]: 'other' } } });
    const { admissions, problems } = evaluated([audience], {}, { providers: [open], issuers: [] });
    expect(admissions).toEqual([]);
    expect(problems).toContainEqual(ofProvider);
    expect(problems.filter(({ kind }) => kind === 'unknown')).toMatchObject([
      { identity: 'role.app', isSaid: true },
      { identity: 'provider.main' },
    ]);
  });
});

test('of several reasons why a row is not certain each is told', () => {
  const condition = {
    StringEquals: {
      [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app',
      'aws:SourceVpc': 'vpc-1',
      'aws:SourceIp': 'x',
    },
  };
  const [row] = evaluated([statement({ Condition: condition })]).admissions;
  expect(row!.uncertain).toMatch(/aws:SourceIp.*; .*aws:SourceVpc/);
});

describe('a role whose account is not known in full', () => {
  const IN_ACCOUNT = ['account-of-the-trust'];
  const ofPartition = (name: string): Record<string, unknown> => ({
    Principal: { Federated: provider.arn.replace('arn:aws:', `arn:${name}:`) },
  });
  const open = { account: { id: OWN, names: new Set<string>() } };
  const assumes = (parts: Partial<Identity>, ...statements: readonly unknown[]) =>
    evaluated(statements.length > 0 ? statements : [statement()], parts).admissions.map((one) => one.assumes);

  test('is assumed to be in the one that its trust names, and in its partition', () => {
    expect(assumes({ account: undefined })).toEqual([IN_ACCOUNT]);
    expect(assumes(open)).toEqual([IN_ACCOUNT]);
    expect(assumes({})).toEqual([undefined]);
  });

  test('is assumed nothing of for those who get in by a reference', () => {
    const byReference = { ...provider, id: 'provider.other', arn: symbolOf('provider.other.arn') };
    const bothOf = (parts: Record<string, unknown>): readonly unknown[] => [
      statement({ Principal: { Federated: byReference.arn } }),
      statement({ ...parts }),
    ];
    const found = evaluated(bothOf(on(`${ISSUER}:sub`, 'system:serviceaccount:shop:web')), open, {
      providers: [byReference],
    });
    expect(found.admissions.map((one) => [one.serviceAccount, one.assumes])).toEqual([
      ['app', undefined],
      ['web', IN_ACCOUNT],
    ]);
    expect(evaluated(bothOf({}), open, { providers: [byReference] }).admissions[0]!.assumes).toBeUndefined();
  });

  test('is in none of two partitions that its trust names', () => {
    const web = on(`${ISSUER}:sub`, 'system:serviceaccount:shop:web');
    const both = [statement(), statement({ ...web, ...ofPartition('aws-cn') })];
    const chinese = { ...provider, id: 'provider.cn', arn: provider.arn.replace('arn:aws:', 'arn:aws-cn:') };
    const { admissions } = evaluated(both, open, { providers: [provider, chinese] });
    expect(admissions.map(({ uncertain }) => uncertain)).toEqual([
      expect.stringContaining('whether the partition of arn:aws:iam'),
      expect.stringContaining('whether the partition of arn:aws-cn:iam'),
    ]);
    // One of another account tells nothing of its own.
    const elsewhere = { Principal: { Federated: chinese.arn.replace(OWN, '999988887777') } };
    expect(assumes(open, statement(), statement(elsewhere))).toEqual([IN_ACCOUNT]);
  });
});

test('a provider that only the trust names is assumed to be there', () => {
  const named = { ...provider, declared: false, onlyNamed: true as const };
  const byReference = { ...provider, id: 'provider.other', arn: symbolOf('provider.other.arn') };
  const assumes = (...providers: readonly OidcProvider[]) =>
    evaluated([statement()], {}, { providers }).admissions.map((one) => one.assumes);
  expect(assumes(named)).toEqual([['provider-of-the-trust']]);
  expect(assumes({ ...provider, declared: false })).toEqual([undefined]);
  expect(assumes(named, byReference)).toEqual([undefined]);
});

describe('a resource control policy keeps out for certain, where it is for the account', () => {
  const OTHER = 'b.example/id';
  const second = {
    cluster: { ...cluster, id: 'second', issuer: `https://${OTHER}` },
    provider: {
      ...provider,
      id: 'provider.second',
      arn: `arn:aws:iam::${OWN}:oidc-provider/${OTHER}`,
      issuer: `https://${OTHER}`,
    },
  };
  const guard = (Condition?: object): ResourceControl => ({
    id: 'guard',
    targets: [OWN],
    content: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*', ...(Condition && { Condition }) }],
    }),
    at: place,
  });
  const letting = (operator: string, ...subjects: string[]) => [
    statement({
      Condition: { [operator]: { [`${ISSUER}:sub`]: subjects.map((one) => `system:serviceaccount:${one}`) } },
    }),
    statement({
      Principal: { Federated: second.provider.arn },
      Condition: { StringEquals: { [`${OTHER}:sub`]: 'system:serviceaccount:shop:app' } },
    }),
  ];
  const APP = { StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:app' } };

  /** Who may be denied, with the policies that deny it for certain. */
  const denied = (statements: readonly unknown[], ...controls: ResourceControl[]) =>
    evaluated(
      statements,
      {},
      {
        issuers: [cluster, second.cluster],
        providers: [provider, second.provider],
        controls,
      },
    )
      .admissions.filter(({ uncertain }) => uncertain !== undefined)
      .map((one) => [
        `${one.cluster} ${one.namespace}/${one.serviceAccount}`,
        ...(one.controls ?? []).map(({ id }) => id),
      ]);

  test('whom it denies, and nobody else of the trust', () => {
    expect(denied(letting('StringEquals', 'shop:app', 'shop:web', 'ops:app'), guard(APP))).toEqual([
      ['main shop/app', 'guard'],
    ]);
  });

  test('everybody, where it denies all', () => {
    expect(denied(letting('StringLike', 'shop:*'), guard())).toEqual([
      ['main shop/*', 'guard'],
      ['second shop/app', 'guard'],
    ]);
  });

  test('nobody, where it need not deny whom it speaks of', () => {
    const perhaps = guard({ ...APP, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } });
    expect(denied(letting('StringEquals', 'shop:app'), perhaps)).toEqual([['main shop/app']]);
    expect(denied(letting('StringEquals', 'shop:app'), perhaps, { ...guard(APP), id: 'second guard' })).toEqual([
      ['main shop/app', 'second guard'],
    ]);
  });
});
