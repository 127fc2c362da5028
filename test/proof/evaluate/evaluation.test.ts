import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { ObjectClaim } from '../../../lib/proof/evaluate/object-claims';
import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { TrustAdmission, TrustProblem } from '../../../lib/proof/mechanisms/trust';
import type { IdentityReference } from '../../../lib/proof/model/identity-reference';
import type { Model } from '../../../lib/proof/model/model';
import { admission } from '../mechanisms/admission';
import { entraClaim } from '../mechanisms/claim';
import { managedIdentity } from '../model/identity';
import { modelOf } from '../model/model';

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
  const used = admission({ ...ENTRA, identity: 'one' });
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
  expect([...nothing.problems, ...nothing.claims, ...nothing.unknownTrusts, ...nothing.admissions.all]).toEqual([]);
});

describe('an identity whose trust is not wholly known', () => {
  test('is one of which a problem or a mechanism says so', () => {
    const problem = (id: string, kind: TrustProblem['kind']): TrustProblem => ({ identity: id, kind, what: '', at });
    const problems = [problem('open', 'unknown'), problem('refused', 'invalid')];
    expect([...evaluation({ problems, of: () => ({}) }).unknownTrusts]).toEqual(['open']);
    expect([...evaluation({ problems: [], of: () => ({ unknownTrusts: ['one'] }) }).unknownTrusts]).toEqual(['one']);
  });
});
