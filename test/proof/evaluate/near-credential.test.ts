import { AccountMakers } from '../../../lib/proof/evaluate/account-makers';
import { Accounts } from '../../../lib/proof/evaluate/accounts';
import { findUnusedCredentials, nearCredential } from '../../../lib/proof/evaluate/near-credential';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import type { AccountMaker } from '../../../lib/proof/model/kubernetes/account-maker';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import type { DeclaredElsewhere } from '../../../lib/proof/model/declared-elsewhere';
import type { EntraCredential } from '../../../lib/proof/model/identity/entra-credential';
import type { Identity } from '../../../lib/proof/model/identity/identity';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import type { Model } from '../../../lib/proof/model/model';
import type { ServiceAccount } from '../../../lib/proof/model/kubernetes/service-account';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { admission } from '../mechanisms/admission';
import { entraClaim } from '../mechanisms/claim';
import { managedIdentity } from '../model/identity';

const ISSUER = 'https://a.example/';
const CLIENT = '33333333-3333-4333-8333-333333333333';
const place = { file: 'main.tf', pointer: '' };

const credential = (subject: string, parts: Partial<EntraCredential> = {}): EntraCredential => ({
  id: subject,
  identity: 'id-app',
  parentText: 'id-app.id',
  issuer: ISSUER,
  subject: `system:serviceaccount:${subject}`,
  audiences: ['api://AzureADTokenExchange'],
  at: place,
  ...parts,
});
const claim = (parts: Partial<Claim> = {}): Claim => entraClaim({ clusters: ['aks'], ...parts });

interface Program {
  readonly declared?: readonly string[];
  readonly used?: readonly TrustAdmission[];
  readonly makers?: readonly AccountMaker[];
  readonly elsewhere?: readonly DeclaredElsewhere[];
  readonly identities?: readonly Identity[];
}

/** The credential that was probably meant for a claim, in a cluster of which some accounts are declared. */
function near(
  credentials: readonly EntraCredential[],
  own: Claim = claim(),
  program: Program = {},
): string | undefined {
  const { declared = ['shop/app'], used = [], makers = [], elsewhere = [] } = program;
  const cluster: Cluster = { id: 'aks', cloud: 'azure', issuer: ISSUER, issuerText: '', at: place };
  const clusters = new Map([['aks', cluster]]);
  const clusterOfIssuer = new Map([[ISSUER, cluster]]);
  const serviceAccounts = declared.map((account): ServiceAccount => {
    const [namespace, name] = account.split('/') as [string, string];
    return { clusters: ['aks'], namespace, name, annotations: {}, labels: {}, at: place };
  });
  const unusedCredentials = findUnusedCredentials({
    model: { federatedCredentials: credentials, elsewhere } as unknown as Model,
    accounts: new Accounts({ serviceAccounts, workloads: [], associations: [] }),
    makers: new AccountMakers(makers),
    claimedAdmissions: new Set(used),
    clusterOfIssuer,
  });
  const identities = new IdentityIndex(program.identities ?? [managedIdentity('id-app')]);
  return nearCredential(own, { unusedCredentials, identities, clusters, clusterOfIssuer })?.id;
}

describe('the credential that was probably meant for a claim', () => {
  test('is one that waits for an account of the same name or the same namespace', () => {
    expect(near([credential('todo:app')])).toBe('todo:app');
    expect(near([credential('shop:web')])).toBe('shop:web');
    expect(near([credential('todo:web')])).toBeUndefined();
  });

  test('is first the one that differs in case only, whatever its issuer', () => {
    expect(near([credential('todo:app'), credential('Shop:App')])).toBe('Shop:App');
    expect(near([credential('todo:APP')])).toBe('todo:APP');
    expect(near([credential('SHOP:web')])).toBe('SHOP:web');
    expect(near([credential('shop:app', { issuer: 'https://b.example' })])).toBe('shop:app');
    expect(near([credential('todo:app', { issuer: 'https://b.example' })])).toBeUndefined();
    expect(near([credential('todo:app')], claim({ clusters: ['other'] }))).toBeUndefined();
    expect(near([credential('todo:app')], claim({ namespace: 'SHOP', serviceAccount: 'APP' }))).toBe('todo:app');
  });

  test('is none that may admit the claim, where its issuer or its audience is not known', () => {
    const issuer = `https://${symbolOf('var.issuer')}/`;
    expect(near([credential('shop:app', { issuer })])).toBeUndefined();
    expect(near([credential('shop:app', { issuer: ISSUER, audiences: [symbolOf('var.audience')] })])).toBeUndefined();
    expect(near([credential('shop:App', { issuer })])).toBe('shop:App');
    expect(near([credential('shop:app', { issuer, audiences: ['a', 'b'] })])).toBe('shop:app');
    const two = ['api://AzureADTokenExchange', 'b'];
    expect(near([credential('shop:app', { issuer, audiences: two })])).toBe('shop:app');
    expect(near([credential('shop:app', { issuer: 'http://a.example/' })])).toBe('shop:app');
  });

  test('is none that may admit the claim in one of its clusters, whose issuer is not in the input', () => {
    const far = [credential('shop:app', { issuer: 'https://b.example' })];
    expect(near(far, claim({ clusters: ['aks', 'other'] }))).toBeUndefined();
    expect(near(far, claim({ clusters: ['aks'] }))).toBe('shop:app');
  });

  test('is none where the claim names an identity, asks by another mechanism, or is of no cluster', () => {
    expect(near([credential('todo:app')], claim({ identity: managedIdentity('id-app') }))).toBeUndefined();
    expect(near([credential('todo:app')], claim({ mechanism: 'irsa' }))).toBeUndefined();
    expect(near([credential('shop:App')], claim({ clusters: [] }))).toBeUndefined();
  });

  test('is of an identity that the claim may name', () => {
    const identities = [managedIdentity('id-app', '44444444-4444-4444-8444-444444444444'), managedIdentity('id-other')];
    expect(near([credential('todo:app')], claim(), { identities })).toBeUndefined();
    expect(
      near([credential('todo:app'), credential('api:app', { identity: 'id-other' })], claim(), { identities }),
    ).toBe('api:app');
    expect(near([credential('todo:app', { identity: undefined })])).toBeUndefined();
  });

  test('is none that somebody makes use of, or whose subject is no account or not known', () => {
    const used = [admission({ source: 'todo:app' })];
    expect(near([credential('todo:app')], claim(), { used })).toBeUndefined();
    expect(near([credential('todo:app'), credential('api:app')], claim(), { used })).toBe('api:app');
    expect(near([credential('x', { subject: 'repo:shop/app' })])).toBeUndefined();
    expect(near([credential(`${symbolOf('var.namespace')}:app`)])).toBeUndefined();
  });

  test('is none whose account is declared, or may be where nobody looked', () => {
    const todo = [credential('todo:app')];
    expect(near(todo, claim(), { declared: ['shop/app', 'todo/app'] })).toBeUndefined();
    expect(near(todo, claim(), { declared: ['shop/app', `todo/${symbolOf('var.name')}`] })).toBeUndefined();
    expect(near(todo, claim(), { elsewhere: [{ kind: 'namespace', glob: 'todo' }] })).toBeUndefined();
    const chart: AccountMaker = { clusters: ['aks'], namespace: 'todo', source: 'chart', kind: 'a Helm release' };
    expect(near(todo, claim(), { makers: [chart] })).toBeUndefined();
    expect(near(todo, claim(), { makers: [{ ...chart, namespace: 'web' }] })).toBe('todo:app');
  });

  test('is one that nobody can use by its audiences, whoever is there', () => {
    const audiences: readonly string[] = ['api://AzureADTokenExchange', 'other'];
    expect(near([credential('todo:app', { audiences })], claim(), { declared: ['shop/app', 'todo/app'] })).toBe(
      'todo:app',
    );
    // Of a cluster whose objects were not given nothing is known to be there.
    expect(
      near([credential('todo:app')], claim(), { declared: [], elsewhere: [{ kind: 'namespace', glob: 'todo' }] }),
    ).toBe('todo:app');
  });

  test('is looked for among three that are alike', () => {
    const alike = ['a:app', 'b:app', 'c:app', 'Shop:app'].map((subject) => credential(subject));
    expect(near(alike)).toBe('Shop:app');
    expect(
      near([...alike.slice(0, 3), credential('d:app', { identity: 'id-other' })], claim(), {
        identities: [managedIdentity('id-app', CLIENT.replace('3', '4')), managedIdentity('id-other')],
      }),
    ).toBeUndefined();
  });
});
