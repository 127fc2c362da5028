import { Accounts } from '../../../lib/proof/evaluate/accounts';
import { isEntra, possibleIdentity, waitingFor } from '../../../lib/proof/evaluate/claimed-identity';
import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import type { Identity } from '../../../lib/proof/model/identity/identity';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { admission } from '../mechanisms/admission';
import { claim as claimOf, entraClaim } from '../mechanisms/claim';

const place = { file: 'app.yaml', pointer: '' };
const role = (id: string): Identity => ({
  id,
  cloud: 'aws',
  kind: 'iam-role',
  name: id,
  claimName: symbolOf(`aws_iam_role.${id}.arn`),
  trustAt: place,
  at: place,
});
const [ONE, OTHER] = [role('one'), role('other')];
const claim = (parts: Partial<Claim> = {}): Claim =>
  claimOf({ mechanism: 'irsa', text: symbolOf('var.arn'), audience: 'sts.amazonaws.com', ...parts });
const to = (identity: string, parts: Partial<TrustAdmission> = {}): TrustAdmission =>
  admission({ identity, cluster: 'main', ...parts });

/** What claims are held against: two roles, some admissions to them, and what else is claimed. */
const against = (
  admissions: readonly TrustAdmission[],
  claims: readonly Claim[] = [],
): Parameters<typeof waitingFor>[1] => ({
  identities: new IdentityIndex([ONE, OTHER]),
  admissions: new AdmissionIndex(admissions),
  accounts: new Accounts({ serviceAccounts: [], workloads: [], associations: [] }, claims),
});

describe('the identity that a claim may turn out to name', () => {
  test('is one that admits its service account by its mechanism', () => {
    expect(possibleIdentity(claim(), against([to('one')]))).toBe(ONE);
    expect(possibleIdentity(claim({ clusters: ['none', 'main'] }), against([to('one')]))).toBe(ONE);
    expect(possibleIdentity(claim(), against([to('one', { mechanism: 'eks-pod-identity' })]))).toBeUndefined();
    expect(possibleIdentity(claim(), against([to('one', { serviceAccount: 'web' })]))).toBeUndefined();
  });

  test('is none where it is known what the claim names', () => {
    const text = symbolOf('aws_iam_role.third.arn');
    expect(possibleIdentity(claim({ text }), against([to('one')]))).toBeUndefined();
  });
});

test('a claim is to an identity of Entra by its mechanism', () => {
  expect([isEntra(entraClaim()), isEntra(claim())]).toEqual([true, false]);
});

describe('the admissions that wait for a claim', () => {
  const own = claim({ identity: ONE });

  test('are those of its service account to other identities, by its mechanism', () => {
    const waiting = to('other');
    const all = [
      to('one'),
      waiting,
      to('other', { mechanism: 'eks-pod-identity' }),
      to('other', { namespace: 'todo' }),
    ];
    expect(waitingFor(own, against(all, [own]))).toEqual([waiting]);
    expect(waitingFor(own, against(all))).toEqual([waiting]);
    expect(waitingFor(claim(), against(all))).toEqual([to('one'), waiting]);
  });

  test('are none that somebody else claims for the same service account, in any of its clusters', () => {
    const migration = claim({ identity: OTHER, carrier: 'Deployment/shop/app' });
    const two = claim({ identity: ONE, clusters: ['second', 'main'] });
    expect(waitingFor(own, against([to('other')], [own, migration]))).toEqual([]);
    expect(waitingFor(two, against([to('other')], [two, migration]))).toEqual([]);
    expect(waitingFor(own, against([to('other')], [own, claim({ identity: ONE })]))).toEqual([to('other')]);
    expect(waitingFor(own, against([to('other')], [own, claim(), migration]))).toEqual([]);
    expect(waitingFor(own, against([to('other')], [own, { ...migration, serviceAccount: 'web' }]))).toEqual([
      to('other'),
    ]);
  });
});
