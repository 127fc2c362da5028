import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import type { Claim } from '../../../lib/proof/mechanisms/claims';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import { judge } from '../../../lib/proof/mechanisms/verdict';
import type { KnownTrust, Verdict } from '../../../lib/proof/mechanisms/verdict';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { admission } from './admission';
import { claim as claimOf } from './claim';

const STS = 'sts.amazonaws.com';
const UNKNOWN = symbolOf('var.x');
const place = { file: 'main.tf', pointer: '' };

const cluster = (id: string, issuer: string, parts: Partial<Cluster> = {}): Cluster => ({
  id,
  cloud: 'aws',
  issuer,
  issuerText: issuer,
  name: id,
  at: place,
  ...parts,
});
const MAIN = cluster('aws_eks_cluster.main', 'https://main.example');
const OTHER = cluster('aws_eks_cluster.other', 'https://other.example');
/** A cluster that exists, whose issuer is not known: it may be any. */
const EXISTING = cluster('data.aws_eks_cluster.it', `https://${UNKNOWN}`, { existing: true, name: undefined });

const claim = (parts: Partial<Claim> = {}): Claim =>
  claimOf({ mechanism: 'irsa', clusters: [MAIN.id], text: 'arn', audience: STS, ...parts });

/** How a claim fares with a role that admits some. */
function verdict(
  all: readonly TrustAdmission[],
  parts: Partial<Claim> = {},
  trust: KnownTrust = {},
  unknownTrusts: readonly string[] = [],
  saidTrusts: readonly string[] = [],
): Verdict {
  const clusters = [MAIN, OTHER, EXISTING];
  const role = { id: 'aws_iam_role.app', cloud: 'aws', kind: 'iam-role', name: 'app', claimName: 'arn' } as const;
  return judge(
    claim(parts),
    { ...role, trustAt: place, at: place },
    {
      admissions: new AdmissionIndex(all),
      clusters: new Map(clusters.map((one) => [one.id, one])),
      clusterOfIssuer: new Map(clusters.map((one) => [one.issuer, one])),
      unknownTrusts: new Set(unknownTrusts),
      saidTrusts: new Set(saidTrusts),
    },
    trust,
  );
}
const undecided = (because: string, more: { readonly isSaid?: boolean; readonly issuer?: string } = {}): Verdict => ({
  outcome: 'undecided',
  because,
  ...more,
});
const refused = (part: string, ...admitted: TrustAdmission[]): unknown => ({
  outcome: 'refused',
  reason: { part, admitted },
});

describe('a claim is admitted', () => {
  test('by a trust that names it and takes its audience, in the cluster of that trust', () => {
    const one = admission();
    const admitted = { outcome: 'admitted', cluster: MAIN.id, admission: one };
    expect(verdict([one])).toEqual(admitted);
    expect(verdict([admission({ audiences: ['other'] }), one])).toEqual(admitted);
    expect(verdict([one], { clusters: [OTHER.id, MAIN.id] })).toEqual(admitted);
  });

  test('whatever its audience, where the mechanism has none', () => {
    expect(verdict([admission({ audiences: undefined })]).outcome).toBe('admitted');
    expect(verdict([admission({ audiences: ['a', STS] })]).outcome).toBe('admitted');
  });
});

describe('a claim is undecided, with the reason', () => {
  const wholly = 'what the trust admits is not wholly known before apply';

  test('where no cluster that it may be in was read', () => {
    const because = 'the cluster it is in was not read, so nobody knows who issues its token';
    expect(verdict([admission()], { clusters: [] })).toEqual(undecided(because));
    expect(verdict([admission()], { clusters: ['unread'] })).toEqual(undecided(because));
    expect(verdict([admission()], { clusters: ['unread', MAIN.id] }).outcome).toBe('admitted');
  });

  test('where an audience that the trust takes is not known', () => {
    expect(verdict([admission({ audiences: [UNKNOWN] })])).toEqual(undecided(wholly, { isSaid: false }));
  });

  test('where a name that the trust takes is not known, or the admission is not certain', () => {
    expect(verdict([admission({ namespace: UNKNOWN })])).toEqual(undecided(wholly, { isSaid: false }));
    expect(verdict([admission({ uncertain: 'its provider' })])).toEqual(undecided(wholly, { isSaid: false }));
  });

  test('and that it is said already, where it is said of all that may admit it', () => {
    const said = admission({ uncertain: 'its provider', isSaid: true });
    expect(verdict([said])).toEqual(undecided(wholly, { isSaid: true }));
    expect(verdict([said, admission({ uncertain: 'its audience' })])).toEqual(undecided(wholly, { isSaid: false }));
  });

  test('where not all of the trust is known', () => {
    const because = 'the identity’s trust is not wholly known before apply';
    const role = ['aws_iam_role.app'];
    expect(verdict([], {}, {}, role)).toEqual(undecided(because));
    expect(verdict([], {}, {}, role, role)).toEqual(undecided(because, { isSaid: true }));
    expect(verdict([], {}, {}, role, ['aws_iam_role.other'])).toEqual(undecided(because));
    expect(verdict([], {}, {}, ['aws_iam_role.other'])).toEqual(refused('trust'));
  });

  test('where more may admit it than was read', () => {
    expect(verdict([], {}, { open: 'more may trust it' })).toEqual(undecided('more may trust it'));
  });

  test('where the issuer that the trust names may be its cluster’s', () => {
    const because =
      'whether the issuer that the trust names is the cluster’s is not known before apply; the state tells, and for a cluster that exists its issuer in podtrust.yaml';
    const ofExisting = admission({ cluster: EXISTING.id });
    expect(verdict([ofExisting])).toEqual(undecided(because, { issuer: EXISTING.id }));
    expect(verdict([admission()], { clusters: [EXISTING.id] })).toEqual(undecided(because, { issuer: MAIN.id }));
    // Unless the trust would refuse it all the same.
    expect(verdict([{ ...ofExisting, serviceAccount: 'web' }])).toEqual(
      refused('issuer', { ...ofExisting, serviceAccount: 'web' }),
    );
    expect(verdict([{ ...ofExisting, audiences: ['other'] }]).outcome).toBe('refused');
    expect(verdict([{ ...ofExisting, cluster: 'unread' }]).outcome).toBe('refused');
    expect(verdict([ofExisting], { clusters: ['unread', MAIN.id] })).toEqual(
      undecided(because, { issuer: EXISTING.id }),
    );
  });

  test('where a credential that would admit it may be the identity’s', () => {
    const ownerless = (parts: Partial<TrustAdmission> = {}, mayBeOwn?: KnownTrust['mayBeOwn']): KnownTrust => ({
      ownerless: new AdmissionIndex([admission({ identity: '', source: 'fic', ...parts })]),
      mayBeOwn,
    });
    const because = undecided('whose credential fic is, is not known before apply');
    expect(verdict([], {}, ownerless())).toEqual(because);
    expect(verdict([], {}, ownerless({ cluster: EXISTING.id }))).toEqual(because);
    expect(verdict([], {}, ownerless({ uncertain: 'its audience' }))).toEqual(because);
    expect(
      verdict(
        [],
        {},
        ownerless({}, ({ source }) => source === 'fic'),
      ),
    ).toEqual(because);
    expect(
      verdict(
        [],
        {},
        ownerless({}, () => false),
      ),
    ).toEqual(refused('trust'));
    expect(verdict([], { clusters: [OTHER.id, MAIN.id] }, ownerless())).toEqual(because);
    const second = [EXISTING.id, MAIN.id].map((of, index) =>
      admission({ identity: '', source: 'fic', cluster: of, serviceAccount: index === 0 ? 'web' : 'app' }),
    );
    expect(verdict([], {}, { ownerless: new AdmissionIndex(second) })).toEqual(because);
    expect(verdict([], {}, ownerless({ audiences: ['other'] }))).toEqual(refused('trust'));
    expect(verdict([], {}, ownerless({ cluster: OTHER.id }))).toEqual(refused('trust'));
    expect(verdict([], {}, ownerless({ serviceAccount: 'web' }))).toEqual(refused('trust'));
    expect(verdict([], { clusters: ['unread', MAIN.id] }, ownerless({ cluster: OTHER.id }))).toEqual(refused('trust'));
  });
});

describe('a claim is refused, by the first that is true', () => {
  test('the trust admits nobody by its mechanism', () => {
    expect(verdict([])).toEqual(refused('trust'));
    expect(verdict([admission({ mechanism: 'eks-pod-identity' })])).toEqual(refused('trust'));
    expect(verdict([admission({ identity: 'aws_iam_role.other' })])).toEqual(refused('trust'));
  });

  test('and it says that it rests on absence, where what was not read may admit it', () => {
    expect(verdict([], {}, { byAbsence: true })).toEqual({
      outcome: 'refused',
      reason: { part: 'trust', admitted: [], assumes: ['nothing-elsewhere'] },
    });
  });

  test('the trust takes another audience', () => {
    const other = admission({ audiences: ['other'] });
    const none = admission({ audiences: [] });
    expect(verdict([other])).toEqual(refused('audience', other));
    expect(verdict([other, none])).toEqual(refused('audience', other, none));
  });

  test('the trust is for tokens of another issuer', () => {
    const other = admission({ cluster: OTHER.id });
    expect(verdict([other])).toEqual(refused('issuer', other));
  });

  test('the trust has the subject in another case', () => {
    const [other, capital] = [
      admission({ serviceAccount: 'web' }),
      admission({ namespace: 'Shop', serviceAccount: 'APP' }),
    ];
    expect(verdict([other, capital])).toEqual(refused('subject-case', capital));
    expect(verdict([other], {}, { meant: [capital] })).toEqual(refused('subject-case', capital));
    expect(verdict([admission({ namespace: 'Shop', serviceAccount: 'Web' })]).outcome).toBe('refused');
  });

  test('the trust is for other subjects, those of the cluster', () => {
    const [web, api] = [admission({ serviceAccount: 'web' }), admission({ namespace: 'api' })];
    expect(verdict([web, admission({ cluster: OTHER.id }), api])).toEqual(refused('subject', web, api));
  });
});
