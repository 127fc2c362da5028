import { CONTROLLERS } from '../../../lib/core/kubernetes/controllers';
import { AccountMakers } from '../../../lib/proof/evaluate/account-makers';
import { literalIdentities, readObjectClaims } from '../../../lib/proof/evaluate/object-claims';
import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { AccountMaker } from '../../../lib/proof/model/kubernetes/account-maker';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import type { IdentityReference, TokenOwner } from '../../../lib/proof/model/identity/identity-reference';
import type { Model } from '../../../lib/proof/model/model';
import { admission } from '../mechanisms/admission';
import { entraClaim } from '../mechanisms/claim';
import { managedIdentity } from '../model/identity';
import { modelOf } from '../model/model';

const at = { file: 'app.yaml', pointer: '' };
const CLIENT = '33333333-3333-4333-8333-333333333333';

const reference = (owner: TokenOwner, parts: Partial<IdentityReference> = {}): IdentityReference => ({
  clusters: ['main'],
  id: 'Object/shop/x',
  mechanism: 'entra-workload-identity',
  text: CLIENT,
  audience: 'api://AzureADTokenExchange',
  owner,
  at,
  ...parts,
});

interface Read {
  /** The cloud of the cluster, where it is in the input. */
  readonly clouds?: readonly ('aws' | 'azure')[];
  readonly accounts?: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly clusters?: readonly string[];
  }[];
  readonly workloads?: readonly {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly images?: readonly string[];
    readonly secretProviderClasses?: readonly string[];
  }[];
  readonly makers?: readonly AccountMaker[];
  /** Other objects that ask for something. */
  readonly beside?: readonly IdentityReference[];
}

/** The accounts whose tokens an object exchanges; with `?` those that are only where documentation has them. */
function owners(
  one: IdentityReference,
  { clouds = [], accounts = [], workloads = [], makers = [], beside = [] }: Read = {},
): readonly string[] {
  const model = {
    clusters: clouds.map((cloud) => ({ id: 'main', cloud })),
    identityReferences: [...beside, one],
    serviceAccounts: accounts.map((account) => ({ clusters: ['main'], ...account })),
    workloads: workloads.map((pods) => ({ clusters: ['main'], images: [], secretProviderClasses: [], ...pods })),
  } as unknown as Model;
  const found = readObjectClaims({ model, identities: new IdentityIndex([]), makers: new AccountMakers(makers) });
  const own = found.filter((claim) => claim.reference === one);
  return own.map((claim) => `${claim.namespace}/${claim.serviceAccount}${claim.isAccountKnown ? '' : '?'}`);
}

describe('the account whose token an object exchanges', () => {
  test('is the one that it names', () => {
    expect(owners(reference({ kind: 'account', account: { namespace: 'shop', name: 'app' } }))).toEqual(['shop/app']);
  });

  test('is one of the names that a chart’s release may give', () => {
    const release: TokenOwner = { kind: 'release', namespace: 'shop', names: ['one', 'two'] };
    expect(owners(reference(release))).toEqual(['shop/one?', 'shop/two?']);
  });

  test('is none where the object names no identity', () => {
    const silent = reference({ kind: 'account', account: { namespace: 'shop', name: 'app' } }, { text: undefined });
    expect(owners(silent)).toEqual([]);
  });

  test('is that of each pod which mounts it, once', () => {
    const pods: TokenOwner = { kind: 'pods', namespace: 'shop', secretProviderClass: 'vault' };
    const mounting = (namespace: string, serviceAccount: string, name = 'vault') => ({
      namespace,
      serviceAccount,
      secretProviderClasses: [name],
    });
    const workloads = [
      mounting('shop', 'app'),
      mounting('shop', 'app'),
      mounting('shop', 'web'),
      mounting('shop', 'job', 'other'),
      mounting('todo', 'app'),
    ];
    expect(owners(reference(pods), { workloads })).toEqual(['shop/app', 'shop/web']);
    expect(owners(reference(pods))).toEqual([]);
  });
});

describe('the accounts whose images the kubelet pulls as one identity of the cluster', () => {
  const everybody = reference({ kind: 'others' }, { via: 'image-pull' });
  const app = { namespace: 'shop', name: 'app' };
  const ofApp = (parts: Partial<IdentityReference>): IdentityReference =>
    reference({ kind: 'account', account: app }, { via: 'image-pull', ...parts });
  const read: Read = {
    accounts: [app, { namespace: 'todo', name: 'app' }, { namespace: 'shop', name: 'far', clusters: ['other'] }],
    workloads: [
      { namespace: 'shop', serviceAccount: 'app' },
      { namespace: 'shop', serviceAccount: 'web' },
    ],
  };

  test('are all of that cluster, each once', () => {
    expect(owners(everybody, read)).toEqual(['shop/app', 'todo/app', 'shop/web']);
    expect(owners(everybody)).toEqual([]);
  });

  test('are none where the kubelet knows no registry of the identity’s cloud', () => {
    expect(owners(everybody, { ...read, clouds: ['azure'] })).toHaveLength(3);
    expect(owners(everybody, { ...read, clouds: ['aws'] })).toEqual([]);
    // An object that asks for the pods’ own sake has nothing to do with the kubelet.
    expect(owners(reference({ kind: 'others' }), { ...read, clouds: ['aws'] })).toHaveLength(3);
  });

  test('are without those that name an identity for it themselves', () => {
    expect(owners(everybody, { ...read, beside: [ofApp({})] })).toEqual(['todo/app', 'shop/web']);
  });

  test.each([
    ['for their pods', { via: undefined }],
    ['of the other cloud', { mechanism: 'irsa' }],
    ['in another cluster', { clusters: ['other'] }],
  ] as const)('are those as well that name one %s', (_, parts) => {
    expect(owners(everybody, { ...read, beside: [ofApp(parts)] })).toContain('shop/app');
  });
});

test('an object asks for what it names, by the token of its account or of its own pod', () => {
  const claims = (owner: TokenOwner, text: string) =>
    readObjectClaims({
      model: modelOf({ identityReferences: [reference(owner, { text, tenantId: 'tenant' })] }),
      identities: new IdentityIndex([managedIdentity('one')]),
      makers: new AccountMakers([]),
    });
  const account: TokenOwner = { kind: 'account', account: { namespace: 'shop', name: 'app' } };
  const asked = reference(account, { text: CLIENT, tenantId: 'tenant' });
  expect(claims(account, CLIENT)).toEqual([
    {
      mechanism: 'entra-workload-identity',
      clusters: ['main'],
      namespace: 'shop',
      serviceAccount: 'app',
      text: CLIENT,
      tenantId: 'tenant',
      audience: 'api://AzureADTokenExchange',
      identity: undefined,
      assumed: false,
      carrier: 'Object/shop/x',
      at,
      byHand: true,
      object: true,
      reference: asked,
      isAccountKnown: true,
      isTaken: false,
    },
  ]);
  const { claimName } = managedIdentity('one');
  expect(claims({ kind: 'controller', controller: CONTROLLERS.keda }, claimName)).toMatchObject([
    { usesOwnToken: true, isAccountKnown: false, identity: { id: 'one' }, assumed: false },
  ]);
});

describe('the account that a controller runs as', () => {
  const keda = reference({ kind: 'controller', controller: CONTROLLERS.keda });

  test('is where its documentation has it where nothing of it was read', () => {
    expect(owners(keda)).toEqual(['keda/keda-operator?']);
  });

  test('is known by its name, in whichever namespaces it is', () => {
    const accounts = [
      { namespace: 'scaling', name: 'keda-operator' },
      { namespace: 'other', name: 'keda-operator' },
      { namespace: 'scaling', name: 'keda-operator' },
      { namespace: 'scaling', name: 'app' },
    ];
    expect(owners(keda, { accounts })).toEqual(['scaling/keda-operator', 'other/keda-operator']);
  });

  test('is known by one of the images of its pods', () => {
    const workloads = [
      { namespace: 'scaling', serviceAccount: 'scaler', images: ['proxy', 'ghcr.io/kedacore/keda'] },
      { namespace: 'shop', serviceAccount: 'app', images: ['app'] },
    ];
    expect(owners(keda, { workloads })).toEqual(['scaling/scaler']);
  });

  test('is known by the add-on that makes it, in kube-system or where its documentation has it', () => {
    const addon = (namespace: string): AccountMaker => ({
      clusters: ['main'],
      namespace,
      source: 'keda',
      kind: 'an add-on',
      accounts: ['keda-operator'],
    });
    expect(owners(keda, { makers: [addon('kube-system')] })).toEqual(['kube-system/keda-operator']);
    expect(owners(keda, { makers: [addon('keda')] })).toEqual(['keda/keda-operator']);
    expect(owners(keda, { makers: [addon('shop')] })).toEqual(['keda/keda-operator?']);
  });
});

describe('a literal that is only assumed to be an identity', () => {
  const [ONE, OTHER] = [managedIdentity('one'), managedIdentity('other')];
  const to = (
    id: string,
    serviceAccount = 'app',
    mechanism: 'irsa' | 'entra-workload-identity' = 'entra-workload-identity',
  ) => admission({ identity: id, cluster: 'main', namespace: 'shop', serviceAccount, mechanism });
  const literals = (claims: readonly Claim[], ...admissions: ReturnType<typeof to>[]): readonly string[] =>
    [
      ...literalIdentities({
        claims,
        admissions: new AdmissionIndex(admissions),
        identities: new IdentityIndex([ONE, OTHER]),
      }),
    ].map(([text, { id }]) => `${text} ${id}`);

  test('is the one that admits the account which names it', () => {
    expect(literals([entraClaim()], to('one'))).toEqual([`${CLIENT} one`]);
    expect(literals([entraClaim(), entraClaim({ serviceAccount: 'web' })], to('one'), to('one', 'web'))).toEqual([
      `${CLIENT} one`,
    ]);
  });

  test('is none where several do', () => {
    expect(literals([entraClaim()], to('one'), to('other'))).toEqual([]);
    expect(literals([entraClaim()], to('one'), to('other'), to('one'))).toEqual([]);
  });

  test('is none where its identity is known, the mechanism is another, or nobody admits the account', () => {
    expect(literals([entraClaim({ identity: ONE })], to('one'))).toEqual([]);
    expect(literals([entraClaim()], to('one', 'app', 'irsa'))).toEqual([]);
    expect(literals([entraClaim()], to('gone'))).toEqual([]);
    expect(literals([entraClaim({ text: 'no client id' })], to('one'))).toEqual([]);
    expect(literals([entraClaim()])).toEqual([]);
  });
});
