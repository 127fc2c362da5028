import { Evaluation } from '../../../../lib/proof/evaluate/evaluation';
import { entra } from '../../../../lib/proof/mechanisms/entra/mechanism';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import type { Verdict } from '../../../../lib/proof/mechanisms/verdict';
import type { EntraCredential } from '../../../../lib/proof/model/identity/entra-credential';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { entraClaim } from '../claim';
import { managedIdentity } from '../../model/identity';
import { modelOf } from '../../model/model';

const ISSUER = 'https://a.example/';
const AUDIENCE = 'api://AzureADTokenExchange';
const at = { file: 'main.tf', pointer: '' };
const ID = symbolOf('id-app.id');
const APP: Identity = { ...managedIdentity('id-app'), resourceId: ID };
const cluster = { id: 'main', cloud: 'azure' as const, issuer: ISSUER, issuerText: ISSUER, at };

const credential = (parts: Partial<EntraCredential> = {}): EntraCredential => ({
  id: 'fic',
  identity: 'id-app',
  parentText: '${id-app.id}',
  issuer: ISSUER,
  subject: 'system:serviceaccount:shop:app',
  audiences: [AUDIENCE],
  at,
  ...parts,
});
/** One of which only apply will tell whose it is. */
const ownerless = (parent: string): EntraCredential =>
  credential({ identity: undefined, parent, parentText: '${var.parent}' });

const program = (credentials: readonly EntraCredential[], identity = APP): Evaluation =>
  new Evaluation(modelOf({ clusters: [cluster], identities: [identity], federatedCredentials: credentials }));

/** How the claim of shop/app fares. */
const verdict = (credentials: readonly EntraCredential[], identity = APP): Verdict =>
  entra.verdict!(entraClaim({ identity }), identity, program(credentials, identity));

/** Whether shop/app gets the identity. */
const asked = (credentials: readonly EntraCredential[]): readonly Outcome[] =>
  entra.ask(
    {
      kind: 'token',
      identity: APP,
      told: new ToldValues({}),
      token: { issuer: ISSUER, subject: 'system:serviceaccount:shop:app', audience: AUDIENCE },
    },
    program(credentials),
  );

describe('a claim to an identity of Entra', () => {
  test('is met by a credential that names its account', () => {
    expect(verdict([credential()])).toMatchObject({ outcome: 'admitted', admission: { source: 'fic' } });
  });

  test('is refused as far as nothing elsewhere lets it in', () => {
    const refused = { outcome: 'refused', reason: { part: 'trust', assumes: ['nothing-elsewhere'] } };
    expect(verdict([])).toMatchObject(refused);
  });

  test('is refused by one that is meant for it, and that no account can have', () => {
    expect(verdict([credential({ subject: 'system:serviceaccount:Shop:app' })])).toMatchObject({
      outcome: 'refused',
      reason: { part: 'subject-case', admitted: [{ source: 'fic', namespace: 'Shop' }] },
    });
  });

  test('is not decided where a credential may be that identity’s, unless it is known to be another’s', () => {
    expect(verdict([ownerless(symbolOf('var.parent'))])).toMatchObject({
      outcome: 'undecided',
      because: 'whose credential fic is, is not known before apply',
    });
    // Such as `"${azurerm_user_assigned_identity.app.id}/x"`.
    expect(verdict([ownerless(`${ID}/x`)])).toMatchObject({ outcome: 'refused' });
  });

  test('is not decided where others made the identity', () => {
    expect(verdict([], { ...APP, existing: true })).toMatchObject({
      outcome: 'undecided',
      because: 'id-app is made outside of what was read, and so may its federated credentials be: none of them is here',
    });
  });
});

describe('a token for an identity of Entra', () => {
  test('may be accepted by a credential of which it is not known whose it is, unless it is another’s', () => {
    expect(asked([ownerless(symbolOf('var.parent'))])).toMatchObject([{ admitted: undefined }]);
    expect(asked([ownerless(`${ID}/x`)])).toMatchObject([{ admitted: false }]);
  });

  test('is accepted by a credential that has all of it', () => {
    expect(asked([credential()])).toMatchObject([{ admitted: true }]);
    expect(asked([credential({ issuer: 'https://b.example/' })])).toMatchObject([{ admitted: false }]);
  });

  test('may be accepted by what others made as well, and each reason is told once', () => {
    const existing: Identity = { ...APP, existing: true };
    const maybe = credential({ subject: symbolOf('var.subject') });
    const [{ because }] = entra.ask(
      {
        kind: 'token',
        identity: existing,
        told: new ToldValues({}),
        token: { issuer: ISSUER, subject: 'system:serviceaccount:shop:app', audience: AUDIENCE },
      },
      program([maybe], existing),
    ) as [Outcome];
    expect(because.filter((one) => one.startsWith('fic may take it'))).toHaveLength(1);
    expect(because.filter((one) => one.includes('made outside of what was read'))).toHaveLength(1);
    expect(because).toHaveLength(3);
  });

  test('is no session of EKS Pod Identity, of which it says nothing', () => {
    const session = {
      clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/main',
      account: '111122223333',
      namespace: 'shop',
      serviceAccount: 'app',
    };
    const told = new ToldValues({});
    expect(entra.ask({ kind: 'session', identity: APP, told, session }, program([credential()]))).toEqual([]);
  });
});
