import { evaluateEntra } from '../../../../lib/proof/mechanisms/entra/entra';
import type { EntraEvaluation } from '../../../../lib/proof/mechanisms/entra/entra';
import type { Cluster } from '../../../../lib/proof/model/cluster';
import type { EntraCredential } from '../../../../lib/proof/model/entra-credential';
import { SaidCounts } from '../../../../lib/proof/model/said-counts';
import { symbolOf } from '../../../../lib/proof/model/symbol';
import { modelOf } from '../../model/model';

const ISSUER = 'https://a.example/';
const UNKNOWN = symbolOf('var.x');
const at = { file: 'main.tf', pointer: '/fic' };

/** Whom one credential of shop/app lets in, but for what is said; nobody knows how many there are of some. */
function evaluated(
  parts: Partial<EntraCredential> = {},
  cluster: Partial<Cluster> = {},
  uncounted: readonly string[] = [],
): EntraEvaluation {
  const credential: EntraCredential = {
    id: 'fic',
    identity: 'id-app',
    parentText: 'id-app.id',
    issuer: ISSUER,
    subject: 'system:serviceaccount:shop:app',
    audiences: ['api://AzureADTokenExchange'],
    at,
    ...parts,
  };
  const main: Cluster = { id: 'aks', cloud: 'azure', issuer: ISSUER, issuerText: '', at, ...cluster };
  const flexible = { ...credential, id: 'flexible', expression: '' };
  return evaluateEntra({
    model: modelOf({ federatedCredentials: [credential], flexibleCredentials: [flexible] }),
    clusterOfIssuer: new Map([[ISSUER, main]]),
    saidCounts: new SaidCounts(uncounted.map((about) => ({ about, because: '', uncounted: true, at }))),
  });
}

describe('a federated credential', () => {
  test('lets in the service account that it names, with its audience', () => {
    const { admissions, problems, trusting, impossible, credentialsOf, flexibleOf } = evaluated();
    expect(admissions).toEqual([
      {
        identity: 'id-app',
        mechanism: 'entra-workload-identity',
        cluster: 'aks',
        namespace: 'shop',
        serviceAccount: 'app',
        pattern: false,
        except: [],
        audiences: ['api://AzureADTokenExchange'],
        source: 'fic',
        at: { file: 'main.tf', pointer: '/fic/subject' },
      },
    ]);
    expect(problems).toEqual([]);
    expect([...trusting]).toEqual(['id-app']);
    expect([...credentialsOf.keys(), ...flexibleOf.keys()]).toEqual(['id-app', 'id-app']);
    expect(impossible.size).toBe(0);
  });

  test('lets in nobody of an issuer that is no cluster’s, by another subject, or with any number of audiences but one', () => {
    const nobody: readonly EntraEvaluation[] = [
      evaluated({ issuer: 'https://b.example' }),
      evaluated({ subject: 'repo:shop/app' }),
      evaluated({ audiences: [] }),
      evaluated({ audiences: ['api://AzureADTokenExchange', 'other'] }),
      evaluated({}, { service: { name: 'pipelines' } as unknown as Cluster['service'] }),
    ];
    for (const { admissions, impossible } of nobody) expect([...admissions, ...impossible]).toEqual([]);
  });

  test.each(['system:serviceaccount:Shop:app', 'system:serviceaccount:shop:app*'])(
    'of %s lets in nobody, and tells what was meant',
    (subject) => {
      const { admissions, impossible } = evaluated({ subject });
      expect(admissions).toEqual([]);
      expect(impossible.get('id-app')).toMatchObject([{ source: 'fic' }]);
    },
  );

  test.each<[string, string, Partial<EntraCredential>]>([
    ['audience', '${var.x}', { audiences: [UNKNOWN] }],
    ['subject', '${var.x}', { subject: UNKNOWN }],
  ])('whose %s is not known may let in, which is said once', (what, text, parts) => {
    const { admissions, problems } = evaluated(parts);
    const why = `its ${what} ${text} is not known before apply`;
    expect(admissions).toMatchObject([{ uncertain: why, isSaid: true }]);
    expect(problems).toEqual([{ identity: 'fic', kind: 'unknown', what: why, isSaid: false, at }]);
  });

  test('of a name that is not known lets in that name', () => {
    const { admissions } = evaluated({ subject: `system:serviceaccount:shop:${UNKNOWN}` });
    expect(admissions).toMatchObject([{ namespace: 'shop', serviceAccount: UNKNOWN }]);
  });

  test('of an identity that is not in the input is nobody’s, which is said', () => {
    const open = evaluated({ identity: undefined, parentText: '${var.parent}', parent: UNKNOWN });
    expect(open.admissions).toEqual([]);
    expect(open.ownerless.all).toMatchObject([{ identity: '', source: 'fic' }]);
    expect(open.ownerlessCredentials).toHaveLength(1);
    expect([...open.parentOfOwnerless]).toEqual([['fic', UNKNOWN]]);
    expect([...open.trusting, ...open.credentialsOf, ...open.flexibleOf]).toEqual([]);
    expect(open.problems).toMatchObject([
      {
        identity: 'fic',
        kind: 'unknown',
        what: 'it is a credential of ${var.parent}, which is not in the input, so whose identity it gives is not known',
        isSaid: false,
      },
    ]);
  });

  test('of an identity that is not in the input is said to be nobody’s, and nothing else of it', () => {
    const parts = { identity: undefined, parentText: '${var.parent}', audiences: [UNKNOWN] };
    expect(evaluated(parts).problems).toHaveLength(1);
  });

  test('of an identity of which nobody knows how many there are says so, unless that is said of itself', () => {
    const parts = { identity: undefined, parentText: '${id.app["x"].id}' };
    const what =
      'it is a credential of ${id.app["x"].id}, and how many there are of id.app is not known, so whose identity it gives is not known';
    expect(evaluated(parts, {}, ['id.app']).problems).toMatchObject([{ what, isSaid: false }]);
    expect(evaluated(parts, {}, ['id.app', 'fic']).problems).toMatchObject([{ what, isSaid: true }]);
    // Whose it is, is another matter than how many there are of it.
    expect(evaluated(parts, {}, ['fic']).problems).toMatchObject([{ isSaid: false }]);
  });

  test('whose subject hangs on how many there are of it is said there', () => {
    const each = symbolOf('each.value');
    const said = (subject: string, ...uncounted: readonly string[]): readonly (boolean | undefined)[] =>
      evaluated({ subject }, {}, uncounted).problems!.map(({ isSaid }) => isSaid);
    expect(said(each, 'fic')).toEqual([true]);
    expect(said(each)).toEqual([false]);
    expect(said(UNKNOWN, 'fic')).toEqual([false]);
  });

  test('of an identity that is written out is that one’s, and of none that was read', () => {
    const literal = evaluated({ identity: undefined, parentText: '/subscriptions/1/x' });
    expect(literal.ownerless.all).toEqual([]);
    expect(literal.ownerlessCredentials).toEqual([]);
    expect(literal.problems).toHaveLength(1);
    expect(evaluated({ identity: undefined, parentText: '' }).problems).toEqual([]);
  });
});
