import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { ObjectClaim } from '../../../lib/proof/evaluate/object-claims';
import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import { irsa } from '../../../lib/proof/mechanisms/irsa/mechanism';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { TrustAdmission, TrustProblem } from '../../../lib/proof/mechanisms/trust';
import type { IdentityReference } from '../../../lib/proof/model/identity/identity-reference';
import type { Model } from '../../../lib/proof/model/model';
import { admission } from '../mechanisms/admission';
import { entraClaim } from '../mechanisms/claim';
import { dependsOn } from '../../../lib/proof/model/known/perhaps';
import type { EntraCredential } from '../../../lib/proof/model/identity/entra-credential';
import { managedIdentity } from '../model/identity';
import { modelOf } from '../model/model';
import { workload } from '../model/workload';

const at = { file: 'app.yaml', pointer: '' };
const CLIENT = '33333333-3333-4333-8333-333333333333';
const [ONE, OTHER] = [managedIdentity('one'), managedIdentity('other')];
const ENTRA = { cluster: 'main', mechanism: 'entra-workload-identity' } as const;

const reference = (parts: Partial<IdentityReference> = {}): IdentityReference => ({
  clusters: ['main'],
  id: 'Object/shop/x',
  mechanism: 'entra-workload-identity',
  text: CLIENT,
  audience: 'api://AzureADTokenExchange',
  owner: { kind: 'account', account: { namespace: 'shop', name: 'puller' } },
  at,
  ...parts,
});

/** An evaluation of which some parts are as they are given, with the identities "one" and "other". */
function evaluation(parts: Readonly<Record<string, unknown>>, model: Partial<Model> = {}): Evaluation {
  const made = new Evaluation(modelOf({ identities: [ONE, OTHER], ...model }));
  for (const [name, value] of Object.entries(parts)) Object.defineProperty(made, name, { value });
  return made;
}

describe('an admission that only the kubelet makes use of', () => {
  const used = admission({ ...ENTRA, identity: 'one', identityBinding: 'binding' });
  const by = (via: 'image-pull' | undefined, parts: Partial<Claim> = {}): ObjectClaim => ({
    ...entraClaim({ identity: ONE, ...parts }),
    reference: reference({ via }),
    isAccountKnown: true,
    isTaken: false,
  });
  const pulling = (
    objectClaims: readonly ObjectClaim[],
    claims: readonly Claim[] = [],
    admissions: readonly TrustAdmission[] = [used],
  ): readonly TrustAdmission[] => [
    ...evaluation({ objectClaims, claims, admissions: new AdmissionIndex(admissions) }).pullingAdmissions,
  ];

  test('is one by which it pulls images, and by which nobody else gets in', () => {
    expect(pulling([by('image-pull')])).toEqual([used]);
    expect(pulling([by('image-pull')], [entraClaim({ identity: OTHER })])).toEqual([used]);
  });

  test('is none by a federated credential, since the kubelet of AKS presents no token to Entra; that of EKS does to its cloud', () => {
    const direct = admission({ ...ENTRA, identity: 'one' });
    expect(pulling([by('image-pull')], [], [direct, used])).toEqual([used]);
    const ofEks = { ...direct, mechanism: 'irsa' as const };
    expect(pulling([by('image-pull', { mechanism: 'irsa' })], [], [ofEks])).toEqual([ofEks]);
    // Nor by the client id of an identity that is not known before apply.
    expect(pulling([by('image-pull', { identity: undefined })], [], [direct])).toEqual([]);
  });

  test('is none that a pod asks for, or an object for a pod', () => {
    expect(pulling([by('image-pull')], [entraClaim({ identity: ONE })])).toEqual([]);
    expect(pulling([by('image-pull'), by(undefined)])).toEqual([]);
    expect(pulling([by(undefined)])).toEqual([]);
    expect(pulling([], [entraClaim({ identity: ONE })])).toEqual([]);
  });

  test('is one that its claim may turn out to name, by the same mechanism', () => {
    const open = by('image-pull', { identity: undefined });
    expect(pulling([open])).toEqual([used]);
    expect(pulling([open], [], [admission({ ...ENTRA, identity: 'one', mechanism: 'irsa' })])).toEqual([]);
    expect(pulling([by('image-pull', { identity: undefined, text: 'none' })])).toEqual([]);
  });
});

test('an admission is made use of by a claim that may turn out to name its identity, by the same mechanism', () => {
  const own = admission({ ...ENTRA, identity: 'one' });
  const admissions = new AdmissionIndex([own, admission({ ...ENTRA, identity: 'one', mechanism: 'irsa' })]);
  const claims = [entraClaim({ identity: undefined })];
  expect([...evaluation({ claims, objectClaims: [], admissions }).claimedAdmissions]).toEqual([own]);
});

describe('an object that names an identity by a literal', () => {
  const claims = [entraClaim()];
  const admissions = new AdmissionIndex([admission({ ...ENTRA, identity: 'one' })]);
  const texts = (identityReferences: readonly IdentityReference[]): readonly string[] =>
    evaluation({ claims, admissions }, { identityReferences }).objectClaims.map(
      (one) => `${one.text} ${one.identity?.id} ${one.assumed ? 'assumed' : ''} ${one.isTaken ? 'taken' : ''}`,
    );

  test('is assumed to mean the one that an account which is admitted names so', () => {
    expect(texts([reference()])).toEqual([`${CLIENT} one assumed taken`]);
    expect(texts([reference({ text: 'none' })])).toEqual(['none undefined  ']);
  });

  test('is so beside another that names its identity by reference', () => {
    expect(texts([reference({ text: OTHER.claimName }), reference()])).toEqual([
      `${OTHER.claimName} other  `,
      `${CLIENT} one assumed taken`,
    ]);
  });
});

test('a program of which nothing was read has nothing to say', () => {
  const nothing = new Evaluation(modelOf());
  expect(nothing.associationVerdicts.size).toBe(0);
  expect(nothing.providers).toBe(nothing.of(irsa).providers);
  expect([...nothing.problems, ...nothing.claims, ...nothing.unknownTrusts, ...nothing.admissions.all]).toEqual([]);
});

describe('a program', () => {
  const credential = (id: string, account: string): EntraCredential => ({
    id,
    identity: 'one',
    parentText: 'one.id',
    issuer: 'https://a.example/',
    subject: `system:serviceaccount:${account}`,
    audiences: ['api://AzureADTokenExchange'],
    at,
  });
  const program = new Evaluation(
    modelOf({
      clusters: [{ id: 'main', cloud: 'azure', issuer: 'https://a.example/', issuerText: '', at }],
      identities: [ONE],
      federatedCredentials: [credential('used', 'shop:app'), credential('unused', 'todo:web')],
      serviceAccounts: [
        {
          clusters: ['main'],
          namespace: 'shop',
          name: 'nobody',
          annotations: { 'azure.workload.identity/client-id': 'of nobody' },
          labels: {},
          at,
        },
        {
          clusters: ['main'],
          namespace: 'shop',
          name: 'app',
          annotations: { 'azure.workload.identity/client-id': ONE.claimName },
          labels: {},
          at,
        },
      ],
      workloads: [workload({ hostNetwork: true, secretProviderClasses: ['vault'] })],
      accountMakers: [{ clusters: ['main'], namespace: 'shop', source: 'chart', kind: 'a Helm release' }],
      runtime: {
        ...modelOf().runtime,
        nodes: [
          {
            cloud: 'azure',
            id: 'aks',
            clusters: ['main'],
            identities: ['one'],
            possibleIdentities: [],
            restricted: true,
            at,
          },
        ],
      },
    }),
  );
  const [used, unused] = program.admissions.of('one') as [TrustAdmission, TrustAdmission];

  test('has the admissions of trusts, without those of nodes, which have workloads of their own', () => {
    expect(program.admissions.all.map(({ source }) => source)).toEqual(['used', 'unused']);
    const [byNode] = program.nodes.admissions;
    expect(byNode).toMatchObject({ mechanism: 'node', identity: 'one' });
    expect(program.workloadsOf(byNode!)).toMatchObject([{ id: 'Deployment/shop/app' }]);
    expect(program.workloadsOf(used)).toBeUndefined();
  });

  test('has claims, which are judged, and make their admissions claimed', () => {
    const [unread, only] = program.claims;
    expect(program.verdicts.has(unread!)).toBe(false);
    expect(program.verdicts.get(only!)).toMatchObject({ outcome: 'admitted', admission: { source: 'used' } });
    expect([...program.claimedAdmissions]).toEqual([used]);
    expect([program.isClaimed(used), program.isClaimed(unused)]).toEqual([true, false]);
    expect(program.accounts.of('main', 'shop', 'app').claims).toEqual([only]);
    expect([...program.unusedCredentials.byName.keys()]).toEqual(['web']);
  });

  test('has what makes accounts, and what the driver does', () => {
    expect(program.makers.hasCluster('main')).toBe(true);
    expect(program.driverTokens.of(program.model.workloads[0]!, 'irsa')?.kind).toBe('unknown');
  });

  test('is worked out once', () => {
    expect(program.nodes).toBe(program.nodes);
    expect(program.claims).toBe(program.claims);
  });
});

describe('an identity of which it is said what its trust depends on', () => {
  test('is one of which a problem gives that reason for everybody whom it may let in', () => {
    const problem = (id: string, kind: TrustProblem['kind'], what: string): TrustProblem => ({
      identity: id,
      kind,
      what,
      at,
    });
    const problems = [
      problem('whole', 'unknown', dependsOn('var.x')),
      problem('part', 'unknown', 'its subject is not known'),
      problem('other', 'invalid', dependsOn('var.x')),
    ];
    expect([...evaluation({ problems }).saidTrusts]).toEqual(['whole']);
  });
});

describe('an identity whose trust is not wholly known', () => {
  test('is one of which a problem or a mechanism says so', () => {
    const problem = (id: string, kind: TrustProblem['kind']): TrustProblem => ({ identity: id, kind, what: '', at });
    const problems = [problem('open', 'unknown'), problem('refused', 'invalid')];
    expect([...evaluation({ problems, of: () => ({}) }).unknownTrusts]).toEqual(['open']);
    expect([...evaluation({ problems: [], of: () => ({ unknownTrusts: ['one'] }) }).unknownTrusts]).toEqual(['one']);
  });
});
