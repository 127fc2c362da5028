import { evaluateEntra } from '../../../../lib/proof/mechanisms/entra/entra';
import type { EntraEvaluation } from '../../../../lib/proof/mechanisms/entra/entra';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { EntraCredential } from '../../../../lib/proof/model/identity/entra-credential';
import type { Model } from '../../../../lib/proof/model/model';
import { SaidCounts } from '../../../../lib/proof/model/said-counts';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { managedIdentity } from '../../model/identity';
import { modelOf } from '../../model/model';

const ISSUER = 'https://a.example/';
const UNKNOWN = symbolOf('var.x');
const at = { file: 'main.tf', pointer: '/fic' };

/** Whom one credential of shop/app lets in, but for what is said; nobody knows how many there are of some. */
function evaluated(
  parts: Partial<EntraCredential> = {},
  cluster: Partial<Cluster> = {},
  uncounted: readonly string[] = [],
  model: Partial<Model> = {},
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
    model: modelOf({ federatedCredentials: [credential], flexibleCredentials: [flexible], ...model }),
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
    expect(open.ownerlessFlexible).toHaveLength(1);
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

  test('names those that it may be of', () => {
    const identities = [{ ...managedIdentity('app'), resourceId: symbolOf('app.id') }];
    const open = { identity: undefined, parentText: '${var.parent}', parent: UNKNOWN };
    expect(evaluated(open, {}, [], { identities }).problems).toMatchObject([
      { identities: ['app'], what: expect.stringContaining('${var.parent}, which is not in the input, so') },
    ]);
    const parent = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app';
    const literal = evaluated({ identity: undefined, parentText: parent, parent }, {}, [], { identities });
    expect(literal.problems).toMatchObject([
      {
        identities: ['app'],
        what: expect.stringContaining('which may be app, whose resource id is not known before apply'),
      },
    ]);
    expect(evaluated({ ...open, parent: undefined }).problems![0]).not.toHaveProperty('identities');
    const nobody = evaluated({ identity: undefined, parentText: parent, parent }).problems![0]!;
    expect(nobody.what).toContain('which is not in the input');
    expect(nobody).not.toHaveProperty('identities');
    expect(nobody).not.toHaveProperty('mayBeOfAny');
  });

  test('may be of any where there are too many to look at each', () => {
    const name = 'app';
    const identities = Array.from({ length: 50_001 }, (_, index) => ({ ...managedIdentity(`${index}`), name }));
    const parent = `/subscriptions/1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    for (const [parentText, of] of [
      [parent, parent],
      ['${var.parent}', UNKNOWN],
    ] as const) {
      const { problems } = evaluated({ identity: undefined, parentText, parent: of }, {}, [], { identities });
      expect(problems).toMatchObject([
        {
          what: `it is a credential of ${parentText}, which is not in the input, so whose identity it gives is not known`,
          mayBeOfAny: true,
        },
      ]);
    }
  });

  test('that takes one of several says once what that depends on', () => {
    const takes = ['shop:app', 'shop:web'].map((name) => ({
      issuer: ISSUER,
      subject: `system:serviceaccount:${name}`,
    }));
    const { admissions, problems } = evaluated({ subject: UNKNOWN, possible: { cause: '${var.x}', takes } });
    const what = 'what it accepts depends on ${var.x}, which is not known before apply';
    expect(problems).toEqual([{ identity: 'fic', kind: 'unknown', what, isSaid: false, at }]);
    expect(admissions).toMatchObject([
      { serviceAccount: 'app', uncertain: what },
      { serviceAccount: 'web', uncertain: what },
    ]);
  });

  test('and an identity binding are what an identity trusts, if its identity was read', () => {
    const binding = {
      id: 'binding',
      clusterText: 'main',
      identityText: 'x',
      possibleClusters: [],
      possibleIdentities: [],
      allowedNamespaces: [],
      allowsByLabels: false,
      at,
    };
    const identityBindings = [binding, { ...binding, identity: 'bound' }];
    expect([...evaluated({}, {}, [], { identityBindings }).trusting]).toEqual(['id-app', 'bound']);
  });

  test('of an identity that is written out is that one’s, and of none that was read', () => {
    const literal = evaluated({ identity: undefined, parentText: '/subscriptions/1/x' });
    expect(literal.ownerless.all).toEqual([]);
    expect(literal.ownerlessCredentials).toEqual([]);
    expect(literal.ownerlessFlexible).toEqual([]);
    const owned = evaluated({ parent: UNKNOWN });
    expect([...owned.ownerlessCredentials, ...owned.ownerlessFlexible]).toEqual([]);
    expect(literal.problems).toHaveLength(1);
    expect(evaluated({ identity: undefined, parentText: '' }).problems).toEqual([]);
  });
});
